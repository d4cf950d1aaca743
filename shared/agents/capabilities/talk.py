"""Talk: questions about us, courtesies and refusals, each with an answer of its own."""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.agents.asking import ask
from shared.agents.capabilities.goals import WHAT_WANTED
from shared.agents.capability import Capability, Example, Intent, Rephrased, Situation, Specificity
from shared.agents.language.remarks import is_remark
from shared.agents.language.small_talk import (
    GREETINGS,
    HUMANE,
    MEMBERS,
    to_pictures,
    wordings,
)
from shared.agents.language.topics import Topic, topics
from shared.agents.likely import is_distress
from shared.agents.turn import unsaid
from shared.agents.zones import spoken, zone_of
from shared.domain.context import TurnContext, TurnEvent
from shared.domain.values import EventType
from shared.llm.interface import Toolbox

PICTURE = "I can't see pictures, only text. Could you write it to me?"
REASONS = {
    "personal_address": (
        "A mail arrived, but from a personal address, which doesn't count. Please send one from "
        "your work email."
    ),
    "not_authenticated": (
        "A mail arrived, but its sender couldn't be confirmed. Please send a new one straight from "
        "your work mailbox, not forwarded."
    ),
    "disposable_address": (
        "A mail arrived, but from an address that hides or throws away the real one, which doesn't "
        "count. Please send one from your work email."
    ),
    "role_address": (
        "A mail arrived, but from a mailbox that machines or a help desk use. Please send one from "
        "your own work address."
    ),
    "unclear_sender": (
        "A mail arrived, but its From didn't name one clear address. Please send one from your "
        "work email, with only your own name and address as the sender."
    ),
    "automatic": (
        "A mail arrived, but a program sent it: an automatic reply, a list or a receipt. Please "
        "write one yourself from your work email."
    ),
    "reply": (
        "A mail arrived, but as a reply or a forward, which doesn't count. Please write a new mail "
        "from your work email; it can be empty."
    ),
    "not_addressed": (
        "A mail arrived, but my address wasn't in its To line. Please write a new mail from your "
        "work email with that address in To."
    ),
    "unreadable": (
        "A mail arrived, but it couldn't be read. Please send a new one from your work email; it "
        "can be empty."
    ),
    "taken": (
        "A mail arrived, but that address already belongs to another account. Do you have another "
        "work email, or another number you text from?"
    ),
}


@dataclass(frozen=True)
class Raised:
    """What a text raises, most important first."""

    topics: tuple[Topic, ...]


def fixed_answer(topic: Topic, support_contact: str) -> str | None:
    """The answer to a topic that is the same for everybody; None for one that is not."""
    found = wordings(topic, support_contact)
    return found[0] if found else None


def rejected(event: TurnEvent) -> str:
    """Why a mail proved nothing."""
    return REASONS.get(str(event.payload.get("reason")), REASONS["not_authenticated"])


def humane(texts: Iterable[str], context: TurnContext) -> str:
    """What to say to somebody in distress, whoever answers; empty when nobody is."""
    if not any(Topic.DISTRESS in topics(text) or is_distress(text) for text in texts):
        return ""
    return unsaid(HUMANE, context)


def greeting(context: TurnContext) -> str:
    """The word to somebody who has said no more than hello."""
    name = f" {context.user.first_name}" if context.user.first_name else ""
    return unsaid([one.format(name=name) for one in GREETINGS], context)


def _read(text: str, situation: Situation) -> Intent[Raised] | None:
    raised = tuple(topics(text)) or ((Topic.REMARK,) if is_remark(text) else ())
    return Intent(wish=Raised(raised), specificity=Specificity.TALK) if raised else None


def member_talk(abilities: str) -> Capability[Raised]:
    """Talk with a member, who is told `abilities` when they ask what they can do."""

    def answer(wish: Raised, box: Toolbox) -> str:
        return next((reply for topic in wish.topics if (reply := about(topic, box))), "")

    def about(topic: Topic, box: Toolbox) -> str:
        context = box.context
        if topic in (Topic.ABILITIES, Topic.ABOUT, Topic.HOW):
            return abilities
        if topic is Topic.GREETING:
            return greeting(context)
        if topic is Topic.CLOCK:
            return f"It's {spoken(context.now, zone_of(context.user, box.settings))} for you."
        if topic in (Topic.STUCK, Topic.TROUBLE):
            ask(box, WHAT_WANTED)
        if topic is Topic.EMOJI:
            return unsaid(to_pictures(" ".join(context.texts)), context)
        found = MEMBERS.get(topic) or wordings(topic, box.settings.support_contact)
        return unsaid(found, context) if found else ""

    def welcome(event: TurnEvent, box: Toolbox) -> str:
        user = box.context.user
        name = f", {user.first_name}" if user.first_name else ""
        return f"Welcome{name}, you're a member now. {abilities}"

    return Capability(
        name="talk",
        read=_read,
        answer=answer,
        rephrased={
            "who_are_you": Rephrased("who are you", tells=True),
            "abilities": Rephrased("what can you do", tells=True),
            "clock": Rephrased("what time is it", tells=True),
            "greeting": Rephrased("hi"),
            "thanks": Rephrased("thanks"),
            "complaint": Rephrased("you are no help"),
            "smalltalk": Rephrased("i had a nice day"),
        },
        events={
            EventType.USER_VERIFIED: welcome,
            EventType.EMAIL_VERIFIED: lambda event, box: (
                f"Thanks, your mail arrived, and your email is now {box.context.user.email}."
            ),
            EventType.EMAIL_REJECTED: lambda event, box: rejected(event),
        },
        instructions="""\
- Talk about other things gets a short answer of its own, never the same one twice. To a frightened
  or desperate person say that you are software, and name their local emergency number, and 988 in
  the US; joke about nothing and store nothing. When they need something and do not know what, ask.
- user.verified is an event: they have just become a member. Welcome them by first name and say in
  one sentence what they can ask you for.
""",
        examples=(
            Example(text="thanks", wish=Raised((Topic.THANKS,))),
            Example(text="who are you", wish=Raised((Topic.IDENTITY,))),
            Example(text="hi", wish=Raised((Topic.GREETING,))),
        ),
        counter_examples=("dana and the contract",),
    )


__all__ = ["PICTURE", "REASONS", "fixed_answer", "greeting", "humane", "member_talk", "rejected"]
