"""What to say where nobody finds a wish: that it was not understood, and what to try."""

from itertools import pairwise
from typing import Any

from shared.agents.capability import Capability
from shared.agents.claims import Capabilities
from shared.agents.language.words import SENTENCE_WORDS, tokens
from shared.agents.turn import unsaid
from shared.llm.interface import Toolbox

_NO_ANSWER = (
    'I don\'t have an answer to that. You could text "{first}", or "{second}".',
    'That\'s beyond what I know. What works is, for example, "{first}" or "{second}".',
    'I can\'t look that up. Two things I can do: "{first}", or "{second}".',
    'No answer from me on that one, sorry. Try "{first}", or "{second}".',
)
_NO_SENSE = (
    'I couldn\'t make sense of that. You could text "{first}", or "{second}".',
    'That one is beyond me. For example, "{first}" or "{second}" works.',
    'I\'m not sure what that means. Would "{first}" or "{second}" help?',
    'Could you say that in other words? What I follow is, say, "{first}" or "{second}".',
)


def cannot_answer(text: str, box: Toolbox, capabilities: Capabilities) -> str:
    """The reply to a question that we have no answer to."""
    return _lost(_NO_ANSWER, text, box, capabilities)


def makes_no_sense(text: str, box: Toolbox, capabilities: Capabilities) -> str:
    """The reply to a word that says nothing."""
    return _lost(_NO_SENSE, text, box, capabilities)


def _lost(wordings: tuple[str, ...], text: str, box: Toolbox, capabilities: Capabilities) -> str:
    """That it was not understood, with the two likeliest things to try."""
    pairs = _likeliest(text, capabilities)
    # Each wording with another pair, before any comes with the pair of another one.
    turned = [
        wording.format(first=first, second=second)
        for turn in range(len(wordings))
        for (first, second), wording in zip(
            pairs, (*wordings[turn:], *wordings[:turn]), strict=False
        )
    ]
    return unsaid(turned, box.context)


def _likeliest(text: str, capabilities: Capabilities) -> list[tuple[str, str]]:
    """Two texts to try, and further pairs: of the capabilities whose examples share most words."""
    said = {word for word in tokens(text) if word not in SENTENCE_WORDS}

    def shared(capability: Capability[Any]) -> int:
        words = {word for one in capability.examples for word in tokens(one.text)}
        return -len(said & words)

    tries = [one.tries[0] for one in sorted(capabilities, key=shared) if one.tries]
    return list(pairwise([*tries, tries[0]]))


__all__ = ["cannot_answer", "makes_no_sense"]
