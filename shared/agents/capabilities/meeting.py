"""Meeting people by name, and what has become of it: an innovator's."""

from dataclasses import dataclass

from shared.agents.asking import ask
from shared.agents.capabilities.introducing_tools import CHECK_INTRO_PROGRESS, REQUEST_CONNECTION
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.language import followups
from shared.agents.language.intro_reports import asks_progress
from shared.agents.language.introducing import Person, Wished, wished_in
from shared.agents.language.topics import is_only_courtesy, topics
from shared.agents.language.words import matches
from shared.agents.shown import item_meant
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

WHY = "connection_why"
_NO = r"^\W*(?:no|nope|nah|never ?mind|nvm|forget it|leave it|cancel)\b"
_LONGEST = 60  # words of a reason


@dataclass(frozen=True)
class TellProgress:
    """They ask what has become of it."""


@dataclass(frozen=True)
class Leave:
    """They have thought better of it."""


Wish = Wished | TellProgress | Leave


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if asks_progress(text):
        return Intent(wish=TellProgress())
    wished = wished_in(text)
    # Whoever wants to meet them too is answered with a yes.
    if wished is None or item_meant(text, situation.context) is not None:
        return None
    return Intent(wish=wished, specificity=Specificity.NAMED)


def _read_why(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    if matches(_NO, text):
        return Leave()
    if is_only_courtesy(text) or topics(text) or followups.wants_followup(text) or "?" in text:
        return None
    words = text.split()
    if not 1 < len(words) <= _LONGEST:
        return None
    about = {name: str(value) for name, value in question.about.items()}
    credits = int(about.get("credits", "0"))
    return Wished(Person(about.get("name", ""), None, about.get("company")), text, credits)


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Leave):
        return "All right, I'll leave it."
    if isinstance(wish, TellProgress):
        return _progress(box)
    name, company = wish.who.name, wish.who.company
    if not wish.reason:
        about = {"name": name, "company": company or "", "credits": str(wish.credits or "")}
        ask(box, WHY, (), **{key: said for key, said in about.items() if said})
        return f"What shall I say it is about, if I can reach {name}?"
    told = box.run(
        "request_connection",
        {"name": name, "company": company, "why": wish.reason, "credits": wish.credits},
    )
    if told.get("why") == "too_many":
        return "That is many people for one day. Tell me the next one tomorrow."
    if told.get("why") == "credits":
        return f"You have {told['available']} credits to spend, so I can't set that many aside."
    if "error" in told:
        return "I couldn't take that. Could you say whom you want to meet, and why?"
    aside = f" {wish.credits} credits are set aside for it." if wish.credits else ""
    return (
        f"I'll see who can bring you together with {name}, and come back when there is a"
        f" match.{aside}"
    )


def _progress(box: Toolbox) -> str:
    told = box.run("check_intro_progress", {})
    said = [_standing(one) for one in told["introductions"][:4]]
    wishes = [one["name"] for one in told["wishes"][:4]]
    if wishes:
        said.append(f"{', '.join(wishes)}: no match so far")
    return "; ".join(said) + "." if said else "No match so far."


def _standing(one: dict[str, str]) -> str:
    who = " by ".join(filter(None, (one.get("third"), one.get("who")))) or "an introduction"
    return f"{who}: {one['status']}"


MEETING: Capability[Wish] = Capability(
    name="meeting",
    read=_read,
    answer=_answer,
    tools=(REQUEST_CONNECTION, CHECK_INTRO_PROGRESS),
    questions=(
        QuestionKind(
            kind=WHY,
            meaning="you asked what the meeting with about.name (about.company, about.credits) is"
            " about",
            read=_read_why,
            about=frozenset({"name", "company", "credits"}),
        ),
    ),
    instructions="""\
- To meet somebody by name is request_connection, with why; credits only when they offer some. Say
  that you come back when there is a match: never whether somebody is a member, was asked, or said
  no. What has become of it is check_intro_progress, and "no match so far" is all that is said of
  who has not said yes.
""",
    label="look for somebody whom you want to meet",
    examples=(
        Example(
            text="introduce me to Dana Roe at Hooli about pricing",
            wish=Wished(Person("Dana Roe", None, "Hooli"), "about pricing"),
        ),
        Example(
            text="how are my intros going?",
            wish=TellProgress(),
        ),
    ),
    counter_examples=(
        "I want to meet a CFO",
        "I'd like to talk to a lawyer about pricing",
        "remind me to meet Dana Roe tomorrow",
    ),
)

__all__ = ["MEETING"]
