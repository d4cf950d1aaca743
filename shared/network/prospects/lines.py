"""From a file's bytes to rows of cells: encoding, delimiter, quotes. Read as a stream.

No library guesses better on such files: the standard one's Sniffer fails on one column, others take
Windows-1252 for something else. A byte order mark, then strict UTF-8, then Windows-1252; the
delimiter is the one with which the header row is recognised.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from shared.network.prospects.headers import CONTACT, Header, read_header

MOST_BYTES = 10_000_000  # of a file
LONGEST_LINE = 100_000  # characters, fewer than the csv module takes in a cell
MOST_LINES = 300_000
_LINES_OF_A_ROW = 100  # that a quoted cell may go over
_HEADER_WITHIN = 40  # lines
_DELIMITERS = (",", ";", "\t", "|")
_CHUNK = 65_536

_NOT_CSV = (
    (b"PK\x03\x04", "This is an Excel workbook or a zip archive."),
    (b"PK\x05\x06", "This is a zip archive."),
    (b"\xd0\xcf\x11\xe0", "This is an old Excel workbook."),
    (b"\x1f\x8b", "This is a compressed file."),
    (b"%PDF", "This is a PDF."),
    (b"BEGIN:VCARD", "This is a vCard file."),
)
SAVE_AS_CSV = "Save or export the list as CSV and choose that file."


class UnreadableFile(Exception):
    """Nothing of a file can be used. The message says why, and what to do, to who uploads it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of cells and the line at which it begins, from 1."""

    line: int
    cells: list[str]
    closed: bool = True  # False: a quote is opened and never closed


@dataclass(frozen=True)
class Table:
    """A file whose header was found; `rows` are those below it, to be read once."""

    header: Header
    rows: Iterator[Row]


def read_table(content: bytes) -> Table:
    """The header and the rows. Raises UnreadableFile; later from `rows` too."""
    lines = _Lines(content)
    best: tuple[int, Header, str, int] | None = None
    for line in lines.ahead(_HEADER_WITHIN):
        for delimiter in _DELIMITERS:
            cells = next(csv.reader([line.text], delimiter=delimiter), list[str]())
            header = read_header(cells)
            if header and (best is None or len(header.columns) > best[0]):
                best = (len(header.columns), header, delimiter, line.number)
    if best is None:
        raise UnreadableFile(
            "No row with column names was found, such as First Name, Last Name, Email, Company."
            " Add one at the top, and choose the file again."
        )
    _, header, delimiter, number = best
    if not CONTACT & header.columns.keys():
        raise UnreadableFile(
            "No column holds an email, a phone number or a LinkedIn address."
            f" Found: {', '.join(cell.strip()[:40] for cell in header.cells if cell.strip())}."
        )
    lines.skip_to(number)
    return Table(header, _rows(lines, delimiter))


def _rows(lines: "_Lines", delimiter: str) -> Iterator[Row]:
    while (first := lines.next()) is not None:
        taken = [first]
        closed = True

        def feed(taken: list[_Line] = taken) -> Iterator[str]:
            nonlocal closed
            yield taken[0].text
            while len(taken) < _LINES_OF_A_ROW and (more := lines.next()) is not None:
                taken.append(more)
                yield more.text
            closed = False

        try:
            cells = next(csv.reader(feed(), delimiter=delimiter))
        except csv.Error:  # a cell longer than the module takes
            closed = False
            cells = []
        if not closed:
            # The rest of the file would be one cell: this line alone is lost.
            lines.give_back(taken[1:])
            cells = first.text.rstrip("\r\n").replace('"', "").split(delimiter)
        yield Row(first.number, cells, closed)


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str


class _Lines:
    """The lines of a file, without NUL, some of which may be looked at and given back."""

    def __init__(self, content: bytes) -> None:
        if len(content) > MOST_BYTES:
            raise UnreadableFile("The file is larger than 10 MB. Split it, and upload each part.")
        encoding = _encoding(content)
        self._text = io.TextIOWrapper(
            io.BytesIO(content), encoding=encoding, errors="replace", newline=""
        )
        self._number = 0
        self._ahead: list[_Line] = []  # the next one last

    def next(self) -> _Line | None:
        if self._ahead:
            return self._ahead.pop()
        text = self._text.readline(LONGEST_LINE + 1)
        if not text:
            return None
        self._number += 1
        if len(text) > LONGEST_LINE:
            raise UnreadableFile(
                f"Line {self._number} is longer than {LONGEST_LINE:,} characters:"
                f" this is no list of contacts. {SAVE_AS_CSV}"
            )
        if self._number > MOST_LINES:
            raise UnreadableFile(f"The file has more than {MOST_LINES:,} lines. Split it.")
        if "\x00" in text:
            text = text.replace("\x00", "")
        return _Line(self._number, text)

    def give_back(self, lines: list[_Line]) -> None:
        self._ahead += reversed(lines)

    def ahead(self, most: int) -> list[_Line]:
        """The next lines, which stay to be read."""
        found: list[_Line] = []
        while len(found) < most and (line := self.next()) is not None:
            found.append(line)
        self.give_back(found)
        return found

    def skip_to(self, number: int) -> None:
        """Leaves out everything up to a line, itself included."""
        while (line := self.next()) is not None and line.number < number:
            pass


def _encoding(content: bytes) -> str:
    if not content.strip():
        raise UnreadableFile("The file is empty.")
    for magic, what in _NOT_CSV:
        if content.lstrip(b"\xef\xbb\xbf\r\n ")[: len(magic)] == magic:
            raise UnreadableFile(f"{what} {SAVE_AS_CSV}")
    if content.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "utf-32"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    start = content[:4_000]
    if (nulls := start.count(0)) > len(start) // 4:
        return "utf-16-be" if start[::2].count(0) > nulls // 2 else "utf-16-le"
    if nulls > len(start) // 100:
        raise UnreadableFile(f"This is no text. {SAVE_AS_CSV}")
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for first in range(0, len(content), _CHUNK):
            decoder.decode(content[first : first + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


__all__ = ["MOST_BYTES", "SAVE_AS_CSV", "Row", "Table", "UnreadableFile", "read_table"]
