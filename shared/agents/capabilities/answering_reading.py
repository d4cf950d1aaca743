"""What a member says to a question that they were asked: answers, passes, words back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.agents.capabilities.answering_tools import asked_called
from shared.agents.capability import Intent, Situation, Specificity
from shared.agents.language import wanting
from shared.agents.language.answers import is_elsewhere, is_pass, is_substantive
from shared.agents.language.asking_others import never_about
from shared.agents.language.introducing import is_offer
from shared.agents.language.questions import is_question
from shared.agents.language.words import matches, tokens
from shared.domain.context import AskedRequest, AskState
from shared.domain.dialogue import OpenQuestion
from shared.domain.expertise import expertise_tags_of

_YES = r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|y|happy to|glad to|of course|absolutely|i can)\b"
_NO = r"^\W*(?:no|nope|nah|n)\W*(?:thanks?|thank you|sorry)?\W*$"
_ADDS = (
    r"^\W*(?:also|and|plus|oh(?: and)?|btw|by the way|one more(?: thing)?|p\.?s\.?|i forgot|forgot|"
    r"to add|another thing|actually|correction|sorry)\b"
)
_NAMES_IT = (
    r"^\W*(?:for|on|about|re|regarding|to|as for|answer(?:ing)? (?:to|for|on)?) "
    r"(?:the |that |your |this )?(?P<what>.{2,60}?)(?:'?s)?(?: question| one| thing)?\s?"
    r"(?:[:,]| -+) (?P<said>.{3,})$"
)
_OF_ASKER = (
    r"\b(?:they|them|their|she|he|her|his|who(?:'?s| is) asking|the (?:company|team|asker|question|"
    r"budget|size|context|stage)|is (?:it|that|this) (?:for|about|an?|the)|(?:which|what) (?:kind|"
    r"type|stage|country|industry|size|sort|market))\b(?!.*\b(?:my|mine)\b)"
)
_LATELY = timedelta(hours=1)
_SHORT = 6  # words of a yes that says nothing else


@dataclass(frozen=True)
class Answer:
    """What they answer to a question, by id; with `sure` false they are asked whether it is one."""

    id: str
    words: str
    sure: bool = True


@dataclass(frozen=True)
class Pass:
    """A question, by id, is left to others."""

    id: str
    words: str = ""


@dataclass(frozen=True)
class Ready:
    """They want to answer, and have not yet."""

    id: str


@dataclass(frozen=True)
class AsksBack:
    """They ask something about the question."""

    id: str


@dataclass(frozen=True)
class NeverAbout:
    """Subjects, as tags, that they never want to be asked about; or again, after all."""

    tags: tuple[str, ...]
    again: bool = False


@dataclass(frozen=True)
class NoAnswer:
    """What they wrote was no answer to it."""


Wish = Answer | Pass | Ready | AsksBack | NeverAbout | NoAnswer


def by_name(text: str, shown: list[AskedRequest]) -> Wish | None:
    """ "On the SOC 2 question: we used Vanta"."""
    found = matches(_NAMES_IT, text)
    if found is None:
        return None
    meant = _about(found["what"], shown)
    if len(meant) != 1:
        return None
    said, id = found["said"], str(meant[0].id)
    if is_pass(said) or matches(_NO, said):
        return Pass(id, said)
    return Answer(id, said) if is_substantive(said) else None


def _about(text: str, asked: list[AskedRequest]) -> list[AskedRequest]:
    """Those whose question or asker a text names."""
    said, tags = wanting.telling(text), set(expertise_tags_of(text))
    names = set(tokens(text.replace("'s", "")))
    scores = [
        len(said & wanting.telling(one.question))
        + 2 * len(tags & set(one.tags))
        + 3 * ((one.asker_name or "-").lower() in names)
        for one in asked
    ]
    best = max(scores, default=0)
    return [one for one, score in zip(asked, scores, strict=True) if best and score == best]


def perhaps(text: str, shown: list[AskedRequest], now: datetime) -> Intent[Wish] | None:
    """Something told out of the blue that has a subject of one of the questions: they are asked.

    So they are soon after the only question that is open, where nobody finds anything else in it.
    """
    tags = set(expertise_tags_of(text))
    meant = [
        one
        for one in shown
        if one.state is AskState.ASKED and (tags & set(one.tags) or len(_shared(text, one)) >= 2)
    ]
    waiting = [one for one in shown if one.state is AskState.ASKED and one.open]
    lately = [one for one in waiting if one.shown_at is not None and one.shown_at > now - _LATELY]
    specificity = Specificity.LOOSE if meant else Specificity.TALK
    meant = meant or (lately if len(waiting) == 1 else [])
    if len(meant) != 1 or len(tokens(text)) < 5:
        return None
    wish = Answer(str(meant[0].id), text, sure=False)
    return Intent(wish=wish, specificity=specificity)


def _shared(text: str, one: AskedRequest) -> set[str]:
    return wanting.telling(text) & wanting.telling(one.question)


def read_asked(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """What they say to a question that they have just been asked."""
    if not question.options or never_about(text):
        return None
    found = asked_called(situation.context, question.options[0].id)
    if found is None:
        return None
    id = str(found.id)
    if is_offer(text):
        return None  # of an introduction
    if is_pass(text) or matches(_NO, text):
        return Pass(id, text)
    if is_elsewhere(text):
        return None
    if is_substantive(text):
        return Answer(id, text)
    if matches(_YES, text) and len(text.split()) <= _SHORT:
        return Ready(id)
    return AsksBack(id) if is_question(text) and matches(_OF_ASKER, text) else None


def read_answered(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Also, ask for a fixed scope": what they add to an answer."""
    found = asked_called(situation.context, question.options[0].id) if question.options else None
    if found is None or is_elsewhere(text) or is_question(text) or not is_substantive(text):
        return None
    adds = matches(_ADDS, text) or set(expertise_tags_of(text)) & set(found.tags)
    return Answer(str(found.id), text) if adds else None


def read_confirm(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Whether what they wrote was their answer."""
    if not question.options or len(text.split()) > _SHORT:
        return None
    if matches(_YES, text):
        return Answer(question.options[0].id, str(question.about.get("text", "")))
    return NoAnswer() if matches(r"^\W*(?:no|nope|nah|not)\b", text) else None


__all__ = [
    "Answer",
    "AsksBack",
    "NeverAbout",
    "NoAnswer",
    "Pass",
    "Ready",
    "Wish",
    "by_name",
    "perhaps",
    "read_answered",
    "read_asked",
    "read_confirm",
]
