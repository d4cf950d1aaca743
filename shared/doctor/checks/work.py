"""Symptoms: tasks left behind, summaries that are not made."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from shared.db.health import work
from shared.doctor.finding import (
    Check,
    empty,
    sql_command,
    unhealthy,
    warning,
)

_tasks_expired = empty(
    work.tasks_expired,
    lambda _: (
        "Their workers died and nobody has come for them since: see that task_processor runs and"
        " that the scheduler calls it; its next run takes them up again."
    ),
    found=unhealthy,
)


_summary_counters = empty(
    work.counters_past_fifty,
    lambda _: (
        "The 50th message creates the task and sets the counter back, in the trigger"
        " on_message_count_check: put it back with `yachtparty migrate`, enable it: "
        + sql_command("alter table messages enable trigger on_message_count_check")
        + " The next message of a conversation then creates its task."
    ),
    found=unhealthy,
)


_summary_tasks = empty(
    work.summary_tasks,
    lambda id: (
        "Conversations go on, with an older summary. See tasks_waiting for those that are pending;"
        " for one that failed: "
        + sql_command(f"select error_log from agent_tasks where id = '{id}'")
        + " and then "
        + sql_command(f"select redrive_task('{id}')")
    ),
    found=warning,
)


_lookups = empty(
    work.unanswered_lookups,
    lambda id: (
        "Members are still asked by what the database knows; look-ups go on by themselves, after 15"
        " minutes, or after 6 hours where the provider refused: "
        + sql_command(f"select result_json from agent_tasks where id = '{id}'")
        + " refused: renew PDL_API_KEY of task_processor, or lift its plan's limit. unavailable:"
        " see the log's no_research lines and the provider's status page."
    ),
    found=warning,
)


CHECKS = (
    Check("tasks_expired", "Is no task left behind by a worker that died?", _tasks_expired),
    Check("summary_counters", "Does the 50th message ask for a summary?", _summary_counters),
    Check("summary_tasks", "Are the summaries made that were asked for?", _summary_tasks),
    Check("prospect_lookups", "Does the provider answer who knows the prospects?", _lookups),
)
