"""What was meant, when a text can be for several capabilities: the answer decides."""

import re
from dataclasses import dataclass, replace
from typing import Any

from shared.agents.capability import Capability, QuestionKind, Situation, Specificity
from shared.agents.claims import Capabilities, claims, situation_of
from shared.agents.language.times import is_time_only
from shared.agents.language.words import matches, places_in
from shared.agents.likely import as_meant
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.llm.interface import Toolbox

WHICH_MEANT = "which_meant"
_MARKS = " .,;:!?-\n"


@dataclass(frozen=True)
class Chosen:
    """Which capability a text was meant for; None: neither. `rest`: what they say besides."""

    capability: str | None
    text: str
    rest: str = ""


_NEITHER = (
    r"neither(?: of them)?|none(?: of (?:them|those))?|nothing|no(?:pe)?(?:,? thanks?)?|never "
    r"?mind|nvm|"
    r"nah|forget it|leave it|nothing really"
)
_ABOUT_IT = r"\b(?:please|thanks|thank you|pls|then|just)\b"
_CHOICE_WORDS = (
    r"\b(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|pls|thanks|thank you|the|as|a|an|it|that|this|"
    r"one|"
    r"first|second|third|last|former|latter|1st|2nd|3rd|[123]|set|do|make|go with|take|option|"
    r"of it|about it|about that|me|for|i|want|i'd|like|just|goal|down)\b"
)


def _besides_the_choice(text: str, meant: Capability[Any]) -> str:
    """What an answer says besides which one is meant."""
    rest = re.sub(rf"(?:{meant.chosen_by})\w*", " ", text, flags=re.I) if meant.chosen_by else text
    return " ".join(re.sub(_CHOICE_WORDS, " ", rest, flags=re.I).split()).strip(_MARKS)


def choosing(capabilities: Capabilities) -> Capability[Chosen]:
    """Answers to which of several capabilities was meant."""
    by_name = {capability.name: capability for capability in capabilities if capability.label}

    def read_choice(text: str, question: OpenQuestion, situation: Situation) -> Chosen | None:
        about = str(question.about.get("text", ""))
        asked = [by_name[option.id] for option in question.options if option.id in by_name]
        said = re.sub(_ABOUT_IT, "", text, flags=re.IGNORECASE).strip(_MARKS)
        elsewhere = any(
            claim.capability not in asked and claim.intent.specificity is Specificity.NAMED
            for claim in claims(text, replace(situation, question=None), capabilities)
        )
        if not about or not asked or elsewhere:
            return None
        if matches(rf"^(?:{_NEITHER})\W*$", said):
            return Chosen(None, about)
        named = [one for one in asked if one.chosen_by and matches(one.chosen_by, text)]
        places = [asked[place] for place in places_in(text, len(asked))]
        yes = asked[:1] if matches(r"^(?:yes|yeah|yep|yup|sure|ok(?:ay)?)\b", text) else []
        meant = named if len(named) == 1 else places or yes
        rest = _besides_the_choice(text, meant[0]) if meant else text
        # Whatever else it says must be a time for it, or the text is about something else.
        return (
            None
            if not meant or (rest and not is_time_only(rest))
            else (Chosen(meant[0].name, about, rest))
        )

    def answer(wish: Chosen, box: Toolbox) -> str:
        if wish.capability is None:
            return "All right, I'll leave it."
        capability = by_name[wish.capability]
        situation = situation_of(box, None, "")
        intent = capability.read(wish.text, situation) or as_meant(wish.text, capability, situation)
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


__all__ = ["WHICH_MEANT", "Chosen", "choosing"]
