"""What a conversation has left open: stored with a turn, given back, left by what is queued."""

from datetime import timedelta

from shared.db.turns import Turn, Turns
from shared.domain.dialogue import OpenQuestion, Option
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import Connection, add_user, decision, one, text
from tests.fixtures.queued import MORNING, add_queued, release

QUESTION = OpenQuestion(
    kind="cancel_which",
    about={"words": "that"},
    options=[Option(id="a", name="call Bob"), Option(id="b", name="run")],
    asked_at=MORNING,
)


def taken(turns: Turns, body: str, minutes: int) -> Turn:
    turn = turns.record(text(body), now=MORNING + timedelta(minutes=minutes)).turn
    assert turn is not None
    return turn


def settle(turns: Turns, turn: Turn, question: OpenQuestion | None, minutes: float) -> None:
    made = decision("Which?").model_copy(update={"open_question": question})
    now = MORNING + timedelta(minutes=minutes)
    turns.settle(turn, made, [("Which?", 1)], decided_ms=1, now=now)


def test_it_is_stored_with_the_turn_and_comes_back_with_the_next(turns: Turns) -> None:
    settle(turns, taken(turns, "cancel that", 0), QUESTION, 1)
    assert taken(turns, "the first", 2).context.open_question == QUESTION


def test_a_turn_that_leaves_nothing_open_ends_it(turns: Turns, app: Connection) -> None:
    settle(turns, taken(turns, "cancel that", 0), QUESTION, 1)
    settle(turns, taken(turns, "thanks", 2), None, 3)
    assert one(app, "select open_question from conversations") is None
    assert taken(turns, "the first", 4).context.open_question is None


def test_after_a_day_it_is_not_open_any_more(turns: Turns) -> None:
    settle(turns, taken(turns, "cancel that", 0), QUESTION, 1)
    assert taken(turns, "the first", 24 * 60).context.open_question is None


def test_a_decision_that_is_dropped_leaves_nothing(turns: Turns, app: Connection) -> None:
    turn = taken(turns, "cancel that", 0)
    turns.record(text("wait"), now=MORNING + timedelta(seconds=1))
    settle(turns, turn, QUESTION, 0.1)
    assert one(app, "select open_question from conversations") is None


def test_a_reminder_that_goes_out_leaves_open_how_it_stands(
    orchestrator: Orchestrator, app: Connection
) -> None:
    data = {"kind": "followup", "note": "send the budget"}
    add_queued(app, add_user(app), data, at=MORNING)
    assert release(orchestrator, now=MORNING) == {"release": 1}
    stored = OpenQuestion.model_validate(one(app, "select open_question from conversations"))
    assert (stored.kind, stored.about) == ("reminder_came", {"note": "send the budget"})


def test_finished_prose_that_goes_out_leaves_the_open_question_as_it_is(
    turns: Turns, orchestrator: Orchestrator, app: Connection
) -> None:
    turn = taken(turns, "cancel that", 0)
    settle(turns, turn, QUESTION, 1)
    later = MORNING + timedelta(minutes=2)
    add_queued(app, turn.user_id, "By the way.", at=later)
    assert release(orchestrator, now=later) == {"release": 1}
    assert taken(turns, "the first", 3).context.open_question == QUESTION
