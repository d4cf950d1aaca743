"""Twilio's list, read for messages whose outcome is unknown: which entries are one, or may be.

Twilio's filter compares the recipient as the list shows it. So where it finds nothing, the list is
read without it too, for recipients that are hidden. That reading is shared: one that began when a
message's own was due already proves as much about it, so a hundred lost answers cost one reading
of the account's list, however many worker threads look.
"""

import threading
import time
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from shared.db.outbound import UnconfirmedMessage
from shared.domain.listed import Likeness, body_likeness, number_likeness, plain_number
from shared.domain.renumbering import forms_of
from shared.errors import TwilioListTooLong, TwilioUnavailable
from shared.log import logger
from shared.messaging.twilio_client import ListedMessage, TwilioClient

# A list shows when Twilio created a message, in whole seconds of Twilio's clock.
CLOCK_SKEW = timedelta(seconds=30)


class Found(NamedTuple):
    """SIDs that are the message and SIDs that may be, oldest first; whether all was read."""

    same: list[str]
    unclear: list[str]
    whole: bool


@dataclass
class _Reading:
    """The account's list as it was at `began` (time.monotonic()), back to `since`."""

    began: float
    since: datetime
    whole: bool = True  # False: there is more before `since` than is read
    error: TwilioUnavailable | None = None
    # By recipient in digits; None: hidden. With their places: newest first.
    entries: defaultdict[str | None, list[tuple[int, ListedMessage]]] = field(
        default_factory=lambda: defaultdict(list)
    )

    def may_concern(self, number: str) -> list[ListedMessage]:
        """The entries to the number in any of its forms, or to nobody knows whom; newest first."""
        forms = {form.lstrip("+") for form in (number, *forms_of(number))}
        placed = [one for key in (None, *forms) for one in self.entries.get(key, ())]
        return [entry for _, entry in sorted(placed, key=lambda one: one[0])]


class MessageList:
    """The list for one run over unconfirmed messages. Safe to share among threads.

    `window` is how long after its attempt's beginning a message may have been created.
    """

    def __init__(self, twilio: TwilioClient, window: timedelta) -> None:
        self._twilio = twilio
        self._window = window
        self._lock = threading.Lock()
        self._last: _Reading | None = None

    def find(self, message: UnconfirmedMessage, claimed: float) -> Found:
        """What the list says. `claimed`: time.monotonic() right after the claim.

        Raises TwilioUnavailable.
        """
        since = message.attempted_at - CLOCK_SKEW
        due = claimed - message.due_for.total_seconds()
        known = self._last
        if known is not None and known.error is None and self._serves(known, since, due):
            found = self._judged(message, known.may_concern(message.phone_number), whole=True)
            if found.same or found.unclear:
                return found
        filtered = self._filtered(message, since)
        if filtered.same or filtered.unclear or not filtered.whole:
            return filtered
        reading = self._reading(since, due)
        whole = reading.since <= since
        return self._judged(message, reading.may_concern(message.phone_number), whole=whole)

    def _filtered(self, message: UnconfirmedMessage, since: datetime) -> Found:
        entries: list[ListedMessage] = []
        try:
            for entry in self._twilio.list_messages(to=message.phone_number, sent_after=since):
                entries.append(entry)
        except TwilioListTooLong as error:
            logger.warning("not confirmed: %s", error)
            return self._judged(message, entries, whole=False)
        return self._judged(message, entries, whole=True)

    def _reading(self, since: datetime, due: float) -> _Reading:
        """A reading that serves: the last one, or a new one, which others wait for."""
        with self._lock:
            if self._last is None or not self._serves(self._last, since, due):
                self._last = self._read(since)
            if self._last.error is not None:
                raise TwilioUnavailable(str(self._last.error))
            return self._last

    @staticmethod
    def _serves(reading: _Reading, since: datetime, due: float) -> bool:
        """Whether reading anew shows no more: it began late enough and goes back far enough."""
        far = reading.since <= since or not reading.whole or reading.error is not None
        return reading.began >= due and far

    def _read(self, since: datetime) -> _Reading:
        reading = _Reading(time.monotonic(), since)
        oldest = datetime.max.replace(tzinfo=UTC)
        try:
            for place, entry in enumerate(self._twilio.list_messages(sent_after=since)):
                oldest = min(oldest, entry.date_created)
                if entry.direction != "inbound":
                    reading.entries[plain_number(entry.to)].append((place, entry))
        except TwilioListTooLong as error:
            logger.warning("not confirmed: %s", error)
            reading.whole, reading.since = False, oldest
        except TwilioUnavailable as error:
            reading.error = error
        return reading

    def _judged(
        self, message: UnconfirmedMessage, entries: Iterable[ListedMessage], *, whole: bool
    ) -> Found:
        same: list[str] = []
        unclear: list[str] = []
        for entry in entries:
            likeness = self._likeness(message, entry)
            if likeness is Likeness.SAME:
                same.append(entry.sid)
            elif likeness is Likeness.UNCLEAR:
                unclear.append(entry.sid)
        return Found(same[::-1], unclear[::-1], whole)

    def _likeness(self, message: UnconfirmedMessage, entry: ListedMessage) -> Likeness:
        recipient = number_likeness(message.phone_number, entry.to)
        if entry.direction == "inbound" or recipient is Likeness.OTHER:
            return Likeness.OTHER
        likeness = body_likeness(message.content, entry.body)
        if recipient is Likeness.SAME and likeness is Likeness.SAME:
            return Likeness.SAME
        until = message.attempted_at + self._window + CLOCK_SKEW
        if entry.date_created > until or not self._twilio.may_have_sent(entry):
            return Likeness.OTHER
        return Likeness.OTHER if likeness is Likeness.OTHER else Likeness.UNCLEAR
