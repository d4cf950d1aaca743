"""A text that a phone wrote by itself is recorded, and nothing else comes of it."""

from datetime import timedelta

import pytest

from shared.db.background import silence
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import (
    SARAH,
    Connection,
    add_outbound,
    add_user,
    column,
    decision,
    new_sid,
    one,
    text,
)
from tests.fixtures.queued import NIGHT, add_queued, release, steps
from tests.integration.conftest import NOON

LIKED = "Liked “Set: quiet from 9 PM to 8 AM.”"
DRIVING = "I'm driving with Focus turned on. I'll see your message when I get where I'm going."
SOON = timedelta(minutes=1)


@pytest.mark.parametrize("body", [LIKED, DRIVING, "Edited to “Priya Raghavan”"])
def test_of_a_stranger_the_text_is_kept_and_no_conversation_begins(
    turns: Turns, app: Connection, body: str
) -> None:
    assert turns.record(text(body), now=NOON).outcome == "silent"

    kept = app.execute("select content, purpose, trace -> 1 ->> 'reason' from messages").fetchall()
    assert kept == [(body, "automatic", "written by the phone itself")]
    assert column(app, "select status from conversations") == ["closed"]
    assert one(app, "select first_name from users") is None
    assert one(app, "select last_active_at from users") is None
    assert column(app, "select processed from events") == [True]
    first = turns.record(text("Hello"), now=NOON + SOON)
    assert first.turn is not None
    assert [said.content for said in first.turn.context.messages] == ["Hello"]


def test_the_same_sid_again_changes_nothing(turns: Turns, app: Connection) -> None:
    sid = new_sid()
    assert turns.record(text(LIKED, sid=sid), now=NOON).outcome == "silent"
    assert turns.record(text(LIKED, sid=sid), now=NOON).outcome == "duplicate"
    assert one(app, "select count(*) from messages") == 1


def test_in_a_conversation_it_is_neither_answered_nor_shown_to_the_agent(
    turns: Turns, app: Connection
) -> None:
    first = turns.record(text("I need a CRM"), now=NOON)
    assert first.turn is not None
    assert turns.record(text(LIKED), now=NOON + timedelta(seconds=2)).outcome == "silent"
    settled = turns.settle(first.turn, decision("Noted."), [("Noted.", 1)], decided_ms=1)
    assert settled.outcome == "settled", "it does not make a decision stale"

    then = turns.record(text("and an ERP"), now=NOON + SOON)
    assert then.turn is not None
    assert then.turn.context.texts == ["and an ERP"]
    said = [message.content for message in then.turn.context.messages]
    assert said == ["I need a CRM", "Noted.", "and an ERP"]
    assert one(app, "select count(*) from conversations") == 1
    assert one(app, "select last_active_at from users") == NOON + SOON


def test_it_releases_nothing_in_quiet_hours(
    turns: Turns, orchestrator: Orchestrator, app: Connection
) -> None:
    user = add_user(app)
    queued = add_queued(app, user, "Two CRM options came up.", at=NIGHT)
    release(orchestrator, now=NIGHT)
    assert steps(app, queued)[-1]["step"] == "held"

    turns.record(text(DRIVING), now=NIGHT + SOON)

    assert release(orchestrator, now=NIGHT + 2 * SOON) == {}
    assert one(app, "select status from message_queue") == "queued"


def test_it_is_no_sign_of_life_to_whoever_counts_silence(
    turns: Turns, pool: Pool, app: Connection
) -> None:
    user = add_user(app)
    add_outbound(app, user, "Hello", at=NOON)
    turns.record(text(LIKED), now=NOON + SOON)

    found = silence(pool, user, now=NOON + timedelta(days=1))
    assert found is not None
    assert found.last_text_at is None
    assert [message.content for message in found.messages] == ["Hello"]


def test_a_note_that_quotes_our_own_words_on_consent_changes_none(
    turns: Turns, app: Connection
) -> None:
    turns.record(text("STOP"), now=NOON)
    for body in ("Liked “Reply START to resume.”", "Loved “STOP”", "👍 to “YES”"):
        turns.record(text(body), now=NOON + SOON)

    assert column(app, "select change from consent_events") == ["out"]


def test_twenty_of_them_are_no_machine_loop(turns: Turns, app: Connection) -> None:
    for second in range(20):
        turns.record(text(LIKED), now=NOON + timedelta(seconds=second))
    assert turns.record(text("Hello"), now=NOON + SOON).outcome == "taken"
    assert one(app, "select status from conversations where status <> 'closed'") == "active"


def test_whoever_edits_a_text_into_a_refusal_is_opted_out(turns: Turns, app: Connection) -> None:
    add_user(app, SARAH)
    turns.record(text("Edited to “stop texting me”"), now=NOON)
    assert one(app, "select opted_out_at from users") == NOON
