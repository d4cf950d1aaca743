"""What short texts mean, as learned from labelled examples: a linear model over their words.

Phrases by hand say for sure what a text means, and miss every wording that nobody thought of. A
model learned from some thousand texts, each labelled by what its writer wants, knows how likely a
label is for any text. It is multinomial logistic regression; its features are words, neighbouring
words and parts of words, hashed into a fixed number of places (the "hashing trick"), so that the
whole model is one table of small integers. `infra.learning` makes the table from the texts.
"""

import math
from array import array
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from zlib import crc32, decompress

VERSION = 1  # of the features: a table made for others is refused
_HEAD = b"learned"
_LONGEST = 60  # words that are read: the meaning of what follows is not judged
_LONGEST_WORD = 24  # characters
_PARTS = (3, 4, 5)  # characters of the parts of words
_NEIGHBOURS = 4  # words that are read as one feature, at most


class Likely(NamedTuple):
    """A label and its probability, from 0 to 1."""

    label: str
    probability: float


class Model(NamedTuple):
    """A table of weights: `weights[place * len(labels) + n]` times `unit` is one of label n."""

    labels: tuple[str, ...]
    unit: float
    biases: tuple[float, ...]
    many: int  # places of the table: a power of two
    weights: Sequence[int]

    def probabilities(self, words: str) -> dict[str, float]:
        """How likely each label is for a text that is written as `features` reads it."""
        return dict(zip(self.labels, self._softmax(places(words, self.many)), strict=True))

    def likeliest(self, words: str) -> list[Likely]:
        """The labels with their probabilities, the likeliest first."""
        found = [Likely(*one) for one in self.probabilities(words).items()]
        return sorted(found, key=lambda one: -one.probability)

    def _softmax(self, found: Sequence[int]) -> list[float]:
        wide = len(self.labels)
        scale = self.unit / math.sqrt(max(len(found), 1))
        weights = self.weights
        sums = [
            bias + scale * sum(weights[place * wide + n] for place in found)
            for n, bias in enumerate(self.biases)
        ]
        most = max(sums)
        powers = [math.exp(one - most) for one in sums]
        total = sum(powers)
        return [power / total for power in powers]


@cache
def model(path: Path) -> Model:
    """The model in a file that `infra.learning` has made.

    Raises ValueError for a file made for other features: `make learn` makes it anew.
    """
    head, labels, numbers, table = path.read_bytes().split(b"\n", 3)
    made, version, many = head.split()
    if (made, int(version)) != (_HEAD, VERSION):
        raise ValueError(f"{path.name} was made for other features: make it anew by `make learn`")
    names = tuple(labels.decode().split())
    unit, *biases = map(float, numbers.split())
    return Model(names, unit, tuple(biases), int(many), array("b", decompress(table)))


def packed(
    labels: Sequence[str], unit: float, biases: Sequence[float], many: int, table: bytes
) -> bytes:
    """The contents of a model's file; `table` is compressed by zlib."""
    numbers = " ".join(f"{number:.6g}" for number in (unit, *biases))
    head = b"%s %d %d" % (_HEAD, VERSION, many)
    return b"\n".join((head, " ".join(labels).encode(), numbers.encode(), table))


def places(words: str, many: int) -> list[int]:
    """The places of a text's features in a table of so many, each once."""
    return sorted({crc32(feature.encode()) & (many - 1) for feature in features(words)})


def features(words: str) -> Iterator[str]:
    """What is looked at in a text: lower-case words with one blank between, | and , as marks."""
    marked = [word[:_LONGEST_WORD] for word in words.split()[:_LONGEST]]
    plain = [word for word in marked if word not in "|,"]
    yield f"len{min(len(plain) // 3, 6)}"
    for many in range(1, _NEIGHBOURS + 1):
        for start in range(len(marked) - many + 1):
            yield " ".join(marked[start : start + many])
    for first, third in zip(plain, plain[2:], strict=False):
        yield f"{first} _ {third}"
    for word in set(plain):
        whole = f"<{word}>"
        for long in _PARTS:
            for start in range(len(whole) - long + 1):
                yield f"#{whole[start : start + long]}"
    if marked:
        yield from (f"^{marked[0]}", f"${marked[-1]}")
        yield from (f"^{one} {other}" for one, other in [*pairwise(marked)][:1])
        yield from (f"${one} {other}" for one, other in [*pairwise(marked)][-1:])


__all__ = ["Likely", "Model", "features", "model", "packed", "places"]
