"""A question to the community, from asking to the paid answer and its end."""

from datetime import timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.domain.effects.background import QueueMessage
from shared.domain.effects.base import Effect
from shared.domain.effects.community import (
    BlockTopics,
    CancelCommunityRequest,
    CloseCommunityRequest,
    PassCommunityRequest,
    RecordCommunityResponse,
    RouteCommunityRequest,
)
from shared.llm.ask import Answered, AnswerT, Question
from shared.network.community import TRANSITIONS, Action, Actor, Status
from tests.fixtures.community import (
    QUESTION,
    answer,
    apply,
    asked,
    background,
    cancel,
    clock,
    member,
    passes,
    publish,
    queued,
    status,
)
from tests.fixtures.people import Connection, column, one
from tests.fixtures.tasks import TaskRunner

GOOD = (
    "We hired Finlytics in 2024 for about $4k a month because a full-time CFO was too much; ask for"
    " a fixed scope, and start with the cash forecast before the fundraising model."
)
SO_SO = "There are many fractional CFOs; it depends on your stage, since investors care late."
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_two_experts_answer_and_are_paid_by_what_it_was_worth(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker = member(app, first_name="Priya", last_name="Patel", title="CEO", company="Acme")
    good, so_so = member(app, "cfo", "saas"), member(app, "cfo", first_name="Lee", title="CFO")
    request = publish(app, asker, now=now)
    background(pool, app, now)

    assert asked(app, request) == [good, so_so]
    (told,) = queued(app, good, "community_request")
    assert (told["asker"], told["text"]) == ("Priya Patel (CEO, Acme)", QUESTION)

    answer(app, good, request, GOOD, now)
    answer(app, so_so, request, SO_SO, now)
    background(pool, app, now)

    scores = app.execute(
        "select user_id, usefulness_score, credits_awarded, status, scored_by"
        " from community_responses order by usefulness_score desc"
    ).fetchall()
    assert scores == [(good, 8, 25, "rewarded", "rules"), (so_so, 5, 0, "provided", "rules")]
    assert one(app, "select credit_balance from users where id = %s", good) == 25
    assert one(app, "select status_level from users where id = %s", good) == "contributor"
    answers = queued(app, asker, "community_response")
    assert [(one["expert"], one["text"]) for one in answers] == [
        ("Dana, VP Finance", GOOD),
        ("Lee, CFO", SO_SO),
    ]

    background(pool, app, now + HOUR)
    assert status(app, request) == "closed"
    background(pool, app, now + DAY + HOUR)
    (words,) = queued(app, good, "text")
    assert "25 credits" in words["text"]
    assert queued(app, so_so, "text") == []
    assert queued(app, asker, "community_closed") == []
    assert column(app, "select sum(amount) from credit_events") == [25]


def test_the_same_question_from_ten_people_is_one_and_each_hears_every_answer(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    expert = member(app, "soc-2")
    askers = [member(app) for _ in range(10)]
    words = ["anyone here dealt with SOC 2?", "has anyone dealt with SOC 2", "anyone dealt w SOC2?"]
    first = publish(app, askers[0], words[0], now=now)
    background(pool, app, now)
    for number, asker in enumerate(askers[1:5]):
        assert publish(app, asker, words[number % 2], now=now) == first
    answer(app, expert, first, GOOD, now)
    for number, asker in enumerate(askers[5:]):
        assert publish(app, asker, words[number % 2], now=now) == first
    background(pool, app, now)

    assert one(app, "select count(*) from community_requests") == 1
    assert one(app, "select count(*) from community_request_askers") == 10
    assert all(len(queued(app, asker, "community_response")) == 1 for asker in askers)
    assert len(queued(app, expert, "community_request")) == 0, "answered: nothing waits"
    publish(app, askers[3], words[1], now=now)
    background(pool, app, now)
    assert len(queued(app, askers[3], "community_response")) == 1


def test_an_asker_who_withdraws_leaves_the_question_to_the_next_in_their_own_words(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    expert, first, second = member(app, "cfo"), member(app), member(app)
    request = publish(app, first, now=now, requester_context="We are nearly out of cash")
    other = "who knows a good fractional CFO for a SaaS company in Austin?"
    assert publish(app, second, other, now=now) == request
    background(pool, app, now)
    cancel(app, first, request, now)
    row = app.execute(
        "select status, requesting_user_id, question, requester_context from community_requests"
    ).fetchone()
    assert row == ("open", second, other, None)
    cancel(app, second, request, now)
    assert status(app, request) == "cancelled"
    assert queued(app, expert, "community_request") == []
    assert column(app, "select status from user_priorities") == ["cancelled"]
    assert column(app, "select count(*) from agent_tasks where status = 'pending'") == [0]


def test_nobody_knows_and_somebody_comes_who_does(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker = member(app)
    request = publish(app, asker, "who has done payroll in Portugal?", now=now)
    background(pool, app, now)
    assert asked(app, request) == []
    events = "select event_type from events where event_type like 'community.%%' order by seq"
    assert column(app, events) == ["community.request_needed", "community.no_experts_found"]
    newcomer = member(app, "payroll", verified=False)
    app.execute("select approve_user(%s)", (newcomer,))
    background(pool, app, now)
    assert asked(app, request) == [newcomer]
    other = member(app)
    app.execute("update users set expertise = '{payroll}' where id = %s", (other,))
    background(pool, app, now)
    assert asked(app, request) == [newcomer], "the next wave has its hour"


def test_waves_and_the_end_without_an_answer(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker, experts = member(app), [member(app, "cfo") for _ in range(7)]
    request = publish(app, asker, now=now)
    background(pool, app, now)
    assert len(asked(app, request)) == 3
    background(pool, app, now + 3 * HOUR)
    assert len(asked(app, request)) == 3
    background(pool, app, now + 4 * HOUR + timedelta(minutes=5))
    assert len(asked(app, request)) == 5
    assert set(asked(app, request)) < set(experts)
    background(pool, app, now + 7 * DAY)
    assert status(app, request) == "closed"
    assert [said["text"] for said in queued(app, asker, "community_closed")] == [QUESTION]
    assert all(not queued(app, expert, "community_request") for expert in experts)
    results = column(
        app, "select result_json from agent_tasks where result_json ->> 'step' = 'AskMore'"
    )
    assert [(one["wave"], one["asked"], one["answered"]) for one in results] == [(1, 3, 0)]


def test_when_all_pass_the_next_are_asked_at_once_and_then_it_ends(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    asker = member(app)
    for _ in range(4):
        member(app, "cfo")
    request = publish(app, asker, now=now)
    background(pool, app, now)
    for expert in asked(app, request):
        passes(app, expert, request, now)
    background(pool, app, now + HOUR)
    assert len(asked(app, request)) == 4
    passes(app, asked(app, request)[3], request, now + HOUR)
    background(pool, app, now + 2 * HOUR)
    assert status(app, request) == "closed"
    assert len(queued(app, asker, "community_closed")) == 1


def test_what_is_added_extends_the_answer_until_it_is_rewarded(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker, expert = member(app), member(app, "cfo")
    request = publish(app, asker, now=now)
    background(pool, app, now)
    answer(app, expert, request, SO_SO, now)
    background(pool, app, now)
    app.execute("update message_queue set status = 'sent' where item_type = 'community_response'")
    answer(app, expert, request, GOOD, now)
    background(pool, app, now)
    (told,) = queued(app, asker, "community_response")
    assert (told["more"], told["text"]) == (True, GOOD)
    row = app.execute(
        "select verbatim_answer, status, usefulness_score >= 7 from community_responses"
    ).fetchone()
    assert row == (f"{SO_SO}\n{GOOD}", "rewarded", True)
    with pytest.raises(psycopg.Error) as refused:
        answer(app, expert, request, "One thing more.", now)
    assert refused.value.sqlstate == "YP002"


def test_who_asks_too_much_is_stopped(app: Connection) -> None:
    now = clock(app)
    spammer = member(app)
    subjects = ["pricing", "payroll", "hiring", "taxes", "fundraising", "design"]
    for subject in subjects[:3]:
        publish(app, spammer, f"who knows {subject}?", now=now)
    with pytest.raises(psycopg.Error) as refused:
        publish(app, spammer, "who knows taxes?", now=now)
    assert refused.value.sqlstate == "YP002"
    for request in column(app, "select id from community_requests"):
        cancel(app, spammer, request, now)
    for subject in subjects[3:5]:
        publish(app, spammer, f"who knows {subject}?", now=now)
    with pytest.raises(psycopg.Error, match="within a day"):
        publish(app, spammer, "who knows design?", now=now)
    publish(app, spammer, "who knows design?", now=now + DAY + HOUR)


def test_who_never_wants_to_be_asked_about_something_is_not(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker, expert = member(app), member(app, "tax", "cfo")
    request = publish(app, asker, "who knows corporate tax?", now=now)
    background(pool, app, now)
    assert asked(app, request) == [expert]
    apply(app, expert, BlockTopics(tags=["tax"]), now)
    assert queued(app, expert, "community_request") == []
    assert one(app, "select count(*) from community_passes") == 1
    about_tax = publish(app, asker, "which accountant does international tax well?", now=now)
    about_money = publish(app, asker, now=now)
    background(pool, app, now)
    assert (asked(app, about_tax), asked(app, about_money)) == ([], [expert])


def test_whose_title_fits_is_asked_where_nobody_has_the_tag(pool: Pool, app: Connection) -> None:
    now = clock(app)
    asker = member(app, title="CEO")
    florist = member(app, title="Owner, a florist's shop")
    member(app, title="Head of good advice")
    request = publish(app, asker, "who knows a good florist?", now=now)
    background(pool, app, now)
    assert asked(app, request) == [florist]


# Every status, action and actor.


def _a_question(app: Connection) -> tuple[UUID, dict[Actor, UUID]]:
    """A question with everybody who can be to it."""
    now = clock(app)
    people = {actor: member(app) for actor in Actor if actor is not Actor.SYSTEM}
    people[Actor.CO_ASKER] = people[Actor.ASKER]
    request = publish(app, people[Actor.ASKER], now=now)
    for actor in (Actor.ASKED, Actor.ANSWERED, Actor.REWARDED, Actor.PASSED):
        app.execute(
            "insert into community_targets (request_id, user_id, wave, score)"
            " values (%s, %s, 1, 50)",
            (request, people[actor]),
        )
    for actor in (Actor.ANSWERED, Actor.REWARDED):
        answer(app, people[actor], request, SO_SO, now)
    app.execute(
        "update community_responses set status = 'rewarded' where user_id = %s",
        (people[Actor.REWARDED],),
    )
    passes(app, people[Actor.PASSED], request, now)
    return request, people


def _effect(action: Action, request: UUID) -> Effect:
    closed = QueueMessage(agent_id="x", message_data={"kind": "community_closed"})
    return {
        Action.ANSWER: RecordCommunityResponse(request_id=request, answer=GOOD),
        Action.PASS: PassCommunityRequest(request_id=request),
        Action.CANCEL: CancelCommunityRequest(request_id=request),
        Action.CLOSE: CloseCommunityRequest(request_id=request, message=closed),
        Action.ROUTE: RouteCommunityRequest(request_id=request, wave=2, size=2),
    }[action]


def test_every_status_action_and_actor(app: Connection) -> None:
    now = clock(app)
    request, people = _a_question(app)
    app.execute("update community_requests set wave = 1 where id = %s", (request,))
    system = {Action.CLOSE, Action.ROUTE}
    cases = [
        (before, action, actor)
        for before, action, actor in product(Status, Action, Actor)
        if (action in system) == (actor is Actor.SYSTEM)
    ]
    for before, action, actor in cases:
        expected = TRANSITIONS.get((before, action, actor))
        with app.transaction(force_rollback=True):
            app.execute("update community_requests set status = %s", (before,))
            if actor is Actor.CO_ASKER:
                app.execute(
                    "insert into community_request_askers (request_id, user_id, asked_as, question)"
                    " values (%s, %s, %s, 'the same')",
                    (request, people[Actor.STRANGER], uuid4()),
                )
            try:
                with app.transaction():
                    apply(app, people.get(actor), _effect(action, request), now)
                after: str | None = status(app, request)
            except psycopg.Error as error:
                assert error.sqlstate == "YP002", f"{before} {action} {actor}: {error}"
                after = None
            assert after == expected, f"{before} {action} {actor}"


def test_after_its_time_nothing_but_the_end_is_left(app: Connection) -> None:
    request, people = _a_question(app)
    later = clock(app) + timedelta(days=8)
    for action in (Action.ANSWER, Action.PASS):
        with pytest.raises(psycopg.Error, match="not open any more"):
            apply(app, people[Actor.ASKED], _effect(action, request), later)
    apply(app, None, _effect(Action.CLOSE, request), later)
    assert status(app, request) == "closed"


def test_each_step_may_be_killed_and_done_again(pool: Pool, app: Connection) -> None:
    """Handled and not settled, then handled again: the end is as if it had been done once."""
    now = clock(app)
    asker, expert = member(app), member(app, "cfo", "saas")
    request = publish(app, asker, now=now)
    for later in (timedelta(0), HOUR, DAY + 2 * HOUR):
        for _ in range(4):
            killed = TaskRunner(pool).handle(now + later)
            app.execute(
                "update agent_tasks set status = 'pending', lease_token = null,"
                " leased_until = null, attempts = 0, available_at = null"
                " where status = 'processing'"
            )
            app.execute("update private.lanes set lease_token = null, leased_until = null")
            done = background(pool, app, now + later)
            assert len(done) >= len(killed)
        if not later:
            answer(app, expert, request, GOOD, now)
    background(pool, app, now + DAY + 2 * HOUR)
    assert asked(app, request) == [expert]
    assert len(queued(app, expert, "text")) == 1
    assert len(queued(app, asker, "community_response")) == 1
    assert column(app, "select amount from credit_events") == [25]
    assert column(app, "select status from community_responses") == ["closed_loop"]
    left = "select count(*) from agent_tasks where status not in ('completed', 'cancelled')"
    assert one(app, left) == 0


def test_who_is_erased_leaves_the_question_to_the_next_asker_and_nothing_of_theirs(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    expert = member(app, "cfo")
    first = member(app, first_name="Priya", last_name="Patel", title="CEO", company="Acme")
    second = member(app, first_name="Lee", title="COO", company=None)
    request = publish(app, first, now=now, requester_context="We are nearly out of cash")
    other = "who knows a good fractional CFO for a SaaS company in Austin?"
    publish(app, second, other, now=now)
    background(pool, app, now)
    app.execute("select private.erase_community(%s)", (first,))
    assert status(app, request) == "open"
    (told,) = queued(app, expert, "community_request")
    assert (told["asker"], told["text"]) == ("Lee (COO)", other)
    left = column(app, "select to_jsonb(r)::text from community_requests r")
    left += column(app, "select to_jsonb(p)::text from user_priorities p")
    assert not any(word in row for row in left for word in ("Priya", "cash", QUESTION))
    assert column(app, "select user_id from community_request_askers") == [second]
    app.execute("select private.erase_community(%s)", (second,))
    assert (status(app, request), one(app, "select question from community_requests")) == (
        "cancelled",
        "[erased]",
    )


class _Model:
    """Engines whose model finds every answer decisive, or cannot be read."""

    def __init__(self, *, readable: bool) -> None:
        self.readable = readable

    def ask(self, question: Question[AnswerT], seconds: float) -> Answered[AnswerT]:
        if not self.readable:  # as the engines do after the last answer that does not fit
            return Answered(value=question.rules(), engine="rules")
        value = question.answer.model_validate({"score": 9, "impact": "Names a firm and a price."})
        return Answered(value=value, engine="claude")


@pytest.mark.parametrize(
    ("readable", "row"),
    [
        (True, (9, 35, "model", "Names a firm and a price.")),
        (False, (8, 25, "rules", None)),
    ],
)
def test_the_model_scores_and_what_it_cannot_is_scored_by_rules_and_marked(
    pool: Pool, app: Connection, *, readable: bool, row: tuple[Any, ...]
) -> None:
    now = clock(app)
    asker, expert = member(app), member(app, "cfo")
    request = publish(app, asker, now=now)
    background(pool, app, now)
    answer(app, expert, request, GOOD, now)
    engines: Any = _Model(readable=readable)
    TaskRunner(pool, engines).run(now)
    scored = app.execute(
        "select usefulness_score, credits_awarded, scored_by, impact_description"
        " from community_responses"
    ).fetchone()
    assert scored == row
    assert column(app, "select amount from credit_events") == [row[1]]
