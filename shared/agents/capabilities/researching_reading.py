"""What people say when they look for a solution, and of the searches that they have begun."""

from collections.abc import Iterable

from shared.agents.capabilities.researching_tools import (
    BEGUN,
    Add,
    Instead,
    KeepOn,
    Look,
    LookForWhat,
    Offer,
    Stop,
    TellSearches,
    Wish,
    search_called,
)
from shared.agents.capability import Intent, Situation, Specificity
from shared.agents.language import followups, wanting
from shared.agents.language.solutions import (
    as_need,
    asks_for_news,
    detail_in,
    ends_a_search,
    is_only_news,
    named_detail_in,
    names_a_search,
    solution_in,
    unhappy_with,
)
from shared.agents.language.times import is_time_only
from shared.agents.language.topics import is_only_courtesy, topics
from shared.agents.language.words import matches, places_in
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.research import Research

WHAT, WHICH_STOP, TOLD = "research_what", "research_which_stop", "research_told"
OFFERED = "research_offered"
_YES = (
    r"^\W*(?:yes|yeah|yep|yup|y|sure|ok(?:ay)?|please|do|go ahead|absolutely|definitely|why not)\b"
)
_NO = r"^\W*(?:no|nope|nah|never ?mind|nvm|forget it|leave it|don'?t|neither|none|nothing)\b"
_ALL = r"\b(?:all|both|every|everything)\b"
_LONGEST_ANSWER = 30  # words that say what it should do


def read_research(text: str, situation: Situation) -> Intent[Wish] | None:
    """What a text wants of searches, on its own."""
    searches = situation.context.research
    if searches and (intent := _of_searches(text, situation.context)):
        return intent
    if instead := unhappy_with(text):
        return Intent(wish=Offer(instead))
    need = solution_in(text)
    if need is None:
        return None
    return Intent(wish=Look(need) if need else LookForWhat(), goes_on=_goes_on)


def _goes_on(text: str) -> bool:
    """Whether a sentence after it is a detail of what is looked for."""
    return detail_in(text) is not None


def _of_searches(text: str, context: TurnContext) -> Intent[Wish] | None:
    going_on = [one for one in context.research if one.goes_on]
    known = [one for one in context.research if one.status != "cancelled"]
    named = named_in(text, known)
    if ends_a_search(text) and (named or names_a_search(text)) and not solution_in(text):
        meant = named_in(text, going_on) or ([] if named else going_on) or named
        every = matches(_ALL, text) is not None
        if meant and (named or names_a_search(text)):
            wish: Wish = Stop(_ids(meant), sure=len(meant) == 1 or every)
            return Intent(wish=wish, specificity=Specificity.NAMED, label="stop a search")
    if asks_for_news(text) and (named or names_a_search(text) or is_only_news(text)):
        meant = named or going_on or known[:1]
        only = not named and not names_a_search(text)
        if only and not going_on:
            return None
        tell = TellSearches(_ids(meant), all_news=only)
        return Intent(wish=tell, specificity=Specificity.NAMED)
    if detail := named_detail_in(text):
        return Intent(wish=Add(_ids(named or going_on or known[:1]), detail))
    if going_on and (detail := detail_in(text)) and not topics(text):
        return Intent(wish=Add(_ids(named_in(text, going_on) or going_on), detail))
    return None


def named_in(text: str, searches: list[Research]) -> list[Research]:
    """Those with most of a text's words."""
    said = wanting.telling(text)
    scores = [len(said & wanting.telling(one.wanted)) for one in searches]
    best = max(scores, default=0)
    return [one for one, score in zip(searches, scores, strict=True) if best and score == best]


def _ids(searches: Iterable[Research]) -> tuple[str, ...]:
    return tuple(str(one.id) for one in searches)


def read_begun(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Scratch that", "for under 20 people", or "actually for Mexico", right after it began."""
    ids = tuple(option.id for option in question.options)
    one = search_called(situation.context, ids[0]) if ids else None
    if one is None or one.status == "cancelled":
        return None
    if followups.takes_back(text):
        return Stop(ids)
    if detail := detail_in(text):
        return Add(ids, detail)
    correction = wanting.corrected_to(text) or _besides(text)
    if correction is None or is_time_only(correction) or topics(correction):
        return None
    if wanting.negates(correction) or is_only_courtesy(correction):
        return None
    need = solution_in(f"I need {correction}") or _corrected(text, one.need, correction)
    return Instead(ids[0], need) if need else Add(ids, correction)


def _corrected(text: str, need: str, correction: str) -> str | None:
    """ "Actually for Mexico" of a tool for Brazil: what stood there is replaced."""
    begins = matches(r"^(for|in|with|under)\b", correction)
    before = matches(rf"^(.+)\b{begins.group(1)} .+$", need) if begins else None
    if before is None or wanting.corrected_to(text) is None:
        return None
    return f"{before.group(1)}{correction}"


def _besides(text: str) -> str | None:
    """ "And for contractors too", "for 20 people": a few words that go on from the need."""
    found = matches(r"^(?:(?:and|also|plus|oh)\b[\s,]*)*((?:for|in|with|that|which) .+)$", text)
    if found is None or "?" in text or len(text.split()) > 15:
        return None
    return str(found.group(1)).rstrip(" .!")


def read_what(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """What the tool should do."""
    if matches(_NO, text) and len(text.split()) <= 4:
        return KeepOn()
    if topics(text) or is_only_courtesy(text) or followups.wants_followup(text) or "?" in text:
        return None
    need = as_need(text)
    return Look(need) if need and len(text.split()) <= _LONGEST_ANSWER else None


def read_offered(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Whether to look for what was offered."""
    if matches(_YES, text) and len(text.split()) <= 6:
        return Look(str(question.about.get("need", "")))
    return KeepOn() if matches(_NO, text) and len(text.split()) <= 6 else None


def read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """Which search to stop."""
    found = _those(question, situation.context)
    if matches(_NO, text) and len(text.split()) <= 4:
        return KeepOn()
    if matches(_ALL, text):
        return Stop(_ids(found))
    meant = [found[place] for place in places_in(text, len(found))] or named_in(text, found)
    return Stop(_ids(meant)) if len(meant) == 1 else None


def read_told(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Stop it", a detail, or which search a detail belongs to, after they were told."""
    found = _those(question, situation.context)
    meant = [found[place] for place in places_in(text, len(found))] or named_in(text, found)
    if (detail := question.about.get("detail")) and len(meant) == 1:
        return Add(_ids(meant), str(detail))
    if followups.takes_back(text) or (ends_a_search(text) and len(text.split()) <= 4):
        going_on = [one for one in meant or found if one.goes_on]
        return Stop(_ids(going_on), sure=len(going_on) == 1) if going_on else None
    if detail := detail_in(text):
        return Add(_ids(meant or found), detail)
    return None


def _those(question: OpenQuestion, context: TurnContext) -> list[Research]:
    ids = [option.id for option in question.options]
    return [one for id in ids if (one := search_called(context, id))]


__all__ = [
    "BEGUN",
    "OFFERED",
    "TOLD",
    "WHAT",
    "WHICH_STOP",
    "named_in",
    "read_begun",
    "read_offered",
    "read_research",
    "read_told",
    "read_what",
    "read_which",
]
