"""Reading Twilio's list for many messages at once: one reading serves all that were due before."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from shared.config import TwilioSettings
from shared.db.outbound import UnconfirmedMessage
from shared.errors import TwilioListTooLong, TwilioUnavailable
from shared.messaging.twilio_client import ListedMessage, TwilioClient
from shared.texts.listing import MessageList

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
SETTINGS = TwilioSettings(account_sid="AC1", auth_token="t" * 32, phone_number="+15005550006")


class Listing(TwilioClient):
    """Answers from a list in memory; counts readings with the filter and without."""

    def __init__(self, *entries: ListedMessage) -> None:
        super().__init__(SETTINGS, 1)
        self.entries = sorted(entries, key=lambda one: one.date_created, reverse=True)
        self.filtered = self.whole = 0
        self.most: int | None = None  # entries that a reading without the filter can show
        self.down = False

    def list_messages(
        self,
        to: str | None = None,
        from_: str | None = None,
        sent_after: datetime | None = None,
        page_size: int = 500,
    ) -> Iterator[ListedMessage]:
        self.filtered += to is not None
        self.whole += to is None
        if self.down and to is None:
            raise TwilioUnavailable("down")
        wanted = [
            one for one in self.entries if sent_after is None or one.date_created >= sent_after
        ]
        for place, entry in enumerate(one for one in wanted if to in (None, one.to)):
            if to is None and self.most is not None and place >= self.most:
                raise TwilioListTooLong("too long")
            yield entry


def entry(sid: str, to: str, body: str, *, at: datetime = NOON) -> ListedMessage:
    return ListedMessage(
        sid=sid,
        direction="outbound-api",
        from_=SETTINGS.phone_number,
        to=to,
        body=body,
        status="sent",
        error_code=None,
        date_created=at,
        date_sent=at,
        num_media=0,
        messaging_service_sid=None,
    )


@dataclass
class Due:
    """Messages that are due, by their place; each to somebody else."""

    since: datetime = NOON
    due_for: timedelta = timedelta(seconds=1)

    def __getitem__(self, place: int) -> UnconfirmedMessage:
        return UnconfirmedMessage(
            uuid4(), f"+1415555{1000 + place}", f"text {place}", 1, self.since, NOON, self.due_for
        )


def listed(twilio: TwilioClient) -> MessageList:
    return MessageList(twilio, timedelta(seconds=30))


def test_a_hundred_absent_messages_cost_one_reading_of_the_accounts_list() -> None:
    twilio = Listing(entry("SM1", "+14155559999", "to somebody else"))
    messages = listed(twilio)
    claimed = time.monotonic()
    for place in range(100):
        assert messages.find(Due()[place], claimed) == ([], [], True)
    assert (twilio.filtered, twilio.whole) == (100, 1), "each is looked for by its number too"


def test_what_became_due_after_a_reading_began_is_read_for_anew() -> None:
    twilio = Listing()
    messages = listed(twilio)
    messages.find(Due()[0], time.monotonic())
    messages.find(Due(due_for=timedelta(0))[1], time.monotonic())
    assert twilio.whole == 2


def test_a_hidden_recipient_may_be_anybody_of_those_digits_in_a_shared_reading_too() -> None:
    twilio = Listing(entry("SM1", "+1415555XXXX", ""), entry("SM2", "+1212555XXXX", ""))
    messages = listed(twilio)
    claimed = time.monotonic()
    for place in range(3):
        assert messages.find(Due()[place], claimed) == ([], ["SM1"], True)
    assert twilio.whole == 1


def test_a_shared_reading_finds_without_asking_again() -> None:
    twilio = Listing(entry("SM7", "+14155551007", "text 7"))
    messages = listed(twilio)
    claimed = time.monotonic()
    messages.find(Due()[0], claimed)
    assert messages.find(Due()[7], claimed) == (["SM7"], [], True)
    assert (twilio.filtered, twilio.whole) == (1, 1)


def test_an_older_attempt_is_read_for_further_back() -> None:
    old = entry("SM1", "+1415555XXXX", "", at=NOON - timedelta(hours=1))
    twilio = Listing(old)
    messages = listed(twilio)
    claimed = time.monotonic()
    assert messages.find(Due()[0], claimed) == ([], [], True)
    earlier = Due(since=NOON - timedelta(hours=1))
    assert messages.find(earlier[1], claimed) == ([], ["SM1"], True)
    assert messages.find(earlier[2], claimed) == ([], ["SM1"], True)
    assert twilio.whole == 2


def test_a_list_too_long_for_an_old_attempt_still_serves_the_newer_ones() -> None:
    ages = [NOON - timedelta(minutes=minutes) for minutes in range(10)]
    twilio = Listing(*(entry(f"SM{at:%H%M}", "+19995559999", "", at=at) for at in ages))
    twilio.most = 5
    messages = listed(twilio)
    claimed = time.monotonic()
    assert messages.find(Due(since=NOON - timedelta(days=1))[0], claimed).whole is False
    assert messages.find(Due()[1], claimed) == ([], [], True)
    assert messages.find(Due(since=NOON - timedelta(days=2))[2], claimed).whole is False
    assert twilio.whole == 1


def test_while_the_list_cannot_be_read_it_is_asked_for_once_not_by_every_message() -> None:
    twilio = Listing()
    twilio.down = True
    messages = listed(twilio)
    claimed = time.monotonic()
    for place in range(10):
        with pytest.raises(TwilioUnavailable):
            messages.find(Due()[place], claimed)
    assert twilio.whole == 1
