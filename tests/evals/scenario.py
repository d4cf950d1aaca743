"""A scenario: several people's texts and what must come of them, as data.

A file of `tests/corpus/network` reads like a transcript: who texts what, what they are answered,
what comes by itself, what stands in the database. `reply` is wording and holds for the rules alone;
`tells`, `never` and `rows` hold whoever decides.
"""

import re
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, cast

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from tests.evals.web import Web

FOLDER = Path(__file__).parents[1] / "corpus" / "network"


def _listed(value: Any) -> Any:
    if isinstance(value, list):
        return cast("list[Any]", value)
    return [] if value is None else [value]


def _duration(value: Any) -> Any:
    found = re.fullmatch(r"(\d+) (minute|hour|day)s?", str(value))
    if found is None:
        return value
    return timedelta(**{f"{found[2]}s": int(found[1])})


Strings = Annotated[list[str], BeforeValidator(_listed)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Person(_Data):
    """Who has a phone: a member unless `newcomer`; an innovator has a listing and credits."""

    newcomer: bool = False
    innovator: bool = False
    first_name: str | None = None  # None: as the scenario calls them
    last_name: str | None = None
    title: str | None = None
    company: str | None = None
    email: str | None = None  # proved
    expertise: Strings = Field(default_factory=list[str])
    credits: int = 0
    bounty: int | None = None  # what an innovator pays for an introduction
    expert: bool = False  # has introduced often
    sells: str | None = None  # an innovator's solution
    categories: Strings = Field(default_factory=list[str])


class Given(_Data):
    """A row that nobody texts. Prospects are named by their name, people as in `people`."""

    prospect: str | None = None  # somebody outside, listed by `of`
    opportunity: str | None = None  # a connector is asked to introduce `prospect` to `of`
    request: str | None = None  # a member is asked whether they want to meet `of`
    offer: str | None = None  # a volunteer offers `prospect` to `of`
    of: str
    title: str | None = None
    company: str | None = None
    email: str | None = None
    credits: int = 0
    why: str = "They asked about it"


class Step(_Data):
    """One line of the transcript; exactly one of `person`, `wait`, `gets` ... is there."""

    person: str | None = None
    texts: Strings = Field(default_factory=list[str])  # several come in one burst
    at_once: dict[str, str] = Field(default_factory=dict[str, str])  # several people, at one moment
    wait: Duration | None = None  # the background works meanwhile
    gets: str | None = None  # what has come to them by itself since their last line
    rows: str | None = None  # a query; {Name} is somebody's id
    are: list[Any] = Field(default_factory=list[Any])
    approve: str | None = None
    innovator: bool = False
    mail: str | None = None  # mail comes that proves their address
    address: str = ""
    web: Web | None = None  # how the provider of web research behaves from now on
    reply: Strings = Field(default_factory=list[str])  # wording, with the rules
    tells: Strings = Field(default_factory=list[str])  # patterns, any case
    never: Strings = Field(default_factory=list[str])  # patterns, any case
    nothing: bool = False  # of `gets`: nothing has come


class Scenario(_Data):
    """A file."""

    name: str
    about: str
    web: list[dict[str, Any]] | None = None  # what a search of the web finds; None: it is off
    people: dict[str, Person]
    given: list[Given] = Field(default_factory=list[Given])
    script: list[Step]


def _step(written: dict[str, Any], people: dict[str, Any]) -> dict[str, Any]:
    speaking = [key for key in written if key in people]
    if not speaking:
        return written
    (person,) = speaking
    rest = {key: value for key, value in written.items() if key != person}
    return {"person": person, "texts": written[person], **rest}


def read(path: Path) -> Scenario:
    """The scenario of a file. Raises ValidationError for what the format does not know."""
    written = cast("dict[str, Any]", yaml.safe_load(path.read_text(encoding="utf-8")))
    people: dict[str, Any] = {name: one or {} for name, one in written["people"].items()}
    script = [_step(step, people) for step in written["script"]]
    return Scenario.model_validate(
        {**written, "name": path.stem, "people": people, "script": script}
    )


def scenarios() -> list[Path]:
    """The files, by name."""
    return sorted(FOLDER.glob("*.yaml"))


__all__ = ["FOLDER", "Given", "Person", "Scenario", "Step", "read", "scenarios"]
