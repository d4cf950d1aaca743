"""The Innovator's agent without a model: the Concierge's rules, and the listing."""

import re

from shared.agents.reading.words import matches
from shared.agents.rules.membership import answer_with
from shared.agents.rules.turn import Pending
from shared.domain.context import InnovatorProfile
from shared.llm.interface import Toolbox

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


def answer(box: Toolbox) -> list[str]:
    """One reply to everything that waits."""
    return answer_with(box, (_change_listing, _show_listing))


def _change_listing(text: str, now: Pending, box: Toolbox) -> str:
    if "?" in text:
        return ""
    given: dict[str, object] = {}
    for name, pattern in _CHANGES.items():
        found = matches(pattern, text)
        value = next((group for group in found.groups() if group), "").strip() if found else ""
        if value:
            given[name] = value.rstrip(" .")
    if not given:
        return ""
    if "warm_intro_bounty" in given:
        given["warm_intro_bounty"] = int(str(given["warm_intro_bounty"]))
    if "categories" in given:
        tags = re.split(r",|\band\b|/", str(given["categories"]))
        given["categories"] = [tag.strip() for tag in tags if tag.strip()]
    told = box.run("update_innovator_profile", given)
    if "error" in told:
        return f"I couldn't change your listing: {told['error']}."
    return f"Your listing is updated: {', '.join(_LABELS[name] for name in told['saved'])}."


def _show_listing(text: str, now: Pending, box: Toolbox) -> str:
    if not matches(_SHOW, text):
        return ""
    listing = box.context.innovator
    return _spoken(listing) if listing else "You have no listing yet."


def _spoken(listing: InnovatorProfile) -> str:
    description = (listing.solution_description or "no description yet").rstrip(" .")[:160]
    categories = ", ".join(listing.categories) or "no categories yet"
    return (
        f"{listing.company_name}: {description}. Categories: {categories}. "
        f"Bounty for a warm introduction: {listing.warm_intro_bounty} credits."
    )
