"""A thread as the person sees it, with what stands behind each text and each turn."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, cast
from uuid import UUID

from shared.domain.delivery import error_meaning
from shared.pages.dashboard import Visit

MOST_SHOWN = 60  # texts on a page
_MOST_ACTIONS = 500
Detail = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One entry of a trace."""

    name: str
    at: datetime | None
    facts: Detail

    @property
    def words(self) -> str:
        """The rest of it, as it is written."""
        return ", ".join(f"{name} {_plainly(value)}" for name, value in self.facts.items())


@dataclass(frozen=True)
class Text:
    """One text in either direction."""

    id: UUID
    seq: int
    role: str
    inbound: bool
    content: str
    status: str
    purpose: str
    segments: int | None
    pictures: int
    at: datetime
    error_code: int | None
    trace: list[Step]

    @property
    def reached_nobody(self) -> bool:
        """Whether the person does not see it."""
        return self.status in ("cancelled", "failed", "undelivered")

    @property
    def problem(self) -> str:
        """Twilio's error in words."""
        return f"{self.error_code}: {error_meaning(self.error_code)}" if self.error_code else ""


@dataclass(frozen=True)
class Action:
    """A tool that ran, or a call of the model."""

    kind: str
    name: str  # of the tool, or the model
    asked: str
    told: str
    error: str
    milliseconds: int | None
    tokens: tuple[int, int] | None
    cost: Decimal | None


@dataclass
class Turn:
    """One decision: what an agent did at a moment, before its replies."""

    at: datetime
    agent: str = ""
    engine: str = ""
    milliseconds: int | None = None
    attempt: int | None = None
    effects: list[str] = field(default_factory=list[str])
    actions: list[Action] = field(default_factory=list[Action])

    @property
    def cost(self) -> Decimal:
        """US dollars that the model cost."""
        return sum((one.cost for one in self.actions if one.cost), Decimal(0))

    @property
    def tokens(self) -> tuple[int, int]:
        """Of all its calls of the model: in, out."""
        counts = [one.tokens for one in self.actions if one.tokens]
        return sum(one[0] for one in counts), sum(one[1] for one in counts)


@dataclass(frozen=True)
class Thread:
    """Texts and turns in their order; `earlier`: the seq before which there are more."""

    entries: Sequence[Text | Turn]
    newest_seq: int
    earlier: int | None


def thread(visit: Visit, conversation_id: UUID, before: int | None) -> Thread:
    """The last texts of a conversation, or those before a seq, with the turns between them."""
    rows = visit.rows(
        "select id, seq, role, direction = 'inbound', content, status, purpose, segments,"
        " jsonb_array_length(media), private.moment(created_at), error_code, trace from messages"
        " where conversation_id = %(id)s and (%(before)s::bigint is null or seq < %(before)s)"
        " order by seq desc limit %(most)s",
        id=conversation_id,
        before=before,
        most=MOST_SHOWN + 1,
    )
    texts = [Text(*row[:-1], trace=list(_steps(row[-1]))) for row in reversed(rows[:MOST_SHOWN])]
    earlier = texts[0].seq if len(rows) > MOST_SHOWN else None
    if not texts:
        return Thread([], 0, None)
    actions = visit.rows(
        "select private.moment(created_at), agent_type, action_type, coalesce(model_used, ''),"
        " input_data, output_data, coalesce(error, ''), latency_ms, input_tokens, output_tokens,"
        " cost_usd from agent_actions_log"
        " where user_id = (select user_id from conversations where id = %(id)s)"
        " and context_id = %(id)s and created_at >= %(since)s and created_at <= %(until)s"
        " order by created_at desc limit %(most)s",
        id=conversation_id,
        since=texts[0].at,
        until=max(one.at for one in texts) if before else "infinity",
        most=_MOST_ACTIONS,
    )
    return Thread(list(_ordered(texts, _turns(texts, actions))), texts[-1].seq, earlier)


def _ordered(texts: Iterable[Text], turns: Iterable[Turn]) -> Iterable[Text | Turn]:
    """Each turn stands before what was said by it: its replies are of the same moment."""
    left = sorted(turns, key=lambda turn: turn.at)
    for text in texts:
        while left and not text.inbound and left[0].at <= text.at:
            yield left.pop(0)
        yield text
    yield from left


def _turns(texts: Iterable[Text], actions: Iterable[Sequence[Any]]) -> list[Turn]:
    turns: dict[datetime, Turn] = {}
    for text in texts:
        decided = _last(text.trace, "decided")
        settled = _last(text.trace, "settled")
        if decided is None or settled is None or settled.at is None:
            continue
        turn = turns.setdefault(settled.at, Turn(settled.at))
        facts = decided.facts
        turn.engine = str(facts.get("engine", ""))
        turn.milliseconds, turn.attempt = facts.get("ms"), facts.get("attempt")
        effects = facts.get("effects")
        turn.effects = (
            [str(one) for one in cast("list[Any]", effects)] if isinstance(effects, list) else []
        )
    for at, agent, kind, model, asked, told, error, ms, tokens_in, tokens_out, cost in actions:
        turn = turns.setdefault(at, Turn(at))
        turn.agent = agent
        asked, told = _document(asked), _document(told)
        tool = kind == "function_execution"
        turn.actions.insert(
            0,
            Action(
                kind="tool" if tool else "model",
                name=str(asked.get("tool", "")) if tool else model,
                asked=_written(asked.get("arguments", asked) if tool else asked) if asked else "",
                told=_written(told) if told else "",
                error=error,
                milliseconds=ms,
                tokens=None if tokens_in is None else (tokens_in, tokens_out or 0),
                cost=cost,
            ),
        )
    return list(turns.values())


def _last(trace: Sequence[Step], name: str) -> Step | None:
    return next((step for step in reversed(trace) if step.name == name), None)


def _steps(trace: Any) -> Iterable[Step]:
    for entry in cast("list[Any]", trace) if isinstance(trace, list) else []:
        step = dict(_document(entry))
        name, at = str(step.pop("step", "?")), str(step.pop("at", ""))
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            moment = None
        yield Step(name, moment if moment and moment.tzinfo else None, step)


def _document(value: Any) -> Detail:
    return cast("Detail", value) if isinstance(value, dict) else {}


def _plainly(value: object) -> str:
    return value if isinstance(value, str) else _written(value)


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


__all__ = ["MOST_SHOWN", "Action", "Step", "Text", "Thread", "Turn", "thread"]
