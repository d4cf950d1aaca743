"""What a text says about consent: keywords, wording, and what only looks like it."""

# ruff: noqa: RUF001 - letters that look like others are meant

import time
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.consent import (
    OUT_KEYWORDS,
    Consent,
    ConsentChange,
    agrees,
    classify,
    consent_change_from_opt_out_type,
)
from tests.fixtures.consent_wordings import ASK, NOT, OUT
from tests.fixtures.examples import each

WORDS_THAT_STOP = [
    *("STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL"),
    *("END", "QUIT", "REVOKE", "OPTOUT"),
]


def test_the_keywords_are_twilios_eight() -> None:
    assert frozenset(WORDS_THAT_STOP) == OUT_KEYWORDS


LOOKALIKES = {
    "S": "ЅՏＳ𝐒Ⓢ", "T": "ТΤＴ𝕋", "O": "ОΟՕＯ", "P": "РΡＰ", "A": "АΑ", "C": "СᏟ", "E": "ЕΕ",
    "B": "ВΒ", "I": "ІΙ", "N": "Ν", "s": "ѕꜱ", "t": "тᴛ", "o": "оοօᴏ", "p": "рρᴘ", "a": "аα",
    "c": "сᴄ", "e": "еᴇ", "x": "х", "i": "і", "n": "ɴ",
}  # fmt: skip


@each("keyword", WORDS_THAT_STOP)
@each("form", ["{}", " {}\n", "\t{} "])
def test_a_keyword_alone_stops_in_any_case(keyword: str, form: str) -> None:
    for spelled in (keyword, keyword.lower(), keyword.capitalize()):
        assert classify(form.format(spelled)) is Consent.OUT_KEYWORD


@pytest.mark.parametrize(
    ("body", "consent"),
    [
        ("START", Consent.IN_KEYWORD),
        ("unstop ", Consent.IN_KEYWORD),
        ("Yes", Consent.YES),
        ("HELP", Consent.HELP),
        ("info", Consent.HELP),
    ],
)
def test_the_other_keywords(body: str, consent: Consent) -> None:
    assert classify(body) is consent


@each(
    "body",
    [
        "please stop texting me",
        "Stop messaging me",
        "stop contacting me",
        "stop texting",
        "quit texting me",
        "stop texting me now",
        "STOP texting me!!!! 😡",
        "stop fucking texting me",
        "can you stop texting me?",
        "Could you please stop sending me messages?",
        "I told you to stop texting me",
        "U need to stop texting me",
        "I would like you to stop texting me",
        "don't text me anymore",
        "Don’t text me any more!",
        "dont ever text me again",
        "never text me again",
        "Do not contact me again",
        "do not contact this number",
        "don't send me any more messages",
        "don't text me",
        "no more texts",
        "no more text messages please",
        "stop all messages",
        "stop the texts",
        "stop sending me texts",
        "stop sending me this crap",
        "I don't want any more texts from you",
        "I do not want to receive these messages",
        "I no longer wish to be contacted",
        "I don't want you texting me",
        "unsubscribe me",
        "Unsubscribe, thanks",
        "please unsubscribe me from this list",
        "i want to unsubscribe",
        "opt out",
        "opt-out",
        "Opt me out",
        "I revoke my consent",
        "remove me from your list",
        "Please remove me from this list, thanks",
        "take me off this list",
        "take me off your mailing list",
        "remove my number from your database",
        "remove me",
        "leave me alone",
        "leave me the hell alone",
        "lose my number",
        "go away",
        "how do I stop these texts?",
        "STOP ALL",
        "STOP STOP STOP",
        "stop please",
        "Please stop",
        "Stop - wrong number",
        "Hi. Please stop messaging me. Thanks!",
        "Please stop texting me, I'm not interested.",
        "I'm not interested, please stop texting me",
        "Wrong number. Stop texting me",
        "Stop texting me. My new assistant handles this.",
        '"Please stop texting me"',
    ],
)
def test_wording_that_clearly_means_it_stops(body: str) -> None:
    assert classify(body) is Consent.OUT_WORDING


@each("keyword", WORDS_THAT_STOP)
@each("form", ["{}.", "{}!!", '"{}"', " {} !", "*{}*", "{} 🛑"])
def test_a_keyword_with_punctuation_stops_although_twilio_lets_it_pass(
    keyword: str, form: str
) -> None:
    assert classify(form.format(keyword)) is Consent.OUT_WORDING
    assert classify(form.format(keyword.lower())) is Consent.OUT_WORDING


