"""A summary without a model: what they want, said of themselves, and what is still open."""

from collections.abc import Sequence

from shared.agents.language import followups, wanting
from shared.agents.language.profile import is_question
from shared.agents.language.topics import Topic, is_only_courtesy, topics
from shared.agents.language.words import clauses, matches, plain, sentences
from shared.domain.context import HistoryMessage
from shared.domain.summary import Summary

_OF_THEMSELVES = (
    r"^(?:(?:hi|hey|well|so|and|also|btw|fyi|actually)\b[,.]? ?)*"
    r"(?:i'?m|i am|i'?ve|i have|i (?:work|live|run|lead|manage|founded|started|moved|used to|like|"
    r"love|hate|prefer|know|sell|build|own|met|joined|left|just \w+ed)|we'?re|we are|we'?ve|"
    r"we have|we (?:sell|build|make|run|work|raised|use|hired)|my|our)\b"
)
_PROMISE = r"\bi'?ll (?:text|come back|check|get back|let you|ask|send)\b|^set: quiet\b"
_CANCELLED = r'^cancelled: "([^"]+)"'
_OPEN_QUESTIONS = ("They asked: ", "We asked: ")  # of an earlier summary: no longer the last ones
_MOODS = {
    Topic.ABUSE: "annoyed",
    Topic.DECLINE: "reluctant",
    Topic.CONFUSED: "unsure what this is for",
    Topic.THANKS: "friendly",
}
_MOST = 20


def summarised(former: Summary, messages: Sequence[HistoryMessage]) -> Summary:
    """The former summary carried on by the messages since, oldest first."""
    needs, facts = list(former.needs), list(former.facts)
    pending = [point for point in former.pending if not point.startswith(_OPEN_QUESTIONS)]
    for message in messages:
        text = plain(message.content)
        if message.direction == "inbound":
            _read(text, needs, facts)
        else:
            pending = _after_reply(text, pending)
    pending += _open_question(messages)
    return Summary(
        needs=_distinct(needs),
        facts=_distinct(facts),
        pending=_distinct(pending),
        mood=_mood(messages) or former.mood,
    )


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


def _after_reply(text: str, pending: list[str]) -> list[str]:
    """What is open after a text of ours: promises come in, what it cancels goes out."""
    for sentence in sentences(text):
        if cancelled := matches(_CANCELLED, sentence):
            pending = [point for point in pending if cancelled.group(1) not in point]
        elif matches(_PROMISE, sentence):
            pending = [*pending, f"We said: {sentence}"]
    return pending


def _open_question(messages: Sequence[HistoryMessage]) -> list[str]:
    """The question that the last message of all asks, if it asks one."""
    if not messages:
        return []
    last = messages[-1]
    asked = [part for part in sentences(plain(last.content)) if part.endswith("?")]
    if not asked:
        return []
    whose = _OPEN_QUESTIONS[0 if last.direction == "inbound" else 1]
    return [f"{whose}{asked[-1]}"]


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
