"""The tools of joining: who somebody is, how they prove it, and when that is enough."""

from typing import Annotated

from pydantic import Field

from shared.agents.language.texts import Link, PersonName, Tag, WorkName
from shared.domain.context import TurnContext, User
from shared.domain.effects.base import Effect
from shared.domain.effects.profile import CompleteOnboarding, RecordReferral, UpdateProfile
from shared.domain.effects.publishing import PublishEvent
from shared.domain.events import OnboardingInfoComplete
from shared.llm.interface import AgentSettings, Arguments, Nothing, Tool, ToolResult

NO_REFERRER = "none"  # stored when the person says that nobody referred them
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
    given = info.model_dump(exclude_none=True)
    if not given:
        return ToolResult(told={"error": "nothing was given to save"})
    columns = {name: given[name] for name in COLUMNS if name in given}
    effects: list[Effect] = []
    if columns:
        effects.append(UpdateProfile(**columns))
    if "referrer_name" in given:
        effects.append(RecordReferral(referrer_name=given["referrer_name"]))
    for effect in effects:
        context = effect.apply(context)
    return ToolResult(
        told={"saved": given, "missing": missing(context.user)}, effects=tuple(effects)
    )


def verification_address(user: User, settings: AgentSettings) -> str:
    """Where this person's proof of email has to arrive."""
    return f"verify-{user.email_verification_token}@{settings.mail_domain}"


def _verification(context: TurnContext, _: Nothing, settings: AgentSettings) -> ToolResult:
    if context.user.email_verified:
        return ToolResult(told={"already_verified": True, "email": context.user.email})
    if not settings.mail_domain:
        return ToolResult(told={"error": "mail is not set up here yet, so no email can be proved"})
    return ToolResult(
        told={
            "address": verification_address(context.user, settings),
            "what_to_do": "send any mail from the work email to this address; we send nothing",
        }
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
        "Call it again to correct something. Email is never taken from chat."
    ),
    arguments=UserInfo,
    run=_collect,
)
SEND_VERIFICATION_EMAIL = Tool(
    name="send_verification_email",
    description=(
        "Returns the personal address to which the person must send any mail from their work "
        "email. Despite its name it sends nothing."
    ),
    arguments=Nothing,
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
