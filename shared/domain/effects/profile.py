"""What people say about themselves, and their listings."""

from typing import Literal

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect, with_user


class UpdateProfile(Effect):
    """Sets the given columns of the person's own row; None leaves a column as it is."""

    kind: Literal["update_profile"] = "update_profile"
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    linkedin_url: str | None = None
    expertise: list[str] | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """The person with these columns."""
        return with_user(context, **self.model_dump(exclude_none=True, exclude={"kind"}))


class RecordReferral(Effect):
    """Answers the referral question: matched to a member by the database, or kept as text."""

    kind: Literal["record_referral"] = "record_referral"
    referrer_name: str

    def apply(self, context: TurnContext) -> TurnContext:
        """The question who referred them is answered."""
        return with_user(context, name_dropped=self.referrer_name)


class AskEmailChange(Effect):
    """The proved address is to be replaced: for 7 days a proof from another one does that."""

    kind: Literal["ask_email_change"] = "ask_email_change"

    def apply(self, context: TurnContext) -> TurnContext:
        """The proved address stays until a mail from the new one arrives."""
        return context


class CompleteOnboarding(Effect):
    """Everything required is there: the profile may be approved."""

    kind: Literal["complete_onboarding"] = "complete_onboarding"

    def apply(self, context: TurnContext) -> TurnContext:
        """The profile waits for a person's review."""
        return with_user(context, onboarding_completed_at=context.now)


class UpdateInnovatorProfile(Effect):
    """Sets the given columns of the person's own listing; None leaves a column as it is."""

    kind: Literal["update_innovator_profile"] = "update_innovator_profile"
    solution_description: str | None = None
    categories: list[str] | None = None
    target_customer_profile: str | None = None
    video_url: str | None = None
    warm_intro_bounty: int | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """The listing with these columns."""
        if context.innovator is None:
            return context
        given = self.model_dump(exclude_none=True, exclude={"kind"})
        listing = context.innovator.model_copy(update=given)
        return context.model_copy(update={"innovator": listing})
