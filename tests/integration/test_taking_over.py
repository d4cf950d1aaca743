"""An operator answers instead of the agent: who is silent, what waits, and how it ends."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.db.outbound import Outbound
from shared.db.turns import Turn, Turns
from shared.domain.effects.person import AskForPerson
from shared.errors import LeaseLost
from shared.release.orchestrator import Orchestrator
from tests.fixtures.database import Database
from tests.fixtures.people import SARAH, Connection, add_user, column, decision, one, text
from tests.fixtures.queued import MORNING, NINE_PM, add_queued, release, steps
from tests.integration.conftest import NOON

ANA, BO = "ana@yachtparty.test", "bo@yachtparty.test"
JOINED = "A person has joined."
HOUR, DAY, MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


def conversation(app: Connection) -> UUID:
    return one(app, "select id from conversations")


def take(app: Connection, *, by: str = ANA, at: datetime = NOON, quiet: bool = False) -> str:
    query = "select private.take_over(%s, %s, 'they are stuck', %s, %s, %s)"
    return one(app, query, conversation(app), by, JOINED, quiet, at)


def answer(
    app: Connection,
    *words: str,
    by: str = ANA,
    at: datetime = NOON,
    quiet: bool = False,
    seen: int | None = None,
) -> str:
    newest = one(app, "select max(seq) from messages")
    return one(
        app,
        "select private.answer_as_operator(%s, %s, %s, %s, %s, %s, %s)",
        conversation(app),
        by,
        Jsonb([{"content": one_text, "segments": 1} for one_text in words]),
        newest if seen is None else seen,
        JOINED,
        quiet,
        at,
    )


def give_back(app: Connection, at: datetime, by: str = ANA) -> bool:
    return one(app, "select private.resume(%s, %s, '', %s)", conversation(app), by, at)


def said(app: Connection) -> list[str]:
    return column(app, "select content from messages where direction = 'outbound' order by seq")


def did(app: Connection) -> list[tuple[str, str]]:
    return app.execute("select actor, action from operator_actions order by created_at").fetchall()


def claim(turns: Turns, now: datetime) -> list[Turn]:
    return turns.claim(10, uuid4(), apology="Sorry.", now=now)


@pytest.fixture
def texted(turns: Turns) -> Turn:
    """Somebody has texted, and an agent is deciding what to answer."""
    turn = turns.record(text("I can't log in"), now=NOON).turn
    assert turn is not None
    return turn


def test_what_an_agent_is_deciding_when_it_is_taken_over_is_said_no_more(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    assert take(app) == "taken"
    with pytest.raises(LeaseLost):
        turns.settle(
            texted, decision("From the agent"), [("From the agent", 1)], decided_ms=1, now=NOON
        )
    with pytest.raises(LeaseLost):
        turns.reload(texted, now=NOON)
    assert said(app) == [JOINED]


def test_texts_that_come_in_are_recorded_and_wait_for_the_operator(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    take(app)
    found = turns.record(text("Anybody there?"), now=NOON + MINUTE)
    assert (found.outcome, found.turn) == ("paused", None)
    assert claim(turns, NOON + HOUR) == []
    assert answer(app, "I am. Try again now.", at=NOON + HOUR) == "sent"
    assert said(app) == [JOINED, "I am. Try again now."]
    assert column(app, "select role from messages where direction = 'outbound'") == ["system"] * 2
    assert (
        column(app, "select status from messages where direction = 'outbound'")
        == ["queued_for_send"] * 2
    )
    traces = column(app, "select trace -> -1 ->> 'step' from messages where role = 'user'")
    assert traces == ["answered"] * 2


def test_what_the_operator_has_answered_no_agent_answers_after_it_is_given_back(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    take(app)
    answer(app, "Done.")
    turns.record(text("and my email?"), now=NOON + MINUTE)
    assert give_back(app, NOON + 2 * MINUTE)
    (turn,) = claim(turns, NOON + 2 * MINUTE)
    assert turn.context.texts == ["and my email?"]
    assert did(app) == [(ANA, "take_over"), (ANA, "answer"), (ANA, "give_back")]
    assert not give_back(app, NOON + 2 * MINUTE)


def test_it_is_given_back_by_itself_after_a_day(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    take(app)
    assert claim(turns, NOON + DAY - MINUTE) == []
    (turn,) = claim(turns, NOON + DAY)
    assert turn.context.texts == ["I can't log in"]
    assert one(app, "select (status, taken_over_by) from conversations") == ("active", None)
    assert did(app) == [(ANA, "take_over"), ("yachtparty", "give_back")]
    assert answer(app, "Late.", at=NOON + DAY) == "not_yours"


def test_with_nothing_waiting_the_sweep_gives_it_back_too(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    take(app)
    answer(app, "Done.")
    assert claim(turns, NOON + DAY) == []
    assert one(app, "select taken_over_by is null from conversations")


def test_a_text_after_a_day_is_the_agents(turns: Turns, app: Connection, texted: Turn) -> None:
    take(app)
    answer(app, "Done.")
    assert turns.record(text("Hello"), now=NOON + DAY).outcome == "taken"
    assert did(app)[-1] == ("yachtparty", "give_back")


def test_at_night_the_person_is_told_with_the_first_answer_and_only_once(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    turns.settle(texted, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=NOON)
    later = NOON + 11 * MINUTE
    assert take(app, at=later, quiet=True) == "taken"
    assert said(app) == ["Hi."]
    assert answer(app, "Are you awake?", at=later, quiet=True) == "quiet"
    turns.record(text("still stuck"), now=later + MINUTE)
    assert answer(app, "One.", at=later + MINUTE, quiet=True) == "sent"
    assert answer(app, "Two.", at=later + MINUTE, quiet=True) == "sent"
    assert said(app) == ["Hi.", JOINED, "One.", "Two."]


def test_nothing_proactive_is_released_meanwhile_and_all_of_it_afterwards(
    turns: Turns, orchestrator: Orchestrator, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "the report is there", at=MORNING)
    turns.record(text("hm"), take=False, now=MORNING)
    take(app, at=MORNING)
    answer(app, "Hello.", at=MORNING)
    release(orchestrator, now=MORNING)
    assert steps(app, queued)[-1]["reason"] == "the conversation is paused"
    assert said(app) == [JOINED, "Hello."]
    give_back(app, MORNING + HOUR)
    release(orchestrator, now=MORNING + HOUR)
    assert said(app)[2:] == ["the report is there"]


def test_what_was_released_and_is_not_out_is_taken_back(
    turns: Turns, orchestrator: Orchestrator, outbound: Outbound, app: Connection
) -> None:
    queued = add_queued(app, add_user(app), "the report is there", at=MORNING)
    release(orchestrator, now=MORNING)
    (held,) = outbound.claim(5, uuid4(), now=MORNING)
    assert take(app, at=MORNING) == "taken"
    token = one(app, "select lease_token from messages where id = %s", held.id)
    begun = outbound.begin(
        held, token, content=held.content, segments=1, call_limit=timedelta(seconds=10), now=MORNING
    )
    assert begun == "quiet"
    assert one(app, "select status from message_queue where id = %s", queued) == "queued"
    reason = "select trace -> -1 ->> 'reason' from message_queue where id = %s"
    assert one(app, reason, queued) == "the conversation was paused before it was sent"
    assert [one_.content for one_ in outbound.claim(5, uuid4(), now=MORNING)] == [JOINED]


def test_of_two_operators_at_the_same_moment_one_wins_and_the_other_is_told(
    database: Database, app: Connection, texted: Turn
) -> None:
    def try_it(who: int) -> str:
        with psycopg.connect(database.functions_url, autocommit=True) as own:
            return take(own, by=f"op{who}@yachtparty.test")

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(try_it, range(8)))
    assert sorted(outcomes) == ["taken", *["theirs"] * 7]
    winner = f"op{outcomes.index('taken')}@yachtparty.test"
    assert one(app, "select taken_over_by from conversations") == winner
    assert did(app) == [(winner, "take_over")]
    assert said(app) == [JOINED]
    assert take(app, by=winner) == "yours"


def test_nobody_answers_for_another_operator_or_past_what_they_have_read(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    assert answer(app, "Not taken over") == "not_yours"
    take(app)
    seen = one(app, "select max(seq) from messages")
    assert answer(app, "Somebody else's", by=BO) == "not_yours"
    turns.record(text("wait, it works"), now=NOON + MINUTE)
    assert answer(app, "Past it", seen=seen) == "newer"
    assert answer(app, "Read it") == "sent"
    assert answer(app, "Read it", seen=seen) == "newer", "a second click sends nothing"
    assert said(app) == [JOINED, "Read it"]


def test_whoever_opts_out_meanwhile_is_sent_nothing(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    take(app)
    turns.record(text("STOP"), now=NOON + MINUTE)
    assert answer(app, "But", at=NOON + 2 * MINUTE) == "opted_out"
    give_back(app, NOON + 3 * MINUTE)
    assert claim(turns, NOON + 3 * MINUTE) == []
    assert one(app, "select opted_out_at from users where phone_number = %s", SARAH) is not None


def test_a_number_that_changes_hands_ends_it(app: Connection, texted: Turn) -> None:
    take(app)
    app.execute("update users set phone_number = '+14155550199'")
    assert one(app, "select (status, taken_over_by) from conversations") == ("closed", None)
    assert take(app) == "closed"


def test_an_operator_pauses_until_a_moment_or_until_somebody_resumes(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    pause = "select private.pause_as_operator(%s, %s, 'a fraud?', %s, %s)"
    assert one(app, pause, conversation(app), ANA, None, NOON)
    assert not one(app, pause, conversation(app), BO, NOON + HOUR, NOON)
    with pytest.raises(LeaseLost):
        turns.settle(texted, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=NOON)
    assert claim(turns, NINE_PM + 30 * DAY) == []
    assert give_back(app, NOON + HOUR, by=BO)
    assert len(claim(turns, NOON + HOUR)) == 1
    assert did(app) == [(ANA, "pause"), (BO, "resume")]


def test_who_asks_for_a_human_is_listed_and_the_operators_told_once_until_one_answers(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    asks = decision("The team is told.", effects=[AskForPerson()])
    turns.settle(texted, asks, [("The team is told.", 1)], decided_ms=1, now=NOON)
    again = turns.record(text("human!"), now=NOON + MINUTE).turn
    assert again is not None
    assert again.context.conversation.person_asked_at == NOON
    turns.settle(again, asks, [("It is.", 1)], decided_ms=1, now=NOON + MINUTE)
    asked = "select aggregate_id from events where event_type = 'conversation.person_asked'"
    assert column(app, asked) == [conversation(app)]
    assert one(app, "select person_asked_at from conversations") == NOON

    take(app, at=NOON + HOUR)
    give_back(app, NOON + HOUR)
    assert one(app, "select person_asked_at from conversations") == NOON, "nobody has answered"
    take(app, at=NOON + HOUR)
    answer(app, "Here I am.", at=NOON + HOUR)
    assert one(app, "select person_asked_at from conversations") is None


def test_who_needs_no_human_any_more_is_listed_no_more(
    turns: Turns, app: Connection, texted: Turn
) -> None:
    turns.settle(
        texted, decision("x", effects=[AskForPerson()]), [("x", 1)], decided_ms=1, now=NOON
    )
    off = turns.record(text("no need for a human any more"), now=NOON + MINUTE).turn
    assert off is not None
    done = decision("y", effects=[AskForPerson(wanted=False)])
    turns.settle(off, done, [("y", 1)], decided_ms=1, now=NOON + MINUTE)
    assert one(app, "select person_asked_at from conversations") is None
    close = "select private.close_request(%s, %s, 'called them', %s)"
    assert not one(app, close, conversation(app), ANA, NOON)


def test_a_proactive_text_that_was_not_delivered_is_tried_again_when_it_is_given_back(
    turns: Turns, outbound: Outbound, app: Connection
) -> None:
    turns.record(text("Hello"), now=NOON)
    queued = add_queued(
        app, one(app, "select id from users"), "News for you", at=NOON, status="sent"
    )
    message = one(
        app,
        "insert into messages (conversation_id, user_id, role, direction, content, status, purpose,"
        " twilio_message_sid, queue_id) select id, user_id, 'concierge', 'outbound',"
        " 'News for you', 'sent', 'proactive', 'SM1', %s from conversations returning id",
        queued,
    )
    take(app, at=NOON)
    outbound.delivery(
        message, "SM1", "undelivered", error_code=30003, retry_after=5 * MINUTE, now=NOON + MINUTE
    )
    answer(app, "I am Ana.", at=NOON + 2 * MINUTE)
    assert sent(outbound, NOON + 10 * MINUTE) == [JOINED]
    assert sent(outbound, NOON + 11 * MINUTE) == ["I am Ana."]
    assert sent(outbound, NOON + 12 * MINUTE) == []
    waiting = "select message_data ->> 'text' from message_queue where status = 'queued'"
    assert column(app, waiting) == ["News for you"]


def sent(outbound: Outbound, now: datetime) -> list[str]:
    """What goes out by one sweep, which Twilio takes."""
    token = uuid4()
    found = outbound.claim(10, token, now=now)
    for each in found:
        outbound.accepted(each.id, token, f"SM{each.id.hex}", now=now)
    return [each.content for each in found]
