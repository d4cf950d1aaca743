"""The labelled texts that the models are made from."""

import hashlib
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent


class Labelled(NamedTuple):
    """A text and what its writer wants, by the label of its folder's README."""

    label: str
    text: str


def read(file: Path) -> list[Labelled]:
    """The texts of one file. Raises ValueError for a line without a label."""
    rows: list[Labelled] = []
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            label, tab, text = line.partition("\t")
            if not tab or not text.strip():
                raise ValueError(f"{file.name}:{number} is not a label, a tab and a text")
            rows.append(Labelled(label, text))
    return rows


def labelled(folder: Path) -> list[Labelled]:
    """The texts of one model, each once: by the first file that has it."""
    rows: dict[str, Labelled] = {}
    for file in sorted(folder.glob("*.tsv")):
        for row in read(file):
            rows.setdefault(row.text.strip().casefold(), row)
    return list(rows.values())


def digest(folder: Path) -> str:
    """What tells one state of the texts from another."""
    found = hashlib.sha256()
    for file in sorted(folder.glob("*.tsv")):
        found.update(file.read_bytes())
    return found.hexdigest()


__all__ = ["FOLDER", "Labelled", "digest", "labelled", "read"]
