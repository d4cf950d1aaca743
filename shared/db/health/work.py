"""The work behind the conversation: tasks, summaries, sweeps, what agents did and cost."""

from collections.abc import Sequence

from shared.db.health.reading import Backlog, Reading


def tasks_expired(reading: Reading) -> Backlog:
    """Tasks whose worker has let its lease run out 2 minutes ago, or never had one. By type."""
    return reading.backlog(
        "select id, task_type, leased_until from agent_tasks where status = 'processing'"
        " and coalesce(leased_until, '-infinity') <= %(now)s - interval '2 minutes'"
        " limit %(most)s"
    )


def summary_tasks(reading: Reading) -> Backlog:
    """Summaries of the last week that were not made: given up, or due for 10 minutes."""
    return reading.backlog(
        "select id, status, scheduled_for from agent_tasks"
        " where agent_type = 'system' and status in ('pending', 'failed')"
        " and task_type = 'create_conversation_summary'"
        " and scheduled_for between %(now)s - interval '8 days' and %(now)s - interval '10 minutes'"
        " limit %(most)s"
    )


def unanswered_lookups(reading: Reading) -> Backlog:
    """Look-ups of prospects in the last day that the provider refused or did not answer, and none
    that it answered since.
    """
    return reading.backlog(
        "select t.id, t.result_json ->> 'outcome', t.scheduled_for from agent_tasks t"
        " where t.agent_type = 'social_butterfly' and t.status = 'completed'"
        " and t.task_type = 'research_prospect'"
        " and t.result_json ->> 'outcome' in ('refused', 'unavailable')"
        " and t.scheduled_for between %(now)s - interval '1 day' and %(now)s"
        " and not exists (select from agent_tasks o where o.agent_type = 'social_butterfly'"
        "   and o.status = 'completed' and o.task_type = 'research_prospect'"
        "   and o.result_json ->> 'outcome' in ('found', 'unknown')"
        "   and o.scheduled_for > t.scheduled_for and o.scheduled_for <= %(now)s)"
        " limit %(most)s"
    )


def counters_past_fifty(reading: Reading) -> Backlog:
    """Conversations whose counter is where it must never be seen: at 50 or above."""
    return reading.backlog(
        "select id, status, last_message_at from conversations"
        " where messages_since_summary >= 50 limit %(most)s"
    )


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
        "select coalesce(sum(nullif(cost_usd, 'NaN')), 0)::float8, count(*) from agent_actions_log"
        " where cost_usd is not null and created_at <= %(now)s"
        " and created_at >= date_trunc('day', %(now)s, 'UTC')"
    )
    return dollars, calls
