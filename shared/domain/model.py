"""The two bases of the domain's models, and what does not fit one."""

from pydantic import BaseModel, ConfigDict, ValidationError


class Value(BaseModel):
    """An immutable value without unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Document(BaseModel):
    """An immutable part of what SQL returns; unknown fields are ignored so that SQL may grow."""

    model_config = ConfigDict(frozen=True, extra="ignore", defer_build=True)


def problems(error: ValidationError) -> str:
    """What does not fit, and where, without what stands there."""
    return "; ".join(
        f"{'.'.join(map(str, problem['loc'])) or 'the whole'}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False)
    )


__all__ = ["Document", "Value", "problems"]