@each(
    "body",
    [
        "",
        "hello",
        "stop by my office tomorrow",
        "I can't stop thinking about it",
        "can you stop the research",
        "can we stop for lunch?",
        "we should stop, look, and listen",
        "I want to stop smoking",
        "nonstop",
        "stop!watch",
        "S.T.O.P. is a film",
        "end of the month works",
        "end it",
        "cancel my meeting with Bob",
        "cancel please",
        "I need to cancel",
        "quit my job last week",
        "I quit",
        "how do I unsubscribe from HubSpot",
        "i want to unsubscribe from HubSpot",
        "unsubscribe rates are up",
        "our customers want to opt out of your competitors",
        "the email said unsubscribe me",
        "don't text me after 9pm",
        "stop texting me after 10pm",
        "stop texting me so late",
        "stop texting me until Monday",
        "don't text me now I'm driving",
        "don't text me, I'm in a meeting",
        "stop texting me about HubSpot",
        "stop messaging me on LinkedIn",
        "don't contact me by email",
        "stop sending me intros",
        "no more texts about HubSpot",
        "no more coffee for me",
        "stop the messages to Bob",
        "stop sending these messages to my team",
        "please don't stop texting me",
        "If you don't stop texting me I'll cry",
        "will you stop texting me if I ask?",
        "she asked me to stop texting me",
        "he wrote, stop texting me, can you believe it",
        'Bob said "stop texting me" lol',
        'Her words: "Leave me alone." So rude.',
        "stop it that's hilarious",
        "leave me alone with Bob for a minute",
        "how do I get people to leave me alone",
        "remove me from that intro",
        "remove me from the guest list",
        "take me off the waitlist",
        "Does the list remove me from your list?",
        "remove Bob from your list",
        "stop texting me über HubSpot",
        "start with Bob",
        "help me find a designer",
        "more info",
    ],
)
def test_an_ordinary_text_is_left_alone(body: str) -> None:
    assert classify(body) is Consent.NONE


REFUSED = {Consent.OUT_WORDING, Consent.OUT_KEYWORD}
ASKED = {Consent.UNCLEAR, Consent.UNCLEAR_IF_IDLE}


@each("body", OUT)
def test_whoever_asks_for_no_more_texts_in_any_words_is_opted_out(body: str) -> None:
    assert classify(body) in REFUSED


@each("body", ASK)
def test_whoever_may_mean_it_is_asked_or_opted_out(body: str) -> None:
    assert classify(body) in REFUSED | ASKED


@each("body", NOT)
def test_nobody_is_opted_out_who_names_a_time_a_topic_or_somebody_else(body: str) -> None:
    assert classify(body) not in REFUSED


def test_of_those_hardly_anybody_is_asked() -> None:
    asked = [body for body in NOT if classify(body) in ASKED]
    assert len(asked) <= len(NOT) // 50, asked


@given(
    st.sampled_from(["hi", "hope you are well", "i live in ohio", "we moved to boston last year"]),
    st.sampled_from(["", "thanks", "i mean it", "this is spam", "i am not interested"]),
)
def test_a_request_counts_wherever_it_stands_in_a_run_on_text(before: str, after: str) -> None:
    for request in ("stop texting me", "please stop sending me messages", "take me off your list"):
        assert classify(f"{before} {request} {after}") is Consent.OUT_WORDING
        assert classify(f"{before}, {request}. {after}".upper()) is Consent.OUT_WORDING


@given(
    st.sampled_from(
        ["stop texting me", "don't text me", "no more texts", "stop sending me messages"]
    ),
    st.sampled_from(
        [
            *("at night", "after 9pm", "until Monday", "on weekends", "so early", "today"),
            *("this week", "about the lease", "before 8am please", "during meetings", "tonight"),
            *("for a while", "when I'm asleep", "every day"),
        ]
    ),
)
def test_a_request_that_names_a_time_or_a_topic_is_none(request: str, which: str) -> None:
    assert classify(f"{request} {which}") is Consent.NONE


@given(
    st.sampled_from(["tell Dan to", "my wife keeps saying", "he said", "she asked me to", "don't"])
    | st.sampled_from(
        ["remind me to tell bob to", "never", "they told us to", "how do I get him to"]
    ),
    st.sampled_from(["stop texting me", "stop messaging me"]),
)
def test_somebody_elses_words_and_their_opposite_are_none(before: str, request: str) -> None:
    assert classify(f"{before} {request}") is Consent.NONE


