"""A search for a solution, from asking to its end; each step may die, and is done once."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.domain.effects.introductions import BlockIntroductions
from shared.network.research import TRANSITIONS, Action, Actor, State
from tests.fixtures.background import handle_events
from tests.fixtures.community import (
    answer,
    apply,
    asked,
    background,
    clock,
    member,
    publish,
    queued,
)
from tests.fixtures.examples import each
from tests.fixtures.people import Connection, column, one
from tests.fixtures.research import (
    BOOKS,
    NEED,
    PAYROLL,
    effect_of,
    offering,
    request,
    row,
    state_of,
    waiting_tasks,
)
from tests.fixtures.tasks import TaskRunner

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
GOOD = (
    "We pay 12 people in Brazil through Folha since 2023, for about $29 each a month; ask for the"
    " contractor plan first, because the employment plan needs a local entity."
)


def news(app: Connection, user: UUID) -> list[dict[str, Any]]:
    return queued(app, user, "solution_update")


def steps(app: Connection, workflow: UUID) -> list[str]:
    return [done["to"] for done in row(app, workflow)["conversation_log"]]


def test_a_search_finds_a_listing_asks_members_and_ends_by_two_answers(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    who = member(app, first_name="Priya", last_name="Patel", title="CEO", company="Acme")
    seller, _ = offering(app, **PAYROLL), offering(app, **BOOKS)
    experts = [member(app, "payroll"), member(app, "payroll")]
    workflow = request(app, who, now=now)
    background(pool, app, now)

    found = row(app, workflow)
    assert [one["company"] for one in found["matched_innovators"]] == ["Folha"]
    assert found["matched_innovators"][0]["fit"] >= 0.5
    assert (found["category"], found["web_outcome"]) == ("payroll", "off")
    (first,) = news(app, who)
    assert (first["what"], [one["name"] for one in first["options"]]) == ("first", ["Folha"])
    (priority,) = column(app, "select to_jsonb(p) from user_priorities p where user_id = %s", who)
    assert (priority["item_type"], priority["value_score"]) == ("solution_update", 90)
    (question,) = queued(app, experts[0], "community_request")
    assert question["text"] == f"Can you recommend {NEED}?"
    assert question["asker"] == "Priya Patel (CEO, Acme)"

    app.execute("update message_queue set status = 'sent' where user_id = %s", (who,))
    for expert in experts:
        answer(app, expert, found["community_request_id"], GOOD, now)
    background(pool, app, now)

    done = row(app, workflow)
    assert (done["status"], done["quality_threshold_met"]) == ("completed", True)
    assert [one["score"] >= 7 for one in done["expert_recommendations"]] == [True, True]
    assert steps(app, workflow) == [*State][1:5]
    (last,) = news(app, who)
    assert (last["what"], last["answers"]) == ("ended", 2)
    assert waiting_tasks(app, workflow) == []
    (told,) = queued(app, seller, "text")
    assert told["text"].startswith("One member has looked for a solution in payroll")
    assert "Priya" not in str(told)
    assert "Acme" not in str(told)


def test_nothing_found_and_nobody_who_answers_is_said(pool: Pool, app: Connection) -> None:
    now = clock(app)
    who = member(app)
    offering(app, **BOOKS)
    workflow = request(app, who, "software for a flower shop", now=now)
    background(pool, app, now)
    assert state_of(app, workflow) == State.AWAITING
    assert news(app, who) == []
    background(pool, app, now + DAY - HOUR)
    assert state_of(app, workflow) == State.AWAITING
    background(pool, app, now + DAY + HOUR)
    assert state_of(app, workflow) == State.COMPLETE
    (ended,) = news(app, who)
    assert (ended["options"], ended["answers"]) == ([], 0)
    assert row(app, workflow)["quality_threshold_met"] is False
    assert one(app, "select count(*) from events where event_type = 'solution.demand_signal'") == 0


def test_a_detail_runs_the_first_step_again_with_the_same_question(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    who, expert = member(app), member(app, "payroll")
    offering(app, **PAYROLL)
    workflow = request(app, who, now=now)
    background(pool, app, now)
    apply(app, who, effect_of(Action.REFINE, workflow), now + HOUR)
    background(pool, app, now + HOUR)
    found = row(app, workflow)
    assert (found["details"], found["refinements"]) == (["contractors too"], 1)
    assert found["current_step"] == State.AWAITING
    assert one(app, "select count(*) from community_requests") == 1
    assert one(app, "select requester_context from community_requests") == "contractors too"
    assert len(queued(app, expert, "community_request")) == 1
    assert [one["text"] for one in news(app, who)][-1] == f"{NEED}; contractors too"
    background(pool, app, now + DAY + HOUR + timedelta(minutes=1))
    apply(app, who, effect_of(Action.REFINE, workflow), now + 2 * DAY)
    assert state_of(app, workflow) == State.INITIAL_RESEARCH
    with pytest.raises(psycopg.Error, match="refined twice") as refused:
        apply(app, who, effect_of(Action.REFINE, workflow), now + 2 * DAY)
    assert refused.value.sqlstate == "YP002"


def test_a_search_that_is_taken_back_leaves_nothing_waiting(pool: Pool, app: Connection) -> None:
    now = clock(app)
    who, expert = member(app), member(app, "payroll")
    offering(app, **PAYROLL)
    workflow = request(app, who, now=now)
    background(pool, app, now)
    apply(app, who, effect_of(Action.CANCEL, workflow), now)
    background(pool, app, now + DAY + HOUR)
    assert state_of(app, workflow) == State.CANCELLED
    assert (news(app, who), queued(app, expert, "community_request")) == ([], [])
    assert column(app, "select distinct status from user_priorities") == ["cancelled"]
    assert one(app, "select status from community_requests") == "cancelled"
    assert waiting_tasks(app, workflow) == []


def test_a_question_of_their_own_outlives_the_search_that_asked_the_same(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    who = member(app)
    question = publish(app, who, f"Can you recommend {NEED}?", now=now - HOUR)
    workflow = request(app, who, now=now)
    background(pool, app, now)
    assert row(app, workflow)["community_request_id"] == str(question)
    apply(app, who, effect_of(Action.CANCEL, workflow), now)
    assert one(app, "select status from community_requests") == "open"


def test_with_three_questions_open_no_member_is_asked_and_it_says_so(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    who = member(app)
    for subject in ("pricing", "hiring", "taxes"):
        publish(app, who, f"who knows {subject}?", now=now)
    workflow = request(app, who, now=now)
    background(pool, app, now)
    assert state_of(app, workflow) == State.COMPLETE
    (ended,) = news(app, who)
    assert ended["members_asked"] is False
    assert one(app, "select count(*) from community_requests") == 3


def test_whoever_searches_too_much_is_stopped(app: Connection) -> None:
    now = clock(app)
    who = member(app)
    begun = [request(app, who, f"a tool for {number} things", now=now) for number in range(3)]
    with pytest.raises(psycopg.Error, match="searches going on"):
        request(app, who, now=now)
    for workflow in begun:
        apply(app, who, effect_of(Action.CANCEL, workflow), now)
    for number in range(2):
        request(app, who, f"a tool for {number} more", now=now)
    with pytest.raises(psycopg.Error, match="within a day"):
        request(app, who, now=now)


@each(
    "need, expected",
    [
        ("a payroll tool for Brazil", ["Folha"]),
        ("payroll provider that does contractors", ["Folha"]),
        ("something to do our bookkeeping", ["Ledgerline"]),
        ("accounting software for startups", ["Ledgerline"]),
        ("a CRM", []),
        ("software for start-ups", []),
        ("a tool", []),
        ("", []),
        ("x' | (:*!&", []),
    ],
    undo="app",
)
def test_listings_are_found_by_what_they_do(
    app: Connection, need: str, expected: list[str]
) -> None:
    who = member(app)
    offering(app, **PAYROLL)
    offering(app, **BOOKS)
    offering(app, **{**PAYROLL, "company": "Closed", "active": False})
    found = _matches(app, who, need)
    assert [one["company"] for one in found] == expected
    assert all(0 < one["fit"] <= 1 for one in found)


def _matches(app: Connection, who: UUID, need: str) -> list[dict[str, Any]]:
    query = "select private.match_innovators(%s, %s, private.expertise_tags_of(%s))"
    return one(app, query, who, need, need)


def test_title_and_categories_weigh_most_and_five_are_kept(app: Connection) -> None:
    who = member(app)
    by_target = offering(app, company="Three", target="payroll teams")
    by_words = offering(app, company="Two", about="We do payroll.")
    by_category = offering(app, company="One", categories=["payroll"])
    found = _matches(app, who, "payroll")
    assert [one["user_id"] for one in found] == [
        str(user) for user in (by_category, by_words, by_target)
    ]
    for number in range(6):
        offering(app, company=f"More {number}", categories=["payroll"])
    assert len(_matches(app, who, "payroll")) == 5
    assert str(by_category) not in str(_matches(app, by_category, "payroll")), "their own"
    apply(app, who, BlockIntroductions(name="One"), clock(app))
    assert "One" not in [one["company"] for one in _matches(app, who, "payroll")]


# Any step may be done twice, and a process may die between any two.


def test_the_end_is_the_same_whichever_step_is_killed_or_repeated(
    pool: Pool, app: Connection
) -> None:
    """A worker handles a step and dies before it settles; another does it; the first comes back."""
    now = clock(app)
    who = member(app)
    offering(app, **PAYROLL)
    workflow = request(app, who, now=now)
    handle_events(pool)
    late = one(app, "select now()")
    for _ in range(12):
        before = state_of(app, workflow)
        late += DAY + HOUR if before == State.AWAITING else timedelta(minutes=1)
        killed = TaskRunner(pool).handle(late)
        assert state_of(app, workflow) == before, "what dies before it settles has changed nothing"
        late += timedelta(minutes=1)  # its lease has run out
        TaskRunner(pool).run(late)
        after = _counted(app, workflow)
        ours = [effect for done in killed for effect in done.effects]
        for effect in (effect for effect in ours if hasattr(effect, "workflow_id")):
            with pytest.raises(psycopg.Error) as refused, app.transaction():
                apply(app, who, effect, late)
            assert refused.value.sqlstate == "YP002"
        assert _counted(app, workflow) == after
        if state_of(app, workflow) == State.COMPLETE:
            break
    assert steps(app, workflow) == [*State][1:5], "each once"
    assert one(app, "select count(*) from community_requests") == 1
    said = "select message_data ->> 'what' from message_queue where item_id = %s order by seq"
    assert column(app, said, workflow) == ["first", "ended"]
    assert [one["what"] for one in news(app, who)] == ["ended"], "the newer supersedes the older"
    types = column(app, "select event_type from events where event_type like 'solution.%%'")
    assert sorted(types) == [
        "solution.demand_signal",
        "solution.initial_findings",
        "solution.research_complete",
    ]


def _counted(app: Connection, workflow: UUID) -> tuple[Any, ...]:
    return (
        row(app, workflow),
        one(app, "select count(*) from message_queue"),
        one(app, "select count(*) from agent_tasks"),
        one(app, "select count(*) from community_requests"),
        one(app, "select count(*) from events"),
    )


@pytest.mark.parametrize("stuck", [State.INITIAL_RESEARCH, State.EVALUATE_INITIAL])
def test_a_step_that_has_died_for_good_does_not_keep_the_search_from_ending(
    pool: Pool, app: Connection, stuck: State
) -> None:
    now = clock(app)
    who = member(app)
    workflow = request(app, who, now=now)
    if stuck is State.EVALUATE_INITIAL:
        apply(app, who, effect_of(Action.STORE, workflow), now)
    handle_events(pool)
    app.execute(
        "update agent_tasks set status = 'failed' where task_type = 'evaluate_solution_workflow'"
    )
    background(pool, app, now + DAY + HOUR)
    assert state_of(app, workflow) == State.AWAITING, "the deadline does what was left undone"
    background(pool, app, now + 3 * DAY)
    assert state_of(app, workflow) == State.COMPLETE
    assert len(news(app, who)) == 1


def test_an_innovator_hears_once_a_week_how_many_asked(pool: Pool, app: Connection) -> None:
    now = clock(app)
    seller = offering(app, **PAYROLL)
    for who in (member(app), member(app), seller):
        request(app, who, now=now)
    background(pool, app, now)
    background(pool, app, now + DAY + HOUR)
    app.execute("update events set available_at = now() where not processed")
    handle_events(pool)
    told = queued(app, seller, "text")
    assert len(told) == 1
    assert one(
        app,
        "select payload from events where event_type = 'solution.demand_signal'",
    ) == {"category": "payroll", "asked": 2}


# Every state, action and actor.


def test_every_state_action_and_actor(app: Connection) -> None:
    now = clock(app)
    people = {Actor.MEMBER: member(app), Actor.STRANGER: member(app)}
    workflow = request(app, people[Actor.MEMBER], now=now)
    people[Actor.SYSTEM] = people[Actor.MEMBER]  # its tasks are of the member whose search it is
    of_members = {Action.REFINE, Action.CANCEL}
    for before, action, actor in product(State, Action, Actor):
        if (action in of_members) == (actor is Actor.SYSTEM):
            continue
        expected = TRANSITIONS.get((before, action, actor))
        case = f"{before} {action} {actor}"
        with app.transaction(force_rollback=True):
            _stand(app, before)
            try:
                with app.transaction():
                    apply(app, people[actor], effect_of(action, workflow), now + DAY)
                after: str | None = state_of(app, workflow)
            except psycopg.Error as error:
                assert error.sqlstate == "YP002", f"{case}: {error}"
                assert str(workflow) in str(error), case
                after = None
            assert after == expected, case


def test_a_step_of_another_persons_search_or_another_round_is_refused(app: Connection) -> None:
    now = clock(app)
    who, stranger = member(app), member(app)
    workflow = request(app, who, now=now)
    done: dict[Action, State] = {
        Action.STORE: State.INITIAL_RESEARCH,
        Action.EVALUATE: State.EVALUATE_INITIAL,
        Action.FINISH: State.AWAITING,
        Action.COMPLETE: State.FINAL_EVALUATION,
    }
    for (action, before), (actor, round) in product(done.items(), ((stranger, 0), (who, 1))):
        with app.transaction(force_rollback=True):
            _stand(app, before)
            with pytest.raises(psycopg.Error) as refused:
                apply(app, actor, effect_of(action, workflow, round), now + DAY)
            assert refused.value.sqlstate == "YP002"


def test_before_its_time_a_search_waits_on(app: Connection) -> None:
    now = clock(app)
    who = member(app)
    workflow = request(app, who, now=now)
    for before in (State.INITIAL_RESEARCH, State.EVALUATE_INITIAL):
        with app.transaction(force_rollback=True):
            _stand(app, before)
            with pytest.raises(psycopg.Error, match="waits for answers"):
                apply(app, who, effect_of(Action.FINISH, workflow), now + DAY - HOUR)


def _stand(app: Connection, state: State) -> None:
    """The only workflow, as if it had come to a state."""
    over = {State.COMPLETE: "completed", State.CANCELLED: "cancelled"}
    step = State.AWAITING if state is State.CANCELLED else state
    app.execute(
        "update solution_workflows set current_step = %s, status = %s, completed_at = %s",
        (step, over.get(state, "in_progress"), clock(app) if state in over else None),
    )


def test_the_states_are_those_of_the_table(app: Connection) -> None:
    def checks(column_name: str) -> str:
        return one(
            app,
            "select string_agg(pg_get_constraintdef(oid), ' ') from pg_constraint"
            " where conrelid = 'solution_workflows'::regclass and contype = 'c'"
            " and pg_get_constraintdef(oid) like %s",
            f"%{column_name}%",
        )

    known = f"{checks('current_step')} {checks('status')}"
    assert all(f"'{state}'" in known for state in State)


def test_asked_once_though_answered_by_one_it_goes_on(pool: Pool, app: Connection) -> None:
    now = clock(app)
    who, expert = member(app), member(app, "payroll")
    member(app, "payroll")
    workflow = request(app, who, now=now)
    background(pool, app, now)
    question = row(app, workflow)["community_request_id"]
    assert len(asked(app, question)) == 2
    answer(app, expert, question, GOOD, now)
    background(pool, app, now)
    assert state_of(app, workflow) == State.AWAITING
    background(pool, app, now + DAY + HOUR)
    (ended,) = news(app, who)
    assert (ended["answers"], ended["options"]) == (1, [])
    assert row(app, workflow)["quality_threshold_met"] is True
