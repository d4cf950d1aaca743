"""The sending states: nothing twice, nothing lost, in order, and never to who opted out."""

import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.db.outbound import ClaimedMessage, Outbound
from tests.fixtures.examples import each
from tests.fixtures.people import MIKE, SARAH, Connection, add_outbound, add_user, column, one
from tests.integration.conftest import NOON

TOKEN = uuid4()
LIMIT = timedelta(seconds=10)
STATUSES = (
    "queued_for_send",
    "sending",
    "unconfirmed",
    "sent",
    "delivered",
    "undelivered",
    "failed",
    "cancelled",
)
TERMINAL = ("delivered", "undelivered", "failed", "cancelled")


def claim(outbound: Outbound, now: datetime = NOON, token: UUID = TOKEN) -> list[ClaimedMessage]:
    return outbound.claim(10, token, now=now)


def in_status(app: Connection, status: str) -> UUID:
    """A message that has come to this status with the token as its lease, where it has one."""
    message = add_outbound(app, add_user(app), "hello", at=NOON)
    leased = status == "sending"
    app.execute(
        "update messages set status = %s, lease_token = %s, leased_until = %s, attempts = 1,"
        " attempted_at = %s, twilio_message_sid = %s where id = %s",
        (
            status,
            TOKEN if leased else None,
            NOON + timedelta(seconds=30) if leased else None,
            NOON,
            "SM1" if status in ("sent", *TERMINAL) else None,
            message,
        ),
    )
    return message


def status_of(app: Connection, message: UUID) -> str:
    return one(app, "select status from messages where id = %s", message)


def steps(app: Connection, message: UUID) -> list[str]:
    return [step["step"] for step in one(app, "select trace from messages where id = %s", message)]


def test_the_usual_way_leaves_a_whole_trace(outbound: Outbound, app: Connection) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)

    (claimed,) = claim(outbound)
    assert (claimed.phone_number, claimed.content, claimed.attempts) == (SARAH, "Hello", 1)
    begun = outbound.begin(claimed, TOKEN, content="Hello", segments=1, call_limit=LIMIT, now=NOON)
    assert begun == "call"
    assert outbound.accepted(message, TOKEN, "SM1", now=NOON) == "accepted"
    assert outbound.delivery(message, "SM1", "delivered", now=NOON) == "delivered"

    assert steps(app, message) == ["queued", "claimed", "calling", "accepted", "delivery"]
    row = app.execute("select status, sent_at, delivered_at, segments from messages").fetchone()
    assert row == ("delivered", NOON, NOON, 1)


# Claiming.


def test_one_person_gets_their_texts_one_at_a_time_and_in_order(
    outbound: Outbound, app: Connection
) -> None:
    sarah, mike = add_user(app, SARAH), add_user(app, MIKE)
    first = add_outbound(app, sarah, "1", at=NOON)
    add_outbound(app, sarah, "2", at=NOON)
    add_outbound(app, mike, "m", at=NOON)

    assert sorted(claimed.content for claimed in claim(outbound)) == ["1", "m"]
    assert claim(outbound) == []
    outbound.accepted(first, TOKEN, "SM1", now=NOON)
    assert [claimed.content for claimed in claim(outbound)] == ["2"]


@pytest.mark.parametrize("held_by", ["in backoff", "unconfirmed"])
def test_an_unfinished_older_text_holds_the_later_ones(
    outbound: Outbound, app: Connection, held_by: str
) -> None:
    user = add_user(app)
    first = add_outbound(app, user, "1", at=NOON)
    add_outbound(app, user, "2", at=NOON)
    claim(outbound)
    if held_by == "unconfirmed":
        outbound.unconfirmed(first, TOKEN, "timeout", now=NOON)
    else:
        outbound.again(first, TOKEN, 20429, "busy", after=timedelta(minutes=5), now=NOON)

    assert claim(outbound, NOON + timedelta(minutes=1)) == []


