"""What a text most likely wants, where no reader finds a wish in it.

Readers know phrases; a model learned from labelled texts knows what is likely (see
`shared.domain.learned`). Each capability says for which of the model's labels it stands, and how a
text of that label is put so that its own reader finds the slots: "next friday 3pm review the offer"
is read as "remind me next friday 3pm review the offer". What is likely enough is done; what is less
so is asked about.
"""

from typing import Any, NamedTuple

from shared.agents.capability import Capability, Intent, Rephrased, Situation
from shared.agents.claims import Capabilities
from shared.agents.language.words import matches
from shared.domain.learned.model import Likely
from shared.domain.learned.wishes import likely_wishes

_SURE = 0.6  # done, and read back
_SURE_WITH_CARE = 0.7  # done where other people hear of it, or something is lost
_SURE_OF_DISTRESS = 0.8  # answered by a number to call, whatever else was meant
_SURE_AGAINST_TALK = 0.65  # counts against a reader that takes it for a courtesy
_SURE_TO_TELL = 0.3  # told: an answer that was not asked for changes nothing
_POSSIBLE = 0.2  # asked about
# At least, that it is for another capability, and at most, that it is for the one that claims it.
_CONTRADICTS, _UNLIKELY = 0.9, 0.03
_TELLING = 5  # words: what fewer say depends on what was said before
# A question is answered by doing nothing: "how many days till april 15" is no pause.
_ASKS = r"^\W*(?:(?:so|and|hey|ok|btw)\W+)?(?:how (?:many|much|long|far|come)|when|what|why|who)\b"
_ELSE, _DISTRESS = "other", "distress"  # labels that no capability stands for
_MARKS = " .,;:!?-\n"


class Guess(NamedTuple):
    """A capability that a text is likely for, and what its reader finds once it is put so."""

    capability: Capability[Any]
    intent: Intent[Any]
    probability: float
    put: Rephrased
    text: str

    @property
    def beyond_doubt(self) -> bool:
        """Whether it counts against a reader that takes the text for mere talk."""
        sure = self.probability >= _SURE_AGAINST_TALK and bool(self.capability.label)
        return sure and not is_short(self.text)

    @property
    def label(self) -> str:
        """Completes "Should I ...?"."""
        return self.intent.label or self.put.label or self.capability.label


def guesses(text: str, situation: Situation, capabilities: Capabilities) -> list[Guess]:
    """The likeliest capabilities, each once, the likeliest first; those that read nothing are not.

    A text that most likely is small talk, or wants what nobody here can do, has none.
    """
    by_label = {label: one for one in capabilities for label in one.rephrased}
    found: list[Guess] = []
    for label, probability in likely_wishes(text):
        capability = by_label.get(label)
        if probability < _POSSIBLE or (capability is None and not found):
            break
        if capability is None or any(one.capability is capability for one in found):
            continue
        put = capability.rephrased[label]
        intent = _read(text, put, capability, situation)
        if intent is not None:
            found.append(Guess(capability, intent, probability, put, text))
    return found


def surely(found: list[Guess]) -> Guess | None:
    """The guess that is acted on without a question, if there is one."""
    if not found:
        return None
    put = found[0].put
    least = _SURE_TO_TELL if put.tells else _SURE_WITH_CARE if put.careful else _SURE
    asks = not put.tells and matches(_ASKS, found[0].text)
    return found[0] if found[0].probability >= least and not asks else None


def contradicted(text: str, claimed: list[Capability[Any]], found: list[Guess]) -> Guess | None:
    """The guess by which a text is almost surely not for those whose readers claim it."""
    best = found[0] if found else None
    if best is None or best.probability < _CONTRADICTS or not best.label or is_short(text):
        return None
    own = {label for one in claimed for label in one.rephrased}
    known = all(one.rephrased for one in claimed)
    likely = sum(one.probability for one in likely_wishes(text) if one.label in own)
    return best if known and likely < _UNLIKELY else None


def wants_something_else(text: str) -> bool:
    """Whether a text most likely wants what nobody here can do."""
    first, *_ = likely_wishes(text) or (Likely("", 0.0),)
    return first.label == _ELSE and first.probability >= _SURE


def is_distress(text: str) -> bool:
    """Whether somebody who writes so is most likely frightened, in danger or desperate."""
    first, *_ = likely_wishes(text) or (Likely("", 0.0),)
    return first.label == _DISTRESS and first.probability >= _SURE_OF_DISTRESS


def as_meant(text: str, capability: Capability[Any], situation: Situation) -> Intent[Any] | None:
    """What a capability reads in a text of which we know that it is for it."""
    first = next(
        (
            one.label
            for one in likely_wishes(text)
            if one.label in capability.rephrased and one.probability >= _POSSIBLE
        ),
        None,
    )
    return _read(text, capability.rephrased[first], capability, situation) if first else None


def is_short(text: str) -> bool:
    """Whether a text says too little to be judged without what was said before."""
    return len(text.split()) < _TELLING


def _read(
    text: str, put: Rephrased, capability: Capability[Any], situation: Situation
) -> Intent[Any] | None:
    said = text.strip(_MARKS)
    if not put.ways and capability.chosen is not None:
        return Intent(wish=capability.chosen(said))
    intents = (capability.read(way.format(text=said), situation) for way in put.ways)
    return next((intent for intent in intents if intent is not None), None)


__all__ = [
    "Guess",
    "as_meant",
    "contradicted",
    "guesses",
    "is_distress",
    "is_short",
    "surely",
    "wants_something_else",
]
