"""The number of an erased person who had opted out is never texted again, nor kept."""

import hashlib
import hmac
from uuid import uuid4

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.db.privacy import find_person
from shared.db.turns import Turns
from shared.privacy.requests import erase
from tests.fixtures.examples import each
from tests.fixtures.people import MIKE, SARAH, Connection, add_outbound, add_user, column, one, text
from tests.integration.conftest import NOON


def erased(pool: Pool, turns: Turns, *texts: str) -> None:
    """Sarah texted all that, and was erased."""
    for said in texts:
        turns.record(text(said))
    person = find_person(pool, user_id=None, phone=SARAH)
    assert person is not None
    assert erase(pool, None, person)


def people(connection: Connection) -> list[str]:
    return column(connection, "select phone_number from users where erased_at is null")


def test_a_text_from_such_a_number_is_not_answered_and_leaves_nothing(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    erased(pool, turns, "Hello", "STOP")
    before = one(app, "select count(*) from events")
    for said in ("Hello?", "HELP", "STOP", "please stop texting me"):
        recorded = turns.record(text(said, replies="app"))
        assert (recorded.outcome, recorded.turn) == ("silent", None)
    assert people(app) == []
    assert one(app, "select count(*) from messages") == 0
    assert one(app, "select count(*) from events") == before


@pytest.mark.parametrize("said", ["START", "unstop"])
def test_start_gives_consent_again(
    pool: Pool, turns: Turns, app: Connection, owner: Connection, said: str
) -> None:
    erased(pool, turns, "STOP")
    assert turns.record(text(said, replies="app")).outcome == "silent"
    assert people(app) == [SARAH]
    assert one(app, "select opted_out_at from users where phone_number = %s", SARAH) is None
    consent = app.execute(
        "select change, words from consent_events where phone_number = %s", (SARAH,)
    ).fetchall()
    assert consent == [("in", said)]
    assert one(app, "select content from messages where direction = 'outbound'"), "confirmed"
    assert one(owner, "select count(*) from private.suppressed_numbers") == 0
    assert turns.record(text("Hello again")).outcome == "taken"


def test_who_had_not_opted_out_is_a_newcomer_when_they_text_again(
    pool: Pool, turns: Turns, app: Connection, owner: Connection
) -> None:
    erased(pool, turns, "Hello")
    assert one(owner, "select count(*) from private.suppressed_numbers") == 0
    assert turns.record(text("Hello")).outcome == "taken"
    assert people(app) == [SARAH]


def test_others_are_not_concerned(pool: Pool, turns: Turns, app: Connection) -> None:
    erased(pool, turns, "STOP")
    assert turns.record(text("Hello", sender=MIKE)).outcome == "taken"
    assert one(app, "select opted_out_at from users where phone_number = %s", MIKE) is None


def test_however_such_a_number_comes_back_nothing_is_sent_to_it(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    erased(pool, turns, "STOP")
    user = add_user(app, SARAH)
    add_outbound(app, user, "Hi", at=NOON)
    assert app.execute("select * from claim_messages(10, %s)", (uuid4(),)).fetchall() == []
    assert column(app, "select status from messages") == ["cancelled"]

    mike = add_user(app, MIKE)
    app.execute("update users set phone_number = %s where id = %s", (MIKE + "9", mike))
    assert one(app, "select opted_out_at from users where id = %s", mike) is None


def test_a_number_that_somebody_moves_to_is_looked_at_too(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    erased(pool, turns, "STOP")
    mike = add_user(app, MIKE)
    app.execute("update users set phone_number = %s where id = %s", (SARAH, mike))
    assert one(app, "select opted_out_at is not null from users where id = %s", mike)


def test_what_is_kept_cannot_be_guessed_without_the_key(
    pool: Pool, turns: Turns, owner: Connection, app: Connection
) -> None:
    erased(pool, turns, "STOP")
    (kept,) = column(owner, "select number_hash from private.suppressed_numbers")
    assert kept != hashlib.sha256(SARAH.encode()).digest()
    key = bytes.fromhex(
        one(owner, "select value from private.secrets where name = 'suppression_key'")
    )
    assert len(key) == 32
    assert kept == _hmac(key, SARAH)
    for statement in (
        "select * from private.suppressed_numbers",
        "select value from private.secrets",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute(statement)


def _hmac(key: bytes, message: str) -> bytes:
    return hmac.new(key, message.encode(), "sha256").digest()


@each("key, message", [("0b" * 20, "Hi There"), ("aa" * 64, ""), ("4a", "é")], undo="owner")
def test_the_keyed_hash_is_hmac_sha256(owner: Connection, key: str, message: str) -> None:
    made = one(
        owner,
        "select private.hmac_sha256(decode(%s, 'hex'), convert_to(%s, 'UTF8'))",
        key,
        message,
    )
    assert made == _hmac(bytes.fromhex(key), message)


def test_the_key_is_made_once(pool: Pool, turns: Turns, owner: Connection) -> None:
    erased(pool, turns, "STOP")
    key = one(owner, "select value from private.secrets where name = 'suppression_key'")
    turns.record(text("STOP", sender=MIKE))
    mike = find_person(pool, user_id=None, phone=MIKE)
    assert mike is not None
    assert erase(pool, None, mike)
    made = "select value from private.secrets where name = 'suppression_key'"
    assert column(owner, made) == [key]
