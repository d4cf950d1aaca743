"""Agents by version of their prompt: what they do, what goes wrong, and what it costs."""

from dataclasses import dataclass
from decimal import Decimal
from typing import LiteralString

from shared.entry import Answer
from shared.pages.csv_export import csv_answer
from shared.pages.dashboard import Pages, Tab, Visit, shown

_DAYS = {"1": "last 24 hours", "7": "last 7 days"}


@dataclass(frozen=True)
class Version:
    """One agent under one prompt. What concerns turns is 0 where it answers nobody's texts."""

    agent: str
    prompt: str
    turns: int  # decisions that answered texts
    by_rules: int  # of them decided by the rules, since no model was set or could be asked
    remade: Decimal  # how often one was decided anew, since a newer text came or a worker died
    replies: Decimal
    milliseconds: float | None  # that half of the decisions took at most
    tools: int  # runs
    tool_errors: int
    calls: int  # of the model
    call_errors: int
    cost: Decimal  # US dollars

    @property
    def replies_a_turn(self) -> Decimal | None:
        """Texts that answered one turn, on average."""
        return self.replies / self.turns if self.turns else None

    @property
    def cost_a_turn(self) -> Decimal | None:
        """US dollars, on average."""
        return self.cost / self.turns if self.turns else None


# A turn answers several texts at times, each of which has its trace: they say the same.
_VERSIONS: LiteralString = (
    "with decided as ("
    "  select distinct on (m.user_id, d ->> 'at') d from messages m cross join lateral ("
    "    select s as d from jsonb_array_elements(m.trace) s"
    "    where s ->> 'step' = 'decided' and s ? 'prompt_version') x"
    "  where m.direction = 'inbound' and m.created_at > now() - make_interval(days => %(days)s)),"
    " turns as ("
    "  select d ->> 'agent' as agent, d ->> 'prompt_version' as prompt, count(*) as turns,"
    "    count(*) filter (where d ->> 'engine' = 'rules') as by_rules,"
    "    sum(greatest(attempt - 1, 0)) as remade, sum(replies) as replies,"
    "    percentile_cont(0.5) within group (order by ms::float8) as ms"
    "  from decided cross join lateral ("
    # Whatever stands in a trace, it does not cost the page.
    "    select"
    "      case jsonb_typeof(d -> 'attempt') when 'number' then (d ->> 'attempt')::numeric end,"
    "      case jsonb_typeof(d -> 'replies') when 'number' then (d ->> 'replies')::numeric end,"
    "      case jsonb_typeof(d -> 'ms') when 'number' then least((d ->> 'ms')::numeric, 1e9) end"
    "    ) numbers (attempt, replies, ms) group by 1, 2),"
    " actions as ("
    "  select l.agent_type as agent, coalesce(i.prompt_version, '') as prompt,"
    "    count(*) filter (where l.action_type = 'function_execution') as tools,"
    "    count(l.error) filter (where l.action_type = 'function_execution') as tool_errors,"
    "    count(*) filter (where l.action_type = 'llm_call') as calls,"
    "    count(l.error) filter (where l.action_type = 'llm_call') as call_errors,"
    "    coalesce(sum(nullif(l.cost_usd, 'NaN')), 0) as cost"
    "  from agent_actions_log l left join agent_instances i on i.id = l.agent_instance_id"
    "  where l.created_at > now() - make_interval(days => %(days)s) group by 1, 2)"
    " select agent, prompt, coalesce(turns, 0), coalesce(by_rules, 0), coalesce(remade, 0),"
    "  coalesce(replies, 0), ms, coalesce(tools, 0), coalesce(tool_errors, 0),"
    "  coalesce(calls, 0), coalesce(call_errors, 0), coalesce(cost, 0)"
    " from turns full join actions using (agent, prompt)"
    " order by agent, turns desc nulls last, prompt limit 200"
)


def versions(visit: Visit, days: int) -> list[Version]:
    """What each version did in so many days."""
    return [Version(*row) for row in visit.rows(_VERSIONS, days=days)]


def _days(visit: Visit) -> str:
    asked = visit.asked("days")
    return asked if asked in _DAYS else "7"


def _show(visit: Visit) -> Answer:
    days = _days(visit)
    return visit.page("prompts", found=versions(visit, int(days)), days=days, periods=_DAYS)


_COLUMNS = (
    *("agent", "prompt", "turns", "by rules", "remade", "replies", "median ms", "tool runs"),
    *("tool errors", "model calls", "failed calls", "cost usd"),
)


def _export(visit: Visit) -> Answer:
    rows = [list(vars(one).values()) for one in versions(visit, int(_days(visit)))]
    return csv_answer("prompts", _COLUMNS, rows)


PAGES = Pages(
    [shown("/prompts", _show), shown("/prompts.csv", _export)], [Tab("/prompts", "Prompts")]
)
