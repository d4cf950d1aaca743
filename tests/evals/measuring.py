"""What came of a scenario with a model: whether it held, what it cost, how long people waited."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from tests.evals.network import Failed, Network
from tests.evals.scenario import Scenario
from tests.fixtures.people import Connection

_CALLS = """
select coalesce(l.input_data ->> 'prompt_version', i.prompt_version, '-'), count(*),
       count(*) filter (where l.error is not null), coalesce(sum(l.cost_usd), 0),
       coalesce(array_agg(l.latency_ms order by l.latency_ms), '{}')
from agent_actions_log l left join agent_instances i on i.id = l.agent_instance_id
where l.action_type = 'llm_call' group by 1
"""


@dataclass
class Version:
    """The calls of one version of the prompts."""

    calls: int = 0
    failed: int = 0  # of no use: the rules answered, or the model was asked again
    cost: Decimal = Decimal(0)
    latencies: list[int] = field(default_factory=list[int])  # ms
    scenarios: int = 0
    held: int = 0


@dataclass(frozen=True)
class Result:
    """One scenario."""

    name: str
    seconds: float
    versions: dict[str, Version]
    problem: str = ""  # why it does not hold, with the transcript

    @property
    def cost(self) -> Decimal:
        """US dollars."""
        return sum((one.cost for one in self.versions.values()), Decimal(0))


def measure(scenario: Scenario, network: Network) -> Result:
    """Lives it through. What the machinery raises beside Failed is raised: it is no result."""
    started = time.monotonic()
    problem = ""
    try:
        network.live(scenario)
    except Failed as error:
        problem = str(error)
    spent = time.monotonic() - started
    return Result(scenario.name, spent, _versions(network.app, held=not problem), problem)


def _versions(app: Connection, *, held: bool) -> dict[str, Version]:
    return {
        name: Version(calls, failed, cost, [one for one in times if one is not None], 1, int(held))
        for name, calls, failed, cost, times in app.execute(_CALLS)
    }


def report(results: Sequence[Result], model: str) -> str:
    """The table, and the transcripts of what does not hold."""
    held = sum(not one.problem for one in results)
    cost = sum((one.cost for one in results), Decimal(0))
    lines = [
        f"# {held} of {len(results)} scenarios hold with {model}, for {_dollars(cost)}",
        "",
        "| scenario | holds | cost | seconds |",
        "|---|---|---|---|",
        *(
            f"| {one.name} | {'no' if one.problem else 'yes'} | {_dollars(one.cost)}"
            f" | {one.seconds:.1f} |"
            for one in results
        ),
        "",
        "| prompt version | scenarios | hold | calls | of no use | cost | p50 ms | p95 ms |",
        "|---|---|---|---|---|---|---|---|",
        *(_row(name, one) for name, one in sorted(_summed(results).items())),
    ]
    for one in results:
        if one.problem:
            lines += ["", f"## {one.name}", "", "```", one.problem, "```"]
    return "\n".join(lines) + "\n"


def _summed(results: Iterable[Result]) -> dict[str, Version]:
    total: dict[str, Version] = {}
    for result in results:
        for name, one in result.versions.items():
            sum_ = total.setdefault(name, Version())
            sum_.calls += one.calls
            sum_.failed += one.failed
            sum_.cost += one.cost
            sum_.latencies += one.latencies
            sum_.scenarios += one.scenarios
            sum_.held += one.held
    return total


def _row(name: str, one: Version) -> str:
    share = f"{100 * one.held / one.scenarios:.0f} %" if one.scenarios else "-"
    times = sorted(one.latencies)
    p50, p95 = (times[int((len(times) - 1) * q)] if times else 0 for q in (0.5, 0.95))
    return (
        f"| {name} | {one.scenarios} | {share} | {one.calls} | {one.failed}"
        f" | {_dollars(one.cost)} | {p50} | {p95} |"
    )


def _dollars(cost: Decimal) -> str:
    return f"${cost:.4f}"


__all__ = ["Result", "Version", "measure", "report"]
