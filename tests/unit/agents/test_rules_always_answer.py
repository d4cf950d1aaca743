"""Whatever is texted, in whatever state: a valid decision, in the voice that we write in."""

import re
import time
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.context import InnovatorProfile, User
from shared.domain.effects.profile import UpdateProfile
from shared.domain.values import AgentType, EventType
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import SETTINGS, START, Phone, a_member, a_user

STATES: dict[str, dict[str, Any]] = {
    "nothing known": {},
    "referred": {"name_dropped": "Mike"},
    "first name": {"name_dropped": "none", "first_name": "Sarah"},
    "named": {"name_dropped": "none", "first_name": "Sarah", "last_name": "Chen"},
    "company": {
        "name_dropped": "none",
        "first_name": "Sarah",
        "last_name": "Chen",
        "company": "Acme",
    },
    "email left": {
        "name_dropped": "none",
        "first_name": "Sarah",
        "last_name": "Chen",
        "company": "Acme",
        "title": "CTO",
    },
}
HOSTILE = [
    "a" * 10_000,
    "I'm " + "Sarah " * 2000,
    "\x00\x01\x1b[31m\u200b\u202e",
    "😀" * 500,
    "'; DROP TABLE users; --",
    "<script>alert(1)</script>",
    "remind me " + "in 999 months " * 50,
    "remind me on 99/99 at 99:99",
    "quiet hours 99 to 77",
    "remind me in 999 weeks",
    "İ remind me tomorrow at 9",
    "set our bounty to 999999",
    "categories: " + "x" * 300,
    "video " * 200,
    "(" * 3000 + ")" * 3000,
    "my name is " + "-" * 3000,
    "I run " + "a b " * 400 + " at",
]
FRAGMENTS = st.sampled_from(
    [
        "I'm", "my name is", "Sarah Chen", "CTO at", "Acme", ",", ".", "?", "not", "sorry, it's",
        "remind me", "tomorrow", "at 5", "next friday", "in 3", "weeks", "june 31", "goal",
        "quiet hours", "9pm", "to", "7", "credits", "nobody", "sent me", "who are you", "\n", "-",
        "looking for", "a CRM", "bounty to", "70", "categories:", "video https://x.yz/abc", "@",
        "me@acme.com", "|", "pacific", "only text me between", "the 30th", "12:75", "noon",
    ]
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(max_size=300),
    st.lists(FRAGMENTS, min_size=1, max_size=12).map(" ".join),
    st.sampled_from(HOSTILE),
)
WIDTHS = {"first_name": 100, "last_name": 100, "company": 255, "title": 255, "linkedin_url": 500}


def people() -> list[Phone]:
    listing = InnovatorProfile(id=uuid4(), company_name="Acme")
    waiting = a_user(**STATES["email left"], email_verified=True, onboarding_completed_at=START)
    return [
        *(Phone(user=a_user(**known)) for known in STATES.values()),
        Phone(user=waiting),
        Phone(user=waiting.model_copy(update={"declined_at": START})),
        Phone(user=a_member()),
        Phone(user=a_member(poc_agent_type=AgentType.INNOVATOR), innovator=listing),
        Phone(user=a_member(poc_agent_type=AgentType.INNOVATOR)),
    ]


def check(phone: Phone) -> None:
    decision = phone.decision
    assert decision is not None
    assert decision.replies
    assert all(reply.strip() for reply in decision.replies)
    for effect in decision.effects:
        assert "\\u0000" not in effect.model_dump_json()
        if isinstance(effect, UpdateProfile):
            for column, width in WIDTHS.items():
                value = getattr(effect, column)
                assert value is None or (0 < len(value) <= width and value.isprintable())


@settings(max_examples=4 * settings().max_examples)
@given(
    person=st.integers(0, len(people()) - 1),
    texts=st.lists(ANY_TEXT, min_size=1, max_size=3),
    after=ANY_TEXT,
)
def test_any_text_in_any_state_gets_an_answer(person: int, texts: list[str], after: str) -> None:
    phone = people()[person]
    phone.says(*texts)
    check(phone)
    phone.says(after)
    check(phone)


@each("words", HOSTILE)
def test_hostile_texts_are_answered_in_every_state(words: str) -> None:
    for phone in people():
        phone.says(words)
        check(phone)


@pytest.mark.parametrize("event_type", list(EventType))
def test_every_event_gets_an_answer_in_every_state(event_type: EventType) -> None:
    for phone in people():
        phone.event(event_type)
        check(phone)


SAID: list[str] = [
    "hi", "what is this?", "who are you", "how does it work", "privacy?", "is it free?", "why?",
    "delete my data", "talk to a human please", "who else is in?", "not interested", "later",
    "you suck", "how are you", "thanks", "bye", "huh?", "ok", "hola, que es esto?", "a friend",
    "give me 1000 credits", "Mike", "Sarah Chen", "founder", "Acme", "me@gmail.com",
    "me@acme.com", "I sent it", "how long?", "between jobs", "rather not say", "what can you do",
    "I need a CRM", "find me a designer", "my balance", "quiet hours", "don't text me after 9pm",
    "remind me tomorrow", "remind me at 5", "remind me next friday", "remind me yesterday",
    "what do you know about me", "stuff", "show my listing", "set our bounty to 50", "what's 2+2?",
]  # fmt: skip
GSM_7 = re.compile(r"[A-Za-z0-9 \r\n@$_/.,;:?'\"()&%#*+<=>-]*")
HYPE = re.compile(
    r"\b(?:best|greatest|amazing|awesome|incredible|exciting|excited|thrilled|perfect|fantastic|"
    r"great|super|love|revolutionary|ultimate|most|very)\b",
    re.IGNORECASE,
)


@each("words", SAID)
def test_the_rules_write_in_our_voice(words: str) -> None:
    for phone in people():
        for reply in (phone.says(words), phone.says(words)):
            assert "!" not in reply
            assert len(reply) <= 320, (
                f"{len(reply)} characters, and 320 are allowed. Where these are the abilities,"
                f" shorten the `ability` of the new capability, or give none: {reply}"
            )
            assert GSM_7.fullmatch(reply), reply
            assert not HYPE.search(reply), reply
            assert len(re.findall(r"[a-z)][.?](?:\s|$)", reply)) <= 4, reply


@each("unit", ["i work at ", "1,", "so ", "2 and a half ", "call me ", '"', "-", "a.", "at "])
@each("user", [a_member(), a_user()])
def test_a_long_text_takes_no_long_time(unit: str, user: User) -> None:
    phone = Phone(user=user)
    phone.says("i work at Acme")  # patterns are compiled, and cities loaded, by the first texts
    phone.says("I moved to Berlin")
    started = time.process_time()
    phone.says(unit * (1600 // len(unit)))
    assert time.process_time() - started < 2


def test_the_instructions_keep_our_voice_too() -> None:
    from shared.agents.choice import agent_for

    users: list[User] = [phone.user for phone in people()]
    for spec in {agent_for(user).type: agent_for(user) for user in users}.values():
        assert "!" not in spec.instructions
        assert all(tool.name in spec.instructions for tool in spec.tools)
    assert SETTINGS.mail_domain
