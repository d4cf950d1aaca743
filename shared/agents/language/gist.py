"""A summary without a model: what they want, said of themselves, and what is still open."""

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from shared.agents.language import followups, wanting
from shared.agents.language.profile import is_question
from shared.agents.language.topics import Topic, is_only_courtesy, topics
from shared.agents.language.words import clauses, matches, plain, sentences
from shared.agents.zones import spoken
from shared.domain.context import HistoryMessage, Waiting
from shared.domain.dialogue import OpenQuestion
from shared.domain.summary import Summary

_OF_THEMSELVES = (
    r"^(?:(?:hi|hey|well|so|and|also|btw|fyi|actually)\b[,.]? ?)*"
    r"(?:i'?m|i am|i'?ve|i have|i (?:work|live|run|lead|manage|founded|started|moved|used to|like|"
    r"love|hate|prefer|know|sell|build|own|met|joined|left|just \w+ed)|we'?re|we are|we'?ve|"
    r"we have|we (?:sell|build|make|run|work|raised|use|hired)|my|our)\b"
)
_TO_COME, _ASKED, _THEY_ASKED = "To come: ", "We asked: ", "They asked: "
_FROM_DATA = (_TO_COME, _ASKED, _THEY_ASKED)  # of an earlier summary: made anew each time
_NOT_ASKED = ("_set", "_noted", "_told", "_shown")  # kinds that follow something told
_MOODS = {
    Topic.ABUSE: "annoyed",
    Topic.DECLINE: "reluctant",
    Topic.CONFUSED: "unsure what this is for",
    Topic.THANKS: "friendly",
}
_MOST = 20


@dataclass(frozen=True)
class Outstanding:
    """What is still open between the person and us, from the rows that say so."""

    waiting: Sequence[Waiting] = ()
    question: OpenQuestion | None = None


NOTHING = Outstanding()


def summarised(
    former: Summary, messages: Sequence[HistoryMessage], outstanding: Outstanding, zone: ZoneInfo
) -> Summary:
    """The former summary carried on by the messages since, oldest first.

    What is pending comes from data, and from a question of theirs at the very end: nothing is read
    in our own prose.
    """
    needs, facts = list(former.needs), list(former.facts)
    for message in messages:
        if message.direction == "inbound":
            _read(plain(message.content), needs, facts)
    pending = [point for point in former.pending if not point.startswith(_FROM_DATA)]
    pending += still_open(outstanding, zone) + _their_question(messages)
    return Summary(
        needs=_distinct(needs),
        facts=_distinct(facts),
        pending=_distinct(pending),
        mood=_mood(messages) or former.mood,
    )


def still_open(outstanding: Outstanding, zone: ZoneInfo) -> list[str]:
    """What is to come, and what was asked of them, in words."""
    points = [
        f"{_TO_COME}{item.summary or 'a message'}, {spoken(item.due, zone)}"
        for item in outstanding.waiting
    ]
    question = outstanding.question
    if question is not None and not question.kind.endswith(_NOT_ASKED):
        about = [str(value) for value in question.about.values() if value]
        names = [option.name for option in question.options]
        told = ", ".join([question.kind.replace("_", " "), *about, *names])
        points.append(f"{_ASKED}{told}")
    return points


def _read(text: str, needs: list[str], facts: list[str]) -> None:
    for clause in clauses(text):
        if is_only_courtesy(clause) or followups.wants_followup(clause):
            continue
        if goal := wanting.goal_in(clause):
            needs.append(goal)
        elif matches(_OF_THEMSELVES, clause) and not is_question(clause) and _long(clause):
            facts.append(clause)


def _long(clause: str) -> bool:
    return len(clause.split()) > 2


def _their_question(messages: Sequence[HistoryMessage]) -> list[str]:
    """The question with which they ended, if the last message of all is theirs and asks one."""
    if not messages or messages[-1].direction != "inbound":
        return []
    asked = [part for part in sentences(plain(messages[-1].content)) if part.endswith("?")]
    return [f"{_THEY_ASKED}{asked[-1]}"] if asked else []


def _mood(messages: Sequence[HistoryMessage]) -> str:
    """By what their last texts raise, the most telling first; empty when they wrote nothing."""
    texts = [plain(m.content) for m in messages if m.direction == "inbound"][-15:]
    if not texts:
        return ""
    raised = {topic for text in texts for topic in topics(text)}
    return next((mood for topic, mood in _MOODS.items() if topic in raised), "matter-of-fact")


def _distinct(points: list[str]) -> list[str]:
    """The newest of what was said twice, the newest twenty of all."""
    latest = {" ".join(point.split()).casefold().rstrip(" ."): point for point in reversed(points)}
    return [point for point in reversed(latest.values()) if point.strip(" .;")][-_MOST:]
