"""Settle: all of a decision or nothing, never twice, never stale, never to who opted out."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import pytest

from shared.db.turns import Settled, Turn, Turns
from shared.domain.decision import ActionRecord, Decision
from shared.domain.effects.member import DropGoal, ScheduleFollowup, SetQuietHours, StoreGoal
from shared.domain.effects.profile import (
    CompleteOnboarding,
    RecordReferral,
    UpdateInnovatorProfile,
    UpdateProfile,
)
from shared.domain.effects.publishing import PublishEvent
from shared.domain.events import OnboardingInfoComplete
from shared.errors import EffectNoLongerApplies, LeaseLost
from tests.fixtures.people import MIKE, Connection, add_user, column, decision, one, text
from tests.integration.conftest import NOON

SOON = NOON + timedelta(seconds=2)


def taken(turns: Turns, body: str = "Hello", now: datetime = NOON) -> Turn:
    turn = turns.record(text(body), now=now).turn
    assert turn is not None
    return turn


def settle(
    turns: Turns, turn: Turn, made: Decision, *, now: datetime = SOON, force: bool = False
) -> Settled:
    replies = [(reply, 1) for reply in made.replies]
    return turns.settle(turn, made, replies, decided_ms=7, force=force, now=now)


def test_a_settled_turn_has_its_replies_queued_in_order_and_its_events_processed(
    turns: Turns, app: Connection
) -> None:
    turn = taken(turns)
    settled = settle(turns, turn, decision("First.", "Second."))

    rows = app.execute(
        "select id, content, status, role, in_reply_to, segments, trace -> 0 ->> 'step'"
        " from messages where direction = 'outbound' order by seq"
    ).fetchall()
    assert [row[0] for row in rows] == settled.message_ids
    assert [row[1:] for row in rows] == [
        ("First.", "queued_for_send", "bouncer", turn.event_ids[0], 1, "queued"),
        ("Second.", "queued_for_send", "bouncer", turn.event_ids[0], 1, "queued"),
    ]
    assert app.execute("select processed, processed_at, lease_token from events").fetchall() == [
        (True, SOON, None)
    ]
    trace = one(app, "select trace from messages where direction = 'inbound'")
    assert [step["step"] for step in trace] == ["recorded", "decided", "settled"]
    assert (trace[1]["engine"], trace[1]["ms"]) == ("rules", 7)


def test_settling_twice_is_refused_and_says_nothing_twice(turns: Turns, app: Connection) -> None:
    turn = taken(turns)
    settle(turns, turn, decision("Hi."))

    with pytest.raises(LeaseLost):
        settle(turns, turn, decision("Hi."))
    assert one(app, "select count(*) from messages where direction = 'outbound'") == 1


def test_who_lost_the_lease_changes_nothing(turns: Turns, app: Connection) -> None:
    slow = taken(turns)
    taken(turns, "more", now=NOON + timedelta(seconds=31))

    with pytest.raises(LeaseLost):
        settle(turns, slow, decision("Late.", effects=[StoreGoal(text="x")]))
    assert one(app, "select count(*) from messages where direction = 'outbound'") == 0
    assert one(app, "select goals from users") == []


def test_a_newer_text_makes_the_decision_stale_and_comes_back_with_everything(
    turns: Turns, app: Connection
) -> None:
    turn = taken(turns, "I need a CRM")
    turns.record(text("I mean an ERP"), now=NOON + timedelta(seconds=1))

    stale = settle(turns, turn, decision("A CRM.", effects=[StoreGoal(text="a CRM")]))

    assert stale.outcome == "stale"
    assert stale.turn is not None
    assert stale.turn.context.texts == ["I need a CRM", "I mean an ERP"]
    assert one(app, "select goals from users") == [], "nothing of the stale decision is applied"
    whole = settle(turns, stale.turn, decision("An ERP."))
    assert (whole.outcome, whole.turn) == ("settled", None)
    assert column(app, "select content from messages where direction = 'outbound'") == ["An ERP."]
    assert column(app, "select processed from events") == [True, True]


def test_a_forced_settle_answers_what_it_knew_and_keeps_the_later_texts(turns: Turns) -> None:
    turn = taken(turns, "one")
    turns.record(text("two"), now=NOON + timedelta(seconds=1))

    settled = settle(turns, turn, decision("Answer to one."), force=True)

    assert settled.outcome == "settled"
    assert settled.turn is not None
    assert settled.turn.context.texts == ["two"]
    assert turns.record(text("three"), now=SOON).outcome == "busy", "the lease is kept"


def test_an_opt_out_while_deciding_silences_the_reply_visibly(
    turns: Turns, app: Connection
) -> None:
    turn = taken(turns)
    turns.record(text("STOP"), now=NOON + timedelta(seconds=1))

    settled = settle(turns, turn, decision("Hi."))

    assert settled.turn is None
    row = app.execute(
        "select status, trace -> 0 ->> 'reason' from messages where direction = 'outbound'"
    ).fetchone()
    assert row == ("cancelled", "opted out")
    assert column(app, "select processed from events") == [True, True]


def test_model_calls_and_tools_are_logged_with_the_prompt_version_that_made_them(
    turns: Turns, app: Connection
) -> None:
    log = [
        ActionRecord(
            action_type="llm_call",
            model_used="claude",
            input_tokens=1200,
            output_tokens=40,
            cost_usd=Decimal("0.0042"),
            latency_ms=900,
            input_data={"texts": ["Hello"]},
            output_data={"text": "Hi."},
        ),
        ActionRecord(action_type="function_execution", error="refused"),
    ]
    settle(turns, taken(turns), decision("Hi.", log=log))

    rows = app.execute(
        "select l.action_type, l.model_used, l.input_tokens, l.cost_usd, l.error, i.prompt_version,"
        " l.user_id = u.id, u.poc_agent_id = i.id::text"
        " from agent_actions_log l join agent_instances i on i.id = l.agent_instance_id"
        " cross join users u order by l.action_type desc"
    ).fetchall()
    assert rows == [
        ("llm_call", "claude", 1200, Decimal("0.004200"), None, "bouncer-test", True, True),
        ("function_execution", None, None, None, "refused", "bouncer-test", True, True),
    ]


def test_spending_comes_with_the_context_of_the_day(turns: Turns) -> None:
    turns = Turns(turns.database, with_spend=True)
    record = ActionRecord(action_type="llm_call", cost_usd=Decimal("0.25"))
    settle(turns, taken(turns), decision("Hi.", log=[record]))

    same_day = taken(turns, "again", now=NOON + timedelta(hours=1))
    assert same_day.context.spend.user_today == Decimal("0.25")
    assert same_day.context.spend.system_today == Decimal("0.25")
    settle(turns, same_day, decision("Hi."), now=NOON + timedelta(hours=1))
    next_day = taken(turns, "again", now=NOON + timedelta(days=1))
    assert next_day.context.spend.user_today == 0


# Effects.


def test_a_profile_keeps_what_an_update_does_not_name(turns: Turns, app: Connection) -> None:
    effects = [
        UpdateProfile(first_name="Sarah", expertise=["sales", "pricing"]),
        UpdateProfile(last_name="Chen"),
    ]
    settle(turns, taken(turns), decision("Thanks.", effects=effects))

    row = app.execute("select first_name, last_name, expertise, company from users").fetchone()
    assert row == ("Sarah", "Chen", ["sales", "pricing"], None)


def test_a_referrer_is_matched_to_the_one_member_of_that_name(
    turns: Turns, app: Connection
) -> None:
    mike = add_user(app, MIKE, first_name="Mike", last_name="Torres")
    settle(
        turns,
        taken(turns),
        decision("Thanks.", effects=[RecordReferral(referrer_name="mike torres")]),
    )

    assert app.execute(
        "select referred_by, name_dropped from users where id <> %s", (mike,)
    ).fetchone() == (mike, None)


@pytest.mark.parametrize("namesakes", [0, 2])
def test_a_referrer_who_is_nobody_or_not_one_person_is_kept_as_text(
    turns: Turns, app: Connection, namesakes: int
) -> None:
    for number in range(namesakes):
        add_user(app, f"+1415555020{number}", first_name="Mike", last_name="Torres")
    turn = taken(turns)
    settle(turns, turn, decision("Thanks.", effects=[RecordReferral(referrer_name="Mike Torres")]))

    assert app.execute(
        "select referred_by, name_dropped from users where id = %s", (turn.user_id,)
    ).fetchone() == (None, "Mike Torres")


def test_onboarding_completes_once_and_waits_for_approval(turns: Turns, app: Connection) -> None:
    turn = taken(turns)
    app.execute("update users set email = 'sarah@acme.com', email_verified = true")
    published = PublishEvent(event=OnboardingInfoComplete(), aggregate_id=turn.user_id, key="done")
    effects = [
        UpdateProfile(first_name="Sarah", last_name="Chen", company="Acme", title="CTO"),
        RecordReferral(referrer_name="nobody"),
        *[CompleteOnboarding(), published] * 2,
    ]
    settle(turns, turn, decision("Done.", effects=effects))

    assert one(app, "select onboarding_completed_at from users") == SOON
    count = "select count(*) from events where event_type = 'user.onboarding_info_complete'"
    assert one(app, count) == 1


def test_an_effect_that_does_not_apply_takes_everything_else_of_the_decision_back(
    turns: Turns, app: Connection
) -> None:
    turn = taken(turns)
    effects = [StoreGoal(text="a CRM"), CompleteOnboarding()]

    with pytest.raises(EffectNoLongerApplies):
        settle(turns, turn, decision("Done.", effects=effects))

    assert one(app, "select goals from users") == []
    assert one(app, "select count(*) from messages where direction = 'outbound'") == 0
    fresh = turns.reload(turn, now=SOON)
    assert fresh.context.texts == ["Hello"]
    settle(turns, fresh, decision("Something is missing."))


def test_a_goal_is_remembered_once_in_their_words(turns: Turns, app: Connection) -> None:
    effects = [StoreGoal(text="Find a CRM"), StoreGoal(text="find a crm"), StoreGoal(text="Hire")]
    settle(turns, taken(turns), decision("Noted.", effects=effects))

    assert [goal["text"] for goal in one(app, "select goals from users")] == ["Find a CRM", "Hire"]
    again = taken(turns, "hi", now=NOON + timedelta(minutes=1))
    assert [goal.text for goal in again.context.user.goals] == ["Find a CRM", "Hire"]


def test_a_goal_that_is_dropped_is_gone_and_the_others_stay_in_their_order(
    turns: Turns, app: Connection
) -> None:
    kept = [StoreGoal(text=words) for words in ("Find a CRM", "Hire", "Raise")]
    settle(turns, taken(turns), decision("Noted.", effects=[*kept, DropGoal(text="Hire")]))
    assert [goal["text"] for goal in one(app, "select goals from users")] == ["Find a CRM", "Raise"]

    later = taken(turns, "hi", now=NOON + timedelta(minutes=1))
    with pytest.raises(EffectNoLongerApplies):
        settle(turns, later, decision("Dropped.", effects=[DropGoal(text="Hire")]))


def test_quiet_hours_are_stored_as_local_times_and_keep_a_known_zone(
    turns: Turns, app: Connection
) -> None:
    first = SetQuietHours(start=time(22), end=time(7), timezone="Asia/Kathmandu")
    then = SetQuietHours(start=time(23), end=time(6))
    settle(turns, taken(turns), decision("Set.", effects=[first, then]))

    row = app.execute("select quiet_hours_start, quiet_hours_end, timezone from users").fetchone()
    assert row == (time(23), time(6), "Asia/Kathmandu")


def test_a_follow_up_is_a_task_due_at_its_moment(turns: Turns, app: Connection) -> None:
    at = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
    effect = ScheduleFollowup(at=at, note="the CRM demo")
    turn = taken(turns)
    settle(turns, turn, decision("I will.", effects=[effect]))

    row = app.execute(
        "select task_type, scheduled_for, status, user_id, context_json ->> 'note' from agent_tasks"
    ).fetchone()
    assert row == ("schedule_followup", at, "pending", turn.user_id, "the CRM demo")


def test_a_listing_is_changed_by_its_owner_and_missing_ones_refuse(
    turns: Turns, app: Connection
) -> None:
    turn = taken(turns)
    effect = UpdateInnovatorProfile(
        solution_description="A CRM.", categories=["crm"], warm_intro_bounty=40
    )
    with pytest.raises(EffectNoLongerApplies):
        settle(turns, turn, decision("Done.", effects=[effect]))
    one(app, "select approve_user(%s, 'innovator')", turn.user_id)
    settle(turns, turns.reload(turn), decision("Done.", effects=[effect]), force=True)

    row = app.execute(
        "select solution_description, categories, warm_intro_bounty from innovators"
    ).fetchone()
    assert row == ("A CRM.", ["crm"], 40)
