"""Recorded turns, decided again: each on what its agent knew then, by the prompts of today.

A file is what `yachtparty export-conversations` writes: a turn on each line.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from shared.agents.choice import agent_for
from shared.domain.context import TurnContext
from shared.llm.engines import Engines

_SECONDS = 60.0  # for a turn
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_LINK = re.compile(r"https?://\S+")  # made anew each time
_OUR_MAIL = re.compile(r"\bverify-\w+@([\w.-]*\w)")  # the address that proves an email


class Recorded(BaseModel):
    """A line."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    engine: str
    prompt_version: str
    context: TurnContext
    tools: list[dict[str, Any]]
    replies: list[str]


@dataclass(frozen=True)
class Replayed:
    """A turn then and now."""

    recorded: Recorded
    engine: str
    prompt_version: str
    tools: list[dict[str, Any]]
    replies: list[str]
    cost: Decimal

    @property
    def outcome(self) -> str:
        """`same`, `other words`, or `other tools`: something else would be done."""
        if self._done(self.tools) != self._done(self.recorded.tools):
            return "other tools"
        return "same" if _said(self.replies) == _said(self.recorded.replies) else "other words"

    def _done(self, tools: Iterable[dict[str, Any]]) -> str:
        """The calls; of ids only whether they were known before the turn, and which."""
        known = set(_UUID.findall(self.recorded.context.model_dump_json()))
        called = json.dumps(list(tools), sort_keys=True)
        return _UUID.sub(lambda id: id[0] if id[0] in known else "new", called)


def read_turns(path: Path) -> list[Recorded]:
    """The turns of a file. Raises ValidationError for a line that is none."""
    with path.open(encoding="utf-8") as lines:
        return [Recorded.model_validate_json(line) for line in lines if line.strip()]


def mail_domain_of(turns: Iterable[Recorded]) -> str:
    """Where the recorded people sent their mail to; empty where nobody was asked to."""
    said = (words for turn in turns for words in turn.replies)
    return next((found[1] for words in said if (found := _OUR_MAIL.search(words))), "")


def replay(turns: Iterable[Recorded], engines: Engines) -> list[Replayed]:
    """Decides each again; nothing is sent or changed."""
    return [_again(turn, engines) for turn in turns]


def _again(turn: Recorded, engines: Engines) -> Replayed:
    decision = engines.decide(agent_for(turn.context.user), turn.context, _SECONDS)
    tools = [one.input_data or {} for one in decision.log if one.action_type != "llm_call"]
    cost = sum((one.cost_usd or Decimal(0) for one in decision.log), Decimal(0))
    return Replayed(turn, decision.engine, decision.prompt_version, tools, decision.replies, cost)


def differences(replayed: Sequence[Replayed], model: str) -> str:
    """The report: how many, by prompt version, and each turn that would be decided differently."""
    counts = Counter(one.outcome for one in replayed)
    cost = sum((one.cost for one in replayed), Decimal(0))
    lines = [
        f"# Of {len(replayed)} recorded turns {counts['other tools']} would do something else with"
        f" {model}, {counts['other words']} only say it otherwise (${cost:.4f})",
        "",
        "| prompt version then | now | turns | same | other words | other tools |",
        "|---|---|---|---|---|---|",
    ]
    versions = Counter(
        (one.recorded.prompt_version, one.prompt_version, one.outcome) for one in replayed
    )
    for then, now in sorted({(then, now) for then, now, _ in versions}):
        row = [versions[then, now, what] for what in ("same", "other words", "other tools")]
        lines.append(f"| {then} | {now} | {sum(row)} | {' | '.join(map(str, row))} |")
    for number, one in enumerate(replayed, 1):
        if one.outcome != "same":
            lines += ["", f"## Turn {number}: {one.outcome}", "", "```", *_shown(one), "```"]
    return "\n".join(lines) + "\n"


def _shown(one: Replayed) -> list[str]:
    then, now = one.recorded, one
    lines = [f"> {text}" for text in then.context.texts]
    if one.outcome == "other tools":
        lines += [f"then ({then.engine}): {_calls(then.tools)}"]
        lines += [f"now ({now.engine}): {_calls(now.tools)}"]
    return [
        *lines,
        *(f"then < {reply}" for reply in then.replies),
        *(f"now  < {reply}" for reply in now.replies),
    ]


def _calls(tools: Iterable[dict[str, Any]]) -> str:
    called = (f"{one.get('tool')}({json.dumps(one.get('arguments'))})" for one in tools)
    return ", ".join(called) or "nothing"


def _said(replies: Iterable[str]) -> str:
    return _LINK.sub("<link>", "\n".join(replies))


__all__ = ["Recorded", "Replayed", "differences", "mail_domain_of", "read_turns", "replay"]
