"""Talking to a human: the team is told, and hears of it on the dashboard and by an alert."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.agents.capability import Capability, Example, Intent, Rephrased, Situation
from shared.agents.language.person import asks_for_person, asks_when, needs_no_person
from shared.agents.zones import spoken, zone_of
from shared.domain.context import TurnContext
from shared.domain.effects.person import AskForPerson
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult


class PersonWanted(Arguments):
    """Whether they want a human to answer them."""

    wanted: bool = True  # false: they need none any more


@dataclass(frozen=True)
class Wish:
    """They want a human, or none any more."""

    wanted: bool = True


def _request(context: TurnContext, given: PersonWanted, settings: AgentSettings) -> ToolResult:
    asked_at = context.conversation.person_asked_at
    contact = {"they_can_also_write_to": settings.support_contact}
    also = contact if settings.support_contact else {}
    if not given.wanted:
        if asked_at is None:
            return ToolResult(told={"status": "nobody was asked"})
        return ToolResult(told={"status": "called off"}, effects=(AskForPerson(wanted=False),))
    if asked_at is not None:
        zone = zone_of(context.user, settings)
        return ToolResult(told={"status": "asked before", "since": spoken(asked_at, zone), **also})
    return ToolResult(told={"status": "the team is told now", **also}, effects=(AskForPerson(),))


REQUEST_PERSON = Tool(
    name="request_person",
    description=(
        "Tells the team that the person wants to talk to a human, once; one of them then joins in"
        " this very conversation. Nobody knows how soon. With wanted false it is called off."
    ),
    arguments=PersonWanted,
    run=_request,
)


def answer_request(box: Toolbox, *, wanted: bool = True) -> str:
    """Asks for a human, or calls it off, and says what comes of it."""
    told = box.run("request_person", {"wanted": wanted})
    also = told.get("they_can_also_write_to")
    meanwhile = f"you can also write to {also}" if also else "until then it's me"
    if told["status"] == "called off":
        return "All right, I've told the team that you need no person any more."
    if told["status"] == "nobody was asked":
        return "No person was asked to step in, so there's nothing to call off."
    if told["status"] == "asked before":
        return (
            f"The team has known since {told['since']} that you want a person, and nobody has"
            f" joined yet. One of them answers here, I can't say when; {meanwhile}."
        )
    return (
        "I'm software, and I'm telling the team now that you want a person. One of them answers"
        f" you here, I can't say when; {meanwhile}."
    )


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if needs_no_person(text):
        return Intent(wish=Wish(wanted=False))
    waits = situation.context.conversation.person_asked_at is not None
    if asks_for_person(text) or (waits and asks_when(text)):
        return Intent(wish=Wish())
    return None


def describe_request(context: TurnContext, settings: AgentSettings) -> Iterable[str]:
    """That they wait for a human, for the model."""
    asked_at = context.conversation.person_asked_at
    if asked_at is not None:
        since = spoken(asked_at, zone_of(context.user, settings))
        yield f"They asked for a human; the team has known since {since}, and none has joined."


INSTRUCTIONS = """\
- When they want to talk to a human, call request_person and tell them what it says: one of the
  team answers in this conversation; nobody knows when, so name no time. Until then go on answering.
"""

PERSON = Capability(
    name="person",
    read=_read,
    answer=lambda wish, box: answer_request(box, wanted=wish.wanted),
    tools=(REQUEST_PERSON,),
    instructions=INSTRUCTIONS,
    label="ask the team for a person",
    rephrased={
        "human": Rephrased("can i talk to a human", careful=True),
    },
    tries=("can I talk to a human",),
    describe=describe_request,
    examples=(
        Example(text="can I talk to a human?", wish=Wish()),
        Example(text="let me speak to a real person", wish=Wish()),
        Example(text="human please", wish=Wish()),
        Example(text="I want to talk to someone from your team", wish=Wish()),
        Example(text="I don't want to talk to a bot", wish=Wish()),
        Example(text="no need for a human any more", wish=Wish(wanted=False)),
    ),
    counter_examples=(
        "are you a human?",
        "am I talking to a real person?",
        "I'd like to talk to a person who has raised a series A",
        "remind me to talk to a person at the bank tomorrow at 9",
        "who knows a good customer support tool?",
        "I need to hire a human resources manager",
    ),
)

__all__ = [
    "INSTRUCTIONS",
    "PERSON",
    "REQUEST_PERSON",
    "Wish",
    "answer_request",
    "describe_request",
]
