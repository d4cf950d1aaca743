"""How likely a text asks for no more texts, by a model learned from texts labelled by hand."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from shared.domain.learned.model import model

_MODEL = Path(__file__).with_name("consent.model")
_AT_ONCE = 40  # words that are judged together, as most texts are
_SURE_OF_A_PART = 0.9  # at least: words cut out of a story mislead more easily
_OF_A_STORY = 16  # of a longer one: in a long story one sentence counts for little
# Common words by which a language is told from English: whichever has more of them.
_COMMON = {
    "en": "the i you me to my stop no not please this text texts it of and for is from so im",
    "es": "el los las que no me mas por favor quiero mi este ya mensajes numero gracias es",
    "fr": "je ne pas le les des vous plus me du ce merci numero veux mon est plait arretez",
    "de": "ich nicht mehr bitte die der das mir keine sie und mich ist nachrichten nummer",
    "pt": "nao eu o os as que me mais por favor quero meu voce mensagens numero obrigado",
}
_WORDS = {code: frozenset(words.split()) for code, words in _COMMON.items()}


class Likelihood(NamedTuple):
    """Probabilities from 0 to 1: it asks for no more texts; it may; it is about anything else."""

    out: float
    ask: float
    none: float


@lru_cache(maxsize=64)
def likelihood(words: str) -> Likelihood | None:
    """What a text, written as `words_of` writes it, most likely says.

    Of a long one, what a part says that is nearly sure; None: no part is.
    """
    known = model(_MODEL)
    every = words.split()
    size = _OF_A_STORY if len(every) > _AT_ONCE else _AT_ONCE
    starts = range(0, max(len(every) - size // 2, 1), size // 2)
    parts = [known.probabilities(" ".join(every[at : at + size])) for at in starts]
    worst = max(parts, key=lambda one: one["out"])
    if len(parts) > 1 and worst["out"] < _SURE_OF_A_PART:
        return None
    return Likelihood(worst["out"], worst["ask"], worst["not"])


def language_of(words: str) -> str:
    """The language of a text among those whose refusals are answered in it (ISO 639-1)."""
    said = words.split()
    counts = {code: sum(word in common for word in said) for code, common in _WORDS.items()}
    return max(counts, key=lambda code: counts[code])


__all__ = ["Likelihood", "language_of", "likelihood"]
