"""What members ask for: goals, quiet hours, reminders, loops that they need not see."""

from datetime import datetime, time
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import Field

from shared.domain.context import Goal, TurnContext, Waiting
from shared.domain.effects.base import Effect, with_user
from shared.domain.recurrence import Recurrence


class StoreGoal(Effect):
    """Remembers a goal in the person's words; the same words again change nothing."""

    kind: Literal["store_goal"] = "store_goal"
    text: str

    def apply(self, context: TurnContext) -> TurnContext:
        """One goal more, unless it is there in the same words."""
        goals = context.user.goals
        if self.text.casefold() in {goal.text.casefold() for goal in goals}:
            return context
        return with_user(context, goals=[*goals, Goal(text=self.text, stated_at=context.now)])


class DropGoal(Effect):
    """A goal is not one any more. It no longer applies when there is none in these words."""

    kind: Literal["drop_goal"] = "drop_goal"
    text: str  # of the goal, exactly

    def apply(self, context: TurnContext) -> TurnContext:
        """The goals without it."""
        left = [one for one in context.user.goals if one.text != self.text]
        return with_user(context, goals=left)


class SetQuietHours(Effect):
    """Local times between which nothing proactive is sent; the end may lie past midnight."""

    kind: Literal["set_quiet_hours"] = "set_quiet_hours"
    start: time
    end: time
    timezone: str | None = None  # IANA name; None keeps the stored one

    def apply(self, context: TurnContext) -> TurnContext:
        """The person with these hours, and with the time zone where one was given."""
        zone = self.timezone or context.user.timezone
        return with_user(
            context, quiet_hours_start=self.start, quiet_hours_end=self.end, timezone=zone
        )


class ScheduleFollowup(Effect):
    """Creates the task `schedule_followup`, due at a moment with an offset.

    With a recurrence it is the next occurrence; the one after it is made when it is done.
    """

    kind: Literal["schedule_followup"] = "schedule_followup"
    id: UUID = Field(default_factory=uuid4)  # of the task, known before it is stored
    at: datetime
    note: str
    recurrence: Recurrence | None = None

    def apply(self, context: TurnContext) -> TurnContext:
        """It waits, in its place by time."""
        data: dict[str, Any] = {"kind": "followup", "note": self.note}
        if self.recurrence is not None:
            data["recurrence"] = self.recurrence.rule
            data["first"] = self.recurrence.first.isoformat()
            data["timezone"] = self.recurrence.timezone
        waiting = [*context.waiting, Waiting(id=self.id, due=self.at, data=data)]
        return context.model_copy(update={"waiting": sorted(waiting, key=lambda item: item.due)})


class CancelWaiting(Effect):
    """The person does not want something that waits: a queued message or a follow-up to come.

    It no longer applies when it is not theirs, or has gone out meanwhile.
    """

    kind: Literal["cancel_waiting"] = "cancel_waiting"
    id: UUID  # of a row of message_queue, or of the task schedule_followup

    def apply(self, context: TurnContext) -> TurnContext:
        """It waits no more."""
        left = [item for item in context.waiting if item.id != self.id]
        return context.model_copy(update={"waiting": left})


class DismissOpenLoop(Effect):
    """The person does not want to see an open loop of their organisation any more.

    It no longer applies when the loop is not open, or not of an organisation of theirs.
    """

    kind: Literal["dismiss_open_loop"] = "dismiss_open_loop"
    id: UUID  # of a row of open_loops

    def apply(self, context: TurnContext) -> TurnContext:
        """It is not seen any more."""
        left = [item for item in context.open_loops or [] if item.id != self.id]
        return context.model_copy(update={"open_loops": left})