def test_racing_senders_never_get_the_same_message_nor_two_of_one_person(
    outbound: Outbound, app: Connection
) -> None:
    for number in range(30):
        user = add_user(app, f"+1415555{number:04}")
        for part in range(2):
            add_outbound(app, user, f"{number}/{part}", at=NOON)

    def race(_: int) -> list[ClaimedMessage]:
        return outbound.claim(4, uuid4(), now=NOON)

    claimed: list[ClaimedMessage] = []
    with ThreadPoolExecutor(8) as threads:
        # An empty claim under contention does not mean an empty queue: the last round has none.
        for _ in range(10):
            claimed += [message for batch in threads.map(race, range(8)) for message in batch]
        claimed += race(0)
    people = [message.user_id for message in claimed]
    assert len(people) == len(set(people)) == 30


def test_opt_out_is_checked_in_the_claim_and_spares_the_confirmation(
    outbound: Outbound, app: Connection
) -> None:
    user = add_user(app, opted_out_at=NOON)
    add_outbound(app, user, "confirmation", at=NOON, purpose="consent", role="system")
    add_outbound(app, user, "news", at=NOON)

    (confirmation,) = claim(outbound)
    assert confirmation.content == "confirmation"
    outbound.accepted(confirmation.id, TOKEN, "SM1", now=NOON)
    assert claim(outbound) == []
    assert column(app, "select status from messages order by seq") == ["sent", "cancelled"]


# The last look before the call.


def test_the_call_is_not_made_without_the_lease(outbound: Outbound, app: Connection) -> None:
    add_outbound(app, add_user(app), "Hello", at=NOON)
    (claimed,) = claim(outbound)

    begun = outbound.begin(claimed, uuid4(), content="x", segments=1, call_limit=LIMIT, now=NOON)
    assert begun == "lost"


def test_the_call_is_not_made_when_the_lease_might_end_during_it(
    outbound: Outbound, app: Connection
) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)
    (claimed,) = claim(outbound)

    late = NOON + timedelta(seconds=21)
    begun = outbound.begin(claimed, TOKEN, content="x", segments=1, call_limit=LIMIT, now=late)
    assert begun == "late"
    assert status_of(app, message) == "queued_for_send"


def test_the_call_is_not_made_to_who_opted_out_after_the_claim(
    outbound: Outbound, app: Connection
) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)
    (claimed,) = claim(outbound)
    one(app, "select record_opt_out(id, 'operator') from users")

    begun = outbound.begin(claimed, TOKEN, content="x", segments=1, call_limit=LIMIT, now=NOON)
    assert begun == "opted_out"
    assert status_of(app, message) == "cancelled"


# Outcomes.


def test_a_sender_that_died_leaves_its_message_unconfirmed_not_queued(
    outbound: Outbound, app: Connection
) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)
    claim(outbound)

    assert claim(outbound, NOON + timedelta(seconds=31)) == []
    assert status_of(app, message) == "unconfirmed"
    assert outbound.claim_unconfirmed(10, now=NOON + timedelta(seconds=90)) == []
    (due,) = outbound.claim_unconfirmed(10, now=NOON + timedelta(seconds=91))
    assert due.id == message


def test_a_success_that_comes_back_after_the_lease_was_lost_still_records_its_sid(
    outbound: Outbound, app: Connection
) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)
    claim(outbound)
    claim(outbound, NOON + timedelta(seconds=31))

    outbound.accepted(message, TOKEN, "SM1", now=NOON + timedelta(seconds=40))
    assert status_of(app, message) == "sent"
    assert one(app, "select twilio_message_sid from messages") == "SM1"


def test_found_in_twilios_list_means_sent_and_absent_twice_means_again(
    outbound: Outbound, app: Connection
) -> None:
    shown = add_outbound(app, add_user(app, SARAH), "shown", at=NOON)
    absent = add_outbound(app, add_user(app, MIKE), "absent", at=NOON)
    for message in claim(outbound):
        outbound.unconfirmed(message.id, TOKEN, "timeout", now=NOON)

    first = NOON + timedelta(seconds=60)
    for message in outbound.claim_unconfirmed(10, now=first):
        outbound.settle_unconfirmed(message, ["SM7"] if message.id == shown else [], now=first)
    assert (status_of(app, shown), status_of(app, absent)) == ("sent", "unconfirmed")
    second = NOON + timedelta(seconds=120)
    (again,) = outbound.claim_unconfirmed(10, now=second)
    assert outbound.settle_unconfirmed(again, [], now=second) == "queued"
    assert steps(app, absent)[-3:] == ["absent", "absent", "queued"]
    assert [message.id for message in claim(outbound, second)] == [absent]


