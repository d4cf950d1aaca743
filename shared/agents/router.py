"""Which capability a text is for, when no model decides.

The open question has the first claim. Then each sentence goes to the most specific reader; two
that claim it alike are told apart by a question. A text in which nobody finds a wish is answered as
what it is: a question that we cannot answer, a courtesy, or something to note or to come back to.
"""

from dataclasses import dataclass, replace
from typing import Any

from shared.agents.asking import ask
from shared.agents.capabilities.talk import PICTURE, greeting
from shared.agents.capability import (
    Capability,
    Intent,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.language.topics import is_only_courtesy
from shared.agents.language.words import matches, places_in, sentences
from shared.agents.turn import Pending, joined, pending
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

Capabilities = tuple[Capability[Any], ...]
WHICH_MEANT = "which_meant"
_QUESTION = r"^(?:what|why|who|how|when|where|which|is|are|do|does|can)\b"


@dataclass(frozen=True)
class Claim:
    """A capability and the intent that it finds in a text."""

    capability: Capability[Any]
    intent: Intent[Any]

    def answer(self, box: Toolbox) -> str:
        """The reply, after the tools that it takes."""
        return self.capability.answer(self.intent.wish, box)


def claims(text: str, situation: Situation, capabilities: Capabilities) -> list[Claim]:
    """The most specific claims to a text: several where they are equal, or none."""
    found = [
        Claim(capability, intent)
        for capability in capabilities
        if (intent := capability.read(text, situation)) is not None
    ]
    best = max((claim.intent.specificity for claim in found), default=None)
    return [claim for claim in found if claim.intent.specificity == best]


class Router:
    """Answers a turn by the capabilities of one agent."""

    def __init__(self, capabilities: Capabilities, abilities: str) -> None:
        self.capabilities: Capabilities = (*capabilities, choosing(capabilities))
        self._abilities = abilities
        self._kinds: dict[str, tuple[Capability[Any], QuestionKind[Any]]] = {
            kind.kind: (capability, kind)
            for capability in self.capabilities
            for kind in capability.questions
        }

    def answer(self, box: Toolbox) -> list[str]:
        """One reply to everything that waits."""
        now = pending(box.context)
        parts = [self._event(event, box) for event in now.facts]
        if now.pictures_only:
            parts.append(PICTURE)
        before, question = now.before, box.context.open_question
        asked: OpenQuestion | None = None
        for text in self._merged(now.texts):
            box.question = None
            parts += self._text(text, question, before, box)
            before, question = text, box.question
            asked = question or asked
        box.question = asked  # also of an earlier text of a burst: they are answered together
        if not any(parts):
            parts.append(self._nothing(now, box))
        return joined(parts)

    def _event(self, event: Any, box: Toolbox) -> str:
        handlers = (capability.events.get(event.event_type) for capability in self.capabilities)
        return next((handler(event, box) for handler in handlers if handler), "")

    def _merged(self, texts: tuple[str, ...]) -> list[str]:
        """The texts, with "sorry, 10" and "actually a designer" worked into the one before."""
        result: list[str] = []
        for text in texts:
            mergers = (capability.merged for capability in self.capabilities)
            merged = (merge(result[-1], text) for merge in mergers if merge and result)
            one = next((found for found in merged if found), None)
            if one is None:
                result.append(text)
            else:
                result[-1] = one
        return result

    def _text(
        self, text: str, question: OpenQuestion | None, before: str, box: Toolbox
    ) -> list[str]:
        parts: list[str] = []
        left: list[str] = []
        for sentence in sentences(text):
            situation = _situation(box, question, before)
            reply = self._answered(sentence, situation, box)
            if reply:
                question = None
            else:
                reply = self._claimed(sentence, situation, box, least=Specificity.CLEAR)
            parts.append(reply)
            left += [] if reply else [sentence]
        if any(parts):
            # What the other sentences want besides; their courtesies are answered with the rest.
            situation = _situation(box, None, before)
            parts += [self._claimed(part, situation, box, least=Specificity.LOOSE) for part in left]
            return parts
        situation = _situation(box, question, before)
        reply = self._answered(text, situation, box) if len(left) > 1 else ""
        reply = reply or self._claimed(text, situation, box, least=Specificity.TALK)
        return [reply or self._unclear(text, situation, box)]

    def _answered(self, text: str, situation: Situation, box: Toolbox) -> str:
        """The reply to an answer to the open question; empty when the text is none."""
        question = situation.question
        if question is None or question.kind not in self._kinds:
            return ""
        capability, kind = self._kinds[question.kind]
        wish = kind.read(text, question, situation)
        return "" if wish is None else capability.answer(wish, box)

    def _claimed(self, text: str, situation: Situation, box: Toolbox, *, least: Specificity) -> str:
        found = claims(text, situation, self.capabilities)
        if not found or found[0].intent.specificity < least:
            return ""
        if len(found) > 1:
            return self._which(text, [claim.capability for claim in found], box)
        return found[0].answer(box)

    def _which(self, text: str, meant: list[Capability[Any]], box: Toolbox) -> str:
        ask(box, WHICH_MEANT, [capability.name for capability in meant], text=text)
        *first, last = (capability.label for capability in meant)
        return f"Should I {', '.join(first)}, or {last}?"

    def _unclear(self, text: str, situation: Situation, box: Toolbox) -> str:
        """The answer to a text in which nobody finds anything; a courtesy gets none by itself."""
        if is_only_courtesy(text):
            return ""
        if "?" in text or matches(_QUESTION, text):
            return f"I don't have an answer to that. {self._abilities}"
        question = situation.question
        if question is not None and question.kind in self._kinds:
            _, kind = self._kinds[question.kind]
            if kind.otherwise is not None:
                return kind.otherwise(question, box)
        meant = [capability for capability in self.capabilities if capability.chosen]
        return self._which(text, meant, box)

    def _nothing(self, now: Pending, box: Toolbox) -> str:
        return "All right." if now.texts else greeting(box.context.user)


def _situation(box: Toolbox, question: OpenQuestion | None, before: str) -> Situation:
    return Situation(context=box.context, settings=box.settings, question=question, before=before)


@dataclass(frozen=True)
class Chosen:
    """Which capability a text was meant for; None: neither."""

    capability: str | None
    text: str


def choosing(capabilities: Capabilities) -> Capability[Chosen]:
    """Answers to which of several capabilities was meant."""
    by_name = {capability.name: capability for capability in capabilities if capability.label}

    def read_choice(text: str, question: OpenQuestion, situation: Situation) -> Chosen | None:
        about = str(question.about.get("text", ""))
        asked = [by_name[option.id] for option in question.options if option.id in by_name]
        elsewhere = [
            claim
            for claim in claims(text, replace(situation, question=None), capabilities)
            if claim.capability not in asked and claim.intent.specificity is Specificity.NAMED
        ]
        if not about or not asked or elsewhere:
            return None
        if matches(r"\b(?:neither|none|no|nothing|never ?mind|forget it)\b", text):
            return Chosen(None, about)
        named = [one for one in asked if one.chosen_by and matches(one.chosen_by, text)]
        places = [asked[place] for place in places_in(text, len(asked))]
        yes = asked[:1] if matches(r"\b(?:yes|yeah|yep|sure)\b", text) else []
        meant = named if len(named) == 1 else places or yes
        return Chosen(meant[0].name, about) if meant else None

    def answer(wish: Chosen, box: Toolbox) -> str:
        if wish.capability is None:
            return "All right, I'll leave it."
        capability = by_name[wish.capability]
        intent = capability.read(wish.text, _situation(box, None, ""))
        if intent is not None:
            return capability.answer(intent.wish, box)
        return capability.answer(capability.chosen(wish.text), box) if capability.chosen else ""

    def names(context: TurnContext) -> dict[str, str]:
        return {name: capability.label for name, capability in by_name.items()}

    return Capability(
        name="choosing",
        read=lambda text, situation: None,
        answer=answer,
        questions=(
            QuestionKind(
                kind=WHICH_MEANT,
                meaning=(
                    "you asked which of several things they want; about.text: their words;"
                    f" options: of {', '.join(by_name)}"
                ),
                read=read_choice,
                options=names,
                about=frozenset({"text"}),
            ),
        ),
    )


__all__ = ["Claim", "Router", "claims"]
