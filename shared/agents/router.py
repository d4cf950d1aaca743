"""Which capability a text is for, when no model decides.

The open question has the first claim. Then each clause goes to the most specific reader; two that
claim it alike are told apart by a question. Every clause is done, asked about, or named as not
done. A text in which nobody finds a wish is answered as what it is: a question that we cannot
answer, a courtesy, or something to note or to come back to.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from functools import partial
from typing import Any

from shared.agents.asking import ask
from shared.agents.capabilities.choosing import WHICH_MEANT, Chosen, choosing
from shared.agents.capabilities.talk import PICTURE, greeting
from shared.agents.capability import (
    Capability,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.claims import Capabilities, Claim, claims, situation_of
from shared.agents.language.clauses import Span, clauses_in
from shared.agents.language.questions import is_question
from shared.agents.language.remarks import is_remark
from shared.agents.language.topics import asks_for_an_answer, is_courteous, is_only_courtesy
from shared.agents.language.words import matches, shortened, tokens
from shared.agents.likely import (
    Guess,
    contradicted,
    guesses,
    is_short,
    surely,
    wants_something_else,
)
from shared.agents.turn import Pending, joined, pending, unsaid
from shared.agents.unclear import cannot_answer, makes_no_sense
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

# Says no more than that something follows.
_LEADS_IN = (
    r"^(?:(?:and|but|so|oh|ok(?:ay)?|well|also|um+|uh+|no|yes)\b[\s,]*)*(?:not (?:yet|now|really|"
    r"today)|"
    r"(?:one|two) (?:more )?things?|one more|another (?:one|thing)|(?:the )?last (?:one|thing)|"
    r"by the way|(?:a )?quick (?:question|one|thing)|first of all|"
    r"for now|"
    r"(?:small|quick|little|one|tiny) (?:fix|correction|update|change|note)|(?:[a-z][ "
    r".-]){2,}[a-z]|"
    r"change of plans?|in that case|also|no rush|if (?:possible|you can)|when you can|real quick|"
    r"let's see|then|actually|please)?\W*$"
)
_MARKS = " .,;:!?-\n"
_WHICH = (
    "Should I {asked}",
    "I can read that in more than one way. Should I {asked}",
    "To be sure: should I {asked}",
    "I'd rather ask than guess. Should I {asked}",
    'What shall I do with "{text}": {asked}',
    'About "{text}": should I {asked}',
)
_COMMAND = 8  # words: so short a text for another capability is no answer of several sentences
_LONGEST = 500  # characters of a clause that are read, as many as a goal or a note may have
_ONE_BY_ONE = 'One thing at a time: text me "{text}" again after that.'


class _Part(IntEnum):
    """What a clause without a clear wish is."""

    WISH = 1  # something that a reader claims loosely
    SAID = 2  # neither a wish nor complete by itself: it may belong to the wish beside it
    APART = 3  # a courtesy, or a question that is answered by itself


@dataclass
class _Said:
    """The replies of a turn so far."""

    parts: list[str]
    asking: str = ""  # the one that asks what is open
    answered: set[str] = field(default_factory=set[str])  # asked and answered within the turn


class Router:
    """Answers a turn by the capabilities of one agent."""

    def __init__(self, capabilities: Capabilities) -> None:
        self.capabilities: Capabilities = (*capabilities, choosing(capabilities))
        self._kinds: dict[str, tuple[Capability[Any], QuestionKind[Any]]] = {
            kind.kind: (capability, kind)
            for capability in self.capabilities
            for kind in capability.questions
        }

    def answer(self, box: Toolbox) -> list[str]:
        """One reply to everything that waits."""
        now = pending(box.context)
        said = _Said([self._event(event, box) for event in now.facts])
        if now.pictures_only:
            said.parts.append(PICTURE)
        before, question = now.before, box.context.open_question
        for text in self._merged(now.texts):
            said.parts += self._text(text, question, before, box, said)
            before, question = text, None  # what is left open since stands in the box
        if not any(said.parts):
            said.parts.append(self._nothing(now, box))
        return joined([part for part in said.parts if part not in said.answered])

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
        self, text: str, question: OpenQuestion | None, before: str, box: Toolbox, said: "_Said"
    ) -> list[str]:
        """The replies to one text, clause by clause: none is passed over in silence.

        `question` is what an earlier turn left open; what this one has is in the box.
        """
        situation = situation_of(box, question, before)
        clauses = clauses_in(text, lambda part: self._asks(part, situation))
        replies = dict[Span, str]()
        if (answered := self._whole(text, clauses, situation, box)) is not None:
            span, reply = answered
            replies |= {span: reply}
            clauses = [one for one in clauses if not span[0] <= one[0] < span[1]]
            question = None
        for clause in clauses:
            part = text[slice(*clause)][:_LONGEST]
            open_now = box.question
            situation = situation_of(box, open_now or question, before)
            reply = self._answered(part, situation, box)
            again = reply == said.asking
            if reply and not again and open_now is not None and not self._is_implicit(open_now):
                said.answered.add(said.asking)  # "my time zone is wrong, I'm in Phoenix"
            question = None if reply else question
            reply = reply or self._first_asked(
                part,
                box,
                partial(self._claimed, part, situation, box, least=Specificity.CLEAR),
            )
            replies |= {clause: reply} if reply else {}
            said.asking = reply if box.question is not open_now else said.asking
            before = part
        left = [clause for clause in clauses if clause not in replies]
        if len(clauses) > 1 and not replies:
            situation = situation_of(box, question, before)
            if reply := self._answered(text, situation, box):
                return [reply]
        groups = self._together(left, text, box)
        alone = not replies and len(groups) == 1
        # Courtesies come last: they are answered where nothing else is.
        for clause in sorted(groups, key=lambda span: _weight(text[slice(*span)])):
            part = text[slice(*clause)][:_LONGEST]
            if replies and (_is_courtesy(part) or is_remark(part)):
                continue
            situation = situation_of(box, question, before)
            rest = partial(self._rest, part, situation, box, alone=alone)
            if reply := self._first_asked(part, box, rest):
                replies |= {clause: reply}
        return [replies[clause] for clause in sorted(replies)]

    def _whole(
        self, text: str, clauses: list[Span], situation: Situation, box: Toolbox
    ) -> tuple[Span, str] | None:
        """The reply to a wish or an answer of several sentences, and where it stands in the text.

        What follows it and is clearly for another capability is no part of it.
        """
        if not clauses:
            return None
        question = situation.question
        found = self._kinds.get(question.kind) if question is not None else None
        if found is None or not found[1].whole:
            return self._going_on(text, clauses, situation, box)
        last = len(clauses)
        while last > 1 and self._is_for_another(
            text[slice(*clauses[last - 1])], found[0], situation
        ):
            last -= 1
        span = (clauses[0][0], clauses[last - 1][1])
        reply = self._answered(text[slice(*span)], situation, box)
        return (span, reply) if reply else None

    def _going_on(
        self, text: str, clauses: list[Span], situation: Situation, box: Toolbox
    ) -> tuple[Span, str] | None:
        """The same for a text whose first sentence is a wish that the next ones belong to."""
        first = text[slice(*clauses[0])][:_LONGEST]
        found = claims(first, situation, self.capabilities)
        goes_on = found[0].intent.goes_on if len(found) == 1 else None
        if goes_on is None or self._answers(first, situation):
            return None
        last = 1
        while last < len(clauses):
            part = text[slice(*clauses[last])]
            if not goes_on(part) or self._is_for_another(part, found[0].capability, situation):
                break
            last += 1
        if last == 1:
            return None
        span = (clauses[0][0], clauses[last - 1][1])
        reply = self._claimed(text[slice(*span)], situation, box, least=Specificity.LOOSE)
        return (span, reply) if reply else None

    def _first_asked(self, part: str, box: Toolbox, reply_to: Callable[[], str]) -> str:
        """The reply, of which the question counts only where none is open from this turn yet.

        One text of ours asks one thing; what needs another question is named as still open.
        """
        held, effects = box.question, len(box.effects)
        reply = reply_to()
        new = box.question
        if held is None or new is held or self._is_implicit(held):
            return reply
        box.question = held
        asks_nothing = new is None or self._is_implicit(new) or len(box.effects) > effects
        return reply if asks_nothing else _ONE_BY_ONE.format(text=shortened(part))

    def _is_implicit(self, question: OpenQuestion) -> bool:
        found = self._kinds.get(question.kind)
        return found is not None and found[1].implicit

    def _asks(self, part: str, situation: Situation) -> bool:
        found = claims(part, situation, self.capabilities)
        return bool(found) and (
            found[0].intent.specificity >= Specificity.LOOSE or asks_for_an_answer(part)
        )

    def _together(self, left: list[Span], text: str, box: Toolbox) -> list[Span]:
        """Clauses without a clear wish; what is merely said stands with the wish beside it.

        "We need a lawyer. In Berlin." is one goal; "I need a lawyer. I need a CRM." are two.
        """
        situation = situation_of(box, None, "")
        groups: list[tuple[Span, _Part]] = []
        for span in left:
            part = self._part(text[slice(*span)][:_LONGEST], situation)
            (start, end), before = groups[-1] if groups else ((0, 0), _Part.APART)
            beside = not text[end : span[0]].strip(_MARKS)
            two_wishes = part is before is _Part.WISH
            if not beside or two_wishes or _Part.APART in (part, before):
                groups.append((span, part))
            else:
                groups[-1] = ((start, span[1]), min(part, before))
        return [span for span, _ in groups]

    def _part(self, text: str, situation: Situation) -> _Part:
        found = claims(text, situation, self.capabilities)
        if found and found[0].intent.specificity >= Specificity.LOOSE:
            return _Part.WISH
        return _Part.APART if _is_courtesy(text) or asks_for_an_answer(text) else _Part.SAID

    def _rest(self, text: str, situation: Situation, box: Toolbox, *, alone: bool) -> str:
        """The reply to what is no clear wish; `alone`: nothing else of the text is answered."""
        if alone and is_remark(text) and (reply := self._otherwise(situation, box)):
            return reply
        short = _is_courtesy(text) and is_short(text)
        likely = [] if short else guesses(text, situation, self.capabilities)
        sure = surely(likely)
        found = claims(text, situation, self.capabilities)
        talk = bool(found) and found[0].intent.specificity is Specificity.TALK
        courtesy = sure is not None and sure.beyond_doubt and _is_courtesy(text)
        doubtful = talk and (is_remark(text) or courtesy)
        if sure is not None and (doubtful or not found):
            return Claim(sure.capability, sure.intent).answer(box)
        reply = self._claimed(text, situation, box, least=Specificity.TALK)
        if reply or is_only_courtesy(text):
            return reply
        return self._unclear(text, likely, situation, box) if alone else _not_done(text)

    def _answered(self, text: str, situation: Situation, box: Toolbox) -> str:
        """The reply to an answer to the open question; empty when the text is none."""
        question = situation.question
        if question is None or question.kind not in self._kinds:
            return ""
        capability, kind = self._kinds[question.kind]
        wish = kind.read(text, question, situation)
        if wish is None or not self._answers(text, situation):
            return ""
        if box.question is question:
            box.question = None
        reply = capability.answer(wish, box)
        if isinstance(wish, Chosen) and wish.rest and (asked := box.question) is not None:
            # "Remind me tomorrow at 9" chooses the reminder, and answers when, asked next.
            box.question = None
            answered = self._answered(wish.rest, situation_of(box, asked, situation.before), box)
            reply, box.question = answered or reply, box.question if answered else asked
        return reply

    def _answers(self, text: str, situation: Situation) -> bool:
        """Whether it answers the open question."""
        question = situation.question
        if question is None or question.kind not in self._kinds:
            return False
        capability, kind = self._kinds[question.kind]
        if kind.read(text, question, situation) is None:
            return False
        yields = kind.implicit or (kind.whole and len(tokens(text)) <= _COMMAND)
        return not (yields and self._is_for_another(text, capability, situation))

    def _is_for_another(self, text: str, own: Capability[Any], situation: Situation) -> bool:
        """Whether a text is clearly for another capability than that of an implicit question."""
        found = claims(text, situation, self.capabilities)
        return (
            bool(found)
            and found[0].intent.specificity >= Specificity.CLEAR
            and all(claim.capability is not own for claim in found)
        )

    def _claimed(self, text: str, situation: Situation, box: Toolbox, *, least: Specificity) -> str:
        found = claims(text, situation, self.capabilities)
        if not found or found[0].intent.specificity < least:
            return ""
        # What cannot be asked about yields to what can.
        nameable = [claim for claim in found if claim.capability.label]
        if len(nameable) > 1:
            labels = {one.capability.name: one.intent.label for one in nameable}
            return self._which(text, [claim.capability for claim in nameable], box, labels)
        first = (nameable or found)[0]
        if first.capability.label and first.intent.specificity >= Specificity.LOOSE:
            likely = guesses(text, situation, self.capabilities)
            other = contradicted(text, [first.capability], likely)
            if other is not None:
                labels = {
                    first.capability.name: first.intent.label,
                    other.capability.name: other.label,
                }
                return self._which(text, [other.capability, first.capability], box, labels)
        return (nameable or found)[0].answer(box)

    def _which(
        self,
        text: str,
        meant: list[Capability[Any]],
        box: Toolbox,
        labels: Mapping[str, str] | None = None,
    ) -> str:
        ask(box, WHICH_MEANT, [capability.name for capability in meant], text=text)
        known = labels or {}
        *first, last = (known.get(one.name) or one.label for one in meant)
        asked = f"{', '.join(first)}, or {last}?" if first else f"{last}?"
        said = {"text": shortened(text), "asked": asked}
        return unsaid([wording.format(**said) for wording in _WHICH], box.context)

    def _unclear(self, text: str, likely: list[Guess], situation: Situation, box: Toolbox) -> str:
        """The answer to a text in which nobody finds anything; a courtesy gets none by itself."""
        if is_only_courtesy(text):
            return ""
        nameable = [guess for guess in likely if guess.label][:2]
        if nameable:
            labels = {guess.capability.name: guess.label for guess in nameable}
            return self._which(text, [guess.capability for guess in nameable], box, labels)
        if is_question(text) or wants_something_else(text):
            return cannot_answer(text, box, self.capabilities)
        if reply := self._otherwise(situation, box):
            return reply
        if len(text.split()) == 1:
            return makes_no_sense(text, box, self.capabilities)
        meant = [capability for capability in self.capabilities if capability.chosen]
        return self._which(text, meant, box)

    def _otherwise(self, situation: Situation, box: Toolbox) -> str:
        """What the open question has for a text that nobody understands; empty: nothing."""
        question = situation.question
        if question is None or question.kind not in self._kinds:
            return ""
        _, kind = self._kinds[question.kind]
        return kind.otherwise(question, box) if kind.otherwise is not None else ""

    def _nothing(self, now: Pending, box: Toolbox) -> str:
        return "All right." if now.texts else greeting(box.context)


def _weight(text: str) -> int:
    """In which order clauses are answered: wishes, then courtesies, then what is merely told."""
    return 1 if _is_courtesy(text) else 2 if is_remark(text) else 0


def _is_courtesy(text: str) -> bool:
    """Whether it needs no answer beside one to something else."""
    lead = matches(_LEADS_IN, text) is not None or len(tokens(text)) == 1
    return is_only_courtesy(text) or lead or is_courteous(text)


def _not_done(text: str) -> str:
    return f'I did nothing about "{shortened(text)}".'


__all__ = ["Router"]
