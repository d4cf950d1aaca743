"""Sends the messages that wait, through Twilio.

`POST /` with `{"message_ids": [...]}` from pg_net when messages were inserted, or `{}` from the
scheduler: then also what was missed, what is due again, what is unconfirmed, and what was accepted
long ago without a word of its delivery. Answers counts.
A poke lost, repeated or forged changes latency only: claims are leased, and an attempt is committed
before its call. What Twilio certainly did not accept is tried again with backoff; an unknown
outcome is looked up in Twilio's list and never blindly sent again.
"""

import time
from collections import Counter
from datetime import timedelta
from functools import lru_cache

from shared import wiring
from shared.config import Settings, settings
from shared.db.queues import MESSAGES
from shared.entry import Call, Json, Route, bearer, database, http_function, stopping
from shared.entry.work import Work, do_work
from shared.errors import ConfigurationError
from shared.messaging.twilio_client import TwilioClient
from shared.texts.sending import Sender

SWEEP_SECONDS = 45  # the scheduler comes every minute


@lru_cache(maxsize=1)
def sender() -> Sender:
    """The sender, on this process's pools."""
    configured = settings()
    account = configured.require_twilio()
    return Sender(
        wiring.outbound(),
        TwilioClient(account, configured.send_timeout_seconds),
        account.public_base_url,
        timedelta(seconds=configured.send_timeout_seconds),
    )


WORK = Work(MESSAGES, lambda: sender().send_due, seconds=SWEEP_SECONDS)


def send(call: Call) -> Json:
    """A poke has all that is due sent; a sweep asks about what is uncertain as well."""
    deadline = time.monotonic() + SWEEP_SECONDS

    def left() -> float:
        return max(0.0, deadline - time.monotonic())

    def ask(counts: Counter[str]) -> Json:
        confirmed = sender().confirm_due(seconds=left(), stopping=stopping)
        ended = sender().ask_for_ends(seconds=left(), stopping=stopping)
        if confirmed.get("queued"):
            counts.update(WORK.do(left()))
        return {"confirmed": confirmed, "ended": ended}

    return do_work(call, [WORK], sweep=ask)


def needs(configured: Settings) -> None:
    """Start-up fails without an account, and with a lease that a call could outlast."""
    account = configured.require_twilio()
    if not account.phone_number and not account.messaging_service_sid:
        raise ConfigurationError(
            "TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID has to be set: texts need a sender"
        )
    if configured.lease_seconds <= configured.send_timeout_seconds:
        raise ConfigurationError("LEASE_SECONDS must be more than SEND_TIMEOUT_SECONDS")


sms_sender = http_function(
    "sms_sender",
    [Route("POST", "/", send, authenticate=bearer)],
    needs=needs,
    warm=lambda: database().value("select 1"),
)
