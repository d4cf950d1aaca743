"""When, and how often, a person may be texted first: what they ask for about it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from shared.domain.context import TurnContext
from shared.domain.effects.base import Effect, with_user

IsoDay = Annotated[int, Field(ge=1, le=7)]  # 1 is Monday


class SetTimeZone(Effect):
    """The zone by which their days and hours are meant."""

    kind: Literal["set_time_zone"] = "set_time_zone"
    timezone: str  # IANA name

    def apply(self, context: TurnContext) -> TurnContext:
        """The person in this zone."""
        return with_user(context, timezone=self.timezone)


class SetRestDays(Effect):
    """Days of the week on which nothing proactive is sent; none: all days are alike."""

    kind: Literal["set_rest_days"] = "set_rest_days"
    days: tuple[IsoDay, ...]

    def apply(self, context: TurnContext) -> TurnContext:
        """The person with these days of rest."""
        return with_user(context, rest_days=sorted(set(self.days)))


class PauseTexts(Effect):
    """Nothing proactive before a moment; reminders that they set come unless `everything`."""

    kind: Literal["pause_texts"] = "pause_texts"
    until: datetime
    everything: bool = False

    def apply(self, context: TurnContext) -> TurnContext:
        """The person, left alone until then."""
        return with_user(
            context, proactive_paused_until=self.until, reminders_paused=self.everything
        )


class ResumeTexts(Effect):
    """Their pause is over."""

    kind: Literal["resume_texts"] = "resume_texts"

    def apply(self, context: TurnContext) -> TurnContext:
        """The person without a pause."""
        return with_user(context, proactive_paused_until=None, reminders_paused=False)


class LimitTexts(Effect):
    """How many texts that we start they may get, from their local day `day` on."""

    kind: Literal["limit_texts"] = "limit_texts"
    day: date
    daily_limit: Annotated[int, Field(ge=1)]
    hourly_limit: Annotated[int, Field(ge=1)]  # in any 60 minutes
    frustrated_until: datetime | None = None  # no re-engagement before; None: they are content

    def apply(self, context: TurnContext) -> TurnContext:
        """The person with these limits."""
        return with_user(
            context,
            daily_limit=self.daily_limit,
            hourly_limit=self.hourly_limit,
            frustrated_until=self.frustrated_until,
        )
