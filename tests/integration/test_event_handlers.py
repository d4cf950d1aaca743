"""Background events are handled by type: with all that they change, or not at all, and in order."""

import io
import json
import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.db.events import ClaimedEvent, Events
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.effects.background import EndReEngagement
from shared.domain.effects.person import AskForPerson
from shared.domain.effects.profile import CompleteOnboarding
from shared.domain.effects.publishing import PublishEvent
from shared.domain.events import OnboardingInfoComplete
from shared.errors import EffectNoLongerApplies, LeaseLost, PermanentFailure
from shared.events.handler import Done, Notice
from shared.log import CloudFormatter, logger
from tests.fixtures.background import Thing, handle_events, processor, publish
from tests.fixtures.people import Connection, add_user, column, decision, one, text
from tests.fixtures.queued import add_queued
from tests.integration.conftest import NOON

Lines = Callable[[], list[dict[str, Any]]]
NEWCOMER: dict[str, Any] = {
    "verified": False,
    "poc_agent_type": "bouncer",
    "name_dropped": "none",
    "first_name": "S",
    "last_name": "C",
    "company": "A",
    "title": "B",
    "email_verified": True,
}
DONE = Done()


@pytest.fixture
def notices(monkeypatch: pytest.MonkeyPatch) -> Lines:
    """The notices that have been logged, as the cloud reads them."""
    written = io.StringIO()
    stream = logging.StreamHandler(written)
    stream.setFormatter(CloudFormatter())
    monkeypatch.setattr(logger, "handlers", [stream])
    return lambda: [
        line
        for line in map(json.loads, written.getvalue().splitlines())
        if line.get("event") == "notice"
    ]


def finish_joining(turns: Turns, app: Connection) -> UUID:
    """A newcomer who fell silent once texts, and is done with that."""
    user = add_user(app, **NEWCOMER)
    turn = turns.record(text("hello"), now=NOON).turn
    assert turn is not None
    turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=NOON)
    later = NOON + timedelta(minutes=5)
    turn = turns.record(text("all done"), now=later).turn
    assert turn is not None
    event = PublishEvent(
        event=OnboardingInfoComplete(), aggregate_id=user, key=f"onboarding:{user}"
    )
    done = decision("Done.", effects=[CompleteOnboarding(), event])
    turns.settle(turn, done, [("Done.", 1)], decided_ms=1, now=later)
    return user


def test_who_has_finished_joining_is_shown_to_the_operators_and_not_brought_back(
    pool: Pool, turns: Turns, app: Connection, notices: Lines
) -> None:
    user = finish_joining(turns, app)
    add_queued(app, user, "Still there?", at=NOON + timedelta(days=1), item_type="re_engagement")
    add_queued(app, user, "Something else.", at=NOON + timedelta(days=1))
    task = "select status from agent_tasks where task_type = 're_engagement_check'"
    assert column(app, task) == ["pending"]

    assert handle_events(pool)["done"] == 1

    assert column(app, task) == ["cancelled"]
    assert column(app, "select status from message_queue order by seq") == ["superseded", "queued"]
    (line,) = notices()
    assert (line["notice"], line["severity"]) == ("approval_awaited", "WARNING")
    assert line["user_id"] == str(user)
    assert handle_events(pool)["claimed"] == 0
    assert len(notices()) == 1


def test_a_paused_conversation_is_shown_to_the_operators(
    pool: Pool, turns: Turns, app: Connection, notices: Lines
) -> None:
    for minute in range(6):
        moment = NOON + timedelta(minutes=minute)
        turn = turns.record(text("I am out of office"), now=moment).turn
        if turn is not None:
            turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=moment)
    handle_events(pool)
    (line,) = notices()
    assert (line["notice"], line["cause"]) == ("conversation_paused", "same_text")
    assert line["conversation_id"] == str(one(app, "select id from conversations"))
    assert "office" not in json.dumps(line)
    assert "+1" not in json.dumps(line)


def test_who_wants_to_talk_to_a_human_is_shown_to_the_operators(
    pool: Pool, turns: Turns, app: Connection, notices: Lines
) -> None:
    turn = turns.record(text("a very private reason"), now=NOON).turn
    assert turn is not None
    asks = decision("x", effects=[AskForPerson()])
    turns.settle(turn, asks, [("x", 1)], decided_ms=1, now=NOON)
    handle_events(pool)
    (line,) = notices()
    assert (line["notice"], line["severity"]) == ("person_asked", "WARNING")
    assert line["conversation_id"] == str(one(app, "select id from conversations"))
    assert "private" not in json.dumps(line)


def test_what_only_tells_what_happened_is_passed_and_what_nobody_knows_is_counted(
    pool: Pool, app: Connection
) -> None:
    publish(app, uuid4(), "user.erased", "user")
    publish(app, uuid4(), "comet.seen")
    publish(app, None, "comet.seen")
    counts = handle_events(pool)
    assert (counts["passed"], counts["unhandled"]) == (1, 2)
    assert (counts["claimed"], counts["done"], counts["lost"]) == (0, 0, 0)
    assert column(app, "select distinct processed from events") == [True]


def test_an_aggregates_events_are_handled_in_order_whatever_stands_between(
    pool: Pool, app: Connection
) -> None:
    things = [uuid4() for _ in range(5)]
    expected: dict[UUID, list[int]] = {thing: [] for thing in things}
    for number in range(60):
        thing = things[number % 5]
        if number % 3:
            publish(app, thing, number=number)
            expected[thing].append(number)
        else:
            publish(app, thing, "comet.seen")
    seen: dict[UUID, list[int]] = {thing: [] for thing in things}

    def run(event: ClaimedEvent, payload: Thing) -> Done:
        assert event.aggregate_id is not None
        seen[event.aggregate_id].append(payload.number)
        return DONE

    counts = handle_events(pool, run)
    assert (counts["done"], counts["unhandled"]) == (40, 20)
    assert seen == expected


