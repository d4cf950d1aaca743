"""A line of the archive taken apart without reading what its row holds.

A column may hold whatever Postgres takes as JSON: thousands of levels, numbers of a million digits.
So columns stay the texts that Postgres wrote, and only those that say whose a row is are looked at.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shared.domain import exact_json

_SIGN = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\],:]')


@dataclass(frozen=True)
class Line:
    """A row by its columns, each as JSON text; `text` is the line itself."""

    text: str
    table: str
    row: Mapping[str, str]

    @staticmethod
    def read(text: str) -> "Line":
        """The line taken apart."""
        parts = dict(_members(text))
        return Line(text, json.loads(parts["table"]), dict(_members(parts["row"])))

    def value(self, column: str) -> str | None:
        """A column that holds a text; None if it holds none."""
        written = self.row[column]
        return json.loads(written) if written.startswith('"') else None

    def with_columns(self, **columns: object) -> "Line":
        """The same row with other values in some of its columns."""
        row = {**self.row, **{name: exact_json.dumps(value) for name, value in columns.items()}}
        written = ", ".join(f"{json.dumps(name)}: {value}" for name, value in row.items())
        text = f'{{"row": {{{written}}}, "table": {json.dumps(self.table)}}}'
        return Line(text, self.table, row)

    @property
    def columns(self) -> str:
        """The row alone, to the letter."""
        return dict(_members(self.text))["row"]


def _members(document: str) -> Iterator[tuple[str, str]]:
    """Names and values of a JSON object that Postgres wrote; the values as they stand there."""
    depth, start, name = 0, 0, ""
    for sign in _SIGN.finditer(document):
        match sign[0]:
            case "{" | "[":
                depth += 1
            case "}" | "]":
                depth -= 1
            case ":" if depth == 1:
                start = sign.end()
                continue
            case "," if depth == 1:
                pass
            case word if depth == 1 and not start:
                name = json.loads(word)
                continue
            case _:
                continue
        if start and (depth == 0 or (depth == 1 and sign[0] == ",")):
            yield name, document[start : sign.start()].strip()
            start = 0
