"""What a member's text most likely wants, by a model learned from texts labelled by hand."""

from functools import lru_cache
from pathlib import Path

from shared.domain.consent_words import words_of
from shared.domain.learned.model import Likely, model

_MODEL = Path(__file__).with_name("wishes.model")


@lru_cache(maxsize=64)
def likely_wishes(text: str) -> tuple[Likely, ...]:
    """The labels of wishes with their probabilities, the likeliest first; none without a word."""
    words = words_of(text)
    return tuple(model(_MODEL).likeliest(words)) if words.strip(" |,") else ()


__all__ = ["likely_wishes"]
