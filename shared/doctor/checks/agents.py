"""Agents: how often they fail, and what the model costs."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from shared.db.health import work
from shared.doctor.finding import Case, Check, Finding, healthy, sql_command, unhealthy, warning

FAILING_SHARE = 0.02
ENOUGH = 50  # actions, before a share says something
NEARLY = 0.8  # of the day's money


def _errors(case: Case) -> Finding:
    actions = work.actions(case.reading)
    total = sum(count for _, count, _ in actions)
    failed = sum(errors for _, _, errors in actions)
    share = failed / total if total else 0.0
    evidence = {
        "failed": failed,
        "actions": total,
        "share": round(share, 4),
        "by": {agent: errors for agent, _, errors in actions if errors},
    }
    if share <= FAILING_SHARE:
        return healthy(evidence)
    remedy = "Which actions fail, and why: " + sql_command(
        "select agent_type, action_type, error, count(*) from agent_actions_log"
        " where error is not null and created_at > now() - interval '1 day'"
        " group by 1, 2, 3 order by 4 desc limit 20"
    )
    return unhealthy(evidence, remedy) if total >= ENOUGH else warning(evidence, remedy)


def _cost(case: Case) -> Finding:
    dollars, calls = work.cost_today(case.reading)
    limit = float(case.daily_usd)
    evidence = {"dollars": round(dollars, 4), "limit": limit, "calls": calls}
    remedy = "Who spends it: " + sql_command(
        "select agent_type, user_id, sum(cost_usd), count(*) from agent_actions_log where cost_usd"
        " is not null and created_at >= date_trunc('day', now(), 'UTC')"
        " group by 1, 2 order by 3 desc limit 10"
    )
    if dollars and dollars >= limit:
        return unhealthy(
            evidence,
            "Until midnight UTC the rules answer instead of the model; raise LLM_DAILY_USD of the"
            f" functions to go on. {remedy}",
        )
    return warning(evidence, remedy) if dollars > limit * NEARLY else healthy(evidence)


CHECKS = (
    Check("agent_errors", "Do at most 2 % of the agents' actions of a day fail?", _errors),
    Check("model_cost", "Is today's model cost below its limit?", _cost),
)
