"""Words in their frame: signatures, mail programs' lines, quoted mail, effects."""

import time

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.consent import Consent, classify
from shared.domain.text_frame import unframed
from tests.fixtures.examples import each

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
    *("{} -Sam", "{} - Dana", "{} \u2014 Maria Lopez", "{} -JD", "{}. Thanks, Jane Doe", "{} -sam"),
    "{}\n\nSam Lee | ACME | 415-555-0100",
    "{}\n\nJane Doe, MD\nSpringfield Clinic\n123 Main St, Springfield IL 62701\n(217) 555-0100 x12",
    "{}\nSam Lee (he/him)\nCEO @ Acme\nacme.io",
    "{}\nSam Lee\nDRE# 01234567\nCompass · 415.555.0100",
    "{}\n\nCONFIDENTIALITY NOTICE: This message is for its recipient. If you received it in error,"
    " please delete it.",
    "{}\n\nThis message and any attachments are confidential and may be privileged.",
    "{}\nAVISO LEGAL: Este mensaje es confidencial",
    *("Re: {}", "RE[2]: Fwd: {}", "Subject: {}", "Betreff: {}\nGesendet von Outlook"),
    *(
        "{}\n[image: logo]",
        "{}\n(Sent via Siri)",
        "{}\nWysłane z iPhone'a",
        "{}\nTrimis de pe iPhone",
    ),
    *("{}\nأرسلت من الـ iPhone", "{}\nĐã gửi từ iPhone của tôi", "{}\nDikirim dari iPhone saya"),
    *("{}\nSent via BlackBerry", "{}\nSent from Superhuman", "{}\nPlease excuse typos"),
    *("{}\nSent from Mail for Windows", "{} sent from my blackberry"),
    *("{}\nSkickat från min iPhone", "{}\nHämta Outlook för iOS", "{}\nVerzonden vanaf mijn iPad"),
    *("{}\n发自我的 iPhone", "{}\n從我的 iPhone 傳送", "{}\niPhoneから送信"),
    *("{}\nInviato dal mio Galaxy", "{}\nOutlook für iOS herunterladen"),
    *("{}\nBest,\nSam 😊", "{}\nMed vänlig hälsning\nÅsa Öberg", "{}\nGroetjes,\nJan de Vries"),
    "{}\nOp ma 2 jan. 2026 om 09:00 schreef Yachtparty <x@y.test>:\n> hi",
]


@each("frame", FRAMES)
@each("word", ["stop", "STOP", "Unsubscribe", "please stop texting me"])
def test_a_refusal_in_a_frame_is_one(frame: str, word: str) -> None:
    assert classify(frame.format(word)) is Consent.OUT_WORDING


@each("frame", FRAMES)
@each("word", ["START", "yes", "unstop"])
def test_so_is_the_word_that_takes_it_back(frame: str, word: str) -> None:
    assert classify(frame.format(word)) is Consent.IN_WORDING


@each(
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
        *("Re-subscribe", "I want to start again please", '"START"', "START START"),
        *("START (my mistake)", "i changed my mind, start", "turn texts back on", "Yes please"),
        *("sorry that was my toddler, start", "pls turn the messages back on", "Start - Priya"),
        *("i want to get your texts again", "I'd like to receive texts again", "undo stop"),
        *("oops, didn't mean to unsubscribe. start", "Sorry, I hit stop by accident. Resume"),
        *("my son did that, start", "please put me back on the list", "can I get the texts back?"),
        *("quiero recibir mensajes de nuevo", "sí por favor", "Nachrichten wieder an"),
    ],
)
def test_words_that_take_a_refusal_back(body: str) -> None:
    assert classify(body) is Consent.IN_WORDING


@each(
    "body",
    [
        *("start with Bob", "when do we start?", "don't start", "in", "back", "yes, Tuesday"),
        *("resume the search for a designer", "let's start at 9", "here is my resume"),
        *("don't start anything", "yes, who is this", "start? no", "start the car"),
        *("if you start texting me again I'll sue", "can you text me only on Mondays"),
        *("start texting Bob again", "why did you start texting me", "i start monday", "ok"),
    ],
)
def test_an_ordinary_text_takes_nothing_back(body: str) -> None:
    assert classify(body) is Consent.NONE


@each(
    "body",
    [
        *(
            "stop\nthe music",
            "Cancel\nmy meeting with Bo",
            "end\nof the week works",
            "Hello\nthere",
        ),
        *("cancel - Tuesday", "Cancel - lunch", "End - March", "stop at Acme -Bob"),
        *("quit\nmy job", "Stop by at 9\n\nSent from my iPhone", "Jane Doe\nCFO, Acme"),
    ],
)
def test_a_text_of_several_lines_is_no_refusal_with_a_signature(body: str) -> None:
    assert classify(body) is Consent.NONE


@each("unit", ["Stop -Sam ", "Sam Lee\n", "a. ", "Sam | ", "sent from ", "!"])
def test_a_long_text_takes_no_long_time(unit: str) -> None:
    started = time.process_time()
    classify(unit * (20_000 // len(unit)))
    assert time.process_time() - started < 2


@given(st.text(max_size=300))
def test_what_is_kept_stands_in_the_text_and_nothing_raises(body: str) -> None:
    for line in unframed(body).splitlines():
        assert line in body
