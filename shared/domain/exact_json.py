"""JSON whose numbers stay what was written: read as int or Decimal, never through a double.

`99999999999999.99` read as a float is `99999999999999.98`, and nobody can tell afterwards.
"""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import cast

_MOST_DIGITS_OF_AN_INT = 4000  # Python itself refuses to read an int of more than 4300


def loads(text: str | bytes) -> object:
    """The document. Raises ValueError (no JSON; NaN and Infinity are none) or RecursionError."""
    return json.loads(text, parse_float=_decimal, parse_int=_whole, parse_constant=_decimal)


def dumps(document: object) -> str:
    """The document as JSON; a Decimal becomes a number with every digit that it has.

    Letters of all scripts stay themselves: whoever looks for somebody's words finds them.
    """
    try:
        return json.dumps(document, ensure_ascii=False)
    except TypeError:
        # There is a Decimal in it somewhere, which the encoder knows no number for.
        if isinstance(document, Decimal):
            return str(document)
        if isinstance(document, Mapping):
            fields = cast("Mapping[str, object]", document).items()
            return "{" + ", ".join(f"{dumps(key)}: {dumps(one)}" for key, one in fields) + "}"
        if isinstance(document, Sequence):
            return "[" + ", ".join(map(dumps, cast("Sequence[object]", document))) + "]"
        raise


def _decimal(text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("an exponent is beyond all bounds") from error
    if not number.is_finite():
        raise ValueError(f"{text} is no number of JSON's")
    return number


def _whole(text: str) -> int | Decimal:
    return int(text) if len(text) <= _MOST_DIGITS_OF_AN_INT else Decimal(text)