@each("body", ["yes", "Yes please", "yeah", "stop", "go away", "fuck off", "sí"])
def test_what_agrees_to_our_question(body: str) -> None:
    assert agrees(body, classify(body)) or classify(body) in REFUSED


@pytest.mark.parametrize("body", ["no", "yes, Tuesday", "what?", "not at all", "yes to the intro"])
def test_what_does_not(body: str) -> None:
    assert not agrees(body, classify(body))


@given(st.text())
def test_no_text_whatever_raises(body: str) -> None:
    assert classify(body) in Consent


STOPPING = "stop texting me anymore again ever please and don't send any more of these texts , ."


@given(st.lists(st.sampled_from(STOPPING.split()), max_size=300).map(" ".join))
def test_no_order_of_the_words_raises(body: str) -> None:
    assert classify(body) in Consent


@each(
    "unit",
    [
        *("stop ", "any more ", "you need to ", "stop texting me, ", "!", "don't send me "),
        *("i told you to ", "remove me from ", "text me again and ", "no me mandes ", "S T "),
        *("1", "1,", '"', "what do i text to "),
    ],
)
def test_a_long_text_takes_no_long_time(unit: str) -> None:
    started = time.process_time()
    classify(unit * (20_000 // len(unit)))
    assert time.process_time() - started < 2


@each(
    "opt_out_type, change",
    [
        ("STOP", ConsentChange.OUT),
        ("stop", ConsentChange.OUT),
        ("START", ConsentChange.IN),
        ("HELP", None),
        ("", None),
        ("LATER", None),
    ],
)
def test_twilios_opt_out_type_says_what_changed(
    opt_out_type: str, change: ConsentChange | None
) -> None:
    assert consent_change_from_opt_out_type(opt_out_type) is change


@pytest.mark.parametrize(
    "body", ["stop end", "STOP, CANCEL!", "stop stop stop", "Unsubscribe. Stop."]
)
def test_several_keywords_say_what_one_says(body: str) -> None:
    assert classify(body) is Consent.OUT_WORDING


@each(
    "body",
    [
        *("STOP / Sam", "STOP | Sam Lee", "Stop (Sam Lee, Acme)", "Sam: STOP", "Sam Lee > stop"),
        *(
            "[Sam]: STOP",
            "Sam\nSTOP",
            "STOP/Sam",
            "ARRÊT / Marie",
            "Ana: baja",
            "Sam: stop texting me",
        ),
    ],
)
def test_who_says_who_they_are_says_stop_all_the_same(body: str) -> None:
    assert classify(body) is Consent.OUT_WORDING


@each(
    "body",
    [
        *(
            "Cancel / Dentist",
            "CANCEL: Monday",
            "Stop / Go",
            "STOP/START",
            "START / STOP",
            "Stop: Loss",
        ),
        *(
            "End: Friday",
            "Help: STOP",
            "STOP: the movie",
            "Bus stop / Sam",
            "Sam: can you stop by?",
        ),
    ],
)
def test_what_only_looks_like_a_name_stops_nothing_by_itself(body: str) -> None:
    assert classify(body) is not Consent.OUT_WORDING


@given(st.sampled_from([*WORDS_THAT_STOP, "please stop texting me"]), st.randoms(), st.booleans())
def test_letters_that_look_alike_say_the_same(words: str, chance: Random, capitals: bool) -> None:
    words = words.upper() if capitals else words.lower()
    written = "".join(chance.choice([*LOOKALIKES.get(char, ()), char]) for char in words)
    hidden = chance.choice(["", "\u200b", "\u00ad", "\u2060", "\u202e"]).join(written)
    for body in (written, hidden):
        if body.strip().upper() not in OUT_KEYWORDS:
            assert classify(body) is Consent.OUT_WORDING, (body, words)


@each("body", ["Это сор", "но", "ОН ТУТ", "Αλέξης", "🇺🇸", "vote в пятницу", "сорок"])
def test_words_of_other_scripts_stay_what_they_are(body: str) -> None:
    assert classify(body) is Consent.NONE


@pytest.mark.parametrize(
    "body", ["end stopover", "cancel lunch", "stop " * 9 + "it hurts", "quit my"]
)
def test_a_keyword_beside_other_words_is_a_word(body: str) -> None:
    assert classify(body) is not Consent.OUT_WORDING
