"""What the webhook left: crashed, failing and waiting turns, each taken by one worker at a time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import uuid4

from shared.db.turns import Turn, Turns
from tests.fixtures.people import Connection, column, decision, one, text
from tests.integration.conftest import NOON

APOLOGY = "Sorry."


def claim(turns: Turns, now: datetime, limit: int = 10) -> list[Turn]:
    return turns.claim(limit, uuid4(), apology=APOLOGY, now=now)


def test_a_crashed_turn_is_claimable_when_its_lease_has_run_out_and_not_before(
    turns: Turns,
) -> None:
    turns.record(text("Hello"), now=NOON)

    assert claim(turns, NOON + timedelta(seconds=29)) == []
    (turn,) = claim(turns, NOON + timedelta(seconds=30))
    assert turn.context.texts == ["Hello"]
    assert claim(turns, NOON + timedelta(seconds=31)) == []


def test_a_burst_is_claimed_as_a_whole(turns: Turns) -> None:
    for body in ("one", "two", "three"):
        turns.record(text(body), take=False, now=NOON)

    (turn,) = claim(turns, NOON)
    assert turn.context.texts == ["one", "two", "three"]


def test_many_claimers_never_get_the_same_person(turns: Turns) -> None:
    people = [f"+1415555{number:04}" for number in range(40)]
    for number in people:
        turns.record(text("a", sender=number), take=False, now=NOON)

    def work(_: int) -> list[str]:
        return [turn.context.user.phone_number for turn in claim(turns, NOON, limit=7)]

    with ThreadPoolExecutor(8) as threads:
        claimed = [number for batch in threads.map(work, range(24)) for number in batch]
    # An empty claim under contention does not mean an empty queue: the last rounds have none.
    while batch := work(0):
        claimed += batch
    assert sorted(claimed) == people


def test_a_failing_turn_waits_longer_each_time_and_holds_later_texts_back(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("Hello"), take=False, now=NOON)
    (turn,) = claim(turns, NOON)

    assert turns.fail(turn, "ModelUnavailable", apology=APOLOGY, now=NOON) == "retried"

    waits = one(app, "select available_at from events") - NOON
    assert timedelta(seconds=2) <= waits <= timedelta(seconds=4)
    assert one(app, "select last_error from events") == "ModelUnavailable"
    turns.record(text("more"), take=False, now=NOON)
    assert claim(turns, NOON + timedelta(seconds=1)) == []
    (again,) = claim(turns, NOON + waits)
    assert again.context.texts == ["Hello", "more"]


def test_after_the_last_attempt_there_are_dead_letters_and_one_apology(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("Hello"), take=False, now=NOON)
    turns.record(text("Anyone?"), take=False, now=NOON)
    moment = NOON
    outcomes: list[str] = []
    for _ in range(5):
        (turn,) = claim(turns, moment)
        outcomes.append(turns.fail(turn, "it broke", apology=APOLOGY, now=moment))
        moment += timedelta(minutes=20)

    assert outcomes == ["retried"] * 4 + ["dead"]
    dead = app.execute(
        "select event_type, error_message, retry_count from event_dead_letters"
    ).fetchall()
    assert dead == [("user.message.received", "it broke", 5)] * 2
    assert column(app, "select content from messages where direction = 'outbound'") == [APOLOGY]
    assert claim(turns, moment) == []


def test_a_turn_whose_workers_keep_dying_ends_in_the_dead_letters_too(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("poison"), take=False, now=NOON)
    moment = NOON
    for _ in range(5):
        assert len(claim(turns, moment)) == 1
        moment += timedelta(seconds=31)

    assert claim(turns, moment) == []
    assert column(app, "select error_message from event_dead_letters") == ["the worker died"]
    assert column(app, "select content from messages where role = 'system'") == [APOLOGY]


def test_a_dead_event_can_be_driven_again(turns: Turns, app: Connection) -> None:
    turns.record(text("poison"), take=False, now=NOON)
    for attempt in range(6):
        claim(turns, NOON + timedelta(seconds=31 * attempt))
    event = one(app, "select event_id from event_dead_letters")

    assert one(app, "select redrive_event(%s, %s)", event, NOON)
    (turn,) = claim(turns, NOON)
    assert turn.context.events[0].attempts == 1
    assert not one(app, "select redrive_event(%s, %s)", event, NOON)


def test_a_released_turn_is_free_at_once_and_counts_no_attempt(
    turns: Turns, app: Connection
) -> None:
    turn = turns.record(text("Hello"), now=NOON).turn
    assert turn is not None
    turns.release([turn], available_at=NOON)

    assert one(app, "select attempts from events") == 0
    assert len(claim(turns, NOON)) == 1


def test_who_opted_out_meanwhile_is_not_answered(turns: Turns, app: Connection) -> None:
    turns.record(text("Hello"), take=False, now=NOON)
    one(app, "select record_opt_out(id, 'operator', 'by phone') from users")

    assert claim(turns, NOON) == []
    assert column(app, "select processed from events") == [True]


def test_a_paused_conversation_is_answered_when_its_hour_is_over(
    turns: Turns, app: Connection
) -> None:
    for minute in range(5):
        turn = turns.record(text("same"), now=NOON + timedelta(minutes=minute)).turn
        if turn:
            turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1)

    assert claim(turns, NOON + timedelta(minutes=30)) == []
    (turn,) = claim(turns, NOON + timedelta(minutes=65))
    assert turn.context.texts == ["same"]
    assert one(app, "select status from conversations") == "active"


def test_a_dying_turn_takes_no_newer_text_with_it(turns: Turns, app: Connection) -> None:
    turns.record(text("poison"), take=False, now=NOON)
    moment = NOON
    for _ in range(4):
        (turn,) = claim(turns, moment)
        turns.fail(turn, "it broke", apology=APOLOGY, now=moment)
        moment += timedelta(minutes=20)
    turns.record(text("innocent"), take=False, now=moment)
    (turn,) = claim(turns, moment)
    assert turn.context.texts == ["poison", "innocent"]

    assert turns.fail(turn, "it broke", apology=APOLOGY, now=moment) == "dead"

    assert one(app, "select count(*) from event_dead_letters") == 1
    (again,) = claim(turns, moment + timedelta(minutes=20))
    assert again.context.texts == ["innocent"]


def test_a_pause_holds_back_what_is_no_text_too(turns: Turns, app: Connection) -> None:
    for minute in range(5):
        turn = turns.record(text("same"), now=NOON + timedelta(minutes=minute)).turn
        if turn:
            turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1)
    one(app, "select approve_user(id) from users")
    app.execute("update events set available_at = %s where not processed", (NOON,))

    assert claim(turns, NOON + timedelta(minutes=30)) == []
    (turn,) = claim(turns, NOON + timedelta(minutes=65))
    assert [event.event_type for event in turn.context.events] == [
        "user.message.received",
        "user.verified",
    ]


def test_a_pause_without_an_end_lasts_until_a_person_lifts_it(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("Hello"), take=False, now=NOON)
    app.execute("update conversations set status = 'paused'")

    assert claim(turns, NOON + timedelta(days=30)) == []
    assert one(app, "select resume_conversation(id, %s) from conversations", NOON)
    assert len(claim(turns, NOON)) == 1
