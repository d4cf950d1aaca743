"""Twilio's webhooks.

- `POST /sms`, a text came in: recorded in one database round trip, answered by the person's agent
  in the same request, at most 10 seconds long. What comes from no phone number (another channel, a
  short code, a withheld number) is recorded, its opt-out obeyed. Empty TwiML either way: replies go
  out by `sms_sender`. The same `MessageSid` again changes nothing. 503 while nothing is recorded,
  so that Twilio comes again; once recorded, the sweep of `event_processor` finishes what is left.
- `POST /status?message_id=UUID`, a delivery callback: 204. Terminal states win.

Both are signed by Twilio over the public URL (403), and bounded (413). Nothing is written for a
request that is refused.
"""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as Unfinished
from contextvars import copy_context
from functools import lru_cache, partial
from urllib.parse import parse_qsl
from uuid import UUID

from shared import wiring
from shared.config import settings
from shared.conversation import load_agents
from shared.db.turns import InboundText
from shared.db.unanswered import UnansweredText, record_unanswered
from shared.domain.consent import classify
from shared.domain.delivery import from_twilio
from shared.domain.phone import normalise_sender
from shared.entry import Answer, Call, Route, database, http_function
from shared.errors import DatabaseUnavailable, MalformedRequest
from shared.log import logger
from shared.messaging.signature import require_signature, verify
from shared.texts.delivery import report_delivery
from shared.texts.inbound import inbound_text, storable

EMPTY_TWIML = Answer(200, '<?xml version="1.0" encoding="UTF-8"?><Response/>', "text/xml")
NOTHING = Answer(204)

_SID = re.compile(r"[A-Za-z0-9]{2,64}")
_MOST_FIELDS = 300
_MOST_MEDIA = 10


@lru_cache(maxsize=1)
def turn_threads() -> ThreadPoolExecutor:
    """Turns run beside the request, so that one that hangs cannot hold Twilio's answer."""
    return ThreadPoolExecutor(64, thread_name_prefix="turn")


def warm() -> None:
    """Loads and opens what the first text would have to wait for: what records it first."""
    database().value("select 1")
    normalise_sender("+14155550100")
    classify("Hello")  # its patterns are made on first use
    load_agents()
    wiring.engines().warm()


def signed(call: Call) -> None:
    """Twilio's signature over the configured public URL and all that was sent."""
    twilio = settings().require_twilio()
    require_signature(call.headers)
    is_json = call.headers.get("Content-Type", "").startswith("application/json")
    body = call.body if is_json else _pairs(call)
    verify(twilio.auth_token, twilio.public_base_url, call.target, body, call.headers)


def receive_text(call: Call) -> Answer:
    """A text came in."""
    started = time.monotonic()
    text = _text(dict(_pairs(call)))
    if isinstance(text, UnansweredText):
        outcome = record_unanswered(database(), text)
        logger.info("not answered: %s on %s, %s", text.kind, text.channel, outcome)
        return EMPTY_TWIML
    limit = settings().webhook_seconds
    recorded = threading.Event()
    turn: Future[str] = turn_threads().submit(
        copy_context().run,
        partial(
            wiring.conversation().receive, text, deadline=started + limit - 0.5, recorded=recorded
        ),
    )
    try:
        turn.result(timeout=limit - 0.2)
    except Unfinished as error:
        if not recorded.is_set():
            raise DatabaseUnavailable("the text could not be recorded in time") from error
        logger.warning("the turn goes on after Twilio's answer")
    return EMPTY_TWIML


def receive_status(call: Call) -> Answer:
    """A delivery callback."""
    fields = dict(_pairs(call))
    sid = _sid(fields)
    status = from_twilio(
        (fields.get("MessageStatus") or fields.get("SmsStatus", "")).strip().lower()
    )
    if status is None:
        logger.info("callback with a status that moves nothing", extra={"sid": sid})
        return NOTHING
    code = fields.get("ErrorCode", "").strip()
    error_code = int(code) if code.isdecimal() and len(code) <= 9 else None
    report_delivery(
        wiring.outbound(),
        _message_id(call),
        sid,
        status,
        error_code,
        fields.get("ErrorMessage", "").replace("\x00", "")[:500] or None,
    )
    return NOTHING


def _pairs(call: Call) -> list[tuple[str, str]]:
    """Every form parameter, in order, untrimmed. Raises MalformedRequest."""
    try:
        return parse_qsl(
            call.body.decode("ascii"),
            keep_blank_values=True,
            max_num_fields=_MOST_FIELDS,
            errors="strict",
        )
    except UnicodeDecodeError as error:
        raise MalformedRequest("The form is not percent-encoded UTF-8") from error
    except ValueError as error:
        raise MalformedRequest(f"The form has more than {_MOST_FIELDS} fields") from error


def _text(fields: dict[str, str]) -> InboundText | UnansweredText:
    configured = settings()
    return inbound_text(
        sender=fields.get("From", ""),
        body=fields.get("Body", ""),
        sid=_sid(fields),
        media=_media(fields),
        opt_out_type=fields.get("OptOutType", ""),
        opt_out_replies=configured.opt_out_replies,
        support_contact=configured.support_contact,
    )


def _sid(fields: dict[str, str]) -> str:
    """Twilio says it three times; the other names are those of before."""
    for name in ("MessageSid", "SmsSid", "SmsMessageSid"):
        if _SID.fullmatch(fields.get(name, "")):
            return fields[name]
    raise MalformedRequest("MessageSid is missing, or not a SID", field="MessageSid")


def _media(fields: dict[str, str]) -> tuple[dict[str, str], ...]:
    """What came with the text; a count that is none refuses no text, which may be a STOP."""
    count = fields.get("NumMedia", "").strip()
    many = min(int(count), _MOST_MEDIA) if count.isdecimal() and len(count) <= 9 else 0
    return tuple(
        {
            "url": storable(fields[f"MediaUrl{index}"])[:2000],
            "content_type": storable(fields.get(f"MediaContentType{index}", ""))[:100],
        }
        for index in range(many)
        if f"MediaUrl{index}" in fields
    )


def _message_id(call: Call) -> UUID | None:
    value = call.query.get("message_id")
    if value is None:
        return None
    try:
        return UUID(value)
    except ValueError as error:
        raise MalformedRequest("message_id is not a UUID", field="message_id") from error


twilio_webhook = http_function(
    "twilio_webhook",
    [
        Route("POST", "/sms", receive_text, authenticate=signed),
        Route("POST", "/status", receive_status, authenticate=signed),
    ],
    needs=lambda configured: configured.require_twilio(),
    warm=warm,
)
