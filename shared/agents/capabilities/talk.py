"""Talk: questions about us, courtesies and refusals, each with an answer of its own."""

from dataclasses import dataclass

from shared.agents.capability import Capability, Example, Intent, Situation, Specificity
from shared.agents.language.topics import Topic, topics
from shared.domain.context import TurnEvent, User
from shared.domain.values import EventType
from shared.llm.interface import Toolbox

PICTURE = "I can't see pictures, only text. Could you write it to me?"
FOREIGN = "Sorry, I only speak English for now, so please write to me in English."
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
_FIXED = {
    Topic.INJECTION: "I can't change rules, access or credits by text, for anyone.",
    Topic.FOREIGN: FOREIGN,
    Topic.IDENTITY: "I'm Yachtparty's assistant: software, not a person.",
    Topic.NUMBER: (
        "I have this number only because it has been in touch with this line. Text STOP and you "
        "won't get any more texts."
    ),
    Topic.ABUSE: "Fair enough. Text STOP if you'd rather not hear from me.",
    Topic.HOW_ARE_YOU: "All working here, thanks.",
    Topic.CONFUSED: "Let me put that more simply.",
}


@dataclass(frozen=True)
class Raised:
    """What a text raises, most important first."""

    topics: tuple[Topic, ...]


def fixed_answer(topic: Topic, support_contact: str) -> str | None:
    """The answer to a topic that is the same for everybody; None for one that is not."""
    at = f" at {support_contact}" if support_contact else ""
    if topic is Topic.PRIVACY:
        more = (
            f"ask {support_contact} about your data" if support_contact else "STOP ends all texts"
        )
        return f"What you text is stored so that this can work; {more}."
    if topic is Topic.DELETE:
        return f"I can't delete or export data by text. A person can{at}."
    if topic is Topic.PERSON:
        if not support_contact:
            return "I'm software and can't pass you on to a person by text."
        return f"I'm software and can't pass you on, but a person answers at {support_contact}."
    if topic is Topic.PRICE:
        return "I have no prices to quote, and nothing you do by text here takes a payment."
    if topic is Topic.MEMBERS:
        return "I can't share who else is here."
    return _FIXED.get(topic)


def rejected(event: TurnEvent) -> str:
    """Why a mail proved nothing."""
    return REASONS.get(str(event.payload.get("reason")), REASONS["not_authenticated"])


def greeting(user: User) -> str:
    """The word to somebody who has said no more than hello."""
    name = f" {user.first_name}" if user.first_name else ""
    return f"Hi{name}. What can I do for you?"


def _read(text: str, situation: Situation) -> Intent[Raised] | None:
    raised = tuple(topics(text))
    return Intent(wish=Raised(raised), specificity=Specificity.TALK) if raised else None


def member_talk(abilities: str) -> Capability[Raised]:
    """Talk with a member, who is told `abilities` when they ask what they can do."""

    def answer(wish: Raised, box: Toolbox) -> str:
        return next((reply for topic in wish.topics if (reply := about(topic, box))), "")

    def about(topic: Topic, box: Toolbox) -> str:
        answers = {
            Topic.ABILITIES: abilities,
            Topic.ABOUT: abilities,
            Topic.CONFUSED: abilities,
            Topic.THANKS: "You're welcome.",
            Topic.BYE: "Talk soon.",
            Topic.WAIT: "No hurry, text me when it suits you.",
            Topic.DECLINE: "All right, I'll leave it there.",
            Topic.REFUSE: "That's fine.",
            Topic.GREETING: greeting(box.context.user),
            Topic.HOW_LONG: "I can't say; I have no date for that.",
            Topic.WHY: "I can't say why. Is there something I can note or set for you?",
        }
        return answers.get(topic) or fixed_answer(topic, box.settings.support_contact) or ""

    def welcome(event: TurnEvent, box: Toolbox) -> str:
        user = box.context.user
        name = f", {user.first_name}" if user.first_name else ""
        return f"Welcome{name}, you're a member now. {abilities}"

    return Capability(
        name="talk",
        read=_read,
        answer=answer,
        events={
            EventType.USER_VERIFIED: welcome,
            EventType.EMAIL_VERIFIED: lambda event, box: "Thanks, your mail arrived.",
            EventType.EMAIL_REJECTED: lambda event, box: rejected(event),
        },
        instructions="""\
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


__all__ = ["PICTURE", "REASONS", "fixed_answer", "greeting", "member_talk", "rejected"]
