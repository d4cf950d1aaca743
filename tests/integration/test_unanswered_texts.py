"""Texts that nobody answers: kept once, their opt-outs obeyed, gone after 90 days."""

from datetime import timedelta

from shared.db.pool import Database as Pool
from shared.db.turns import InboundText, Turns
from shared.db.unanswered import UnansweredText, record_unanswered
from shared.texts.inbound import inbound_text
from tests.fixtures.people import SARAH, Connection, add_user, column, new_sid, one
from tests.integration.conftest import NOON

OLD_FORM, TODAY = "+5215512345678", "+525512345678"


def read(sender: str, body: str) -> InboundText | UnansweredText:
    return inbound_text(
        sender=sender,
        body=body,
        sid=new_sid(),
        media=(),
        opt_out_type="",
        opt_out_replies="twilio",
        support_contact="",
    )


def by_channel(pool: Pool, sender: str, body: str, days: int = 0) -> str:
    text = read(sender, body)
    assert isinstance(text, UnansweredText)
    return record_unanswered(pool, text, now=NOON + timedelta(days=days))


def by_sms(turns: Turns, sender: str, body: str) -> str:
    text = read(sender, body)
    assert isinstance(text, InboundText)
    return turns.record(text, now=NOON).outcome


def test_stop_of_somebody_unknown_counts_for_their_number_until_they_start(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    assert by_channel(pool, f"whatsapp:{OLD_FORM}", "STOP") == "recorded"
    assert by_sms(turns, TODAY, "Hello") == "silent"
    assert column(app, "select id from users") == []

    assert by_channel(pool, f"rcs:{TODAY}", "START") == "recorded"
    assert by_sms(turns, OLD_FORM, "Hello") == "taken"
    assert column(app, "select phone_number from users") == [TODAY]


def test_a_person_stored_under_an_old_form_is_found_by_todays(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    add_user(app, OLD_FORM)
    assert by_sms(turns, TODAY, "Hello") == "taken"
    assert by_channel(pool, f"whatsapp:{TODAY}", "please stop texting me") == "out"
    assert by_channel(pool, f"whatsapp:{TODAY}", "yes") == "recorded"
    assert by_channel(pool, f"whatsapp:{TODAY}", "START") == "in"
    assert column(app, "select phone_number from users") == [OLD_FORM]


def test_a_text_on_another_channel_is_neither_presence_nor_conversation(
    pool: Pool, app: Connection
) -> None:
    user = add_user(app, SARAH)
    by_channel(pool, f"rcs:{SARAH}", "Hello?")
    assert one(app, "select last_active_at from users") is None
    assert column(app, "select user_id from unanswered_texts") == [user]
    assert column(app, "select id from messages") == []


def test_it_is_kept_for_ninety_days(pool: Pool, app: Connection) -> None:
    by_channel(pool, "MYBANK", "first")
    by_channel(pool, "MYBANK", "second", days=89)
    by_channel(pool, "MYBANK", "third", days=91)
    assert column(app, "select content from unanswered_texts order by created_at") == [
        "second",
        "third",
    ]
