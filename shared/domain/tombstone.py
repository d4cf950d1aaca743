"""What stands in the place of a payload that was erased; in SQL: `private.tombstone`."""

from collections.abc import Mapping
from typing import Any, cast


def is_tombstone(payload: object) -> bool:
    """Whether erasure has been here: nothing else is left.

    A payload of somebody's that happens to have a field called `erased` is none.
    """
    if not isinstance(payload, Mapping):
        return False
    fields = cast("Mapping[str, Any]", payload)
    return set(fields) == {"erased", "erased_at"} and fields["erased"] is True