def test_absent_twice_and_opted_out_meanwhile_is_cancelled(
    outbound: Outbound, app: Connection
) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)
    claim(outbound)
    outbound.unconfirmed(message, TOKEN, "timeout", now=NOON)
    one(app, "select record_opt_out(id, 'operator') from users")
    for minute in (1, 2):
        moment = NOON + timedelta(minutes=minute)
        (due,) = outbound.claim_unconfirmed(10, now=moment)
        outbound.settle_unconfirmed(due, [], now=moment)

    assert status_of(app, message) == "cancelled"


def test_a_sid_that_another_row_holds_is_no_proof(outbound: Outbound, app: Connection) -> None:
    user = add_user(app)
    before = add_outbound(app, user, "Hello", at=NOON)
    claim(outbound)
    outbound.accepted(before, TOKEN, "SM1", now=NOON)
    after = add_outbound(app, user, "Hello", at=NOON)
    claim(outbound)
    outbound.unconfirmed(after, TOKEN, "timeout", now=NOON)

    (due,) = outbound.claim_unconfirmed(10, now=NOON + timedelta(seconds=60))
    assert outbound.settle_unconfirmed(due, ["SM1"], now=NOON) == "absent"


def test_a_reading_settles_once_and_only_while_it_holds_the_message(
    outbound: Outbound, app: Connection
) -> None:
    message = in_status(app, "unconfirmed")
    app.execute("update messages set available_at = %s", (NOON,))
    (slow,) = outbound.claim_unconfirmed(10, now=NOON)
    (due,) = outbound.claim_unconfirmed(10, now=NOON + timedelta(seconds=31))

    late = NOON + timedelta(seconds=32)
    assert outbound.settle_unconfirmed(slow, [], now=late) == "moved", "another reading is newer"
    assert outbound.settle_unconfirmed(due, [], now=late) == "absent"
    assert outbound.settle_unconfirmed(due, [], now=late) == "moved", "one reading counts once"
    assert status_of(app, message) == "unconfirmed"


def test_what_stays_unknown_attempt_after_attempt_is_given_up_visibly(
    outbound: Outbound, app: Connection
) -> None:
    message = add_outbound(app, add_user(app), "Hello", at=NOON)
    moment = NOON
    findings: list[str] = []
    for _ in range(5):
        assert len(claim(outbound, moment)) == 1
        outbound.unconfirmed(message, TOKEN, "500", now=moment)
        for _ in range(2):
            moment += timedelta(seconds=60)
            (due,) = outbound.claim_unconfirmed(10, now=moment)
            findings.append(outbound.settle_unconfirmed(due, [], now=moment))

    assert findings == ["absent", "queued"] * 4 + ["absent", "failed"]
    assert claim(outbound, moment) == []
    assert one(app, "select error_message from messages") is not None


def test_a_delivery_to_be_tried_again_later_holds_no_answer_back(
    outbound: Outbound, app: Connection
) -> None:
    undelivered = in_status(app, "sent")
    outbound.delivery(undelivered, "SM1", "undelivered", retry_after=timedelta(minutes=5), now=NOON)
    user = one(app, "select id from users")
    add_outbound(app, user, "the answer", at=NOON + timedelta(seconds=10))

    (answer,) = claim(outbound, NOON + timedelta(seconds=10))
    assert answer.content == "the answer"
    lease_end = NOON + timedelta(seconds=40)
    app.execute("update messages set available_at = %s where status = 'queued_for_send'", (NOON,))
    assert claim(outbound, lease_end - timedelta(seconds=1)) == [], "one at a time all the same"
    outbound.accepted(answer.id, TOKEN, "SM2", now=NOON)
    (retry,) = claim(outbound, lease_end)
    assert retry.content == "hello"


def test_under_a_backlog_the_oldest_go_first_whoever_they_are(
    outbound: Outbound, app: Connection
) -> None:
    oldest = add_outbound(
        app,
        add_user(app, SARAH, id=UUID("ffffffff-ffff-4fff-bfff-ffffffffffff")),
        "oldest",
        at=NOON - timedelta(minutes=1),
    )
    for number in range(20):
        add_outbound(app, add_user(app, f"+1415555{number:04}"), "later", at=NOON)

    assert [message.id for message in outbound.claim(1, TOKEN, now=NOON)] == [oldest]


# Every status against every transition.

