"""The queues behind the conversation: tasks, events, messages that wait for their moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.db.health.reading import Backlog, Reading


@dataclass(frozen=True)
class Failure:
    """Work that was given up. `error` is what its worker wrote down."""

    id: UUID
    kind: str
    error: str
    seconds: int  # since its last attempt


def tasks_due(reading: Reading) -> Backlog:
    """Tasks due for 2 minutes that nobody has taken up, by type."""
    return reading.backlog(
        "select id, task_type, greatest(scheduled_for, available_at) from agent_tasks"
        " where status = 'pending' and scheduled_for <= %(now)s - interval '2 minutes'"
        " and (available_at is null or available_at <= %(now)s - interval '2 minutes')"
        " order by scheduled_for limit %(most)s"
    )


def tasks_expired(reading: Reading) -> Backlog:
    """Tasks whose worker has let its lease run out 2 minutes ago, or never had one. By type."""
    return reading.backlog(
        "select id, task_type, leased_until from agent_tasks where status = 'processing'"
        " and coalesce(leased_until, '-infinity') <= %(now)s - interval '2 minutes'"
        " limit %(most)s"
    )


def tasks_failed(reading: Reading) -> list[Failure]:
    """Tasks given up in the last week, latest first."""
    rows = reading.rows(
        # The agent types there are, by hops along the index instead of a scan of the table.
        "with recursive agents (agent_type) as ("
        "  (select agent_type from agent_tasks order by agent_type limit 1)"
        "  union all"
        "  select (select t.agent_type from agent_tasks t where t.agent_type > a.agent_type"
        "          order by t.agent_type limit 1)"
        "  from agents a where a.agent_type is not null)"
        " select t.id, t.task_type, coalesce(t.error_log, t.last_error, ''),"
        "   extract(epoch from %(now)s - private.moment("
        "    coalesce(t.last_attempted_at, t.scheduled_for)))::bigint"
        " from agents a cross join lateral ("
        "   select * from agent_tasks t where t.agent_type = a.agent_type and t.status = 'failed'"
        "   and t.scheduled_for > %(now)s - interval '8 days'"
        "   order by t.scheduled_for desc limit %(most)s) t"
        " where coalesce(t.last_attempted_at, t.scheduled_for) > %(now)s - interval '7 days'"
        " order by 4 limit %(most)s"
    )
    return [Failure(*row) for row in rows]


def summary_tasks(reading: Reading) -> Backlog:
    """Summaries of the last week that were not made: given up, or due for 10 minutes."""
    return reading.backlog(
        "select id, status, scheduled_for from agent_tasks"
        " where agent_type = 'system' and status in ('pending', 'failed')"
        " and task_type = 'create_conversation_summary'"
        " and scheduled_for between %(now)s - interval '8 days' and %(now)s - interval '10 minutes'"
        " limit %(most)s"
    )


def counters_past_fifty(reading: Reading) -> Backlog:
    """Conversations whose counter is where it must never be seen: at 50 or above."""
    return reading.backlog(
        "select id, status, last_message_at from conversations"
        " where messages_since_summary >= 50 limit %(most)s"
    )


def events_due(reading: Reading) -> Backlog:
    """Events due for 2 minutes that nobody has taken up, by type."""
    return reading.backlog(
        "(select id, event_type, available_at from events where not processed"
        " and lane = 'conversation' and available_at <= %(now)s - interval '2 minutes'"
        " order by available_at, seq limit %(most)s)"
        " union all"
        " (select id, event_type, available_at from events where not processed"
        " and lane = 'background' and available_at <= %(now)s - interval '2 minutes'"
        " order by available_at, seq limit %(most)s)"
    )


def dead_letters(reading: Reading) -> list[Failure]:
    """Events given up and not tried again since, latest first."""
    rows = reading.rows(
        "select event_id, event_type, error_message,"
        " extract(epoch from %(now)s - private.moment(created_at))::bigint from event_dead_letters"
        " order by created_at desc limit %(most)s"
    )
    return [Failure(*row) for row in rows]


def queue_due(reading: Reading) -> Backlog:
    """Queued messages whose moment passed 5 minutes ago, by priority.

    What quiet hours or the budget hold back has a later moment, so none of it is here.
    """
    return reading.backlog(
        "select id, priority, greatest(scheduled_for, available_at) from message_queue"
        " where status in ('queued', 'approved')"
        " and scheduled_for <= %(now)s - interval '5 minutes'"
        " and (available_at is null or available_at <= %(now)s - interval '5 minutes')"
        " order by scheduled_for limit %(most)s"
    )


def queue_failed(reading: Reading) -> list[Failure]:
    """Queued messages given up in the last week, by the agent that had asked, latest first."""
    rows = reading.rows(
        "select id, agent_id, last_error,"
        "   extract(epoch from %(now)s"
        "    - private.moment((trace -> -1 ->> 'at')::timestamptz))::bigint"
        " from message_queue where status = 'cancelled' and last_error is not null"
        " and (trace -> -1 ->> 'at')::timestamptz > %(now)s - interval '7 days'"
        " order by 4 limit %(most)s"
    )
    return [Failure(*row) for row in rows]


def sweep_age(reading: Reading, name: str) -> int | None:
    """Seconds since a periodic piece of work last ended well; None: it never has."""
    return reading.value(
        "select extract(epoch from %(now)s - private.moment(finished_at))::bigint"
        " from private.sweeps"
        " where name = %(name)s and finished_at > 'epoch'",
        name=name,
    )


def actions(reading: Reading) -> Sequence[tuple[str, int, int]]:
    """Agent, actions and failed actions of the last day."""
    rows = reading.rows(
        "with recursive agents (agent_type) as ("
        "  (select agent_type from agent_actions_log order by agent_type limit 1)"
        "  union all"
        "  select (select l.agent_type from agent_actions_log l"
        "          where l.agent_type > a.agent_type order by l.agent_type limit 1)"
        "  from agents a where a.agent_type is not null)"
        " select a.agent_type, l.total, l.failed from agents a cross join lateral ("
        "   select count(*) as total, count(error) as failed from agent_actions_log"
        "   where agent_type = a.agent_type and created_at <= %(now)s"
        "   and created_at > %(now)s - interval '1 day') l where l.total > 0 order by 1"
    )
    return [(agent, total, failed) for agent, total, failed in rows]


def cost_today(reading: Reading) -> tuple[float, int]:
    """US dollars spent on the model since midnight UTC, and the calls that cost them."""
    ((dollars, calls),) = reading.rows(
        "select coalesce(sum(cost_usd), 0)::float8, count(*) from agent_actions_log"
        " where cost_usd is not null and created_at <= %(now)s"
        " and created_at >= date_trunc('day', %(now)s, 'UTC')"
    )
    return dollars, calls
