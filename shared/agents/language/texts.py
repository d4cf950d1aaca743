"""Argument types: text made fit for its column before it is stored."""

import unicodedata
from typing import Annotated

from pydantic import BeforeValidator, Field


def one_line(value: object) -> object:
    """Text on one line: control and format characters gone, runs of space made one."""
    if not isinstance(value, str):
        return value
    visible = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp") else char
        for char in value
        if unicodedata.category(char) not in ("Cf", "Cs", "Co")
    )
    return " ".join(visible.split())


def _no_blank(value: object) -> object:
    cleaned = one_line(value)
    return None if cleaned == "" else cleaned


OneLine = BeforeValidator(one_line)
OptionalLine = BeforeValidator(_no_blank)

# The limit stands on the text: on a union, null would be a TypeError of pydantic's, not refused.
PersonName = Annotated[Annotated[str, Field(max_length=100)] | None, OptionalLine]
WorkName = Annotated[Annotated[str, Field(max_length=255)] | None, OptionalLine]
Link = Annotated[Annotated[str, Field(max_length=500)] | None, OptionalLine]
Sentence = Annotated[str, OneLine, Field(min_length=1, max_length=500)]
OptionalSentence = Annotated[Annotated[str, Field(max_length=500)] | None, OptionalLine]
Tag = Annotated[str, OneLine, Field(min_length=1, max_length=60)]
Line = Annotated[str, OneLine, Field(min_length=1, max_length=100)]
