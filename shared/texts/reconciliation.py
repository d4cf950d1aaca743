"""Texts that never reached us: Twilio's list of inbound messages, compared with ours.

Twilio gives a webhook up after its retries. What it could not deliver while everything was down is
found here, recorded by its SID as the webhook would have, and answered by the sweep.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

from shared.config import TwilioSettings
from shared.db.reconciliation import claim_sweep, finish_sweep, unknown_message_sids
from shared.db.turns import Turns
from shared.db.unanswered import UnansweredText, record_unanswered
from shared.errors import DatabaseRejected, MalformedRequest, TwilioUnavailable
from shared.log import logger
from shared.messaging.twilio_client import ListedMessage, TwilioClient
from shared.texts.inbound import inbound_text

SWEEP = "reconcile_inbound"
OVERLAP = timedelta(minutes=10)  # each reading begins before the last one's end
LONGEST_LOOK = timedelta(days=7)
FIRST_LOOK = timedelta(minutes=15)  # a new deployment does not answer old texts


@dataclass(frozen=True)
class InboundReconciliation:
    """Runs every `every`, whoever sweeps first; `grace` leaves webhooks under way alone."""

    turns: Turns
    twilio: TwilioClient
    account: TwilioSettings
    opt_out_replies: str
    support_contact: str
    every: timedelta = timedelta(minutes=15)

    @property
    def grace(self) -> timedelta:
        """How old a listed text must be before its webhook counts as lost: a minute by default."""
        return self.every / 15

    def run_if_due(self, *, now: datetime | None = None) -> int:
        """Records the texts that are missing; returns how many, 0 also when it was not due."""
        token = uuid4()
        covered = claim_sweep(self.turns.database, SWEEP, self.every, token)
        if covered is None:
            return 0
        moment = now or datetime.now(UTC)
        first = covered.timestamp() == 0  # never ran
        since = moment - FIRST_LOOK if first else max(covered - OVERLAP, moment - LONGEST_LOOK)
        until = moment - self.grace
        finished = None
        try:
            found = self._record_missing(since, until)
            finished = until
        except TwilioUnavailable as error:
            logger.warning("inbound messages not reconciled: %s", error)
            return 0
        finally:
            finish_sweep(self.turns.database, SWEEP, token, finished)
        if found:
            logger.warning("texts that Twilio could not deliver", extra={"recorded": found})
        return found

    def _record_missing(self, since: datetime, until: datetime) -> int:
        listed = {
            entry.sid: entry
            for recipient in self._recipients()
            for entry in self.twilio.list_messages(to=recipient, sent_after=since)
            if self._is_ours(entry) and since <= _sent_at(entry) <= until
        }
        # Each list is newest first, and its times are whole seconds.
        oldest_first = list(listed)[::-1]
        oldest_first.sort(key=lambda sid: _sent_at(listed[sid]))
        missing = unknown_message_sids(self.turns.database, oldest_first)
        return sum(self._record(listed[sid]) for sid in missing)

    def _recipients(self) -> tuple[str | None, ...]:
        """By which recipients the list is read: a service has more addresses than we know."""
        number = self.account.phone_number
        return (None,) if self.account.messaging_service_sid else (number, f"whatsapp:{number}")

    def _is_ours(self, entry: ListedMessage) -> bool:
        """Whether it came to our number or service: the account may have others."""
        if entry.direction != "inbound":
            return False
        service = self.account.messaging_service_sid
        return entry.to.rpartition(":")[2] == self.account.phone_number or (
            bool(service) and entry.messaging_service_sid == service
        )

    def _record(self, entry: ListedMessage) -> bool:
        try:
            text = inbound_text(
                sender=entry.from_,
                body=entry.body,
                sid=entry.sid,
                # The list counts a text's pictures and does not show them.
                media=tuple({"url": "", "content_type": ""} for _ in range(entry.num_media)),
                opt_out_type="",
                opt_out_replies=self.opt_out_replies,
                support_contact=self.support_contact,
                sent_at=_sent_at(entry),
            )
        except MalformedRequest as error:  # the webhook would refuse it: it holds no other back
            logger.warning("listed text not recorded: %s", error, extra={"sid": entry.sid})
            return False
        try:
            if isinstance(text, UnansweredText):
                return record_unanswered(self.turns.database, text) != "duplicate"
            return self.turns.record(text, take=False).outcome != "duplicate"
        except DatabaseRejected as error:  # one that cannot be stored holds no other back
            logger.error("listed text not recorded: %s", error, extra={"sid": entry.sid})
            return False


def _sent_at(entry: ListedMessage) -> datetime:
    return entry.date_sent or entry.date_created
