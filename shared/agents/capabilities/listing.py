"""An innovator's listing: shown, and changed field by field."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Any

from pydantic import Field

from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    Situation,
    Specificity,
)
from shared.agents.language.texts import Link, OptionalLine, Tag
from shared.agents.language.words import matches
from shared.domain.context import InnovatorProfile, TurnContext
from shared.domain.effects.profile import UpdateInnovatorProfile
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

LongText = Annotated[str | None, OptionalLine, Field(max_length=2000)]
_IS = r"(?:\s*:|\s+(?:is|are|to|should be|should say|as))\s+"
_CHANGES = {
    "warm_intro_bounty": rf"\bbount(?:y|ies)\b[\w ]{{0,30}}?{_IS}(\d{{1,6}})\b",
    "categories": rf"\bcategor(?:y|ies){_IS}([^.;\n]{{2,400}})",
    "target_customer_profile": (
        rf"\b(?:target(?: customers?| market| audience| customer profile)?|ideal customers?|"
        rf"our customers?){_IS}([^;\n]{{2,1500}})"
    ),
    "solution_description": (
        rf"\b(?:solution )?(?:description|pitch){_IS}([^;\n]{{2,1500}})"
        r"|\b(?:our|my) (?:product|solution|platform|tool|software|service) ((?:is|does|helps|"
        r"lets|makes|gives)\b[^;\n]{2,1500})"
    ),
    "video_url": r"\bvideo\b.{0,40}?(https?://\S{4,480})",
}
_SHOW = (
    r"\b(?:show|what(?:'s| is)|see|read)(?: me)?(?: in)? (?:my|our) (?:listing|"
    r"innovator profile|bounty|description)\b"
)
_LABELS = {
    "warm_intro_bounty": "bounty",
    "categories": "categories",
    "target_customer_profile": "target customers",
    "solution_description": "description",
    "video_url": "video link",
}


class Listing(Arguments):
    """Any part of a listing; what is left out stays as it is."""

    solution_description: LongText = None
    categories: Annotated[list[Tag], Field(max_length=20)] | None = None
    target_customer_profile: LongText = None
    video_url: Link = None
    warm_intro_bounty: Annotated[
        int | None, Field(ge=0, le=10_000, description="credits paid for a warm introduction")
    ] = None


@dataclass(frozen=True)
class Change:
    """The fields to change, with their new values."""

    fields: dict[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True)
class Show:
    """They ask for their listing."""


Wish = Change | Show


def _update(context: TurnContext, given: Listing, settings: AgentSettings) -> ToolResult:
    if context.innovator is None:
        return ToolResult(told={"error": "this person has no listing yet"})
    changes = given.model_dump(exclude_none=True)
    if not changes:
        return ToolResult(told={"error": "nothing was given to change"})
    return ToolResult(told={"saved": changes}, effects=(UpdateInnovatorProfile(**changes),))


UPDATE_INNOVATOR_PROFILE = Tool(
    name="update_innovator_profile",
    description="Changes the person's own listing: any subset of its fields, in their words.",
    arguments=Listing,
    run=_update,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    given = _changes(text)
    if given:
        return Intent(wish=Change(given), specificity=Specificity.NAMED)
    if matches(_SHOW, text):
        return Intent(wish=Show(), specificity=Specificity.NAMED)
    return None


def _changes(text: str) -> dict[str, Any]:
    if "?" in text:
        return {}
    given: dict[str, Any] = {}
    for name, pattern in _CHANGES.items():
        found = matches(pattern, text)
        value = next((group for group in found.groups() if group), "").strip() if found else ""
        if value:
            given[name] = value.rstrip(" .")
    if "warm_intro_bounty" in given:
        given["warm_intro_bounty"] = int(given["warm_intro_bounty"])
    if "categories" in given:
        tags = re.split(r",|\band\b|/", given["categories"])
        given["categories"] = [tag.strip() for tag in tags if tag.strip()]
    return given


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Show):
        listing = box.context.innovator
        return _spoken(listing) if listing else "You have no listing yet."
    told = box.run("update_innovator_profile", wish.fields)
    if "error" in told:
        return f"I couldn't change your listing: {told['error']}."
    return f"Your listing is updated: {', '.join(_LABELS[name] for name in told['saved'])}."


def _spoken(listing: InnovatorProfile) -> str:
    description = (listing.solution_description or "no description yet").rstrip(" .")[:160]
    categories = ", ".join(listing.categories) or "no categories yet"
    return (
        f"{listing.company_name}: {description}. Categories: {categories}. "
        f"Bounty for a warm introduction: {listing.warm_intro_bounty} credits."
    )


def _describe(context: TurnContext, settings: AgentSettings) -> Iterator[str]:
    if (listing := context.innovator) is not None:
        yield (
            f"Their listing: {listing.company_name}; "
            f"description: {listing.solution_description or '-'}; "
            f"categories: {', '.join(listing.categories) or '-'}; "
            f"target customers: {listing.target_customer_profile or '-'}; "
            f"video: {listing.video_url or '-'}; bounty: {listing.warm_intro_bounty} credits"
        )


LISTING: Capability[Wish] = Capability(
    name="listing",
    read=_read,
    answer=_answer,
    tools=(UPDATE_INNOVATOR_PROFILE,),
    instructions="""\
- Change their listing (update_innovator_profile): description, categories, target customers, video
  link, and the bounty in credits for a warm introduction.
""",
    label="change your listing",
    describe=_describe,
    examples=(
        Example(text="set our bounty to 50", wish=Change({"warm_intro_bounty": 50})),
        Example(text="categories: crm, sales", wish=Change({"categories": ["crm", "sales"]})),
        Example(
            text="our product helps dentists schedule patients",
            wish=Change({"solution_description": "helps dentists schedule patients"}),
        ),
        Example(text="show me my listing", wish=Show()),
    ),
    counter_examples=("what's my balance?", "I need a product designer", "thanks"),
)

__all__ = ["LISTING"]
