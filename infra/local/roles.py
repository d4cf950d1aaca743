"""The roles of the servers here, as Supabase has them: its database's owner is no superuser.

Supabase's owner, `postgres`, may create databases and roles and passes row-level security, but may
not do what a superuser may; and what it makes in schema `public` is granted to the three roles
of Supabase's API unless that is taken back. A migration that works here works there.
"""

from typing import Final

import psycopg
from psycopg import sql

APP_ROLE: Final = "yachtparty_app"
INGEST_ROLE: Final = "yachtparty_ingest"
OWNER_ROLE: Final = "yachtparty_owner"
API_ROLES: Final = ("anon", "authenticated", "service_role")


def make_roles(superuser: psycopg.Connection[tuple[object, ...]], password: str) -> None:
    """Makes the owner, who can log in with the password, and the roles of the API, or mends them.

    The attributes and memberships are those of Supabase's `postgres`; its extension supautils is
    what lets it set `session_replication_role`.
    """
    owner = sql.Identifier(OWNER_ROLE)
    roles = {str(name) for (name,) in superuser.execute("SELECT rolname FROM pg_roles")}
    for name in (OWNER_ROLE, *API_ROLES):
        if name not in roles:
            superuser.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(name)))
    superuser.execute("ALTER ROLE service_role BYPASSRLS")
    superuser.execute(
        sql.SQL(
            "ALTER ROLE {} NOSUPERUSER CREATEDB CREATEROLE LOGIN REPLICATION BYPASSRLS PASSWORD {}"
        ).format(owner, hashed(superuser, OWNER_ROLE, password))
    )
    granted = ("pg_monitor", "pg_read_all_data", "pg_signal_backend", *API_ROLES)
    superuser.execute(
        sql.SQL("GRANT {} TO {}").format(sql.SQL(", ").join(map(sql.Identifier, granted)), owner)
    )
    superuser.execute(
        sql.SQL("GRANT SET ON PARAMETER session_replication_role TO {}").format(owner)
    )


def hashed(
    connection: psycopg.Connection[tuple[object, ...]], role: str, password: str
) -> sql.Literal:
    """The password as the server keeps it: a statement may come to stand in the server's log."""
    pgconn = connection.pgconn
    return sql.Literal(
        pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
    )


def open_public_schema(superuser: psycopg.Connection[tuple[object, ...]]) -> None:
    """Grants the roles of the API what Supabase grants them in every new database: all."""
    api = sql.SQL(", ").join(map(sql.Identifier, API_ROLES))
    superuser.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(api))
    for kind in ("TABLES", "FUNCTIONS", "SEQUENCES"):
        superuser.execute(
            sql.SQL(
                "ALTER DEFAULT PRIVILEGES FOR ROLE {} IN SCHEMA public GRANT ALL ON {} TO {}"
            ).format(sql.Identifier(OWNER_ROLE), sql.SQL(kind), api)
        )
