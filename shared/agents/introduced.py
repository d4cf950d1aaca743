"""What the two sides of an introduction are told, in the same words to everybody."""

import re

from shared.agents.passed_on import as_said, clause
from shared.domain.queued import QueuedIntroduction


def words_of_introduction(data: QueuedIntroduction) -> str:
    """The text. A decline and silence are worded alike, and no number is ever in it."""
    name = clause(data.name or "the other side")
    third = clause(data.third) if data.third else None
    return {
        "introduced": _introduced,
        "willing": _willing,
        "happened": _happened,
        "objected": _objected,
        "completed": _completed,
        "not_coming": _not_coming,
        "not_needed": _not_needed,
    }[data.what](data, name, third)


def what_about(reason: str | None) -> str:
    """A sentence with why they are introduced, in others' words; empty where nobody said."""
    said = re.sub(r"^(?:about|regarding|re:?) ", "", as_said(reason or ""), flags=re.IGNORECASE)
    return f' What it is about: "{said}"' if said else ""


def name_of(data: QueuedIntroduction) -> str:
    """What it is called as an option of a question."""
    return clause(data.third or data.name or "an introduction")


def _introduced(data: QueuedIntroduction, name: str, third: str | None) -> str:
    who = f"{name} ({clause(data.work)})" if data.work else name
    email = f": {data.email.strip()}" if data.email else ""
    if third is None:
        said = f"{who} and you would both like to meet{email}."
    elif data.side == "maker":
        said = f"You can introduce {who} to {third} now{email}."
    else:
        said = f"{who} will introduce you to {third}{email}."
    if data.credits and data.side == "beneficiary":
        said += f" {_credits(data)} {_are(data)} set aside until it has happened."
    return said + what_about(data.reason)


def _willing(data: QueuedIntroduction, name: str, third: str | None) -> str:
    return (
        f"{name} would like your introduction to {third}. Are they willing? With your yes I give"
        " both of you each other's address."
    )


def _happened(data: QueuedIntroduction, name: str, third: str | None) -> str:
    if not data.reported:
        if third is None:
            return f"Have you and {name} met?"
        return f"Has {name} introduced you to {third}?"
    done = "you have met" if third is None else f"you have been introduced to {third}"
    return (
        f"{name} says that {done}. Is that so? Without a word from you it counts as done in 7 days."
    )


def _objected(data: QueuedIntroduction, name: str, third: str | None) -> str:
    done = "you have not met" if third is None else f"the introduction to {third} has not happened"
    return f"{name} says that {done} yet. I'll ask again in a week."


def _completed(data: QueuedIntroduction, name: str, third: str | None) -> str:
    if third is None:
        said = f"Your meeting with {name} counts as done."
    elif data.side == "maker":
        said = f"Your introduction of {name} to {third} counts as made, thank you."
    else:
        said = f"The introduction to {third} counts as made."
    if not data.credits:
        return said
    if data.side == "maker":
        return f"{said} {_credits(data)} {_are(data)} yours."
    return f"{said} {_credits(data)} went to {name}."


def _not_coming(data: QueuedIntroduction, name: str, third: str | None) -> str:
    what = f"The meeting with {name}" if third is None else f"The introduction to {third}"
    return f"{what} isn't coming about for now."


def _not_needed(data: QueuedIntroduction, name: str, third: str | None) -> str:
    to = f" to {third}" if third else ""
    return f"Your introduction{to} isn't needed now. Thank you for offering it."


def _credits(data: QueuedIntroduction) -> str:
    return f"{data.credits} credit{'' if data.credits == 1 else 's'}"


def _are(data: QueuedIntroduction) -> str:
    return "is" if data.credits == 1 else "are"


__all__ = ["name_of", "what_about", "words_of_introduction"]
