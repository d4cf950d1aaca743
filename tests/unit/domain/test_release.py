"""The rules of release, whatever waits: order, budget, sequences; each item exactly once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.queued import QueuedFollowup, QueuedReEngagement, QueuedText
from shared.domain.quiet_hours import QuietHours
from shared.domain.release import (
    HOUR,
    Cancel,
    Hold,
    Judge,
    Release,
    Supersede,
    decide,
    valid_until,
)
from shared.domain.relevance import Relevance
from shared.domain.situation import IN_CONVERSATION, Budget, Item, Situation
from shared.domain.values import Priority

LONDON = QuietHours((ZoneInfo("Europe/London"),))
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NIGHT = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
TEXT = QueuedText(text="x")
REMINDER = QueuedFollowup(note="stretch")
DATA = (TEXT, TEXT, REMINDER, QueuedReEngagement())


def item(number: int, priority: Priority = Priority.MEDIUM, **columns: object) -> Item:
    row: dict[str, object] = {
        "id": UUID(int=number + 1),
        "seq": number,
        "priority": priority,
        "created_at": NOON - timedelta(hours=5) + timedelta(minutes=number),
        "scheduled_for": NOON - timedelta(hours=5),
        "data": TEXT,
        **columns,
    }
    return Item(**row)  # type: ignore[arg-type]


def situation(*items: Item, **columns: object) -> Situation:
    row: dict[str, object] = {"items": items, "quiet_hours": LONDON, "home": LONDON, **columns}
    return Situation(**row)  # type: ignore[arg-type]


@st.composite
def waiting(draw: st.DrawFn) -> list[Item]:
    """Up to ten units: single ones, and sequences of which parts may be missing."""
    items: list[Item] = []
    for unit in range(draw(st.integers(0, 10))):
        priority = draw(st.sampled_from(list(Priority)))
        total = draw(st.integers(1, 3))
        data = draw(st.sampled_from(DATA))
        for position in range(1, total + 1):
            if total > 1 and draw(st.integers(0, 9)) == 0:
                continue
            sequence = (
                {"sequence_id": UUID(int=1000 + unit), "position": position, "total": total}
                if total > 1
                else {}
            )
            items.append(item(len(items), priority, data=data, **sequence))
    return draw(st.permutations(items))


pauses = st.one_of(st.none(), st.integers(-5, 500).map(lambda hours: NOON + timedelta(hours=hours)))
resting = st.frozensets(st.integers(1, 7), max_size=6).map(
    lambda days: replace(LONDON, rest_days=days)
)

states = st.builds(
    situation,
    opted_out=st.booleans(),
    quiet_hours=resting,
    asked_pause_until=pauses,
    reminders_paused=st.booleans(),
    frustrated_until=pauses,
    paused=st.booleans(),
    last_inbound_at=st.one_of(
        st.none(), st.integers(0, 30).map(lambda minutes: NOON - timedelta(minutes=minutes))
    ),
    budget=st.builds(
        Budget,
        sent_on=st.integers(0, 6).map(lambda sent: {NOON.date(): sent}),
        released=st.lists(
            st.integers(0, 90).map(lambda minutes: NOON - timedelta(minutes=minutes)), max_size=3
        ).map(tuple),
    ),
)


@given(waiting(), states, st.integers(0, 23))
def test_each_waiting_item_gets_exactly_one_verdict(
    items: list[Item], state: Situation, hour: int
) -> None:
    now = NOON.replace(hour=hour)
    verdicts = decide(situation(*items, **_columns(state)), now)

    decided = [one.id for verdict in verdicts for one in verdict.items]
    assert sorted(decided) == sorted(one.id for one in items)
    for verdict in verdicts:
        if isinstance(verdict, Hold):
            assert verdict.until > now, "a held item moves"


@given(waiting(), states)
def test_what_is_released_is_whole_in_order_and_within_the_budget(
    items: list[Item], state: Situation
) -> None:
    world = situation(*items, **_columns(state))
    released = [verdict for verdict in decide(world, NOON) if isinstance(verdict, Release)]

    ranks = [min(one.priority.rank for one in verdict.items) for verdict in released]
    assert ranks == sorted(ranks), "true priority first"
    for verdict in released:
        positions = [one.position for one in verdict.items]
        assert positions in ([None], list(range(1, (verdict.items[0].total or 1) + 1)))
    bound = [verdict for verdict in released if verdict.within_budget]
    if bound:
        recent = [at for at in world.budget.released if at > NOON - HOUR]
        assert len(recent) + len(bound) <= 2
        assert world.budget.sent_on[NOON.date()] + len(bound) <= 5
    if state.opted_out or state.paused:
        assert not released


@given(waiting(), states, st.integers(0, 7 * 24))
def test_nothing_goes_out_in_a_pause_that_they_asked_for_but_reminders_that_they_set(
    items: list[Item], state: Situation, hours: int
) -> None:
    now = NOON + timedelta(hours=hours)
    until = state.asked_pause_until
    for verdict in decide(situation(*items, **_columns(state)), now):
        if until is None or until <= now or not isinstance(verdict, Release):
            continue
        assert not state.reminders_paused
        assert all(one.data == REMINDER for one in verdict.items)


@given(waiting(), states, st.integers(0, 7 * 24))
def test_on_a_day_of_rest_nothing_goes_out_that_a_conversation_does_not_ask_for(
    items: list[Item], state: Situation, hours: int
) -> None:
    now = NOON + timedelta(hours=hours)
    world = situation(*items, **_columns(state))
    for verdict in decide(world, now):
        if isinstance(verdict, Release):
            assert world.in_conversation(now) or not _rests(world, now)
        if isinstance(verdict, Hold) and verdict.reason == "a day of rest":
            assert not _rests(world, verdict.until)
            assert verdict.until.astimezone(ZoneInfo("Europe/London")).hour == 8


@given(waiting(), states)
def test_nobody_is_re_engaged_within_60_days_of_finding_it_too_many_texts(
    items: list[Item], state: Situation
) -> None:
    until = state.frustrated_until
    for verdict in decide(situation(*items, **_columns(state)), NOON):
        if until is not None and until > NOON and isinstance(verdict, Release):
            assert not any(isinstance(one.data, QueuedReEngagement) for one in verdict.items)


def _rests(world: Situation, now: datetime) -> bool:
    return world.quiet_hours is not None and now.isoweekday() in world.quiet_hours.rest_days


@given(waiting())
def test_at_night_nothing_goes_out_and_what_may_go_waits_for_the_morning(
    items: list[Item],
) -> None:
    for verdict in decide(situation(*items), NIGHT):
        assert not isinstance(verdict, Release)
        if isinstance(verdict, Hold) and not verdict.approved:
            assert verdict.until == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def _columns(state: Situation) -> dict[str, object]:
    return {name: value for name, value in vars(state).items() if name not in ("items",)}


def test_what_they_asked_to_be_reminded_of_comes_while_they_text_whatever_the_hour() -> None:
    reminder = item(1, data=QueuedFollowup(note="stretch"))
    texting = situation(reminder, last_inbound_at=NIGHT - timedelta(minutes=9))

    assert isinstance(decide(texting, NIGHT)[0], Release)
    assert isinstance(decide(texting, NIGHT + timedelta(minutes=1))[0], Hold)


def test_an_unrelated_message_to_somebody_in_conversation_is_judged_before_it_may_disturb() -> None:
    texting = situation(item(1), last_inbound_at=NIGHT - timedelta(minutes=9))

    (verdict,) = decide(texting, NIGHT)
    assert isinstance(verdict, Judge)
    outcomes = {
        relevance: type(decide(texting, NIGHT, {item(1).id: relevance})[0])
        for relevance in Relevance
    }
    assert outcomes == {
        Relevance.RELEVANT: Release,
        Relevance.CONTEXTUAL: Hold,
        Relevance.STALE: Hold,  # it never asked for fresh context
    }


def test_a_pause_holds_to_its_very_moment_and_says_so() -> None:
    until = NOON + timedelta(days=3)
    paused = situation(item(1), item(2, data=REMINDER), asked_pause_until=until)
    reminder, other = sorted(decide(paused, NOON), key=lambda verdict: verdict.items[0].seq)[::-1]
    assert isinstance(reminder, Release)
    assert isinstance(other, Hold)
    assert (other.until, other.reason) == (until, "a pause that they asked for")
    assert all(isinstance(verdict, Release) for verdict in decide(paused, until))


def test_a_pause_holds_also_what_a_conversation_asks_for() -> None:
    until = NOON + timedelta(days=3)
    texting = situation(item(1, Priority.URGENT), asked_pause_until=until, last_inbound_at=NOON)
    assert isinstance(decide(texting, NOON)[0], Hold)


def test_the_budget_frees_at_the_moment_the_older_of_two_is_an_hour_old() -> None:
    released = (NOON - timedelta(minutes=10), NOON - timedelta(minutes=50))
    (verdict,) = decide(situation(item(1), budget=Budget(released=released)), NOON)
    assert isinstance(verdict, Hold)
    assert verdict.until == NOON + timedelta(minutes=10)


def test_a_budget_that_frees_at_night_means_the_morning() -> None:
    evening = NOON.replace(hour=20, minute=30)
    budget = Budget(released=(evening, evening - timedelta(minutes=1)))
    (verdict,) = decide(situation(item(1), budget=budget), evening)
    assert isinstance(verdict, Hold)
    assert verdict.until == datetime(2026, 3, 3, 8, 0, tzinfo=UTC)


def test_a_release_says_until_when_it_holds() -> None:
    (verdict,) = decide(situation(item(1)), NOON)
    nine_pm = NOON.replace(hour=21)
    assert isinstance(verdict, Release)
    assert verdict.send_before == nine_pm
    assert valid_until(situation(item(1)), NOON) == nine_pm
    texting = situation(item(1), last_inbound_at=NOON)
    assert valid_until(texting, NOON) == NOON + IN_CONVERSATION
    awake = situation(item(1), quiet_hours=None)
    assert valid_until(awake, NOON) == datetime(2026, 3, 3, tzinfo=UTC), "the day's end"


def test_near_the_night_a_conversation_lengthens_the_evening_for_what_belongs_to_it_alone() -> None:
    late = NOON.replace(hour=20, minute=58)
    texting = situation(item(1), last_inbound_at=late)
    (verdict,) = decide(texting, late + timedelta(minutes=1))
    assert isinstance(verdict, Release)
    assert verdict.send_before == NOON.replace(hour=21)

    (verdict,) = decide(texting, late + timedelta(minutes=4), {item(1).id: Relevance.RELEVANT})
    assert isinstance(verdict, Release)
    assert verdict.send_before == late + IN_CONVERSATION


def test_a_word_after_silence_that_crossed_with_a_text_is_not_said() -> None:
    soft = item(1, data=QueuedReEngagement(), created_at=NOON)
    crossed = situation(soft, last_inbound_at=NOON - timedelta(seconds=1))
    (verdict,) = decide(crossed, NOON)
    assert isinstance(verdict, Supersede)
    silent = situation(soft, last_inbound_at=NOON - timedelta(days=1))
    (verdict,) = decide(silent, NOON)
    assert isinstance(verdict, Release)


def test_of_two_words_after_silence_one_is_said() -> None:
    data = QueuedReEngagement()
    verdicts = decide(situation(item(0, data=data), item(1, data=data)), NOON)

    assert [type(verdict) for verdict in verdicts] == [Release, Cancel]


def test_an_item_claimed_too_often_is_cancelled_and_says_so() -> None:
    (verdict,) = decide(situation(item(1, attempts=6, last_error="ValueError")), NOON)
    assert isinstance(verdict, Cancel)
    assert (verdict.reason, verdict.error) == ("failed 5 times: ValueError", True)


def test_what_has_expired_while_it_waited_is_not_said() -> None:
    waiting = situation(item(1, expires_at=NOON))

    (before,) = decide(waiting, NOON - timedelta(seconds=1))
    (after,) = decide(waiting, NOON)

    assert isinstance(before, Release)
    assert after == Cancel(items=waiting.items, reason="expired while it waited")
