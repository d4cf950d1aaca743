"""Sending: claimed, checked once more, called, settled; and what became of calls nobody answered.

Twilio's create call has no idempotency key. So an unknown outcome is never answered by sending
again: the message waits as `unconfirmed` until a status callback proves that Twilio has it, or
Twilio's list has been read twice, a minute apart, without showing it.
"""

import random
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID, uuid4

from shared.db.outbound import ClaimedMessage, Outbound, UnconfirmedMessage
from shared.domain.delivery import OPT_OUT_CODES, MessageStatus, from_twilio
from shared.errors import (
    SendDeferred,
    SendError,
    SendNotAccepted,
    SendOutcomeUnknown,
    SendRefused,
    TwilioUnavailable,
)
from shared.log import log_context, logger
from shared.messaging.segments import count_segments, normalise
from shared.messaging.twilio_client import TwilioClient
from shared.queue import Outcome, work_off
from shared.texts.delivery import report_delivery

# A list shows when Twilio created a message, in whole seconds of Twilio's clock.
CLOCK_SKEW = timedelta(seconds=30)
CALLBACK_RETRIES = "#rc=5&rp=all"  # Twilio repeats a callback that failed; by default it does not
MOST_ATTEMPTS = 12  # of one message, when Twilio keeps saying "not now"
_LONGEST_WAIT = 300.0  # seconds between attempts after 429 and 503
_DEFERRED_WAIT = 900.0  # seconds; allowed hours, daily limits and full queues change slowly
_DEFERRED_ATTEMPTS = 96  # a day of them


class Stopping(Protocol):
    """Whether the server has been told to stop."""

    def __call__(self) -> bool:
        """True: begin nothing new."""
        ...


@dataclass(frozen=True)
class Sender:
    """Works off the messages that wait. `callback_base_url` is where Twilio reports delivery."""

    outbound: Outbound
    twilio: TwilioClient
    callback_base_url: str
    call_limit: timedelta  # the HTTP timeout of one call
    workers: int = 8

    def send_due(self, *, seconds: float, stopping: Stopping) -> Counter[str]:
        """Sends what is due, oldest first for each person; returns counts per outcome."""
        token = uuid4()
        return work_off(
            lambda free: self.outbound.claim(free, token),
            lambda message: self.send(message, token),
            workers=self.workers,
            seconds=seconds,
            stopping=stopping,
        )

    def send(self, message: ClaimedMessage, token: UUID) -> Outcome:
        """One attempt at one message that is ours."""
        with log_context(message_id=message.id, user_id=message.user_id):
            return self._send(message, token)

    def _send(self, message: ClaimedMessage, token: UUID) -> Outcome:
        body = normalise(message.content)
        begun = self.outbound.begin(
            message,
            token,
            content=body,
            segments=max(count_segments(body).segments, 1),
            call_limit=self.call_limit,
        )
        if begun != "call":
            return (
                Outcome.LOST
                if begun == "lost"
                else Outcome.RETRIED
                if begun == "late"
                else Outcome.DONE
            )
        callback = f"{self.callback_base_url}/status?message_id={message.id}{CALLBACK_RETRIES}"
        try:
            accepted = self.twilio.create_message(message.phone_number, body, callback)
        except (SendNotAccepted, SendDeferred) as error:
            return self._later(message, token, error)
        except SendRefused as error:
            return self._refused(message, token, error)
        except SendOutcomeUnknown as error:
            logger.warning("outcome unknown: %s", error)
            self.outbound.unconfirmed(message.id, token, str(error))
            return Outcome.UNCONFIRMED
        self.outbound.accepted(message.id, token, accepted.sid)
        return Outcome.DONE

    def _later(
        self, message: ClaimedMessage, token: UUID, error: SendNotAccepted | SendDeferred
    ) -> Outcome:
        deferred = isinstance(error, SendDeferred)
        if message.attempts >= (_DEFERRED_ATTEMPTS if deferred else MOST_ATTEMPTS):
            _log_refusal(message, error, "attempts")
            self.outbound.refused(message.id, token, error.code, f"given up: {error}")
            return Outcome.DEAD
        wait = _DEFERRED_WAIT if deferred else min(2.0 ** (message.attempts - 1), _LONGEST_WAIT)
        after = timedelta(seconds=wait * random.uniform(0.5, 1))  # noqa: S311 - jitter, no secret
        self.outbound.again(message.id, token, error.code, str(error), after=after)
        return Outcome.RETRIED

    def _refused(self, message: ClaimedMessage, token: UUID, error: SendRefused) -> Outcome:
        _log_refusal(message, error, "refused")
        self.outbound.refused(message.id, token, error.code, str(error))
        if error.code in OPT_OUT_CODES:
            self.outbound.opt_out(message.user_id, f"Twilio error {error.code}")
        return Outcome.DEAD

    def confirm_due(self, *, seconds: float, stopping: Stopping) -> dict[str, int]:
        """Asks Twilio's list about unconfirmed messages that are due; counts per finding."""
        findings: dict[str, int] = {}

        def look(message: UnconfirmedMessage) -> Outcome:
            finding = self._look(message)
            findings[finding] = findings.get(finding, 0) + 1
            return Outcome.DONE

        work_off(
            self.outbound.claim_unconfirmed,
            look,
            workers=self.workers,
            seconds=seconds,
            stopping=stopping,
        )
        return findings

    def _look(self, message: UnconfirmedMessage) -> str:
        with log_context(message_id=message.id):
            return self._found(message)

    def _found(self, message: UnconfirmedMessage) -> str:
        since = message.attempted_at - CLOCK_SKEW
        try:
            listed = [
                entry.sid
                for entry in self.twilio.list_messages(to=message.phone_number, sent_after=since)
                # A trial account's texts begin with words of Twilio's own.
                if entry.direction != "inbound" and entry.body.endswith(message.content)
            ]
        except TwilioUnavailable as error:
            logger.warning("not confirmed: %s", error)
            return "unavailable"
        return self.outbound.settle_unconfirmed(message, list(reversed(listed)))

    def ask_for_ends(self, *, seconds: float, stopping: Stopping) -> int:
        """Asks Twilio about messages whose end nobody reported; returns how many have one now."""
        ended: list[UUID] = []

        def ask(claimed: tuple[UUID, str]) -> Outcome:
            message_id, sid = claimed
            try:
                known = self.twilio.fetch_message(sid)
            except TwilioUnavailable as error:
                logger.warning("end not known: %s", error, extra={"message_id": str(message_id)})
                return Outcome.RETRIED
            status = from_twilio(known.status) if known else None
            if known is None or status is None or status is MessageStatus.SENT:
                return Outcome.RETRIED
            report_delivery(self.outbound, message_id, sid, status, known.error_code)
            ended.append(message_id)
            return Outcome.DONE

        work_off(
            self.outbound.claim_unreported,
            ask,
            workers=self.workers,
            seconds=seconds,
            stopping=stopping,
        )
        return len(ended)


def _log_refusal(message: ClaimedMessage, error: SendError, reason: str) -> None:
    fields = {"error_code": error.code, "reason": reason, "message_id": str(message.id)}
    logger.warning("not sent: %s", error, extra={"event": "send_refused", **fields})
