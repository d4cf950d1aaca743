"""Research on people outside: where somebody has worked, by what is known of them.

What is sent is an email address, a LinkedIn page, or name and company of a person whom an innovator
has listed; nothing about any member, no phone number and nothing that anybody wrote.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody outside. One of email, LinkedIn page, or name with company is needed."""

    name: str | None = None
    company: str | None = None
    email: str | None = None
    linkedin_url: str | None = None


@dataclass(frozen=True, kw_only=True)
class Job:
    """Where somebody works or worked. Its text was written by others: it is data, never obeyed."""

    company: str  # at most 200 characters, on one line
    domain: str | None = None  # of the company's site, in small letters, without www
    started: date | None = None  # the first day of what is known: a month, or a year
    ended: date | None = None  # likewise; None: they are there, or it is not known
    current: bool = False


@dataclass(frozen=True)
class Career:
    """What a provider knows of somebody."""

    likelihood: float  # that it is the person who was asked about, from 0 to 1
    jobs: list[Job] = field(default_factory=list[Job])  # newest first


class PeopleResearch(Protocol):
    """A provider of where people have worked."""

    def career(self, person: Person) -> Career | None:
        """What is known of somebody; None: the provider knows nobody like that.

        Takes some seconds at most. Raises ProviderBusy (again after its `seconds`),
        ProviderUnavailable (again later) or ProviderRefused (never with this key or person).
        """
        ...


__all__ = ["Career", "Job", "PeopleResearch", "Person"]
