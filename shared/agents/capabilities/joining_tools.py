"""The tools of joining: who somebody is, how they prove it, and when that is enough."""

import re
from typing import Annotated, Any

from pydantic import Field

from shared.agents.language.facts import Facts, known
from shared.agents.language.plausible import problem_with_name, problem_with_work
from shared.agents.language.referrers import NO_REFERRER
from shared.agents.language.texts import Link, PersonName, Tag, WorkName
from shared.agents.language.work import gives_way
from shared.domain.context import TurnContext, User
from shared.domain.effects.base import Effect
from shared.domain.effects.profile import (
    AskEmailChange,
    CompleteOnboarding,
    RecordReferral,
    UpdateProfile,
)
from shared.domain.effects.publishing import PublishEvent
from shared.domain.events import OnboardingInfoComplete
from shared.domain.expertise import expertise_tags
from shared.llm.interface import (
    AgentSettings,
    Arguments,
    Nothing,
    Tool,
    Toolbox,
    ToolResult,
)

COLUMNS = ("first_name", "last_name", "company", "title", "linkedin_url", "expertise")


class UserInfo(Arguments):
    """Any part of what a person says about themselves. An email is never taken from chat."""

    first_name: PersonName = None
    last_name: PersonName = None
    company: WorkName = None
    title: WorkName = None
    linkedin_url: Link = None
    expertise: Annotated[list[Tag], Field(max_length=20)] | None = None
    referrer_name: Annotated[
        WorkName, Field(description=f"who referred them; '{NO_REFERRER}' when they say nobody did")
    ] = None
    corrects: Annotated[
        bool,
        Field(
            description="true only when they said that what is known is wrong or has changed;"
            " otherwise a known value stays"
        ),
    ] = False
    as_written: Annotated[
        bool,
        Field(
            description="true when you asked whether an unlikely name is one, and they said so or"
            " wrote it again"
        ),
    ] = False


class Verification(Arguments):
    """Which proof of email is wanted."""

    replaces: Annotated[
        bool, Field(description="true when they want another address instead of the proved one")
    ] = False


def missing(user: User) -> list[str]:
    """What onboarding still needs, in the order in which it is asked."""
    required = {
        "referrer_name": user.referral_answered,
        "first_name": user.first_name,
        "last_name": user.last_name,
        "company": user.company,
        "title": user.title,
        "email_verified": user.email_verified,
    }
    return [name for name, present in required.items() if not present]


def _collect(context: TurnContext, info: UserInfo, settings: AgentSettings) -> ToolResult:
    given = info.model_dump(exclude_none=True, exclude={"corrects", "as_written"})
    if not given:
        return ToolResult(told={"error": "nothing was given to save"})
    if info.expertise is not None:
        given["expertise"] = expertise_tags(info.expertise)
    refused = _refused(context, given, as_written=info.as_written)
    kept = {} if info.corrects else _kept(context.user, given)
    saved = {name: given[name] for name in given if name not in refused and name not in kept}
    told: dict[str, Any] = {"saved": saved} if saved else {}
    if refused:
        told["refused"] = refused
    if kept:
        told["kept"] = kept
        told["ask"] = "whether to change what is kept; if so, call again with corrects"
    if not saved:
        reasons = [f"{name}: {why}" for name, why in refused.items()]
        reasons += [f"{name} is known as {value}" for name, value in kept.items()]
        return ToolResult(told={**told, "error": "nothing was saved; " + "; ".join(reasons)})
    if changed := _changed(context.user, saved):
        told["changed"] = changed
    effects: list[Effect] = []
    if columns := {name: saved[name] for name in COLUMNS if name in saved}:
        effects.append(UpdateProfile(**columns))
    if "referrer_name" in saved:
        effects.append(RecordReferral(referrer_name=saved["referrer_name"]))
    for effect in effects:
        context = effect.apply(context)
    return ToolResult(told={**told, "missing": missing(context.user)}, effects=tuple(effects))


def _refused(context: TurnContext, given: dict[str, Any], *, as_written: bool) -> dict[str, str]:
    """What cannot be kept as what it is given for, and why."""
    insisted = as_written and context.open_question is not None
    problems: dict[str, str] = {}
    first = given.get("first_name", context.user.first_name)
    whole = " ".join(filter(None, (first, given.get("last_name", context.user.last_name))))
    for name, value in given.items():
        problem: str | None = None
        if name in ("first_name", "last_name"):
            problem = _unsaid(context, value) or problem_with_name(
                value, whole=whole, as_written=insisted
            )
        elif name == "referrer_name":
            problem = _problem_with_referrer(context, value)
        elif name in ("company", "title"):
            problem = problem_with_work(value)
        if problem:
            problems[name] = problem
    return problems


