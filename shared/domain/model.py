"""The two bases of the domain's models."""

from pydantic import BaseModel, ConfigDict


class Value(BaseModel):
    """An immutable value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Document(BaseModel):
    """An immutable part of what SQL returns; unknown fields are ignored so that SQL may grow."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


__all__ = ["Document", "Value"]
