"""What is said of introductions in a reply: from what a tool has told, and nothing else."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from shared.agents.describe import QUOTED
from shared.agents.introduced import what_about
from shared.domain.introductions import Introduction, Introductions, Reported, Side, Stage


def _credits(number: int) -> str:
    return f"{number} credit{'' if number == 1 else 's'}"


def _who(one: Introduction) -> str:
    return f"{one.who} ({one.work})" if one.who and one.work else one.who or "the other side"


def _opportunity(told: dict[str, Any], one: Introduction) -> str:
    paid = (
        f" {_credits(told['credits'])} are yours once it has happened." if told["credits"] else ""
    )
    return f"Thank you. I text you and {one.who or 'them'} each other's address now.{paid}"


def _request(told: dict[str, Any], one: Introduction) -> str:
    return f"Good. I text you and {one.who or 'them'} each other's address now."


def _offer(told: dict[str, Any], one: Introduction) -> str:
    if "confirmed" in told:
        return f"Thank you. I text you and {one.who or 'them'} each other's address now."
    cost = (
        f" {_credits(told['credits'])} are set aside until you have met." if told["credits"] else ""
    )
    return f"Good. I ask {one.who or 'them'} whether {one.third or 'they'} would like it too.{cost}"


ACCEPTED: Mapping[str, Callable[[dict[str, Any], Introduction], str]] = {
    "intro_opportunity": _opportunity,
    "connection_request": _request,
    "intro_offer": _offer,
}


def still_without(one: Introduction) -> str:
    """The bounty is gone, and they decide again."""
    who = one.who or "The innovator"
    return (
        f"{who} can't put up the {_credits(one.bounty)} any more, so there would be none."
        " Will you introduce them all the same?"
    )


def why_not(told: dict[str, Any], one: Introduction) -> str:
    """Why nothing came of what they said."""
    why = told.get("why")
    if why == "paused":
        return (
            f"Thank you. Another member is introducing {one.third or 'them'} at the moment, so"
            " nothing is needed from you now."
        )
    if why == "said":
        return "You have told me so already; I'm waiting for the other side."
    if why == "not_theirs":
        return (
            f"Whether it has happened is for {one.who or 'the other side'} to say. If you can't"
            " make it, tell me to call the intro off."
        )
    if why == "not_agreed":
        return "Not both sides have said yes to that introduction, so there is nothing to report."
    if why == "untold":
        return "I haven't told you of that one yet. Ask me what matters now."
    if why == "bounty":
        return f"It is {_credits(told['credits'])} now. Is that all right?"
    return _OVER.get(one.status, "That introduction has run out.")


_OVER = {
    "completed": "That introduction has been made already.",
    "accepted": "You have said yes to that one already.",
    "confirmed": "You have said yes to that one already.",
    "pending_connector_confirmation": "You have said yes to that one already.",
    "declined": "You have turned that one down.",
    "introducee_declined": "That introduction isn't needed any more.",
    "connector_declined": "That introduction isn't coming about any more.",
    "cancelled": "That introduction isn't needed any more.",
}


def reported(told: dict[str, Any], one: Introduction) -> str:
    """What follows from their word."""
    if "not_happened" in told:
        if one.reported is Reported.ME:
            return "All right, I take that back."
        return "Thank you for telling me. I'll ask again in a week."
    if "completed" in told:
        if told["credits"] and one.side is Side.BENEFICIARY:
            return f"Good. {_credits(told['credits'])} go to {one.who or 'them'}."
        return "Good, it counts as made. Thank you."
    return (
        f"Thank you. I ask {one.who or 'the other side'} to confirm; without a word from them it"
        " counts as made in 7 days."
    )


def called_off(one: Introduction) -> str:
    """That they said no; whoever asked is not told so in these words."""
    if one.stage in (Stage.AGREED, Stage.TO_CONFIRM):
        return "All right, I've called it off."
    return "All right, I won't bring that one up again."


def which_one(items: Sequence[Introduction]) -> str:
    """Which of several they mean."""
    *first, last = (one.name for one in items[:4])
    return f"Which one do you mean: {', '.join(first)}, or {last}?"


def who_they_are(one: Introduction) -> str:
    """The two people of an introduction that is agreed, and what it is about."""
    who, third = _who(one), one.third
    if third is None:
        said = f"{who} and you have agreed to meet."
    elif one.side is Side.MAKER:
        said = f"You introduce {who} to {third}."
    else:
        said = f"{who} introduces you to {third}."
    return said + what_about(one.reason)


NONE_OPEN = (
    "No introduction of yours is open right now. Tell me whom you'd like to meet, or whom you can "
    "introduce.",
    "I have no open introduction of yours that this could be about. Whom do you mean?",
    "Nothing is open there at the moment. A name, and what it is about, helps me find what you "
    "mean.",
)


def standing(known: Introductions) -> str:
    """How those that are not over stand; empty where there are none."""
    items = [one for one in known.items if one.stage is not Stage.OVER][:3]
    return "; ".join(f"{one.name}: {_stands(one)}" for one in items) + "." if items else ""


def _stands(one: Introduction) -> str:
    if one.waits_for_me:
        return "waits for your word"
    if one.stage is Stage.AGREED:
        return "agreed, and not reported as made yet"
    return "waits for the other side"


def none_waiting() -> str:
    """Nobody waits for them."""
    return "Nobody is waiting for a word from you right now."


def waiting(items: Sequence[Introduction]) -> str:
    """Who waits for a word of theirs, and for which."""
    return "; ".join(_waits(one) for one in items) + "."


def _waits(one: Introduction) -> str:
    if one.asked:
        return f"I'd like to know whether it has happened: {one.name}"
    if one.stage is Stage.TO_CONFIRM:
        return f"{_who(one)} would like your introduction to {one.third}"
    if one.item_type == "intro_opportunity":
        paid = f", for {_credits(one.bounty)}" if one.bounty and one.funded else ""
        return f"{_who(one)} would like an introduction to {one.third}{paid}"
    if one.item_type == "connection_request":
        return f"{_who(one)} would like to meet you"
    return f"{_who(one)} offers to introduce you to {one.third}"


def described(known: Introductions) -> list[str]:
    """What a model is told of them."""
    items = [one for one in known.items if one.stage is not Stage.OVER]
    if not items:
        return []
    lines = [f"Introductions {QUOTED}:"]
    for one in items:
        mine = " their answer is waited for;" if one.waits_for_me else ""
        bounty = one.bounty if one.funded else 0
        about = f"; about: {one.reason}" if one.reason else ""
        lines.append(
            f"- id {one.id}, {one.item_type}, {one.stage}, they are its {one.side};{mine} other"
            f" side: {_who(one)}; person: {one.third or '-'}; {_credits(bounty)}{about}"
        )
    return lines


__all__ = [
    "ACCEPTED",
    "NONE_OPEN",
    "called_off",
    "described",
    "none_waiting",
    "reported",
    "standing",
    "still_without",
    "waiting",
    "which_one",
    "who_they_are",
    "why_not",
]
