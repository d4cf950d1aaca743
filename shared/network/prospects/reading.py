"""A file of contacts, row by row: what is stored, and what its uploader is told of each row.

The report knows the file and the uploader's own earlier uploads, nothing else: whether somebody is
a member is in no word of it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from shared.network.prospects.contact import (
    LONGEST_NAME,
    LONGEST_NOTE,
    Contact,
    read_email,
    read_linkedin,
    read_phone,
)
from shared.network.prospects.headers import Field, Header, source_of
from shared.network.prospects.lines import Row, UnreadableFile, read_table

MOST_ROWS = 20_000

_FOOTER = re.compile(
    r"grand totals?\b|confidential information\b|copyright\b|generated (?:by|on)\b|report generated"
    r"|as of \d|\d+ records?\b|total:? *\d*$|filtered by\b",
    re.IGNORECASE,
)
_HONORIFIC = re.compile(
    r"(?:mr|mrs|ms|miss|mx|dr|prof|sir|madam|herr|frau|sr|sra|m|mme)\.?", re.IGNORECASE
)
_PROTECTED = re.compile(r'="(.*)"', re.DOTALL)
_FORMULA = re.compile(r"[=@+]|-\W*[A-Za-z(]")
_SEPARATED = re.compile(r"\s*(?: ::: |[;\n])\s*")
_SEVERAL_MAILS = re.compile(r"\s*(?: ::: |[;,\s])\s*")


class Status(StrEnum):
    """What is told of a row."""

    VALID = "valid"
    WARNING = "warning"  # taken, but something of it is not
    ERROR = "error"  # not taken
    DUPLICATE = "duplicate"  # in the file above, or uploaded by the same person before


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One row of the report. `contact` is there unless the row is an error."""

    line: int  # of the file, from 1
    status: Status
    shown: str  # the name, or the first words of the row
    told: tuple[str, ...] = ()
    contact: Contact | None = None


@dataclass(frozen=True)
class Reading:
    """All of a file."""

    source: str  # linkedin, hubspot, salesforce, google, outlook, apollo, csv
    columns: dict[str, str] = field(default_factory=dict[str, str])  # field, name in the file
    rows: list[ReportRow] = field(default_factory=list[ReportRow])

    @property
    def counts(self) -> Counter[Status]:
        """How many rows of each status."""
        return Counter(row.status for row in self.rows)

    @property
    def accepted(self) -> list[Contact]:
        """What is stored when it is confirmed."""
        return [
            row.contact
            for row in self.rows
            if row.contact and row.status in (Status.VALID, Status.WARNING)
        ]


def read_contacts(content: bytes, region: str | None = None) -> Reading:
    """Every row of a file. Raises UnreadableFile, whose message is for who uploads it.

    `region` (ISO 3166) is the country of phone numbers that name none.
    """
    table = read_table(content)
    reading = Reading(
        source_of(table.header.names),
        {
            found.value: table.header.cells[columns[0]].strip()[:60]
            for found, columns in table.header.columns.items()
        },
    )
    first_at: dict[str, int] = {}
    for row in table.rows:
        if _says_nothing(row, table.header):
            continue
        if len(reading.rows) == MOST_ROWS:
            raise UnreadableFile(
                f"The file has more than {MOST_ROWS:,} contacts. Split it, and upload each part."
            )
        reading.rows.append(_once(_read_row(row, table.header, region), first_at))
    if not reading.rows:
        raise UnreadableFile("There is no contact below the column names.")
    return reading


def without_known(reading: Reading, known: Callable[[Sequence[Contact]], Iterable[int]]) -> Reading:
    """Marks what the same person has uploaded before; `known` says which positions those are."""
    accepted = reading.accepted
    before = frozenset(known(accepted)) if accepted else frozenset[int]()
    if not before:
        return reading
    rows: list[ReportRow] = []
    place = 0
    for row in reading.rows:
        taken = row.status in (Status.VALID, Status.WARNING)
        if taken and place in before:
            told = ("you have uploaded this contact before",)
            rows.append(replace(row, status=Status.DUPLICATE, told=told))
        else:
            rows.append(row)
        place += taken
    return replace(reading, rows=rows)


def _once(row: ReportRow, first_at: dict[str, int]) -> ReportRow:
    if row.contact is None:
        return row
    for identity in row.contact.identities:
        if identity in first_at:
            told = (f"the same contact as line {first_at[identity]}",)
            return replace(row, status=Status.DUPLICATE, told=told)
    first_at.update(dict.fromkeys(row.contact.identities, row.line))
    return row