def test_a_poisonous_event_is_dead_in_the_end_and_slows_only_its_own_aggregate(
    pool: Pool, app: Connection
) -> None:
    bad = uuid4()
    poison, behind = publish(app, bad, number=1), publish(app, bad, number=2)
    passed = publish(app, bad, "comet.seen")
    for _ in range(20):
        publish(app, uuid4())
    handled: list[UUID] = []

    def run(event: ClaimedEvent, payload: Thing) -> Done:
        if event.id == poison:
            raise ValueError("a person's words")
        handled.append(event.id)
        return DONE

    counts = handle_events(pool, run)
    assert (counts["done"], counts["retried"]) == (20, 1)
    assert behind not in handled
    for _ in range(3):
        app.execute("update events set available_at = now() where id = %s", (poison,))
        assert handle_events(pool, run)["retried"] == 1
    app.execute("update events set available_at = now() where id = %s", (poison,))
    counts = handle_events(pool, run)
    assert (counts["dead"], counts["done"], counts["unhandled"]) == (1, 1, 1)
    assert handled[-1] == behind
    assert one(app, "select processed from events where id = %s", passed)
    letters = app.execute("select event_id, error_message, retry_count from event_dead_letters")
    assert letters.fetchall() == [(poison, "ValueError", 5)]


def test_a_dead_event_can_be_put_back(pool: Pool, app: Connection) -> None:
    event = publish(app, uuid4())

    def refuse(event: ClaimedEvent, payload: Thing) -> Done:
        raise PermanentFailure("the thing is gone")

    assert handle_events(pool, refuse)["dead"] == 1
    assert one(app, "select error_message from event_dead_letters") == "the thing is gone"
    assert one(app, "select redrive_event(%s)", event)
    assert handle_events(pool, lambda event, payload: DONE)["done"] == 1


@pytest.mark.parametrize("payload", [{"number": "secret words"}, {"number": 1, "comet": 2}])
def test_a_payload_that_does_not_fit_is_dead_at_once_and_not_quoted(
    pool: Pool, app: Connection, payload: dict[str, Any]
) -> None:
    publish(app, uuid4(), **payload)
    assert handle_events(pool, lambda event, payload: DONE)["dead"] == 1
    error = one(app, "select error_message from event_dead_letters")
    assert error.startswith("payload does not fit: ")
    assert "secret" not in error


def test_effects_and_the_end_of_an_event_are_one_whole(
    pool: Pool, app: Connection, notices: Lines
) -> None:
    user = add_user(app)
    add_queued(app, user, "Still there?", at=NOON, item_type="re_engagement")
    event = publish(app, user)
    too_much = Done(
        user_id=user,
        effects=(EndReEngagement(), CompleteOnboarding()),
        notice=Notice(name="x", words="y"),
    )

    assert handle_events(pool, lambda event, payload: too_much)["retried"] == 1

    assert column(app, "select status from message_queue") == ["queued"]
    assert not one(app, "select processed from events where id = %s", event)
    assert notices() == []


def test_an_effect_needs_a_person(pool: Pool, app: Connection) -> None:
    publish(app, uuid4())
    nobodys = Done(effects=(EndReEngagement(),))
    assert handle_events(pool, lambda event, payload: nobodys)["retried"] == 1


@pytest.mark.parametrize("fence", ["token", "attempt"])
def test_who_has_lost_an_event_changes_nothing(pool: Pool, app: Connection, fence: str) -> None:
    user = add_user(app)
    add_queued(app, user, "Still there?", at=NOON, item_type="re_engagement")
    publish(app, user)
    events, token = Events(pool), uuid4()
    (event,) = events.claim(1, token).events
    if fence == "token":
        app.execute("update events set lease_token = gen_random_uuid()")
    else:
        app.execute("update events set attempts = attempts + 1")

    with pytest.raises(LeaseLost):
        events.settle(event, token, user_id=user, effects=[EndReEngagement()])
    assert events.fail(event, token, "x") == "lost"
    assert column(app, "select status from message_queue") == ["queued"]
    assert column(app, "select processed from events") == [False]


def test_what_does_not_apply_any_more_is_said(pool: Pool, app: Connection) -> None:
    user = add_user(app)
    publish(app, user)
    token = uuid4()
    (event,) = Events(pool).claim(1, token).events
    with pytest.raises(EffectNoLongerApplies):
        Events(pool).settle(event, token, user_id=user, effects=[CompleteOnboarding()])


def test_what_was_not_begun_is_given_back_with_its_attempt(pool: Pool, app: Connection) -> None:
    publish(app, uuid4())
    counts = processor(pool, lambda event, payload: DONE).work_off(
        seconds=60, stopping=lambda: one(app, "select attempts from events") == 1
    )
    assert counts["done"] + counts["claimed"] == 0
    assert column(app, "select attempts from events") == [0]
    assert handle_events(pool, lambda event, payload: DONE)["done"] == 1


def test_an_event_whose_workers_died_is_dead_after_its_last_attempt(
    pool: Pool, app: Connection
) -> None:
    publish(app, uuid4())
    app.execute("update events set attempts = 5")
    counts = handle_events(pool, lambda event, payload: DONE)
    assert counts["dead"] == 1
    assert column(app, "select error_message from event_dead_letters") == ["the worker died"]
