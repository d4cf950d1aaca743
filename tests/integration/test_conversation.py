"""The turn with an agent that does what the test says, on a real database."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from decimal import Decimal

import pytest

from shared.conversation import APOLOGY, MOST_REMAKES, Conversation
from shared.db.turns import Turns
from shared.domain.context import TurnContext
from shared.domain.decision import ActionRecord, Decision
from shared.domain.effects.member import StoreGoal
from shared.domain.effects.profile import CompleteOnboarding
from shared.errors import TurnSuperseded
from shared.llm.interface import AgentSpec
from shared.queue import Outcome
from tests.fixtures.people import Connection, column, decision, one, text

Decide = Callable[[TurnContext], Decision]


class Scripted:
    """Decides by one function after the other; the last one goes on for ever."""

    def __init__(self, *script: Decide) -> None:
        self._script = list(script)
        self.asked: list[Sequence[str]] = []
        self.seconds: list[float] = []

    def decide(
        self,
        spec: AgentSpec,
        context: TurnContext,
        seconds: float,
        newer: "Future[None] | None",
    ) -> Decision:
        self.asked.append(context.texts)
        self.seconds.append(seconds)
        step = self._script.pop(0) if len(self._script) > 1 else self._script[0]
        return step(context)


def says(reply: str) -> Decide:
    return lambda context: decision(reply)


def soon(seconds: float = 60) -> float:
    return time.monotonic() + seconds


def spoken(app: Connection) -> list[str]:
    return column(app, "select content from messages where direction = 'outbound' order by seq")


def test_a_text_that_arrives_while_deciding_is_answered_together_with_the_first(
    turns: Turns, app: Connection
) -> None:
    def interrupted(context: TurnContext) -> Decision:
        turns.record(text("I mean an ERP"))
        return decision("A CRM.", effects=[StoreGoal(text="a CRM")])

    engine = Scripted(interrupted, says("An ERP."))
    Conversation(turns, engine).receive(text("I need a CRM"), deadline=soon())

    assert engine.asked == [["I need a CRM"], ["I need a CRM", "I mean an ERP"]]
    assert spoken(app) == ["An ERP."]
    assert one(app, "select goals from users") == []


def test_somebody_who_never_stops_texting_is_answered_after_two_remakes(
    turns: Turns, app: Connection
) -> None:
    count = 0

    def interrupted(context: TurnContext) -> Decision:
        nonlocal count
        if count < MOST_REMAKES + 1:
            count += 1
            turns.record(text(f"more {count}"))
        return decision(f"Answer to {len(context.texts)}.")

    Conversation(turns, Scripted(interrupted)).receive(text("first"), deadline=soon())

    assert spoken(app) == ["Answer to 3.", "Answer to 1."], "forced, then the rest as a turn"
    assert one(app, "select count(*) from events where not processed") == 0


def test_what_a_forced_turn_has_no_time_for_is_given_back_at_once(
    turns: Turns, app: Connection
) -> None:
    def interrupted(context: TurnContext) -> Decision:
        turns.record(text("more"))
        return decision("Answer.")

    Conversation(turns, Scripted(interrupted)).receive(text("first"), deadline=soon(0.5))

    assert spoken(app) == ["Answer."]
    waiting = app.execute(
        "select lease_token, available_at <= now() from events where not processed"
    ).fetchall()
    assert waiting == [(None, True)]


def test_the_models_time_is_for_the_turn_remakes_included(turns: Turns) -> None:
    def slow(context: TurnContext) -> Decision:
        time.sleep(0.2)  # the model thinks
        turns.record(text("more"))
        return decision("Answer.")

    engine = Scripted(slow, says("Answer."))
    conversation = Conversation(turns, engine, model_seconds=1)
    conversation.receive(text("first"), deadline=soon())

    assert engine.seconds[0] <= 1
    assert engine.seconds[1] <= engine.seconds[0] - 0.2


def test_a_superseded_decision_is_made_again_and_its_cost_is_kept(
    turns: Turns, app: Connection
) -> None:
    def superseded(context: TurnContext) -> Decision:
        turns.record(text("more"))
        call = ActionRecord(action_type="llm_call", model_used="claude", error="a newer text came")
        raise TurnSuperseded("a newer text came", log=[call])

    engine = Scripted(superseded, says("Both."))
    Conversation(turns, engine).receive(text("first"), deadline=soon())

    assert engine.asked[-1] == ["first", "more"]
    assert spoken(app) == ["Both."]
    assert column(app, "select error from agent_actions_log") == ["a newer text came"]


@pytest.mark.parametrize("end", ["lost", "never applies"])
def test_what_a_turn_that_is_never_settled_asked_the_model_is_booked(
    turns: Turns, app: Connection, end: str
) -> None:
    call = ActionRecord(action_type="llm_call", model_used="claude", cost_usd=Decimal("0.01"))

    def decided(context: TurnContext) -> Decision:
        if end == "lost":
            app.execute("update events set lease_token = gen_random_uuid()")
        return decision("All done.", effects=[CompleteOnboarding()], log=[call])

    Conversation(turns, Scripted(decided)).receive(text("done?"), deadline=soon())

    made = 1 if end == "lost" else 1 + MOST_REMAKES
    assert column(app, "select cost_usd from agent_actions_log") == [Decimal("0.01")] * made
    assert spoken(app) == []


def test_an_effect_that_no_longer_applies_makes_the_agent_decide_on_fresh_context(
    turns: Turns, app: Connection
) -> None:
    def hasty(context: TurnContext) -> Decision:
        return decision("All done.", effects=[CompleteOnboarding()])

    Conversation(turns, Scripted(hasty, says("Something is missing."))).receive(
        text("done?"), deadline=soon()
    )
    assert spoken(app) == ["Something is missing."], "no reply claims what did not happen"


def test_an_agent_that_fails_is_tried_again_and_in_the_end_apologised_for(
    turns: Turns, app: Connection
) -> None:
    def broken(context: TurnContext) -> Decision:
        raise ValueError("a person's words")

    conversation = Conversation(turns, Scripted(broken))
    turn = turns.record(text("hello")).turn
    assert turn is not None
    assert conversation.answer(turn, deadline=soon()) is Outcome.RETRIED
    assert one(app, "select last_error from events") == "ValueError", "nothing personal"

    app.execute("update events set attempts = 4, available_at = now()")
    (again,) = turns.claim(1, turn.token, apology=APOLOGY)
    assert conversation.answer(again, deadline=soon()) is Outcome.DEAD
    assert spoken(app) == [APOLOGY]


@pytest.mark.parametrize("sentences", [30, 60, 90])
def test_a_long_reply_goes_out_as_at_most_three_texts_in_order(
    turns: Turns, app: Connection, sentences: int
) -> None:
    long = " ".join(f"This is sentence number {number:03} of many." for number in range(sentences))
    Conversation(turns, Scripted(says(long))).receive(text("hello"), deadline=soon())

    parts = spoken(app)
    assert 1 <= len(parts) <= 3
    assert all(len(part) <= 1600 and part.endswith(".") for part in parts)
    assert " ".join(parts) == long
    segments = column(app, "select segments from messages where role <> 'user' order by seq")
    assert segments == [-(-len(part) // 153) if len(part) > 160 else 1 for part in parts]


def test_typographic_characters_of_a_reply_do_not_make_it_dearer(
    turns: Turns, app: Connection
) -> None:
    reply = "\u201cYes\u201d \u2013 it\u2019s fine\u2026 " + "x" * 100
    Conversation(turns, Scripted(says(reply))).receive(text("hello"), deadline=soon())

    assert spoken(app)[0].startswith('"Yes" - it\'s fine... x')
    assert column(app, "select segments from messages where role <> 'user'") == [1]
