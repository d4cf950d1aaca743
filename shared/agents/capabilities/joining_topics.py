"""What newcomers raise and ask while they join, and what is said to it."""

from shared.agents.capabilities.joining_answers import ENOUGH, Stage, answers, thanked
from shared.agents.capabilities.joining_questions import address_was_told
from shared.agents.capabilities.joining_reading import Reading
from shared.agents.capabilities.joining_tools import missing
from shared.agents.capabilities.person import answer_request
from shared.agents.language.facts import Ask, next_ask
from shared.agents.language.joining_talk import Aside
from shared.agents.language.person import needs_no_person
from shared.agents.language.small_talk import wordings
from shared.agents.language.topics import Topic
from shared.agents.turn import unsaid
from shared.domain.context import User
from shared.domain.mail_domains import is_disposable, is_free
from shared.llm.interface import Toolbox

ABOUT = (
    "Yachtparty is a professional network you use by text: members help each other with answers "
    "and introductions.",
    "It's a professional network by text message: you ask, members who know answer, and "
    "introductions happen when both sides want them.",
)
HOW = (
    "I ask a few short questions here, a mail from you proves your work address, and a person "
    "reviews it."
)
_NO_QUESTION_AFTER = frozenset(
    {Topic.DECLINE, Topic.WAIT, Topic.BYE, Topic.DELETE, Topic.ABUSE, Topic.PERSON}
)
_NOT_BESIDE_FACTS = frozenset(
    {Topic.SENT, Topic.HOW_LONG, Topic.CONFUSED, Topic.WAIT, Topic.REFUSE, Topic.FOREIGN}
)
_AS_ASIDES = {Topic.HOW_LONG: Aside.WHEN, Topic.PERSONAL_MAIL: Aside.FREE_MAIL}
# Less telling than what else is found in the same text.
_YIELDS = frozenset(
    {Topic.HOW_LONG, Topic.WAIT, Topic.PERSONAL_MAIL, Topic.HOW, Topic.CONFUSED, Topic.STUCK}
    | {
        Topic.WHY,
        Topic.ABILITIES,
        Topic.THANKS,
        Topic.UNSURE,
        Topic.BYE,
        Topic.GREETING,
        Topic.COMPLIMENT,
    }
)
_CONVERSATIONAL = frozenset({Aside.WILL_DO, Aside.GO_ON, Aside.ALL_RIGHT, Aside.PAUSE})
_ON_WITH_IT = frozenset({Aside.GO_ON, Aside.WILL_DO})
_SENT = (
    "Nothing has reached me yet; mail can take a few minutes.",
    "Still nothing here. It has to come straight from your work mailbox, with my address in To.",
    "I've seen no mail from you so far. If it doesn't come, a new one is worth a try.",
    "No mail yet, sorry. You'll hear from me the moment it's here.",
)


def ends(reading: Reading) -> bool:
    """Whether nothing is asked after that: they stop, wait, or have doubts."""
    others = set(reading.asides) - _CONVERSATIONAL
    if others:
        return bool(others & ENOUGH) or bool(set(reading.raised) & (_NO_QUESTION_AFTER - _YIELDS))
    return bool(set(reading.raised) & _NO_QUESTION_AFTER) and not (
        _ON_WITH_IT & set(reading.asides)
    )


def stage_of(user: User) -> Stage:
    """How far somebody has come."""
    if user.onboarding_completed_at is not None:
        return Stage.REVIEW
    return Stage.MAIL if next_ask(missing(user)) is Ask.EMAIL else Stage.ASKED


def answers_to(reading: Reading, box: Toolbox) -> list[str]:
    """Answers to what the texts raise and ask, two at most."""
    stage = stage_of(box.context.user)
    asked = [aside for aside in reading.asides if aside not in _CONVERSATIONAL]
    told = [] if reading.facts else answers(asked, stage, box)
    raised = [one for one in reading.raised if not (told and one in _YIELDS)]
    if Topic.SENT in raised and Topic.PRESENCE in raised:  # "did you get it?"
        raised.remove(Topic.PRESENCE)
    if _ON_WITH_IT & set(reading.asides) and not told:
        raised = [one for one in raised if one not in _NO_QUESTION_AFTER]
    parts = [_topic(topic, reading, box) for topic in raised] + told
    if reading.email and not box.context.user.email_verified:
        parts.insert(0, _typed(reading.email))
    if reading.no_job:
        parts.insert(
            0,
            "Joining goes by a current work email, so it has to wait until you have one; "
            "a business of your own counts.",
        )
    met = stage is Stage.REVIEW or address_was_told(box)
    if not any(parts) and not reading.facts and met:
        parts = answers(reading.asides[:1], stage, box)
    return [part for part in parts if part][:2]


def _typed(email: str) -> str:
    domain = email.rpartition("@")[2]
    if is_free(domain) or is_disposable(domain):
        return "That looks like a personal address, and it has to be your work email."
    return "Thanks, but an address typed here proves nothing yet."


def _topic(topic: Topic, reading: Reading, box: Toolbox) -> str:
    user = box.context.user
    if reading.facts and topic in _NOT_BESIDE_FACTS:
        return ""
    if topic is Topic.SENT:
        of_it = reading.asked is Ask.EMAIL or reading.mail
        return unsaid(_SENT, box.context) if of_it and not user.email_verified else ""
    if topic in _AS_ASIDES:
        return " ".join(answers([_AS_ASIDES[topic]], stage_of(user), box))
    if topic is Topic.PERSON:
        return answer_request(box, wanted=not any(map(needs_no_person, box.context.texts)))
    if topic is Topic.HOW:
        return "" if reading.asked is Ask.EMAIL else HOW
    if topic is Topic.WHY:
        return _why(reading.asked)
    if topic is Topic.REFUSE:
        return _refused(reading.asked)
    if topic is Topic.THANKS:
        return "" if stage_of(user) is Stage.ASKED else thanked(box)
    return unsaid(_LEAVING[topic], box.context) if topic in _LEAVING else _said(topic, box)


_LEAVING = {
    Topic.DECLINE: (
        "Understood, I'll leave it there. Text me if you change your mind.",
        "All right, I ask nothing more. You're welcome back at any time.",
    ),
    Topic.WAIT: (
        "No hurry, text me when it suits you.",
        "Take your time; I'm here whenever you are.",
        "Fine, later is all right.",
    ),
    Topic.ABOUT: ABOUT,
    Topic.ABILITIES: ABOUT,
    Topic.BYE: ("Talk soon. Text me whenever you want to go on.", "Bye for now."),
}


def _said(topic: Topic, box: Toolbox) -> str:
    """What everybody hears to a topic, in words that were not used lately."""
    found = wordings(topic, box.settings.support_contact)
    return unsaid(found, box.context) if found else ""


def _why(asked: Ask | None) -> str:
    if asked is Ask.EMAIL:
        return "A mail from your work address shows where you work, which typing it can't."
    if asked is Ask.REFERRER:
        return "It tells us who vouches for you; nobody is a fine answer."
    return "A person reviews each new member, and that's what they look at."


def _refused(asked: Ask | None) -> str:
    if asked in (Ask.REFERRER, None):
        return "That's fine."
    return "That's your choice, though I can't finish joining without it."


__all__ = ["answers_to", "ends", "stage_of"]
