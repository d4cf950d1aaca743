"""Expertise as tags of one vocabulary, to which questions and profiles are mapped.

`private.expertise_tags_of` is the same in SQL, over the tables, to which operators may add; a test
holds the two together. What a member calls their expertise and the vocabulary does not know becomes
a tag of its own words, so that nothing that they told is lost.
"""

import re
from collections.abc import Iterable
from functools import lru_cache

from shared.domain.expertise_vocabulary import VOCABULARY

MOST_WORDS = 4  # of a term
MOST_READ = 400  # words of a text
LONGEST_TAG = 60  # characters
_UPPER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_LINE = re.compile(r"(?P<tag>[a-z0-9-]+)(?: \((?P<label>[^)]+)\))?: (?P<terms>.+)")


def normal_words(text: str) -> list[str]:
    """The words by which terms are compared: ASCII, small, in the singular as far as an s tells.

    SQL does the same (`private.normal_words`), so that no letter depends on a locale.
    """
    small = re.sub(r"[^a-z0-9+#&]+", " ", text.translate(_UPPER))
    return [_singular(word) for word in small.split()]


def _singular(word: str) -> str:
    ends = len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if ends else word


@lru_cache(maxsize=1)
def labels() -> dict[str, str]:
    """Every tag with its label, in the order of the vocabulary."""
    return {tag: label for tag, label, _ in _lines()}


@lru_cache(maxsize=1)
def terms() -> dict[str, str]:
    """Every term, in normal words, with the tag that it stands for."""
    found: dict[str, str] = {}
    for tag, label, said in _lines():
        for term in (tag, label, *said):
            found.setdefault(" ".join(normal_words(term)), tag)
    return found


def _lines() -> Iterable[tuple[str, str, list[str]]]:
    for line in VOCABULARY.splitlines():
        read = _LINE.fullmatch(line)
        if read is None:
            raise ValueError(f"no line of the vocabulary: {line}")
        tag = read["tag"]
        yield tag, read["label"] or tag, [term.strip() for term in read["terms"].split(",")]


def expertise_tags_of(text: str) -> list[str]:
    """The tags that a text speaks of, in its order; a longer term goes before those within it."""
    return list(dict.fromkeys(tag for tag, _ in _found(normal_words(text)[:MOST_READ])))


def _found(words: list[str]) -> Iterable[tuple[str, int]]:
    """Tags with how many words stand for each."""
    known = terms()
    place = 0
    while place < len(words):
        for length in range(min(MOST_WORDS, len(words) - place), 0, -1):
            tag = known.get(" ".join(words[place : place + length]))
            if tag is not None:
                yield tag, length
                place += length
                break
        else:
            place += 1


def expertise_tags(told: Iterable[str]) -> list[str]:
    """What somebody names as expertise, as tags; what the vocabulary does not know keeps its words.

    A name of which the vocabulary does not know every word is kept in its own words too.
    """
    tags: list[str] = []
    for name in told:
        words = normal_words(name)
        found = list(_found(words))
        tags += [tag for tag, _ in found]
        if sum(length for _, length in found) < len(words) or not words:
            tags.append(("-".join(words) or name.strip().casefold())[:LONGEST_TAG].strip("-"))
    return list(dict.fromkeys(filter(None, tags)))


def label_of(tag: str) -> str:
    """A tag as people say it."""
    return labels().get(tag) or tag.replace("-", " ")


def in_words(tags: Iterable[str], joint: str = "and") -> str:
    """Tags as people say them: "pricing, SaaS and tax"."""
    *first, last = [label_of(tag) for tag in tags] or [""]
    return f"{', '.join(first)} {joint} {last}" if first else last


__all__ = [
    "expertise_tags",
    "expertise_tags_of",
    "in_words",
    "label_of",
    "labels",
    "normal_words",
    "terms",
]
