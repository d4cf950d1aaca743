"""What somebody said about themselves, and what joining asks of it."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from shared.domain.context import User


class Ask(StrEnum):
    """What the last question was about, or what is asked next."""

    REFERRER = "referrer"
    NAME = "name"
    LAST_NAME = "last_name"
    WORK = "work"
    COMPANY = "company"
    TITLE = "title"
    EMAIL = "email"


@dataclass(frozen=True)
class Facts:
    """What somebody said about themselves. None: they said nothing about it."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    linkedin_url: str | None = None
    referrer_name: str | None = None
    expertise: tuple[str, ...] | None = None
    corrects: bool = False  # they said that what is known is wrong or has changed

    def said(self) -> dict[str, Any]:
        """The facts that they said, by column."""
        given = {**vars(self)}
        del given["corrects"]
        return {name: value for name, value in given.items() if value is not None}

    def __bool__(self) -> bool:
        return bool(self.said())

    def over(self, earlier: "Facts") -> "Facts":
        """The earlier facts, corrected and extended by these."""
        return replace(earlier, **self.said(), corrects=self.corrects or earlier.corrects)

    def only(self, *columns: str) -> "Facts":
        """These facts without those of other columns."""
        kept = {name: value for name, value in self.said().items() if name in columns}
        return Facts(**kept, corrects=self.corrects)


@dataclass(frozen=True)
class Doubt:
    """An answer that may be none: asked about, and taken as it stands when it is said again."""

    asked: Ask
    words: str


@dataclass(frozen=True)
class Said:
    """What one text says, judged."""

    facts: Facts = Facts()
    doubt: Doubt | None = None
    others: bool = False  # it speaks of somebody else, or somebody else writes
    second_job: str | None = None  # named besides the one that is kept


def known(user: User, column: str) -> Any:
    """What is stored in a column of `Facts`; None while it is not known."""
    if column == "referrer_name":
        return user.name_dropped or (str(user.referred_by) if user.referred_by else None)
    if column == "expertise":
        return tuple(user.expertise) or None
    return getattr(user, column)


def with_facts(user: User, facts: Facts) -> User:
    """The person as they are with these facts."""
    columns = facts.said()
    if "referrer_name" in columns:
        columns["name_dropped"] = columns.pop("referrer_name")
    if "expertise" in columns:
        columns["expertise"] = list(columns["expertise"])
    return user.model_copy(update=columns)


def next_ask(missing: list[str]) -> Ask | None:
    """What to ask next, in the order of joining; None when nothing is missing."""
    if not missing:
        return None
    first = missing[0]
    if "last_name" in missing and "first_name" not in missing:
        return Ask.LAST_NAME  # half a name is completed before anything else is asked
    if first == "company":
        return Ask.WORK if "title" in missing else Ask.COMPANY
    return {
        "referrer_name": Ask.REFERRER,
        "first_name": Ask.NAME,
        "last_name": Ask.LAST_NAME,
        "title": Ask.TITLE,
        "email_verified": Ask.EMAIL,
    }[first]


__all__ = ["Ask", "Doubt", "Facts", "Said", "known", "next_ask", "with_facts"]
