"""What matters to a person, as rows: put, ranked, shown, ended, and given to their agent."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, LiteralString
from uuid import UUID, uuid4

import pytest
from psycopg.sql import SQL
from psycopg.types.json import Jsonb

from shared.db.turns import Turns
from shared.domain.context import PriorityItem, PriorityStatus, TurnContext
from shared.domain.effects.base import Effect
from shared.domain.effects.priorities import PutOffPriority, SpeakOfPriority
from shared.domain.values import AgentType
from shared.errors import EffectNoLongerApplies
from shared.release.orchestrator import Orchestrator
from tests.fixtures.examples import each
from tests.fixtures.people import MIKE, Connection, add_user, column, decision, one, text
from tests.fixtures.queued import MORNING, add_part, add_queued, release, steps
from tests.integration.conftest import NOON

DAY = timedelta(days=1)


def put(
    app: Connection,
    user: UUID,
    score: float,
    *,
    item: UUID | None = None,
    at: datetime = NOON,
    expires: datetime | None = None,
    **words: Any,
) -> UUID | None:
    return one(
        app,
        "select private.put_priority(%s, 'connection_request', %s, %s, %s, %s, %s)",
        *(user, item or uuid4(), Decimal(str(score)), Jsonb(words), expires, at),
    )


def present(app: Connection, user: UUID, *ids: UUID | None, at: datetime = NOON) -> None:
    message = one(app, "select max(id::text)::uuid from messages where direction = 'outbound'")
    one(app, "select private.mark_presented(%s, %s, %s, %s)::text", user, list(ids), message, at)


def end(app: Connection, item: UUID, status: str, user: UUID | None = None) -> int:
    query = "select private.end_priority('connection_request', %s, %s, %s, %s)"
    return one(app, query, item, status, user, NOON)


def statuses(app: Connection) -> list[str]:
    return column(app, "select status from user_priorities order by priority_rank, user_id")


def told(turns: Turns, at: datetime) -> TurnContext:
    """What their agent knows when they text, once it has answered a first time."""
    recorded = turns.record(text("hello"), now=at)
    assert recorded.turn is not None
    turns.settle(
        recorded.turn,
        decision("Hello.", agent=AgentType.CONCIERGE),
        [("Hello.", 1)],
        decided_ms=1,
        now=at,
    )
    recorded = turns.record(text("and?"), now=at + timedelta(seconds=30))
    assert recorded.turn is not None
    return recorded.turn.context


def test_ten_are_kept_and_ranked_by_score_the_older_one_first(app: Connection) -> None:
    user = add_user(app)
    for number in range(12):
        put(app, user, number * 5, at=NOON + number * DAY, summary=str(number))
    assert put(app, user, 3) is None
    put(app, user, 50, at=NOON + 20 * DAY, summary="as high as number 10, and younger")
    assert column(app, "select item_summary from user_priorities order by priority_rank") == [
        *("11", "10", "as high as number 10, and younger"),
        *("9", "8", "7", "6", "5", "4", "3"),
    ]
    assert column(app, "select priority_rank from user_priorities order by 1") == [*range(1, 11)]


@each("score, stored", [(-3, 0), (104.25, 100), (61.5, 61.5)], undo="app")
def test_a_score_lies_between_0_and_100(app: Connection, score: float, stored: float) -> None:
    put(app, add_user(app), score)
    assert one(app, "select value_score from user_priorities") == stored


def test_putting_it_again_changes_score_and_words_and_nothing_of_what_was_shown(
    app: Connection,
) -> None:
    user, item = add_user(app), uuid4()
    id = put(app, user, 60, item=item, summary="Ada wants to meet you", primary_name="Ada")
    present(app, user, id)
    assert put(app, user, 70, item=item, at=NOON + DAY, summary="Ada Low wants to meet you") == id
    row = one(app, "select to_jsonb(p) from user_priorities p")
    assert (row["value_score"], row["item_summary"], row["item_primary_name"]) == (
        *(70, "Ada Low wants to meet you", None),
    )
    assert (row["status"], row["presentation_count"]) == ("presented", 1)
    assert datetime.fromisoformat(row["last_presented_at"]) == NOON


@each(
    "before, shown, after",
    [
        ("active", False, "active"),
        ("presented", True, "presented"),
        ("dormant", True, "dormant"),
        ("actioned", True, "actioned"),
        ("expired", False, "active"),
        ("cancelled", False, "active"),
        ("cancelled", True, "presented"),
    ],
    undo="app",
)
def test_put_again_it_is_as_open_as_it_was_unless_it_had_run_out(
    app: Connection, before: str, shown: bool, after: str
) -> None:
    user, item = add_user(app), uuid4()
    id = put(app, user, 60, item=item)
    if shown:
        present(app, user, id)
    app.execute("update user_priorities set status = %s", [before])
    put(app, user, 60, item=item)
    assert statuses(app) == [after]


def test_what_was_shown_is_kept_beyond_the_ten(app: Connection) -> None:
    user = add_user(app)
    present(app, user, put(app, user, 1, summary="shown"))
    for number in range(10):
        put(app, user, 50 + number)
    assert one(app, "select priority_rank from user_priorities where item_summary = 'shown'") == 11


def test_ending_it_for_one_leaves_it_to_the_others_and_for_all_to_nobody(app: Connection) -> None:
    sarah, mike, item = add_user(app), add_user(app, MIKE), uuid4()
    put(app, sarah, 60, item=item)
    present(app, mike, put(app, mike, 60, item=item))
    put(app, mike, 10)
    assert end(app, item, "actioned", sarah) == 1
    assert end(app, item, "expired") == 1
    assert end(app, item, "cancelled") == 0
    assert sorted(statuses(app)) == ["actioned", "active", "expired"]


def test_what_waits_to_be_said_about_it_is_cancelled_with_its_sequence(app: Connection) -> None:
    sarah, mike, item, sequence = add_user(app), add_user(app, MIKE), uuid4(), uuid4()
    about: dict[str, Any] = {"item_type": "connection_request", "item_id": item}
    first = add_part(app, sarah, sequence, 1, total=2)
    add_part(app, sarah, sequence, 2, total=2, **about)
    other = add_queued(app, sarah, "something else", at=NOON)
    add_queued(app, mike, "to Mike", at=NOON, **about)
    end(app, item, "cancelled", sarah)
    query = "select status from message_queue order by seq"
    assert column(app, query) == ["cancelled", "cancelled", "queued", "queued"]
    assert steps(app, first)[-1]["reason"] == "what it is about is cancelled"
    end(app, item, "expired")
    assert column(app, query) == ["cancelled", "cancelled", "queued", "cancelled"]
    assert steps(app, other) == []


def test_it_ends_in_no_other_way(app: Connection) -> None:
    with pytest.raises(Exception, match="does not end as presented"):
        end(app, uuid4(), "presented")


def test_only_what_is_open_and_theirs_is_counted_as_shown(app: Connection) -> None:
    sarah, mike = add_user(app), add_user(app, MIKE)
    mine, answered, theirs = put(app, sarah, 60), uuid4(), put(app, mike, 60)
    done = put(app, sarah, 50, item=answered)
    end(app, answered, "actioned")
    present(app, sarah, mine, done, theirs)
    query = "select (status, presentation_count)::text from user_priorities order by status"
    assert column(app, query) == ["(actioned,0)", "(active,0)", "(presented,1)"]


def test_an_agent_knows_the_top_five_and_what_was_shown_in_14_days(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    scores = {put(app, user, score, summary=f"at {score}"): score for score in range(10, 90, 10)}
    by_score = {score: id for id, score in scores.items()}
    present(app, user, by_score[10], at=NOON - 13 * DAY)
    present(app, user, by_score[20], at=NOON - 15 * DAY)
    present(app, user, by_score[80], at=NOON - DAY)
    app.execute(
        "update user_priorities set put_off_until = %s where value_score = 70", [NOON + DAY]
    )
    app.execute("update user_priorities set status = 'actioned' where value_score = 80")
    context = told(turns, NOON)
    known = [item.value_score for item in context.priorities]
    assert known == [80, 60, 50, 40, 30, 20, 10]
    assert [item.value_score for item in context.mattering] == [60, 50, 40, 30, 20]
    assert context.priorities[0].status is PriorityStatus.ACTIONED


def test_what_our_last_text_told_of_is_known_in_its_order_until_something_else_is_said(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    high, low = put(app, user, 80), put(app, user, 20)
    recorded = turns.record(text("what matters?"), now=NOON)
    assert recorded.turn is not None
    made = decision("Two things.", agent=AgentType.CONCIERGE)
    shown = made.model_copy(update={"shown": [low, high]})
    turns.settle(recorded.turn, shown, [("Two things.", 1)], decided_ms=1, now=NOON)
    assert column(app, "select presentation_count from user_priorities") == [1, 1]
    recorded = turns.record(text("yes"), now=NOON + timedelta(minutes=1))
    assert recorded.turn is not None
    assert _scores(recorded.turn.context.shown_last) == [20, 80]
    turns.settle(recorded.turn, made, [("Which?", 1)], decided_ms=1, now=NOON)
    recorded = turns.record(text("the second"), now=NOON + timedelta(minutes=2))
    assert recorded.turn is not None
    assert recorded.turn.context.shown_last == []


def answered(turns: Turns, at: datetime, *effects: Effect) -> None:
    """A text of theirs, and what their agent did with it."""
    recorded = turns.record(text("about that"), now=at)
    assert recorded.turn is not None
    made = decision("Ok.", effects=effects, agent=AgentType.CONCIERGE)
    turns.settle(recorded.turn, made, [("Ok.", 1)], decided_ms=1, now=at)


def test_speaking_of_it_revives_what_was_dormant_and_counts_no_showing(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    id = put(app, user, 60)
    assert id is not None
    present(app, user, id)
    app.execute("update user_priorities set status = 'dormant'")
    answered(turns, NOON + DAY, SpeakOfPriority(id=id))
    row = one(app, "select to_jsonb(p) from user_priorities p")
    assert (row["status"], row["presentation_count"]) == ("presented", 1)
    assert datetime.fromisoformat(row["spoken_of_at"]) == NOON + DAY


def test_put_off_it_waits_for_its_moment_and_a_task_comes_back_to_it_once(
    turns: Turns, app: Connection
) -> None:
    user = add_user(app)
    id = put(app, user, 60)
    assert id is not None
    answered(turns, NOON, PutOffPriority(id=id, at=NOON + 5 * DAY))
    answered(turns, NOON + DAY, PutOffPriority(id=id, at=NOON + 3 * DAY))
    query = (
        "select scheduled_for, context_json ->> 'priority_id' from agent_tasks"
        " where task_type = 'notify_user_of_priorities' and status = 'pending'"
    )
    assert app.execute(query).fetchall() == [(NOON + 3 * DAY, str(id))]
    assert one(app, "select put_off_until from user_priorities") == NOON + 3 * DAY


@pytest.mark.parametrize("change", ["status = 'actioned'", "expires_at = '2026-03-02'"])
def test_of_what_is_over_nothing_can_be_said_any_more(
    turns: Turns, app: Connection, change: LiteralString
) -> None:
    user = add_user(app)
    id = put(app, user, 60)
    assert id is not None
    app.execute(SQL("update user_priorities set {}").format(SQL(change)))
    with pytest.raises(EffectNoLongerApplies):
        answered(turns, NOON, SpeakOfPriority(id=id))
    with pytest.raises(EffectNoLongerApplies):
        answered(turns, NOON + DAY, PutOffPriority(id=id, at=NOON + 2 * DAY))


def test_a_queued_message_about_an_item_shows_it_whatever_its_kind(
    orchestrator: Orchestrator, app: Connection
) -> None:
    user, item = add_user(app), uuid4()
    put(app, user, 60, item=item)
    add_queued(app, user, "x", at=MORNING, item_type="connection_request", item_id=item)
    release(orchestrator, now=MORNING)
    assert statuses(app) == ["presented"]
    message = one(app, "select id from messages where direction = 'outbound'")
    assert one(app, "select presented_message_id from user_priorities") == message


@pytest.mark.parametrize(
    ("status", "shown"), [("failed", ("active", 0)), ("undelivered", ("presented", 1))]
)
def test_what_a_reply_told_was_not_shown_by_it_if_it_did_not_go_out(
    turns: Turns, app: Connection, status: str, shown: tuple[str, int]
) -> None:
    id = put(app, add_user(app), 80)
    recorded = turns.record(text("what matters?"), now=NOON)
    assert recorded.turn is not None
    made = decision("One thing.", agent=AgentType.CONCIERGE).model_copy(update={"shown": [id]})
    turns.settle(recorded.turn, made, [("One thing.", 1)], decided_ms=1, now=NOON)
    assert statuses(app) == ["presented"]
    app.execute("update messages set status = 'sending' where direction = 'outbound'")
    app.execute("update messages set status = %s where direction = 'outbound'", [status])
    row = app.execute("select status, presentation_count from user_priorities").fetchone()
    assert row == shown


def _scores(items: list[PriorityItem]) -> list[float]:
    return [float(item.value_score or 0) for item in items]
