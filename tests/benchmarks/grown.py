"""Databases as they are in use: with a history, and with statistics about it.

On an empty database Postgres plans for tables of a few rows; that is not what anybody waits for.
"""

import psycopg
from psycopg import sql

from infra.local.postgres import Postgres
from infra.local.roles import APP_ROLE, OWNER_ROLE
from infra.local.stack import DatabaseUrls
from shared.db.migrate import migrate

PEOPLE = 10_000  # each with four finished texts and two processed events
_TEMPLATE = "grown"


def make_template(postgres: Postgres) -> None:
    """Builds the database that `clone` copies."""
    postgres.create_database(_TEMPLATE)
    migrate(postgres.owner_url(_TEMPLATE))
    postgres.enable_app(_TEMPLATE)
    with psycopg.connect(postgres.owner_url(_TEMPLATE), autocommit=True) as connection:
        connection.execute("set session_replication_role = replica")  # no triggers
        connection.execute(
            "insert into users (phone_number)"
            " select '+1202' || 2000000 + n from generate_series(1, %s) n",
            (PEOPLE,),
        )
        connection.execute(
            "insert into conversations (user_id, phone_number) select id, phone_number from users"
        )
        connection.execute(
            "insert into messages (conversation_id, user_id, role, content, direction, status,"
            " twilio_message_sid, created_at)"
            " select id, user_id, case n % 2 when 0 then 'bouncer' else 'user' end, 'Hello',"
            " case n % 2 when 0 then 'outbound' else 'inbound' end,"
            " case n % 2 when 0 then 'delivered' else 'received' end,"
            " 'SM' || n || phone_number, now() - interval '1 day' + n * interval '1 minute'"
            " from conversations, generate_series(1, 4) n"
        )
        connection.execute(
            "insert into events (event_type, aggregate_type, aggregate_id, payload, processed,"
            " lane, created_at)"
            " select 'user.message.received', 'user', user_id,"
            " jsonb_build_object('message_id', id), true, 'conversation', created_at"
            " from messages where direction = 'inbound'"
        )
        connection.execute("vacuum analyze")


def clone(postgres: Postgres, name: str) -> DatabaseUrls:
    """A database of that name with the same history."""
    with psycopg.connect(postgres.url(), autocommit=True) as connection:
        connection.execute(
            sql.SQL("create database {} template {} owner {}").format(
                *map(sql.Identifier, (name, _TEMPLATE, OWNER_ROLE))
            )
        )
    return DatabaseUrls(owner=postgres.owner_url(name), app=postgres.url(name, APP_ROLE))


def empty(postgres: Postgres, name: str) -> DatabaseUrls:
    """A database of that name with the schema and nothing in it."""
    postgres.create_database(name)
    migrate(postgres.owner_url(name))
    postgres.enable_app(name)
    return DatabaseUrls(owner=postgres.owner_url(name), app=postgres.url(name, APP_ROLE))
