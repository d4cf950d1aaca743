"""Values as JSON carries them to and from other people's programs: strict, and told apart.

A moment is ISO 8601 text with an offset, never a number or a local time; an amount is decimal,
given as text or as a number, and keeps the digits that it was given with. What is read here is safe
for every clock, database and reader behind: what is written by these rules can be read by them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, cast

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    PlainSerializer,
    WithJsonSchema,
)

_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d(:\d\d(\.\d+)?)?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOST = 10**15
_MOST_DECIMALS = 400  # more than any double has that is written out
# No sign, no exponent, no leading zeros; at least one digit that is not 0 makes it above 0.
_DECIMAL = rf"(0|[1-9][0-9]{{0,14}})(\.[0-9]{{1,{_MOST_DECIMALS}}})?"
_LOGGED_DECIMAL = re.compile(r"\d+(\.\d+)?", re.ASCII)
_ABOVE_ZERO = r"(?!0(\.0*)?$)"
_GREATEST = 10**308  # of any number: most readers keep numbers as doubles
_EARLIEST, _LATEST = 2, 9998  # years; at the ends of time, offsets and intervals overflow
_YEARS = "^(?!000[01]|9999)"  # the same for JSON Schema
_DEEPEST = 32


def _moment_text(value: object) -> object:
    if not isinstance(value, str | datetime):
        raise ValueError("is no text in ISO 8601")
    if isinstance(value, str) and not _MOMENT.fullmatch(value):
        raise ValueError("is not ISO 8601 with an offset, like 2026-03-02T12:00:00+01:00")
    return value


def _moment_in_range(value: datetime) -> datetime:
    _within_the_years(value.year)  # as written, whatever the offset
    # ISO 8601 allows offsets that no place has, and Postgres does not.
    if abs(value.utcoffset() or timedelta()) >= timedelta(hours=15):
        value = value.astimezone(UTC)
        _within_the_years(value.year)  # as it will be read again
    return value


def _within_the_years(year: int) -> None:
    if not _EARLIEST <= year <= _LATEST:
        raise ValueError(f"is not within the years {_EARLIEST} to {_LATEST}")


def _day_text(value: object) -> object:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise ValueError("is no date in ISO 8601, like 2026-03-02")
    return value


def _day_in_range(value: date) -> date:
    _within_the_years(value.year)
    return value


def _decimal(value: object) -> Decimal:
    text = value
    if isinstance(value, int | float | Decimal) and _is_number(value) and value < _MOST:
        text = format(Decimal(str(value)), "f")
    if isinstance(text, str) and re.fullmatch(_DECIMAL, text):
        return Decimal(text)
    raise ValueError("is no decimal amount from 0 to 10^15, like 99.50")


def _is_number(value: float | Decimal) -> bool:
    """Whether every reader has this number, written out or not: finite, of bounded length."""
    if isinstance(value, bool):
        return False
    if isinstance(value, int):
        return -_GREATEST < value < _GREATEST
    number = Decimal(str(value))  # compared, not calculated with: that could round or overflow
    if not number.is_finite() or not -_GREATEST < number < _GREATEST:
        return False
    return int(number.as_tuple().exponent) >= -_MOST_DECIMALS


def _logged_decimal(value: object) -> Decimal:
    if isinstance(value, int | float | Decimal) and _is_number(value):
        return Decimal(str(value))
    if isinstance(value, str) and _LOGGED_DECIMAL.fullmatch(value):
        return Decimal(value)
    raise ValueError("is no decimal amount, like 99.50")


def _above_zero(value: Decimal) -> Decimal:
    if value <= 0:
        raise ValueError("is not above 0")
    return value


_AS_TEXT = PlainSerializer(lambda value: format(value, "f"), return_type=str)

Moment = Annotated[
    AwareDatetime,
    BeforeValidator(_moment_text),
    AfterValidator(_moment_in_range),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date-time",
            "pattern": _YEARS,
            "description": "ISO 8601 with an offset",
        }
    ),
]
Day = Annotated[
    date,
    BeforeValidator(_day_text),
    AfterValidator(_day_in_range),
    WithJsonSchema(
        {
            "type": "string",
            "format": "date",
            "pattern": _YEARS,
            "description": "ISO 8601",
        }
    ),
]
Amount = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _AS_TEXT,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_DECIMAL}$"},
                {"type": "number", "minimum": 0, "exclusiveMaximum": _MOST},
            ],
            "description": "decimal, 0 or more; stored as text",
        }
    ),
]
PositiveAmount = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    AfterValidator(_above_zero),
    _AS_TEXT,
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": f"^{_ABOVE_ZERO}{_DECIMAL}$"},
                {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": _MOST},
            ],
            "description": "decimal, above 0; stored as text",
        }
    ),
]

# As they are read from the log, where what was once accepted stays readable, whatever limits and
# currencies are accepted today.
LoggedAmount = Annotated[Decimal, BeforeValidator(_logged_decimal), AfterValidator(_above_zero)]
LoggedCurrency = Annotated[str, Field(min_length=1)]


def storable(document: object) -> object:
    """The very document, if Postgres can keep it as jsonb. Raises ValueError naming the part."""
    for path, depth, value in _walk(document):
        if depth > _DEEPEST:
            raise ValueError(f"{path[:100]} is nested deeper than {_DEEPEST} levels")
        if isinstance(value, str) and ("\0" in value or not _encodable(value)):
            raise ValueError(f"{path[:100]} has a character that is none: U+0000 or half a pair")
    return document


def readable(document: object) -> None:
    """Raises ValueError naming the part where a number is none that every reader can take."""
    for path, _, value in _walk(document):
        if isinstance(value, float | int | Decimal) and not (
            isinstance(value, bool) or _is_number(value)
        ):
            raise ValueError(
                f"{path[:100]} is a number beyond 10^308, or of over {_MOST_DECIMALS} decimals"
            )


def _walk(document: object) -> Iterator[tuple[str, int, object]]:
    """Every value with its path and depth, and every key as a value; keeps a stack of its own."""
    waiting: list[tuple[str, int, object]] = [("", 0, document)]
    while waiting:
        path, depth, value = waiting.pop()
        yield path, depth, value
        if depth > _DEEPEST:
            continue
        if isinstance(value, dict):
            for key, inner in cast("dict[str, object]", value).items():
                yield f"{path} (a key)".lstrip(), depth, key
                waiting.append((f"{path}.{key}".lstrip("."), depth + 1, inner))
        elif isinstance(value, list):
            for position, inner in enumerate(cast("list[object]", value)):
                waiting.append((f"{path}[{position}]", depth + 1, inner))


def _encodable(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
