"""Makes the models of what texts mean from labelled texts: `make learn`.

Each folder beside this module holds the texts of one model, in files of lines "label<TAB>text"
(`#` begins a comment). Writes `shared/domain/learned/<folder>.model`, whose second line names the
labels, and `<folder>.sum`, the digest of the texts, by which a test sees a model that is older than
its texts. Needs scikit-learn, which nothing else does (requirements-learning.lock).
"""

import sys
import zlib
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from infra.learning.texts import FOLDER, Labelled, digest, labelled
from shared.domain.consent_words import words_of
from shared.domain.learned.model import packed, places

MODELS = FOLDER.parents[1] / "shared" / "domain" / "learned"
_MOST = 127  # of a weight in the table: a signed byte
# Places of each model's table: with many labels the table is wide, so it has fewer places.
PLACES = {"consent": 1 << 16, "wishes": 1 << 15}


def matrix(texts: Iterable[str], many: int) -> Any:
    """The texts' features: a row each, scaled by their number."""
    csr_matrix: Any = import_module("scipy.sparse").csr_matrix

    found = [places(words_of(text), many) for text in texts]
    lengths = [len(row) for row in found]
    ends = [0]
    for length in lengths:
        ends.append(ends[-1] + length)
    columns = [place for row in found for place in row]
    values = [length**-0.5 for length in lengths for _ in range(length)]
    return csr_matrix((values, columns, ends), shape=(len(found), many))


def learned(rows: list[Labelled], many: int, *, strength: float = 30.0) -> bytes:
    """The contents of the model's file."""
    linear: Any = import_module("sklearn.linear_model")

    regression: Any = linear.LogisticRegression(C=strength, max_iter=400)
    # In one thread sums are taken in one order: the same texts make the same model, to the byte.
    with import_module("threadpoolctl").threadpool_limits(1):
        regression.fit(matrix((row.text for row in rows), many), [row.label for row in rows])
    weights = regression.coef_.T  # a row a place, a column a label
    unit = float(abs(weights).max()) / _MOST
    table = (weights / unit).round().astype("int8").tobytes()
    return packed(
        [str(label) for label in regression.classes_],
        unit,
        [float(bias) for bias in regression.intercept_],
        many,
        zlib.compress(table, 9),
    )


def main() -> None:
    """Makes every model, or those that are named."""
    for name in sys.argv[1:] or PLACES:
        folder = FOLDER / name
        rows = labelled(folder)
        if name == "consent":  # no wish of a member is a refusal
            rows += [Labelled("not", row.text) for row in labelled(FOLDER / "wishes")]
        (MODELS / f"{folder.name}.model").write_bytes(learned(rows, PLACES[name]))
        (MODELS / f"{folder.name}.sum").write_text(digest(folder) + "\n")
        sys.stdout.write(f"{folder.name}: {len(rows)} texts\n")


if __name__ == "__main__":
    main()
