"""Tables as CSV that is safe to open in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from shared.entry import Answer
from shared.pages.rendering import HEADERS

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Answer:
    """A file to download. Numbers stay numbers; a text that a spreadsheet would take for a formula
    gets an apostrophe before it. Source: OWASP, CSV injection."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_safe(one) for one in row])
    disposition = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    # The byte order mark tells spreadsheets that it is UTF-8.
    body = "\ufeff" + text.getvalue()
    return Answer(200, body, "text/csv; charset=utf-8", {**HEADERS, **disposition})


def _safe(value: object) -> object:
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA):
        return "'" + value
    return value


__all__ = ["csv_answer"]
