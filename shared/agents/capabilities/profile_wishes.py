"""What members may want of their profile: to hear it, to change it, to have it deleted."""

from dataclasses import dataclass

from shared.agents.language.facts import Facts


@dataclass(frozen=True)
class Tell:
    """They ask what is known about them, or for one thing of it."""

    field: str = ""  # what stands alone in `profile`: an address, tags


@dataclass(frozen=True)
class Change:
    """Facts to be changed, as they said."""

    facts: Facts
    title_open: bool = False  # they told what they do at a new company, which is no title


@dataclass(frozen=True)
class Propose:
    """Facts that differ from what is known, without their saying that they changed."""

    facts: Facts


@dataclass(frozen=True)
class WhichValue:
    """A field is to be changed, they have not said to what; None: nor which."""

    field: str | None


@dataclass(frozen=True)
class NewEmail:
    """Another address is to be proved; they may have typed it."""

    address: str | None = None


@dataclass(frozen=True)
class Keep:
    """What was proposed is not wanted."""


@dataclass(frozen=True)
class Others:
    """Somebody else writes from this phone."""


@dataclass(frozen=True)
class Delete:
    """Their data are to be deleted, which a person does."""


Wish = Tell | Change | Propose | WhichValue | NewEmail | Keep | Others | Delete

__all__ = [
    "Change",
    "Delete",
    "Keep",
    "NewEmail",
    "Others",
    "Propose",
    "Tell",
    "WhichValue",
    "Wish",
]
