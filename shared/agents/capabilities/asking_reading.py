"""What people say of the questions that they have put, or were asked whether to put."""

from collections.abc import Iterable

from shared.agents.capabilities.asking_tools import (
    Ask,
    Hurry,
    Leave,
    Reword,
    Wish,
    Withdraw,
    question_called,
)
from shared.agents.capability import Situation
from shared.agents.language import followups, wanting
from shared.agents.language.asking_others import asks_members, wants_to_meet, withdraws_question
from shared.agents.language.times import is_time_only
from shared.agents.language.topics import is_only_courtesy, topics
from shared.agents.language.words import matches, places_in
from shared.domain.community import LONGEST_QUESTION
from shared.domain.context import OpenRequest, TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.expertise import expertise_tags_of

_YES = r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|do|y|go ahead|ask|absolutely|definitely)\b"
_NO = r"^\W*(?:no|nope|nah|not|never ?mind|nvm|forget it|leave it|don'?t|neither|none|nothing)\b"
_ALL = r"\b(?:all|both|every|everything|my questions)\b"
_LONGEST_ANSWER = 40  # words that say what they want help with
_SO = (
    r"^\W*(?:(?:oh|and|but|btw|by the way|also|fyi|well|ok|no|it'?s|its|that'?s|there'?s|this is|"
    r"super|really|kind ?of|kinda|pretty|very|quite|a bit|somewhat)\b[\s,]*)*"
)
_NO_HURRY = (
    rf"{_SO}(?:(?:not?|nothing|isn'?t|is not) (?:that |super |really |very |so |too |a |"
    r"particularly |at all )*(?:urgent|rush|hurry|pressing|time[- ]sensitive|important)|whenever|"
    r"take (?:your|their) time|any ?time (?:is fine|works)|can wait)\b(?:,? (?:though|tho|"
    r"at all|btw|is fine|works|you can|they can|thanks|thx|for me|by the way))*\W*$"
)
_HURRY = (
    rf"{_SO}(?:urgent|time[- ]sensitive|pressing|asap|(?:i |we )?need (?:it|this|that|an "
    r"answer) (?:asap|today|soon|by \w+|urgently|quickly|fast))\b(?:,? (?:though|please|pls|"
    r"btw))*\W*$"
)


def asked(text: str) -> Ask:
    """A text as a question for the members."""
    return Ask(question_in(text), introduction=wants_to_meet(text))


def question_in(text: str) -> str:
    """A text as the question that is put: on one line, as they wrote it."""
    return " ".join(text.split())[:LONGEST_QUESTION]


def withdrawn(text: str, context: TurnContext) -> Withdraw:
    """Which of their questions a text takes back."""
    found = context.open_questions
    meant = named_in(text, found) or [found[place] for place in places_in(text, len(found))]
    if meant or matches(_ALL, text):
        return Withdraw(ids_of(meant or found), sure=len(meant) == 1 or not meant)
    return Withdraw(ids_of(found), sure=len(found) == 1)


def named_in(text: str, questions: list[OpenRequest]) -> list[OpenRequest]:
    """Those of which a text has most words, or a subject."""
    said, tags = wanting.telling(text), set(expertise_tags_of(text))
    scores = [
        len(said & wanting.telling(one.question)) + 2 * len(tags & set(one.tags))
        for one in questions
    ]
    best = max(scores, default=0)
    return [one for one, score in zip(questions, scores, strict=True) if best and score == best]


def ids_of(questions: Iterable[OpenRequest]) -> tuple[str, ...]:
    """Their ids."""
    return tuple(str(one.id) for one in questions)


_BESIDES = (
    r"^\W*(?:ideally|preferably|specifically|especially|mostly|maybe|best if)\b|"
    r"\b(?:ideally|preferably|if possible|would be (?:ideal|best|great))\W*$"
)
_LONGEST_BESIDES = 12  # words
# What they can do or know says nothing more of a question: "actually I can do it".
_OF_THEMSELVES = (
    r"^\W*(?:i|we)(?:'(?:ll|m|ve|d))? (?:really |just |also )?(?:can|can'?t|could|will|won'?t|"
    r"would|do|don'?t|did|didn'?t|know|think|guess|found|got it)\b"
)


def read_published(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Scratch that", or "actually about HIPAA", right after a question was put."""
    ids = tuple(option.id for option in question.options)
    if not any(question_called(situation.context, id) for id in ids):
        return None
    if followups.takes_back(text) or withdraws_question(text):
        return Withdraw(ids)
    if matches(_NO_HURRY, text):
        return Hurry(no=True)
    if matches(_HURRY, text):
        return Hurry(no=False)
    if matches(_BESIDES, text) and len(text.split()) <= _LONGEST_BESIDES and not topics(text):
        return Reword(ids[0], question_in(f"{question.options[0].name}, {text}"))
    correction = wanting.corrected_to(text)
    if correction is None or is_time_only(correction) or topics(correction):
        return None
    if (
        matches(_OF_THEMSELVES, correction)
        or wanting.negates(correction)
        or is_only_courtesy(correction)
    ):
        return None
    return Reword(ids[0], question_in(_corrected(question.options[0].name, correction)))


def _corrected(before: str, correction: str) -> str:
    """The new question: by itself, or as what the old one is about now."""
    return correction if asks_members(correction) or "?" in correction else f"{before} {correction}"


def read_offered(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Whether what was offered is to be put."""
    if matches(_YES, text) and len(text.split()) <= 6:
        return Ask(str(question.about.get("text", "")))
    return Leave() if matches(_NO, text) and len(text.split()) <= 6 else None


def read_what(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """What to ask the members."""
    if matches(_NO, text) and len(text.split()) <= 4:
        return Leave()
    if topics(text) or is_only_courtesy(text) or followups.wants_followup(text):
        return None
    known = bool(expertise_tags_of(text))
    if not known and not 1 < len(text.split()) <= _LONGEST_ANSWER:
        return None
    asked = asks_members(text) or "?" in text or len(text.split()) > 4
    return Ask(question_in(text if asked else f"I need help with {text}"))


def read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Which of their questions to take back."""
    found = [question_called(situation.context, option.id) for option in question.options]
    questions = [one for one in found if one is not None]
    if matches(_NO, text) and not withdraws_question(text):
        return Leave()
    if matches(_ALL, text):
        return Withdraw(ids_of(questions))
    meant = [questions[place] for place in places_in(text, len(questions))]
    meant = meant or named_in(text, questions)
    if matches(_YES, text) and len(questions) == 1:
        meant = questions
    return Withdraw(ids_of(meant)) if len(meant) == 1 else None


def read_told(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Cancel the first" after their questions were told."""
    if not wanting.drops(text) or followups.is_unwanted(text):
        return None
    return read_which(text, question, situation)


__all__ = [
    "asked",
    "ids_of",
    "named_in",
    "question_in",
    "read_offered",
    "read_published",
    "read_told",
    "read_what",
    "read_which",
    "withdrawn",
]
