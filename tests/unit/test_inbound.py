"""From Twilio's fields to a text that may be recorded, or to none."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.db.turns import InboundText
from shared.db.unanswered import UnansweredText
from shared.domain.consent import Consent
from shared.messaging.segments import count_segments
from shared.texts.consent_replies import DO_YOU_MEAN_STOP, HELP, OPTED_IN, OPTED_OUT
from shared.texts.inbound import (
    LONGEST_BODY,
    LONGEST_SENDER,
    inbound_text,
)
from tests.fixtures.examples import each

SARAH = "+14155550101"


def read(body: str = "Hello", **fields: Any) -> InboundText | UnansweredText:
    given: dict[str, Any] = {
        "sender": SARAH,
        "body": body,
        "sid": "SM1",
        "media": (),
        "opt_out_type": "",
        "opt_out_replies": "twilio",
        "support_contact": "",
        **fields,
    }
    return inbound_text(**given)


def text(body: str = "Hello", **fields: Any) -> InboundText:
    found = read(body, **fields)
    assert isinstance(found, InboundText)
    return found


def test_an_ordinary_text_is_passed_on_as_it_is() -> None:
    media = ({"url": "https://x.test/1", "content_type": "image/jpeg"},)
    sent_at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    assert text("  Hi there\n", media=media, sent_at=sent_at) == InboundText(
        sender=SARAH,
        known_as=(SARAH,),
        body="  Hi there\n",
        sid="SM1",
        media=media,
        consent="none",
        consent_source="keyword",
        confirmations={},
        sent_at=sent_at,
    )


# The sender.


def test_the_senders_number_is_normalised() -> None:
    assert text(sender="+1 (415) 555-0101").sender == SARAH


@pytest.mark.parametrize("sender", ["+5215512345678", "+525512345678"])
def test_a_sender_is_known_in_every_form_of_their_number(sender: str) -> None:
    found = text(sender=sender)
    assert found.sender == "+525512345678"
    assert set(found.known_as) == {"+525512345678", "+5215512345678"}


@each(
    "sender, kind, channel, known_as",
    [
        ("72975", "short_code", "sms", ()),
        ("MYBANK", "alphanumeric", "sms", ()),
        ("", "withheld", "sms", ()),
        ("+266696687", "withheld", "sms", ()),
        ("+1415555XXXX", "unreadable", "sms", ()),
        ("+1415\x00", "unreadable", "sms", ()),
        ("whatsapp:+14155550101", "channel", "whatsapp", (SARAH,)),
        ("rcs:+14155550101", "channel", "rcs", (SARAH,)),
        ("messenger:998877", "channel", "messenger", ()),
    ],
)
def test_what_comes_from_no_phone_is_recorded_and_not_answered(
    sender: str, kind: str, channel: str, known_as: tuple[str, ...]
) -> None:
    found = read("STOP", sender=sender, opt_out_replies="app")
    assert found == UnansweredText(
        sid="SM1",
        kind=kind,
        channel=channel,
        sender=sender.replace("\x00", "") or None,
        known_as=known_as,
        body="STOP",
        consent="out_keyword",
    )


def test_what_nobody_answers_is_cut_rather_than_refused() -> None:
    found = read("x" * (LONGEST_BODY + 1), sender="y" * 1000)
    assert isinstance(found, UnansweredText)
    assert (len(found.body), len(found.sender or "")) == (LONGEST_BODY, LONGEST_SENDER)


# The body.


def test_the_one_character_that_postgres_cannot_store_is_removed() -> None:
    assert text("\x00Hel\x00lo\x00").body == "Hello"


def test_a_body_longer_than_is_kept_is_cut_and_no_reason_to_miss_a_stop() -> None:
    assert len(text("x" * LONGEST_BODY).body) == LONGEST_BODY
    assert text("x" * (LONGEST_BODY + 1)).body == "x" * LONGEST_BODY
    assert text("STOP" + " " * LONGEST_BODY).consent == "out_keyword"


# Consent: what the text says, who says so, and what is answered at once.


@each(
    "body, opt_out_type, consent, source",
    [
        ("Hello", "", Consent.NONE, "keyword"),
        ("STOP", "", Consent.OUT_KEYWORD, "keyword"),
        (" stop ", "", Consent.OUT_KEYWORD, "keyword"),
        ("please stop texting me", "", Consent.OUT_WORDING, "wording"),
        ("START", "", Consent.IN_KEYWORD, "keyword"),
        ("yes", "", Consent.YES, "keyword"),
        ("HELP", "", Consent.HELP, "keyword"),
        ("ARRET", "STOP", Consent.OUT_KEYWORD, "twilio"),
        ("please stop texting me", "STOP", Consent.OUT_KEYWORD, "twilio"),
        ("Hello again", "START", Consent.IN_KEYWORD, "twilio"),
        ("AIDE", "HELP", Consent.HELP, "twilio"),
        ("aide", "help", Consent.HELP, "twilio"),
        ("STOP", "SOMETHING_NEW", Consent.OUT_KEYWORD, "twilio"),
    ],
)
def test_twilios_own_reading_wins_over_the_words(
    body: str, opt_out_type: str, consent: Consent, source: str
) -> None:
    found = text(body, opt_out_type=opt_out_type)
    assert (found.consent, found.consent_source) == (consent, source)


@pytest.mark.parametrize("replies", ["twilio", "app"])
@pytest.mark.parametrize("body", ["please stop texting me", "STOP!"])
def test_wording_that_twilio_does_not_notice_is_always_confirmed_by_us(
    body: str, replies: str
) -> None:
    assert text(body, opt_out_replies=replies).confirmations["out"] == OPTED_OUT["en"]


def test_to_the_yes_of_somebody_whom_twilio_never_blocked_we_answer_ourselves() -> None:
    assert text("YES").confirmations == {"in_unnoticed": OPTED_IN, "agreed": OPTED_OUT["en"]}
    assert text("yes please").confirmations["in"] == OPTED_IN


def test_what_may_be_a_refusal_has_its_question() -> None:
    found = text("fuck off")
    assert found.consent is Consent.UNCLEAR
    assert "Reply STOP" in found.confirmations["ask"]
    assert text("cancel all").consent is Consent.UNCLEAR_IF_IDLE


@pytest.mark.parametrize(
    ("body", "language"),
    [
        *(("basta", "es"), ("arrêtez", "fr"), ("aufhören", "de"), ("chega", "pt")),
        ("get lost", "en"),
    ],
)
def test_the_question_that_names_stop_is_in_the_language_of_the_text(
    body: str, language: str
) -> None:
    assert text(body).confirmations["ask"] == DO_YOU_MEAN_STOP[language]


@pytest.mark.parametrize(
    ("body", "language"),
    [
        ("no me escriban más", "es"),
        ("ne m'écrivez plus", "fr"),
        ("schreiben Sie mir nicht mehr", "de"),
        ("não me mande mais mensagens", "pt"),
    ],
)
def test_a_refusal_is_confirmed_in_its_own_language(body: str, language: str) -> None:
    assert text(body).confirmations["out"] == OPTED_OUT[language]


@each("words", [*OPTED_OUT.values(), *DO_YOU_MEAN_STOP.values()])
def test_no_language_of_them_needs_ucs_2_or_a_third_segment(words: str) -> None:
    assert count_segments(words).encoding == "GSM-7"
    assert count_segments(words).segments <= 2
    assert "STOP" in words or "START" in words


@pytest.mark.parametrize("body", ["STOP", "START", "HELP", "Hello"])
def test_keywords_that_twilio_answers_are_not_answered_twice(body: str) -> None:
    assert text(body, opt_out_replies="twilio").confirmations == {}
    assert text(body, opt_out_replies="app", opt_out_type="STOP").confirmations == {}


def test_where_the_app_answers_keywords_every_change_has_its_words() -> None:
    found = text("STOP", opt_out_replies="app", support_contact="help@x.test")
    assert found.confirmations == {
        "out": OPTED_OUT["en"],
        "in": OPTED_IN,
        "help": HELP.format(contact=" Questions: help@x.test"),
    }


def test_help_without_a_contact_promises_none() -> None:
    help_answer = text("HELP", opt_out_replies="app").confirmations["help"]
    assert help_answer.endswith("Reply STOP to end.")


@pytest.mark.parametrize("words", [OPTED_OUT["en"], OPTED_IN, HELP.format(contact="")])
def test_the_fixed_answers_say_who_writes_and_how_to_change_ones_mind(words: str) -> None:
    assert "Yachtparty" in words
    assert "Reply ST" in words


@given(st.text(st.characters(), max_size=30), st.text(max_size=60), st.text(max_size=8))
def test_whatever_comes_in_is_recorded_storably(sender: str, body: str, opt_out_type: str) -> None:
    found = read(body, sender=sender, opt_out_type=opt_out_type)
    written = found.body + (found.sender or "")
    assert "\x00" not in written
    assert written.encode("utf-8", "ignore") == written.encode("utf-8", "replace")
