"""Which of the things that somebody was shown a text is about, and what it says of it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.agents.agent import members_agent
from shared.agents.capability import Capability, ItemKind
from shared.agents.concierge import MEMBERSHIP
from shared.agents.language.stances import Stance
from shared.agents.rendering import Facts
from shared.agents.shown import item_meant
from shared.domain.context import PriorityItem, PriorityStatus
from shared.domain.effects.priorities import PutOffPriority, SpeakOfPriority
from shared.domain.queued import QueuedPriorities
from shared.domain.values import AgentType
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member, a_text


def item(rank: int, name: str, summary: str, **columns: Any) -> PriorityItem:
    row: dict[str, Any] = {
        "id": uuid4(),
        "priority_rank": rank,
        "item_type": "connection_request",
        "item_id": uuid4(),
        "value_score": 90 - rank,
        "item_primary_name": name,
        "item_summary": summary,
        **columns,
    }
    return PriorityItem.model_validate(row)


ADA = item(1, "Ada Low", "Ada Low, CFO at Initech, wants to meet you", item_context="about pricing")
BEN = item(2, "Ben Ortiz", "Ben Ortiz, COO at Hooli, wants to meet you")
CARLA = item(3, "Carla Dunn", "Carla Dunn asks how you hired abroad", item_type="community_request")
NAMES = {one.id: (one.item_primary_name or "").split()[0] for one in (ADA, BEN, CARLA)}

MEETING: Capability[None] = Capability(
    name="meeting",
    read=lambda text, situation: None,
    answer=lambda wish, box: "",
    items=(
        ItemKind(
            item_type="connection_request",
            asks=lambda item: f"Shall I put you in touch with {item.item_primary_name}?",
            accept=lambda item, box: f"ACCEPTED {NAMES[item.id]}.",
            decline=lambda item, box: f"DECLINED {NAMES[item.id]}.",
            take_back=lambda item, box: f"TOOK BACK {NAMES[item.id]}.",
        ),
    ),
)
AGENT = members_agent(AgentType.CONCIERGE, "", (*MEMBERSHIP, MEETING))


def told_of(*items: PriorityItem) -> Phone:
    phone = Phone(user=a_member(), priorities=list(items), agent=AGENT)
    phone.is_told(
        Facts(data=QueuedPriorities(priority_ids=[one.id for one in items]), priorities=items)
    )
    return phone


def meant(text: str, *items: PriorityItem) -> tuple[str, Stance | None] | None:
    """Of whom, and what; "?" for several among which it is to be asked."""
    found = item_meant(text, told_of(*items).context([a_text(text)]))
    if found is None:
        return None
    names = "+".join(NAMES[one.id] for one in found.items)
    return (names if found.sure else f"?{names}", found.stance)


UNRELATED = (
    "I need a lawyer in Berlin",
    "how many credits do I have?",
    "remind me tomorrow at 9 to call Bob",
    "my CFO quit today",
    "yes but what about my invoice",
    "I'm driving",
    "can you help me find a designer",
    "no idea what to cook tonight",
    "sure, the weather is great in Lisbon",
    "we met Ada at a conference",
    "thanks",
    "hello",
    "what is your privacy policy",
    "text me less",
    "my email is sarah@acme.com",
)


@each("text", UNRELATED)
def test_an_unrelated_text_is_about_none_of_three(text: str) -> None:
    assert meant(text, ADA, BEN, CARLA) is None


@each("text", UNRELATED)
def test_an_unrelated_text_decides_nothing_and_the_three_stay_as_they_were(text: str) -> None:
    phone = told_of(ADA, BEN, CARLA)
    before = phone.priorities
    reply = phone.says(text)
    assert "ACCEPTED" not in reply
    assert "DECLINED" not in reply
    assert phone.priorities == before


@each(
    "text, who, stance",
    [
        ("yes to Ada", "Ada", Stance.YES),
        ("yes, Ada please", "Ada", Stance.YES),
        ("accept Ben", "Ben", Stance.YES),
        ("I'd like to meet Ben Ortiz", "Ben", Stance.YES),
        ("ok connect me with ada low", "Ada", Stance.YES),
        ("happy to meet the COO", "Ben", Stance.YES),
        ("sure, the Hooli one", "Ben", Stance.YES),
        ("no to Ada", "Ada", Stance.NO),
        ("Ben? not interested", "Ben", Stance.NO),
        ("I'll pass on Ada's request", "Ada", Stance.NO),
        ("decline the second", "Ben", Stance.NO),
        ("tell me more about Ada", "Ada", Stance.MORE),
        ("who is Ben?", "Ben", Stance.MORE),
        ("more info on Carla", "Carla", Stance.MORE),
        ("what does Carla want", "Carla", Stance.MORE),
        ("maybe Ben", "Ben", Stance.MAYBE),
        ("not sure about Ada", "Ada", Stance.MAYBE),
        ("Carla later", "Carla", Stance.LATER),
        ("Ben not now", "Ben", Stance.LATER),
        ("the first", "Ada", None),
        ("yes to the first one", "Ada", Stance.YES),
        ("the last one, sure", "Carla", Stance.YES),
        ("#2 please", "Ben", Stance.YES),
        ("the question", "Carla", None),
        ("yes to the question", "Carla", Stance.YES),
        ("all of them", "Ada+Ben+Carla", None),
        ("yes to Ada and Ben", "Ada+Ben", Stance.YES),
        ("tell me more about ben and carla", "Ben+Carla", Stance.MORE),
        ("the middle one", "Ben", None),
        ("the one from Hooli", "Ben", None),
        ("Ben", "Ben", None),
    ],
)
def test_one_of_three_is_named(text: str, who: str, stance: Stance | None) -> None:
    assert meant(text, ADA, BEN, CARLA) == (who, stance)


@each(
    "text, stance",
    [
        ("yes", Stance.YES),
        ("Sure!", Stance.YES),
        ("ok let's do it", Stance.YES),
        ("I'm in", Stance.YES),
        ("no", Stance.NO),
        ("no thanks", Stance.NO),
        ("not interested", Stance.NO),
        ("I'll pass", Stance.NO),
        ("I don't know him well enough, sorry", Stance.NO),
        ("I barely know them", Stance.NO),
        ("we're not close", Stance.NO),
        ("we've lost touch", Stance.NO),
        ("how do I know her?", Stance.MORE),
        ("tell me more", Stance.MORE),
        ("who is it?", Stance.MORE),
        ("maybe", Stance.MAYBE),
        ("hmm", Stance.MAYBE),
        ("let me think about it", Stance.MAYBE),
        ("later", Stance.LATER),
        ("not now", Stance.LATER),
        ("ask me again later", Stance.LATER),
    ],
)
def test_without_a_name_it_is_the_only_one_shown_last_and_of_several_it_is_asked(
    text: str, stance: Stance
) -> None:
    assert meant(text, ADA) == ("Ada", stance)
    assert meant(text, ADA, BEN) == ("?Ada+Ben", stance)


@pytest.mark.parametrize("text", ["yes", "the first", "accept Ada", "both", "tell me more"])
def test_what_nobody_was_shown_is_never_found(text: str) -> None:
    phone = Phone(user=a_member(), priorities=[ADA, BEN], agent=AGENT)
    assert item_meant(text, phone.context([a_text(text)])) is None
    assert "ACCEPTED" not in phone.says(text)


def test_yes_with_none_shown_accepts_nothing() -> None:
    phone = Phone(user=a_member(), agent=AGENT)
    phone.says("hello")
    assert phone.says("yes") == "All right."
    assert phone.decision is not None
    assert phone.decision.effects == []


def test_only_the_types_that_are_asked_for_are_looked_at() -> None:
    context = told_of(ADA, CARLA).context([a_text("yes")])
    found = item_meant("yes", context, types={"community_request"})
    assert found is not None
    assert found.one is not None
    assert found.one.id == CARLA.id


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("not the first one", "?Ben+Carla"),
        ("not Ada", "?Ben+Carla"),
        ("yes to Ada, no to Ben", "?Ada+Ben"),
        ("no to both", "?Ada+Ben+Carla"),
        ("both please", "?Ada+Ben+Carla"),
    ],
)
def test_what_may_mean_several_is_asked_and_decides_nothing(text: str, among: str) -> None:
    found = meant(text, ADA, BEN, CARLA)
    assert found is not None
    assert found[0] == among


def test_both_of_two_are_meant() -> None:
    assert meant("no to both", ADA, BEN) == ("Ada+Ben", Stance.NO)


@pytest.mark.parametrize("text", ["yes please introduce us", "pls connect us", "let's meet"])
def test_consent_in_other_words_to_the_only_one_is_no_question_to_others(text: str) -> None:
    assert told_of(ADA).says(text) == "ACCEPTED Ada."
    assert told_of(ADA, BEN).says(text).startswith("Which one")


# As conversations: the phone of a member to whom such things are told.


def test_yes_to_hearing_more_accepts_nothing_and_the_yes_after_it_does() -> None:
    phone = told_of(ADA)
    assert phone.says("yes") == (
        "Ada Low, CFO at Initech, wants to meet you: about pricing."
        " Shall I put you in touch with Ada Low?"
    )
    assert phone.says("yes") == "ACCEPTED Ada."


def test_yes_with_two_asks_which_and_the_name_decides() -> None:
    phone = told_of(ADA, BEN)
    assert phone.says("yes") == (
        "Which one do you mean: Ada Low, CFO at Initech, wants to meet you;"
        " or Ben Ortiz, COO at Hooli, wants to meet you?"
    )
    assert "put you in touch with Ben Ortiz?" in phone.says("Ben")
    assert phone.says("yes please") == "ACCEPTED Ben."


def test_who_does_not_say_which_is_asked_more_shortly_and_answers_by_number() -> None:
    phone = told_of(ADA, BEN)
    phone.says("yes")
    assert phone.says("yes") == (
        'A number is enough: 1 for meeting Ada Low, 2 for meeting Ben Ortiz. Or "none".'
    )
    assert "put you in touch with Ben Ortiz?" in phone.says("2")
    assert phone.says("yes please") == "ACCEPTED Ben."


@pytest.mark.parametrize("text", ["who is ada again", "whos ada", "Ada Low? sure, happy to meet"])
def test_one_that_was_not_shown_yet_is_told_when_it_is_named_and_not_accepted(text: str) -> None:
    phone = told_of(BEN)
    phone.priorities = [*phone.priorities, ADA]
    assert phone.says(text) == (
        "Something that may matter to you: Ada Low, CFO at Initech, wants to meet you."
        " Want to hear more?"
    )


@pytest.mark.parametrize("text", ["who is ada again?", "what did ada say exactly?", "whos ada"])
def test_who_it_was_is_told_from_what_is_stored(text: str) -> None:
    assert "Ada Low, CFO at Initech, wants to meet you: about pricing." in told_of(ADA).says(text)


def test_a_few_words_that_nobody_understands_leave_what_was_told_open() -> None:
    phone = told_of(ADA)
    assert phone.says("hmm well you see") == (
        'I\'m not sure I follow. About meeting Ada Low: yes, no, or "tell me more"?'
    )
    assert "about pricing. Shall I put you in touch with Ada Low?" in phone.says(
        "whats in it for me"
    )
    assert phone.says("yes please") == "ACCEPTED Ada."


def test_no_with_two_declines_neither() -> None:
    assert told_of(ADA, BEN).says("no") == "All right, I'll leave it."


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("accept Ada", "ACCEPTED Ada."),
        ("introduce me to ben please", "ACCEPTED Ben."),
        ("no to the second", "DECLINED Ben."),
    ],
)
def test_who_names_one_of_three_and_says_yes_or_no_is_answered(text: str, reply: str) -> None:
    assert told_of(ADA, BEN, CARLA).says(text) == reply


def test_one_that_is_told_alone_is_declined_by_a_bare_no() -> None:
    assert told_of(ADA).says("no thanks") == "DECLINED Ada."


def test_actually_the_second_takes_the_first_back() -> None:
    phone = told_of(ADA, BEN, CARLA)
    assert phone.says("accept the first") == "ACCEPTED Ada."
    assert phone.says("actually the second") == "TOOK BACK Ada. ACCEPTED Ben."


@pytest.mark.parametrize("text", ["actually I meant Ben", "no wait, the other one", "oops, Ben"])
def test_a_correction_in_other_words(text: str) -> None:
    phone = told_of(ADA, BEN)
    phone.says("accept Ada")
    assert phone.says(text) == "TOOK BACK Ada. ACCEPTED Ben."


def test_actually_the_second_after_hearing_more_of_the_first_tells_of_the_second() -> None:
    phone = told_of(CARLA, BEN)
    phone.says("the first")
    assert phone.says("actually the second").startswith("Ben Ortiz, COO at Hooli")


def test_a_second_answer_to_another_one_takes_nothing_back() -> None:
    phone = told_of(ADA, BEN)
    phone.says("accept Ada")
    assert phone.says("and yes to Ben") == "ACCEPTED Ben."


@pytest.mark.parametrize("text", ["tell me more about Ada", "maybe", "hmm, let me think about it"])
def test_more_and_maybe_leave_it_open(text: str) -> None:
    phone = told_of(ADA)
    reply = phone.says(text)
    assert "ACCEPTED" not in reply
    assert phone.decision is not None
    assert [type(effect) for effect in phone.decision.effects] == [SpeakOfPriority]
    assert phone.priorities[0].presentation_count == 1


def test_later_asks_when_and_comes_back_then() -> None:
    phone = told_of(ADA)
    assert phone.says("later") == "When shall I come back to it? A day is enough."
    assert phone.says("next Monday") == (
        "All right, I'll come back to it on Mon Jun 8 at 9:00 AM EDT."
    )
    assert phone.decision is not None
    assert [type(effect) for effect in phone.decision.effects] == [PutOffPriority]
    assert phone.context([]).mattering == []


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("ask me again tomorrow", "Wed Jun 3 at 9:00 AM"),
        ("not now, in two weeks", "Tue Jun 16"),
        ("maybe on Friday", "Fri Jun 5 at 9:00 AM"),
    ],
)
def test_later_with_a_day_comes_back_on_it(text: str, when: str) -> None:
    assert when in told_of(ADA).says(text)


def test_later_than_it_is_open_is_said_and_asked_again() -> None:
    phone = told_of(ADA.model_copy(update={"expires_at": START + timedelta(days=2)}))
    phone.says("later")
    assert phone.says("in two weeks") == (
        "It is open until Thu Jun 4 at 10:00 AM EDT only. When before that shall I come back to it?"
    )
    assert "I'll come back" in phone.says("tomorrow")


def test_naming_a_dormant_one_that_is_open_revives_it() -> None:
    phone = told_of(ADA)
    phone.says("hello")
    phone.now += timedelta(days=10)
    dormant = {"status": PriorityStatus.DORMANT}
    phone.priorities = [phone.priorities[0].model_copy(update=dormant)]
    phone.question = None
    assert "put you in touch with Ada Low?" in phone.says("what about Ada?")
    assert phone.priorities[0].status is PriorityStatus.PRESENTED


@pytest.mark.parametrize(
    ("status", "why"),
    [
        (PriorityStatus.ACTIONED, "it has been answered already"),
        (PriorityStatus.EXPIRED, "it has run out"),
        (PriorityStatus.CANCELLED, "it is off"),
    ],
)
def test_what_is_over_is_accepted_no_more_and_said_why(status: PriorityStatus, why: str) -> None:
    phone = told_of(ADA)
    phone.priorities = [phone.priorities[0].model_copy(update={"status": status})]
    assert phone.says("accept Ada") == (
        f'About "Ada Low, CFO at Initech, wants to meet you": {why}.'
    )


@pytest.mark.parametrize(
    "text", ["what's waiting for me?", "what matters now?", "anything for me?"]
)
def test_what_is_waiting_is_told_from_the_rows_and_counts_as_shown(text: str) -> None:
    phone = Phone(user=a_member(), priorities=[ADA, BEN], agent=AGENT)
    reply = phone.says(text)
    assert reply == (
        "A few things that may matter to you: Ada Low, CFO at Initech, wants to meet you; "
        "Ben Ortiz, COO at Hooli, wants to meet you. Which one shall we look at?"
    )
    assert [one.presentation_count for one in phone.priorities] == [1, 1]
    assert phone.says("accept the second") == "ACCEPTED Ben."


def test_with_nothing_there_that_is_said() -> None:
    phone = Phone(user=a_member(), agent=AGENT)
    assert phone.says("what matters now?") == "Nothing is waiting for your answer right now."
