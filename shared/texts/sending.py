"""Sending: claimed, checked once more, called, settled; and what became of calls nobody answered.

Twilio's create call has no idempotency key. So an unknown outcome is never answered by sending
again: the message waits as `unconfirmed` until a status callback proves that Twilio has it, or
Twilio's list has been read twice, a minute apart, without showing it or anything that may be it.
"""

import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID, uuid4

from shared.db.outbound import ClaimedMessage, Outbound, UnconfirmedMessage
from shared.domain.delivery import (
    AGAIN,
    ErrorKind,
    MessageStatus,
    classify_error,
    from_twilio,
    opts_out,
)
from shared.errors import (
    SendDeferred,
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
from shared.texts.listing import MessageList

CALLBACK_RETRIES = "#rc=5&rp=all"  # Twilio repeats a callback that failed; by default it does not


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
        if message.retry_of and message.retry_of_sid:
            self._ask(message.retry_of, message.retry_of_sid)
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
        # Without a code of Twilio's nothing was processed: no connection, or something between.
        kind = ErrorKind.RETRYABLE if error.code is None else classify_error(error.code)
        again = AGAIN.get(kind, AGAIN[ErrorKind.RETRYABLE])
        if message.attempts >= again.most_attempts:
            _log_refusal(message.id, error.code, "attempts", str(error))
            self.outbound.refused(message.id, token, error.code, f"given up: {error}")
            return Outcome.DEAD
        wait = again.after.total_seconds()
        if again is AGAIN[ErrorKind.RETRYABLE]:
            wait = min(2.0 ** (message.attempts - 1), wait)
        after = timedelta(seconds=wait * random.uniform(0.5, 1))  # noqa: S311 - jitter, no secret
        self.outbound.again(message.id, token, error.code, str(error), after=after)
        return Outcome.RETRIED

    def _refused(self, message: ClaimedMessage, token: UUID, error: SendRefused) -> Outcome:
        _log_refusal(message.id, error.code, "refused", str(error))
        self.outbound.refused(
            message.id, token, error.code, str(error), opts_out=opts_out(error.code)
        )
        return Outcome.DEAD

    def confirm_due(self, *, seconds: float, stopping: Stopping) -> dict[str, int]:
        """Asks Twilio's list about unconfirmed messages that are due; counts per finding."""
        findings: dict[str, int] = {}
        listed = MessageList(self.twilio, self.outbound.lease)

        def claim(free: int) -> list[tuple[UnconfirmedMessage, float]]:
            claimed = self.outbound.claim_unconfirmed(free)
            return [(message, time.monotonic()) for message in claimed]

        def look(due: tuple[UnconfirmedMessage, float]) -> Outcome:
            with log_context(message_id=due[0].id):
                finding = self._found(listed, *due)
            findings[finding] = findings.get(finding, 0) + 1
            return Outcome.DONE

        work_off(claim, look, workers=self.workers, seconds=seconds, stopping=stopping)
        return findings

    def _found(self, listed: MessageList, message: UnconfirmedMessage, claimed: float) -> str:
        try:
            found = listed.find(message, claimed)
        except TwilioUnavailable as error:
            logger.warning("not confirmed: %s", error)
            return "unavailable"
        outcome = self.outbound.settle_unconfirmed(
            message, found.same, unclear=found.unclear, whole=found.whole
        )
        if outcome == "failed":
            _log_refusal(message.id, None, "unknown", "nobody knows whether Twilio has it")
        return outcome

    def ask_for_ends(self, *, seconds: float, stopping: Stopping) -> int:
        """Asks Twilio about messages whose end nobody reported; returns how many have one now."""
        ended: list[UUID] = []

        def ask(claimed: tuple[UUID, str]) -> Outcome:
            message_id, sid = claimed
            if not self._ask(message_id, sid):
                return Outcome.RETRIED
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

    def _ask(self, message_id: UUID, sid: str) -> bool:
        """Asks Twilio what became of a message; whether it has ended, which is recorded then."""
        try:
            known = self.twilio.fetch_message(sid)
        except TwilioUnavailable as error:
            logger.warning("end not known: %s", error, extra={"message_id": str(message_id)})
            return False
        status = from_twilio(known.status) if known else None
        if known is None or status is None or status is MessageStatus.SENT:
            return False
        report_delivery(self.outbound, message_id, sid, status, known.error_code)
        return True


def _log_refusal(message_id: UUID, code: int | None, reason: str, detail: str) -> None:
    fields = {"error_code": code, "reason": reason, "message_id": str(message_id)}
    logger.warning("not sent: %s", detail, extra={"event": "send_refused", **fields})
