"""Volunteering introductions, and with whom a member never wants to be brought together."""

from dataclasses import dataclass, replace

from shared.agents.asking import ask
from shared.agents.capabilities.introducing_tools import (
    BLOCK_INTRODUCTIONS,
    OFFER_INTRODUCTION,
    UNBLOCK_INTRODUCTIONS,
)
from shared.agents.capabilities.introduction_tools import introduction_called
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.language.answers import is_pass
from shared.agents.language.introducing import (
    Never,
    Offered,
    Person,
    never_in,
    offered_in,
    person_in,
)
from shared.agents.language.names import tidy_name
from shared.agents.language.topics import is_only_courtesy
from shared.agents.language.words import matches, tokens
from shared.domain.context import AskedRequest, TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

TO_WHOM, WITH_WHOM = "introduction_to_whom", "introduction_never_with"
_NO = r"^\W*(?:no|nope|nah|nobody|no ?one|never ?mind|nvm|forget it|leave it|none)\b"
_FORWARD = r"^\W*(?:to|for|with|it'?s|that'?s|the member is|who asked is)?\s*"


@dataclass(frozen=True)
class Volunteers:
    """An introduction to whoever asked a question (by id), or to a member by name."""

    who: Person
    to: str = ""
    request: str = ""
    passes: bool = False  # and leaves the question to others


@dataclass(frozen=True)
class NeverWith:
    """By the id of an introduction, or by name; neither: they are asked."""

    id: str = ""
    name: str = ""
    again: bool = False


@dataclass(frozen=True)
class Leave:
    """They have thought better of it."""


Wish = Volunteers | NeverWith | Leave


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if (never := never_in(text)) is not None:
        return Intent(wish=_never(never, situation), specificity=Specificity.NAMED)
    offered = offered_in(text)
    if offered is None:
        return None
    wish = replace(_volunteers(offered, situation), passes=is_pass(text))
    return Intent(wish=wish, specificity=Specificity.NAMED)


def _never(never: Never, situation: Situation) -> NeverWith:
    if never.name or never.again:
        return NeverWith(name=never.name, again=never.again)
    last = situation.context.shown_last
    shown = [one for item in last if (one := introduction_called(situation.context, item.id))]
    return NeverWith(id=str(shown[0].id)) if len(shown) == 1 else NeverWith()


def _volunteers(offered: Offered, situation: Situation) -> Volunteers:
    asked = [one for one in situation.context.asked_requests if one.open and one.shown_at]
    if offered.to:
        asked = [one for one in asked if _asks(one, offered.to)]
    elif situation.question is not None:
        options = [option.id for option in situation.question.options]
        asked = [one for one in asked if str(one.id) in options] or asked
    request = str(asked[0].id) if len(asked) == 1 or (asked and not offered.to) else ""
    return Volunteers(offered.who, offered.to, request)


def _asks(one: AskedRequest, name: str) -> bool:
    return bool(one.asker_name) and (one.asker_name or "").lower() in tokens(name)


def _read_to_whom(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if matches(_NO, text):
        return Leave()
    found = matches(rf"{_FORWARD}(?P<name>.+)$", text)
    person = person_in(found["name"]) if found and not is_only_courtesy(text) else None
    if person is None or len(tokens(person.name)) > 4 or "?" in text:
        return None
    about = {name: str(value) for name, value in question.about.items()}
    who = Person(about.get("name", ""), about.get("title"), about.get("company"))
    return _volunteers(Offered(who, tidy_name(person.name)), situation)


def _read_with_whom(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if matches(_NO, text):
        return Leave()
    if "?" in text or len(tokens(text)) > 5 or is_only_courtesy(text):
        return None
    return NeverWith(name=text.strip(" .!,"))


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Leave):
        return "All right, I'll leave it."
    if isinstance(wish, NeverWith):
        return _refused(wish, box)
    who = wish.who
    arguments = {"person_name": who.name, "person_title": who.title, "person_company": who.company}
    arguments |= {"request_id": wish.request} if wish.request else {"to_name": wish.to or None}
    told = box.run("offer_introduction", arguments)
    if told.get("why") == "to_whom":
        known = {"name": who.name, "title": who.title or "", "company": who.company or ""}
        ask(box, TO_WHOM, (), **{name: said for name, said in known.items() if said})
        return f"Good of you. To which member would you introduce {who.name}?"
    if told.get("why") == "too_many":
        return "That is many people for one day. Tell me the next one tomorrow."
    if "error" in told:
        return "That question has closed meanwhile, so there is nobody to introduce them to."
    if wish.passes and told.get("question_still_open"):
        box.run("pass_community_request", {"request_id": wish.request})
    return f"Thank you. I'll come back to you if {told['to']} would like to meet {who.name}."


def _refused(wish: NeverWith, box: Toolbox) -> str:
    if not wish.id and not wish.name:
        ask(box, WITH_WHOM)
        return "With whom not? Tell me the person or the company."
    if wish.again:
        told = box.run("unblock_introductions", {"name": wish.name})
        return f"All right, {told['again_with']} is possible again."
    arguments = {"id": wish.id} if wish.id else {"name": wish.name}
    told = box.run("block_introductions", arguments)
    if "error" in told:
        return "I can't find that introduction any more."
    return f"All right, never with {told['never_with']}."


def _no_rows(context: TurnContext) -> dict[str, str]:
    return {}


INTRODUCING: Capability[Wish] = Capability(
    name="introducing",
    read=_read,
    answer=_answer,
    tools=(OFFER_INTRODUCTION, BLOCK_INTRODUCTIONS, UNBLOCK_INTRODUCTIONS),
    questions=(
        QuestionKind(
            kind=TO_WHOM,
            meaning="you asked to which member they would introduce about.name (about.title,"
            " about.company)",
            read=_read_to_whom,
            options=_no_rows,
            about=frozenset({"name", "title", "company"}),
        ),
        QuestionKind(
            kind=WITH_WHOM,
            meaning="you asked with whom they never want to be brought together",
            read=_read_with_whom,
        ),
    ),
    instructions="""\
- "I can introduce you to Jo" is offer_introduction: to the member whose question they were asked,
  or to one whom they name; ask to whom when it is neither. Say that you come back if they would
  like it, and nothing about whether you know them.
- "Never with Acme" is block_introductions, and unblock_introductions takes it back.
""",
    label="take that as an introduction that you offer",
    examples=(
        Example(
            text="I can introduce you to Jo Lee, CFO at Initech",
            wish=Volunteers(Person("Jo Lee", "CFO", "Initech")),
        ),
        Example(
            text="happy to introduce Ines Ito to jo lee at Initech",
            wish=Volunteers(Person("Jo Lee", None, "Initech"), "Ines Ito"),
        ),
        Example(text="never with Acme", wish=NeverWith(name="Acme")),
        Example(text="block Jo Lee", wish=NeverWith(name="Jo Lee")),
        Example(text="unblock Acme", wish=NeverWith(name="Acme", again=True)),
    ),
    counter_examples=(
        "can you introduce me to Dana Roe?",
        "never text me again",
        "I can't introduce them",
        "never ask me about tax",
        "block my calendar tomorrow",
    ),
)

__all__ = ["INTRODUCING"]
