"""The peer that is written straight on: one query for each step, each for itself.

It does what is needed to answer a text (person, conversation, message, event, history,
priorities, the same rule engine, reply, log), on the same schema and pool size. It keeps no
promise: a text that comes twice is an error, a crash between two steps loses the answer, two
texts of one person are answered at once. NAIVE_AUTOCOMMIT=1 spares psycopg's default transactions.
"""

import os
from functools import lru_cache
from typing import Any, LiteralString

from flask import Request
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool
from twilio.request_validator import RequestValidator

from shared.agents.choice import agent_for
from shared.config import settings
from shared.domain.context import TurnContext
from shared.domain.decision import Decision
from shared.domain.effects.profile import CompleteOnboarding, RecordReferral, UpdateProfile
from shared.llm.engines import Engines

Row = dict[str, Any]

EMPTY_TWIML = '<?xml version="1.0" encoding="UTF-8"?><Response/>'


@lru_cache(maxsize=1)
def _pool() -> ConnectionPool[Any]:
    configured = settings()
    autocommit = os.environ.get("NAIVE_AUTOCOMMIT") == "1"
    return ConnectionPool(
        configured.database_url,
        min_size=0,
        max_size=configured.db_pool_max,
        kwargs={"row_factory": dict_row, "autocommit": autocommit, "prepare_threshold": None},
        open=True,
    )


@lru_cache(maxsize=1)
def _engines() -> Engines:
    return Engines(settings())


def _query(statement: LiteralString, *values: object) -> list[Row]:
    with _pool().connection() as connection:
        cursor = connection.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


def naive_webhook(request: Request) -> tuple[str, int, dict[str, str]]:
    """A text comes in and is answered."""
    if request.method == "GET":
        return "ok", 200, {}
    twilio = settings().require_twilio()
    validator = RequestValidator(twilio.auth_token)
    url = twilio.public_base_url + request.path
    signature = request.headers.get("X-Twilio-Signature", "")
    if not validator.validate(url, request.form, signature):  # pyright: ignore[reportUnknownMemberType]
        return "forbidden", 403, {}
    _answer(request.form["From"], request.form["Body"], request.form["MessageSid"])
    return EMPTY_TWIML, 200, {"Content-Type": "text/xml"}


def _answer(phone: str, body: str, sid: str) -> None:
    user = _user(phone)
    conversation = _conversation(user, phone)
    (message,) = _query(
        "insert into messages (conversation_id, user_id, role, content, direction,"
        " twilio_message_sid) values (%s, %s, 'user', %s, 'inbound', %s) returning *",
        conversation["id"],
        user["id"],
        body,
        sid,
    )
    (event,) = _query(
        "insert into events (event_type, aggregate_type, aggregate_id, payload, created_by)"
        " values ('user.message.received', 'user', %s, %s, 'naive') returning *",
        user["id"],
        Jsonb({"message_id": str(message["id"])}),
    )
    history = _query(
        "select * from messages where conversation_id = %s order by created_at desc limit 20",
        conversation["id"],
    )
    priorities = _query(
        "select * from user_priorities where user_id = %s and status = 'active'"
        " order by priority_rank limit 5",
        user["id"],
    )
    context = TurnContext.model_validate(
        {
            "now": message["created_at"],
            "user": {name: value for name, value in user.items() if value is not None},
            "conversation": conversation,
            "events": [{**event, "text": body, "message_id": message["id"]}],
            "messages": [{**row, "media_count": 0} for row in reversed(history)],
            "priorities": priorities,
        }
    )
    decision = _engines().decide(agent_for(context.user), context, 8)
    _apply(user, conversation, decision)
    _query("update events set processed = true where id = %s", event["id"])


def _user(phone: str) -> Row:
    found = _query("select * from users where phone_number = %s", phone)
    return (
        found
        or _query(
            "insert into users (phone_number, verified, poc_agent_type)"
            " values (%s, false, 'bouncer') returning *",
            phone,
        )
    )[0]


def _conversation(user: Row, phone: str) -> Row:
    found = _query(
        "select * from conversations where phone_number = %s and status = 'active'"
        " order by created_at desc limit 1",
        phone,
    )
    return (
        found
        or _query(
            "insert into conversations (user_id, phone_number, status)"
            " values (%s, %s, 'active') returning *",
            user["id"],
            phone,
        )
    )[0]


def _apply(user: Row, conversation: Row, decision: Decision) -> None:
    for effect in decision.effects:
        match effect:
            case UpdateProfile():
                _query(
                    "update users set first_name = coalesce(%s, first_name),"
                    " last_name = coalesce(%s, last_name), company = coalesce(%s, company),"
                    " title = coalesce(%s, title), updated_at = now() where id = %s",
                    effect.first_name,
                    effect.last_name,
                    effect.company,
                    effect.title,
                    user["id"],
                )
            case RecordReferral():
                _query(
                    "update users set name_dropped = %s where id = %s",
                    effect.referrer_name,
                    user["id"],
                )
            case CompleteOnboarding():
                _query("update users set onboarding_completed_at = now() where id = %s", user["id"])
            case _:
                pass
    for action in decision.log:
        _query(
            "insert into agent_actions_log (agent_type, action_type, user_id, context_id,"
            " context_type, input_data, output_data)"
            " values (%s, %s, %s, %s, 'conversation', %s, %s)",
            decision.agent_type,
            action.action_type,
            user["id"],
            conversation["id"],
            Jsonb(action.input_data),
            Jsonb(action.output_data),
        )
    for reply in decision.replies:
        _query(
            "insert into messages (conversation_id, user_id, role, content, direction, status)"
            " values (%s, %s, %s, %s, 'outbound', 'pending') returning *",
            conversation["id"],
            user["id"],
            decision.agent_type,
            reply,
        )
