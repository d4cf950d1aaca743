"""JSON documents of a row that anybody may have written: read one by one, so that one breaks none.

SQL takes what Python's reader does not: thousands of levels, numbers of thousands of digits. A
claim therefore hands such a column out as a text, and whoever handles the row reads it. Numbers
stay what was written, digit by digit: what is passed on or said to people is what its author wrote.
"""

from typing import Any

from shared.domain import exact_json
from shared.errors import PermanentFailure


def decoded(text: str, column: str) -> Any:
    """The document in a text that Postgres wrote. Raises PermanentFailure, naming the column."""
    try:
        return exact_json.loads(text)
    except RecursionError as error:
        raise PermanentFailure(f"{column} cannot be read: it is nested too deeply") from error
    except ValueError as error:
        raise PermanentFailure(f"{column} cannot be read: a number is beyond all bounds") from error
