"""A typed question to the model, with rules that answer when the model cannot.

Background work asks questions instead of holding conversations: one request, one answer of a known
shape. The model gets no tools to act with, so text by other people can at most mislead an answer.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from shared.domain.decision import ActionRecord

AnswerT = TypeVar("AnswerT", bound=BaseModel)


@dataclass(frozen=True, kw_only=True)
class Question(Generic[AnswerT]):
    """What to ask. `content` holds people's texts only as `quoted` makes them: data, not orders.

    `rules` answers offline and always, in the same shape. Neither `content` nor `instructions`
    is kept in the log of actions, only the question's name, its version and its length.
    """

    name: str
    prompt_version: str  # changes whenever `instructions` or `answer` change
    instructions: str  # the same for everybody, so that the model's provider can cache it
    content: str
    answer: type[AnswerT]
    rules: Callable[[], AnswerT]

    @property
    def logged(self) -> dict[str, Any]:
        """What an action's record says about the question: nothing that a person wrote."""
        return {
            "question": self.name,
            "prompt_version": self.prompt_version,
            "characters": len(self.content),
        }


@dataclass(frozen=True, kw_only=True)
class Answered(Generic[AnswerT]):
    """An answer and how it came about; `log` has every request to the model, failed ones too."""

    value: AnswerT
    engine: str  # the model's name, or "rules"
    log: tuple[ActionRecord, ...] = ()


def quoted(tag: str, text: str) -> str:
    """People's text as an element of `Question.content` that it cannot close by itself."""
    return f"<{tag}>{text.replace('<', '&lt;')}</{tag}>"


def problems(error: ValidationError) -> str:
    """What is wrong with arguments, without their values, as a model is told it."""
    return "; ".join(
        f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}"
        for problem in error.errors(include_url=False, include_input=False)
    )


__all__ = ["AnswerT", "Answered", "Question", "problems", "quoted"]