CALLBACK = {
    "delivered": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "sent": "sent",
}


@pytest.mark.parametrize(("before", "reported"), list(itertools.product(STATUSES, CALLBACK)))
def test_a_callback_moves_what_is_not_terminal_and_nothing_else(
    outbound: Outbound, app: Connection, before: str, reported: str
) -> None:
    message = in_status(app, before)
    outbound.delivery(message, "SM1", reported, now=NOON)

    assert status_of(app, message) == (before if before in TERMINAL else reported)
    if before not in TERMINAL:
        assert one(app, "select lease_token from messages") is None, "a callback voids the lease"
        assert one(app, "select twilio_message_sid from messages") == "SM1"


SETTLED = {
    "accepted": "sent",
    "refused": "failed",
    "again": "queued_for_send",
    "unconfirmed": "unconfirmed",
}


@each("before, outcome", list(itertools.product(STATUSES, SETTLED)), undo="app")
def test_an_outcome_settles_a_message_that_is_being_sent(
    app: Connection, before: str, outcome: str
) -> None:
    message = in_status(app, before)
    app.execute(
        "select settle_send(%s, %s, %s, p_sid => %s, p_again_in => '1 minute', p_now => %s)",
        (message, TOKEN, outcome, "SM2" if outcome == "accepted" else None, NOON),
    )

    expected = SETTLED[outcome] if before == "sending" else before
    if outcome == "accepted" and before in ("queued_for_send", "unconfirmed"):
        expected = "sent"
    assert status_of(app, message) == expected


@each("before, after", list(itertools.product(TERMINAL, STATUSES)), undo="app")
def test_the_database_itself_refuses_to_move_a_terminal_state(
    app: Connection, before: str, after: str
) -> None:
    message = in_status(app, before)
    if before == after:
        app.execute("update messages set status = %s where id = %s", (after, message))
        return
    with pytest.raises(psycopg.Error) as refused:
        app.execute("update messages set status = %s where id = %s", (after, message))
    assert refused.value.sqlstate == "YP005"


def test_a_delivery_that_failed_for_a_passing_reason_is_tried_once_more_as_a_new_row(
    outbound: Outbound, app: Connection
) -> None:
    message = in_status(app, "sent")
    for _ in range(2):
        outbound.delivery(
            message,
            "SM1",
            "undelivered",
            error_code=30003,
            retry_after=timedelta(minutes=5),
            now=NOON,
        )

    row = app.execute(
        "select id, content, status, available_at from messages where retry_of = %s", (message,)
    ).fetchall()
    assert [values[1:] for values in row] == [
        ("hello", "queued_for_send", NOON + timedelta(minutes=5))
    ]
    assert status_of(app, message) == "undelivered"
    retry = row[0][0]
    claim(outbound, NOON + timedelta(minutes=5))
    outbound.accepted(retry, TOKEN, "SM2", now=NOON)
    outbound.delivery(
        retry, "SM2", "undelivered", error_code=30003, retry_after=timedelta(minutes=5), now=NOON
    )
    assert one(app, "select count(*) from messages") == 2, "once, not for ever"


def test_a_callback_without_our_id_is_matched_by_its_sid(
    outbound: Outbound, app: Connection
) -> None:
    message = in_status(app, "sent")

    assert outbound.delivery(None, "SM1", "delivered", now=NOON) == "delivered"
    assert outbound.delivery(None, "SM-unknown", "delivered", now=NOON) == "unknown"
    assert outbound.delivery(uuid4(), "SM1", "failed", now=NOON) == "unknown"
    assert status_of(app, message) == "delivered"


def test_what_waits_behind_an_unfinished_text_hides_nobody_else(
    outbound: Outbound, app: Connection
) -> None:
    stuck = add_user(app, SARAH)
    first = add_outbound(app, stuck, "first", at=NOON)
    for number in range(60):
        add_outbound(app, stuck, f"later {number}", at=NOON)
    assert [message.id for message in outbound.claim(1, TOKEN, now=NOON)] == [first]
    outbound.unconfirmed(first, TOKEN, "timeout", now=NOON)
    add_outbound(app, add_user(app, MIKE), "m", at=NOON)

    claimed = outbound.claim(1, uuid4(), now=NOON + timedelta(seconds=1))
    assert [message.content for message in claimed] == ["m"]
