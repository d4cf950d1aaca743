"""What the database read about a person, as the rules of `shared.domain.release` take it."""

from collections import defaultdict
from uuid import UUID

from shared.db.documents import decoded
from shared.db.message_queue import QueueContext, QueuedItem
from shared.domain.queued import AnyQueuedData, MalformedQueuedData, read
from shared.domain.quiet_hours import quiet_hours_for
from shared.domain.situation import Budget, Item, Situation
from shared.domain.values import Priority
from shared.errors import PermanentFailure


def situation_of(context: QueueContext, default_timezone: str) -> Situation:
    """The situation; with quiet hours switched off in the newest budget row only days of rest
    are quiet, and without these nothing is."""
    user = context.user
    hours = quiet_hours_for(
        timezone=user.timezone,
        phone_number=user.phone_number,
        default_timezone=default_timezone,
        start=user.quiet_hours_start,
        end=user.quiet_hours_end,
        rest_days=user.rest_days,
    )
    newest = context.budgets[-1] if context.budgets else None
    return Situation(
        items=tuple(_item(row) for row in context.items),
        quiet_hours=hours if newest is None or newest.quiet_hours_enabled else hours.days_only(),
        home=hours,
        budget=Budget(
            sent_on={day.date: day.messages_sent for day in context.budgets},
            released=tuple(context.released),
            daily_limit=newest.daily_limit if newest else Budget.daily_limit,
            hourly_limit=newest.hourly_limit if newest else Budget.hourly_limit,
        ),
        last_inbound_at=context.last_inbound.at if context.last_inbound else None,
        opted_out=user.opted_out,
        paused=bool(context.paused),
        paused_until=context.paused_until,
        answering_hours=frozenset(
            int(hour) for hour in user.answering_hours or () if hour == int(hour)
        ),
        asked_pause_until=user.proactive_paused_until,
        reminders_paused=user.reminders_paused,
        frustrated_until=user.frustrated_until,
        re_engagement_paused=user.re_engagement_paused,
        last_re_engagement_at=context.last_re_engagement_at,
        sent_positions=_sent_positions(context),
    )


def _item(row: QueuedItem) -> Item:
    data, problem = _said(row)
    return Item(
        id=row.id,
        seq=row.seq,
        priority=Priority(row.priority),
        created_at=row.created_at,
        scheduled_for=row.scheduled_for,
        data=data,
        problem=problem,
        approved=row.status == "approved",
        requires_fresh_context=row.requires_fresh_context,
        attempts=row.attempts,
        last_error=row.last_error,
        sequence_id=row.sequence_id,
        position=row.sequence_position,
        total=row.sequence_total,
        expires_at=row.expires_at,
    )


def _said(row: QueuedItem) -> tuple[AnyQueuedData | None, str]:
    """What a row says, or None and why it says nothing.

    A kind that nobody knows has its words all the same where its author wrote `final_message`.
    """
    try:
        return read(decoded(row.message_data, "message_data")), ""
    except (MalformedQueuedData, PermanentFailure) as error:
        problem = str(error)
    if row.final_message is None or not row.final_message.strip():
        return None, problem
    try:
        return read({"kind": "text", "text": row.final_message}), ""
    except MalformedQueuedData as error:
        return None, f"{problem}; and final_message instead: {error}"


def _sent_positions(context: QueueContext) -> dict[UUID, frozenset[int]]:
    positions: defaultdict[UUID, set[int]] = defaultdict(set)
    for part in context.sent_parts:
        if part.position is not None:
            positions[part.sequence_id].add(part.position)
    return {sequence: frozenset(found) for sequence, found in positions.items()}
