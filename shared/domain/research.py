"""A member's searches for a solution: their limits, and what is known of one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.domain.model import Document

MOST_GOING_ON = 3  # searches of a person; private.request_solution_research holds the same
MOST_A_DAY = 5  # that they may ask for within a day, withdrawn ones too
MOST_REFINEMENTS = 2
LONGEST_NEED = 300  # characters
LEAST_FIT = 0.25  # below it nothing is an option; private.match_innovators holds the same
FITS_WELL = 0.5  # from this fit on an option meets the quality threshold
USEFUL = 7  # and an answer of this worth does


class Found(Document):
    """A solution that may fit, as others describe it."""

    name: str
    about: str | None = None
    url: str | None = None  # of what was found on the web; None: an innovator's listing
    fit: float  # from 0 to 1
    user_id: UUID | None = None  # the innovator


class Answered(Document):
    """An answer of a member; `score` from 1 to 10, None until it is judged."""

    id: UUID
    score: int | None = None


class Research(Document):
    """A search as it stands. `innovators` and `web` are what SQL keeps of the findings."""

    id: UUID
    need: str  # what they need, in their words
    details: list[str] = Field(default_factory=list)  # what they added
    category: str | None = None  # a tag of expertise
    status: str = "in_progress"
    step: str = "initial_research"
    round: int = 0  # how often they refined it
    innovators: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    web: list[dict[str, Any]] = Field(default_factory=list[dict[str, Any]])
    web_outcome: str | None = None
    met: bool = False
    deadline_at: datetime | None = None
    created_at: datetime
    completed_at: datetime | None = None
    question_asked_at: datetime | None = None  # by them, in the search or before
    question_open: bool = False
    question_by_research: bool = False  # and not by themselves
    asked: int = 0  # members
    answers: list[Answered] = Field(default_factory=list[Answered])

    @property
    def goes_on(self) -> bool:
        """Whether it has neither ended nor been taken back."""
        return self.status == "in_progress"

    @property
    def wanted(self) -> str:
        """The need with its details, as one phrase."""
        return "; ".join((self.need, *self.details))

    @property
    def options(self) -> list[Found]:
        """All that was found, the best first; of equals what members offer."""
        listed = [Found.model_validate({**one, "name": one["company"]}) for one in self.innovators]
        on_the_web = [Found.model_validate({**one, "name": one["title"]}) for one in self.web]
        return sorted([*listed, *on_the_web], key=lambda option: -option.fit)


__all__ = [
    "FITS_WELL",
    "LEAST_FIT",
    "LONGEST_NEED",
    "MOST_A_DAY",
    "MOST_GOING_ON",
    "MOST_REFINEMENTS",
    "USEFUL",
    "Answered",
    "Found",
    "Research",
]