def _problem_with_referrer(context: TurnContext, name: str) -> str | None:
    if context.user.verified:
        return "who referred a member stays as it is"
    if "@" in name or not any(map(str.isalpha, name)) or len(name.split()) > 10:
        return "give only the name of who referred them"
    return None


def _unsaid(context: TurnContext, name: str) -> str | None:
    """Why a name is not what they wrote; a name that nobody wrote is made up."""
    wrote = [message.content for message in context.messages if message.direction == "inbound"]
    asked = context.open_question.about.values() if context.open_question else ()
    said = _letters(" ".join([*wrote, *context.texts, *map(str, asked)]))
    if all(_letters(word) in said for word in name.split()):
        return None
    return "they have not written that name"


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalpha())


def _kept(user: User, given: dict[str, Any]) -> dict[str, Any]:
    """What is known and differs from what is given: it changes only when they correct it."""
    return {
        name: value
        for name in ("first_name", "last_name", "company", "title", "linkedin_url")
        if name in given
        and (value := known(user, name))
        and not _same(value, given[name])
        and not gives_way(name, value, given[name])
    }


def _changed(user: User, saved: dict[str, Any]) -> dict[str, Any]:
    """Old and new values of what was known, to be read back."""
    return {
        name: {"from": value if isinstance(value, str) else list(value), "to": saved[name]}
        for name in COLUMNS
        if name in saved and (value := known(user, name)) and not _same(value, saved[name])
    }


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return re.sub(r"\W", "", one.casefold()) == re.sub(r"\W", "", other.casefold())
    return list(one) == list(other)


def save(box: Toolbox, facts: Facts, *, as_written: bool = False) -> dict[str, Any]:
    """Saves by the tool what differs from what is known; what the tool told, {} for nothing."""
    user = box.context.user
    changed: dict[str, Any] = {
        name: list(value) if name == "expertise" else value
        for name, value in facts.said().items()
        if value != known(user, name)
    }
    if not changed:
        return {}
    flags = {"corrects": facts.corrects, "as_written": as_written}
    return box.run("collect_user_info", changed | {name: True for name, on in flags.items() if on})


def verification_address(user: User, settings: AgentSettings) -> str:
    """Where this person's proof of email has to arrive."""
    return f"verify-{user.email_verification_token}@{settings.mail_domain}"


def _verification(
    context: TurnContext, wanted: Verification, settings: AgentSettings
) -> ToolResult:
    proved = context.user.email_verified
    if proved and not wanted.replaces:
        return ToolResult(told={"already_verified": True, "email": context.user.email})
    if not settings.mail_domain:
        return ToolResult(told={"error": "mail is not set up here yet, so no email can be proved"})
    return ToolResult(
        told={
            "address": verification_address(context.user, settings),
            "what_to_do": "send any mail from the work email to this address; we send nothing",
            **({"replaces": context.user.email, "within": "7 days"} if proved else {}),
        },
        effects=(AskEmailChange(),) if proved else (),
    )


def _complete(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    lacking = missing(context.user)
    if lacking:
        return ToolResult(told={"error": "not complete", "missing": lacking})
    if context.user.onboarding_completed_at is not None:
        return ToolResult(told={"status": "already waiting for a person to review it"})
    user_id = context.user.id
    published = PublishEvent(
        event=OnboardingInfoComplete(), aggregate_id=user_id, key=f"onboarding:{user_id}"
    )
    return ToolResult(
        told={"status": "submitted; a person reviews it next"},
        effects=(CompleteOnboarding(), published),
    )


COLLECT_USER_INFO = Tool(
    name="collect_user_info",
    description=(
        "Saves what the person said about themselves: any subset of the fields, in their words. "
        "A known value changes only with corrects; read changes back, old and new. What others "
        "are or do is never saved. Email is never taken from chat."
    ),
    arguments=UserInfo,
    run=_collect,
)
SEND_VERIFICATION_EMAIL = Tool(
    name="send_verification_email",
    description=(
        "Returns the personal address to which the person must send any mail from their work "
        "email. Despite its name it sends nothing. With replaces, the next such mail from another "
        "address replaces the proved one."
    ),
    arguments=Verification,
    run=_verification,
)
COMPLETE_ONBOARDING = Tool(
    name="complete_onboarding",
    description=(
        "Hands the finished profile to a person for review. Refuses, naming what is missing, "
        "until referrer, first and last name, company, title and verified email are all there."
    ),
    arguments=Nothing,
    run=_complete,
)
JOINING_TOOLS = (COLLECT_USER_INFO, SEND_VERIFICATION_EMAIL, COMPLETE_ONBOARDING)
