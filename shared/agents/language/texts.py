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

PersonName = Annotated[str | None, OptionalLine, Field(max_length=100)]
WorkName = Annotated[str | None, OptionalLine, Field(max_length=255)]
Link = Annotated[str | None, OptionalLine, Field(max_length=500)]
Sentence = Annotated[str, OneLine, Field(min_length=1, max_length=500)]
OptionalSentence = Annotated[str | None, OptionalLine, Field(max_length=500)]
Tag = Annotated[str, OneLine, Field(min_length=1, max_length=60)]
Line = Annotated[str, OneLine, Field(min_length=1, max_length=100)]