def _says_nothing(row: Row, header: Header) -> bool:
    """A blank row, the header again, or what reports have below their rows."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if not filled or tuple(row.cells) == header.cells:
        return True
    return len(filled) == 1 and row.closed and _FOOTER.match(filled[0]) is not None


def _read_row(row: Row, header: Header, region: str | None) -> ReportRow:
    cells = [_clean(cell) for cell in row.cells]
    shown = " ".join(cell for cell in cells if cell)[:80]
    if not row.closed:
        return ReportRow(row.line, Status.ERROR, shown, ("a quote is opened and never closed",))
    found = _Cells(cells, header)
    told: list[str] = []
    email = _first(found.all(Field.EMAIL), _SEVERAL_MAILS, read_email, "email address", told)
    phone = _first(
        found.all(Field.PHONE),
        _SEPARATED,
        lambda one: read_phone(one, region),
        "phone number",
        told,
    )
    page = _first(found.all(Field.LINKEDIN), _SEPARATED, read_linkedin, "", told)
    first, last, name = _names(found)
    if not (email or phone or page):
        reason = told or ["no email, phone number or LinkedIn address"]
        return ReportRow(row.line, Status.ERROR, name or shown, tuple(reason))
    if not name:
        told.append("no name")
        name = email or phone or page or ""
    if len(row.cells) > len(header.cells) and any(cells[len(header.cells) :]):
        told.append("more cells than columns")
    company, title = found.one(Field.COMPANY), _title(found)
    if any(_FORMULA.match(one) for one in (name, company, title) if one and one != phone):
        told.append("begins like a formula; kept as text")
    contact = Contact(
        name=_cut(name, told),
        first_name=_cut(first, told) or None,
        last_name=_cut(last, told) or None,
        email=email,
        phone_number=phone,
        linkedin_url=page,
        company=_cut(company, told) or None,
        title=_cut(title, told) or None,
        notes=found.one(Field.NOTES)[:LONGEST_NOTE] or None,
    )
    status = Status.WARNING if told else Status.VALID
    return ReportRow(row.line, status, contact.name[:80], tuple(dict.fromkeys(told)), contact)


class _Cells:
    """The cells of a row by what they hold."""

    def __init__(self, cells: list[str], header: Header) -> None:
        self._cells = cells
        self._columns = header.columns

    def all(self, what: Field) -> list[str]:
        """What stands in the columns of a field, the preferred one first."""
        there = (self._cells[at] for at in self._columns.get(what, ()) if at < len(self._cells))
        return [cell for cell in there if cell]

    def one(self, what: Field) -> str:
        return next(iter(self.all(what)), "").partition(" ::: ")[0].strip()


def _first(
    cells: list[str],
    between: re.Pattern[str],
    read: Callable[[str], str | None],
    what: str,
    told: list[str],
) -> str | None:
    """The first that can be read. Says so when something stands there and none can."""
    for cell in cells:
        for one in (cell, *between.split(cell)):
            if one and (value := read(one)):
                return value
    if cells and what:
        told.append(f"no {what}: {cells[0][:60]}")
    return None


def _names(found: _Cells) -> tuple[str, str, str]:
    """First name, last name, and the whole."""
    first, last = found.one(Field.FIRST_NAME), found.one(Field.LAST_NAME)
    whole = found.one(Field.NAME)
    parts = (first, found.one(Field.MIDDLE_NAME), last)
    name = whole or " ".join(one for one in parts if one)
    if name and not (first or last):
        words = name.split()
        if re.search(r'["()=<>]', name):
            return "", "", name
        if "," in name and len(name.split(",")) == 2 and " " not in name.partition(",")[0].strip():
            last, first = (one.strip() for one in name.split(","))
            name = f"{first} {last}".strip()
        elif len(words) > 1:
            first, last = words[0], " ".join(words[1:])
    return first, last, name


def _title(found: _Cells) -> str:
    title = found.one(Field.TITLE)
    return "" if _HONORIFIC.fullmatch(title) else title


def _clean(cell: str) -> str:
    """Without what a spreadsheet wraps a cell in, and without signs that nobody sees."""
    text = cell.strip()
    if protected := _PROTECTED.fullmatch(text):
        text = protected[1]
    if text[:1] == "'" and text[1:2] in ("+", "=", "-", "@", *"0123456789"):
        text = text[1:]
    if text.isascii() and text.isprintable():
        return text.strip()
    text = unicodedata.normalize("NFC", text).replace("\ufffd", "")
    kept = (
        one if unicodedata.category(one) not in ("Cc", "Cf", "Cs", "Co", "Cn") else " "
        for one in text.replace("\r\n", "\n")
        if one not in "\u200b\u200d\u2060\ufeff"
    )
    return "".join(kept).strip()


def _cut(text: str, told: list[str]) -> str:
    if len(text) > LONGEST_NAME:
        told.append(f"cut to {LONGEST_NAME} characters")
    return text[:LONGEST_NAME]


__all__ = ["MOST_ROWS", "Reading", "ReportRow", "Status", "read_contacts", "without_known"]
