"""What is said about a change of somebody's profile: it is read back, the old and the new."""

from collections.abc import Mapping
from typing import Any

from shared.agents.capabilities.joining_tools import NO_REFERRER
from shared.agents.language.facts import Facts, known, with_facts
from shared.agents.language.words import matches
from shared.agents.language.work import SELF_EMPLOYED, gives_way
from shared.domain.context import User

COLUMNS = ("first_name", "last_name", "company", "title", "linkedin_url", "referrer_name")
_YES = (
    r"^(?:(?:oh|well|um|uh)\b[ ,]*)*(?:yes|yeah|yep|yup|ya|correct|right|sure|ok(?:ay)?|exactly|"
    r"it is|that'?s (?:it|right|me|my (?:real |last |first )?name|correct)|it really is|really|"
    r"i'?m serious|please do|do it|go ahead|change it|update it|y)\b"
)
_NO = (
    r"^(?:(?:oh|well|um|uh)\b[ ,]*)*(?:no|nope|nah|n|don'?t|do not|never ?mind|leave it|keep (?:it|"
    r"that|the old)|cancel|wrong)\b"
)


def says_yes(text: str) -> bool:
    """Whether it says yes to what was proposed."""
    return matches(_YES, text.strip()) is not None


def says_no(text: str) -> bool:
    """Whether it says no to what was proposed."""
    return matches(_NO, text.strip()) is not None


def work_of(user: User) -> str:
    """Title and company in words, as far as they are known."""
    if user.title and user.company == SELF_EMPLOYED:
        return f"{user.title}, self-employed"
    return " at ".join(filter(None, (user.title, user.company)))


def name_of(user: User) -> str:
    """First and last name, as far as they are known."""
    return " ".join(filter(None, (user.first_name, user.last_name)))


def read_back(before: User, after: User) -> str:
    """The changes of what was known, old and new; empty when nothing that was known changed."""
    parts: list[str] = []
    if any(_differs(before, after, column) for column in ("first_name", "last_name")):
        parts.append(f"Corrected: {name_of(after)} (was {name_of(before)}).")
    if any(_differs(before, after, column) for column in ("company", "title")):
        parts.append(f"Updated: {work_of(after)} (was {work_of(before)}).")
    if _differs(before, after, "linkedin_url"):
        parts.append(f"Updated: {after.linkedin_url} (was {before.linkedin_url}).")
    if _differs(before, after, "expertise"):
        now, then = ", ".join(after.expertise), ", ".join(before.expertise)
        parts.append(f"Updated: your expertise is {now} (was {then}).")
    return " ".join(parts)


def _differs(before: User, after: User, column: str) -> bool:
    then = known(before, column)
    return bool(then) and then != known(after, column)


def conflicts(user: User, facts: Facts) -> Facts:
    """What differs from what is known without their saying that it is wrong or has changed."""
    if facts.corrects:
        return Facts()
    given = facts.said()
    differing = [
        column
        for column in COLUMNS
        if column in given
        and (value := known(user, column)) not in (None, NO_REFERRER)
        and not _continues(str(given[column]), str(value))
        and not gives_way(column, str(value), str(given[column]))
    ]
    return facts.only(*differing)


def _continues(new: str, old: str) -> bool:
    return new.casefold() == old.casefold() or (
        new.casefold().startswith(f"{old.casefold()} ") and " " not in old
    )


def proposal(user: User, facts: Facts) -> str:
    """Asks whether to change what is known to what they said, the old and the new."""
    after = with_facts(user, facts)
    given = facts.said()
    if "first_name" in given or "last_name" in given:
        return f"I have you as {name_of(user)}. Should I change your name to {name_of(after)}?"
    if "company" in given or "title" in given:
        return f"I have you as {work_of(user)}. Should I change that to {work_of(after)}?"
    if "linkedin_url" in given:
        return f"I have {user.linkedin_url}. Should I change that to {after.linkedin_url}?"
    return f"Should I change who told you about us to {facts.referrer_name}?"


def proposed(about: Mapping[str, Any]) -> Facts:
    """The facts that an open question proposes, to be saved once they say yes."""
    given: dict[str, Any] = {name: str(about[name]) for name in COLUMNS if name in about}
    return Facts(**given, corrects=True)


__all__ = [
    "COLUMNS",
    "conflicts",
    "name_of",
    "proposal",
    "proposed",
    "read_back",
    "says_no",
    "says_yes",
    "work_of",
]
