"""Words in their frame: signatures, mail programs' lines, quoted mail, effects."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.consent import Consent, classify
from shared.domain.text_frame import unframed

FRAMES = [
    *("{}\n\nSent from my iPhone", "{} Sent from my iPhone", "{}\nSent from my Samsung Galaxy S24"),
    *("{}\nGet Outlook for iOS", "{}\nSent via the Samsung Galaxy S23, an AT&T 5G smartphone"),
    *("{}\nEnviado desde mi iPhone", "{}\nEnvoyé de mon iPhone", "{}\nVon meinem iPhone gesendet"),
    *("{}\nGesendet mit der GMX App", "{}\nEnviado do meu iPhone", "{}\nInviato da iPhone"),
    *(
        "{}\n--\nJane Doe",
        "{}\n-- \nJane Doe\nAcme, Inc.",
        "{}\n-jd",
        "{}\n— Jane",
        "{}\nThanks,\nJane",
    ),
    "{}\n\nJane Doe\nCFO, Acme Inc.\n+1 (415) 555-0100\njane@acme.com\nwww.acme.com",
    "{}\n\nMaria de la Cruz | VP Sales",
    "{}\nOn Mon, Jan 2, 2026 at 9:00 AM Yachtparty <x@y.test> wrote:\n> Reply STOP to end.",
    "{}\n> Any news on the lease?",
    *("{}\n(Sent with Slam Effect)", "{} (Sent with Invisible Ink)"),
]


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("word", ["stop", "STOP", "Unsubscribe", "please stop texting me"])
def test_a_refusal_in_a_frame_is_one(frame: str, word: str) -> None:
    assert classify(frame.format(word)) is Consent.OUT_WORDING


@pytest.mark.parametrize("frame", FRAMES)
@pytest.mark.parametrize("word", ["START", "yes", "unstop"])
def test_so_is_the_word_that_takes_it_back(frame: str, word: str) -> None:
    assert classify(frame.format(word)) is Consent.IN_WORDING


@pytest.mark.parametrize(
    "body",
    [
        *(
            "START.",
            "start please",
            "Start!",
            "please start again",
            "START!!",
            "unstop pls",
            "YES.",
        ),
        *(
            "resume",
            "resume texts",
            "you can text me again",
            "opt me back in",
            "subscribe me again",
        ),
        *("Re-subscribe", "I want to start again please", '"START"'),
    ],
)
def test_words_that_take_a_refusal_back(body: str) -> None:
    assert classify(body) is Consent.IN_WORDING


@pytest.mark.parametrize(
    "body",
    [
        *("start with Bob", "when do we start?", "don't start", "yes please", "yes, Tuesday"),
        *("resume the search for a designer", "let's start at 9", "here is my resume"),
    ],
)
def test_an_ordinary_text_takes_nothing_back(body: str) -> None:
    assert classify(body) is Consent.NONE


@pytest.mark.parametrize(
    "body",
    [
        *(
            "stop\nthe music",
            "Cancel\nmy meeting with Bo",
            "end\nof the week works",
            "Hello\nthere",
        ),
        *("quit\nmy job", "Stop by at 9\n\nSent from my iPhone", "Jane Doe\nCFO, Acme"),
    ],
)
def test_a_text_of_several_lines_is_no_refusal_with_a_signature(body: str) -> None:
    assert classify(body) is Consent.NONE


@given(st.text(max_size=300))
def test_what_is_kept_stands_in_the_text_and_nothing_raises(body: str) -> None:
    for line in unframed(body).splitlines():
        assert line in body
