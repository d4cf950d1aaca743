"""What operators do about rows that were given up, and what becomes of it when two do at once.

An act on a row is one statement with its record in `operator_actions`, and only on what is still
dead. So of two operators who act on the same row one is told what the other had done.
"""

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, LiteralString
from uuid import UUID, uuid4

from shared.db.deadline import ends_by
from shared.db.queues import QueueSpec
from shared.pages.dashboard import Visit
from shared.pages.operations.dead_rows import DEAD, Row, record_act

_SPARED_SECONDS = 1.0  # of a page's time, for what comes after acting
_MISSED_KEPT = 500  # rows that an act did not find dead any more, in its record

Verb = Literal["retry", "dismiss"]


@dataclass
class Done:
    """What a click has done; `id` stands in the detail of each of its records."""

    verb: Verb
    id: UUID = field(default_factory=uuid4)
    count: int = 0
    missed: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])  # queue, id
    left: int = 0


def act(visit: Visit, verb: Verb, rows: Iterable[Row], reason: str) -> Done:
    """Retries or dismisses rows, those of a queue in their order, until the page's time is up.

    What is given up together (a sequence of messages) is put back together.
    """
    done = Done(verb)
    until = visit.until - _SPARED_SECONDS
    wanted = list(rows)
    ordered = [
        (spec, id, sequence)
        for spec in DEAD.values()
        for id, sequence in _in_order(visit, spec, [id for of, id in wanted if of is spec])
    ]
    with ends_by(visit.until):  # a round trip each: the record says which were done
        _act_on_each(visit, ordered, reason, done, until)
    # Without the reason, which may tell of people: it stands with each row, and goes with them.
    record_act(
        visit,
        f"{verb}_dead_letters",
        "dead letters",
        done.id,
        done=done.count,
        left=done.left,
        missed=len(done.missed),
        rows=done.missed[:_MISSED_KEPT],
    )
    return done


def _act_on_each(
    visit: Visit,
    ordered: Sequence[tuple[QueueSpec, UUID, UUID]],
    reason: str,
    done: Done,
    until: float,
) -> None:
    together: set[UUID] = set()
    for spec, id, sequence in ordered:
        if time.monotonic() > until:
            done.left += 1
        elif sequence in together:
            record_act(visit, done.verb, spec.table, id, reason, act=str(done.id))
            done.count += 1
        elif _act_on(visit, done.verb, spec, id, reason, done.id):
            together.add(sequence)
            done.count += 1
        else:
            done.missed.append((spec.name, str(id)))


def _in_order(visit: Visit, spec: QueueSpec, ids: Sequence[UUID]) -> list[tuple[UUID, UUID]]:
    """These rows as they were written, each with what it was given up together with; what is no
    longer there comes last, by itself."""
    if not ids:
        return []
    found = visit.rows(
        "select id, " + spec.sequence + " from " + spec.table + " where id = any(%(ids)s)"  # noqa: S608 - literals of shared.db.queues
        " order by seq",
        ids=list(ids),
    )
    there = {id for id, _ in found}
    return [
        *((id, sequence) for id, sequence in found),
        *((id, id) for id in ids if id not in there),
    ]


def _act_on(visit: Visit, verb: Verb, spec: QueueSpec, id: UUID, reason: str, act: UUID) -> bool:
    """False: it is not dead any more."""
    transition = spec.redrive if verb == "retry" else spec.dismiss
    return visit.database.value(
        "select case when " + transition + "(%s) then private.record_operator_action("
        "%s, %s, %s, %s, %s, %s::jsonb) is not null else false end",
        (id, visit.who.email, verb, spec.table, id, reason, json.dumps({"act": str(act)})),
    )


@dataclass(frozen=True)
class Missed:
    """A row that an act did not find dead any more, and who had acted on it before."""

    queue: str
    id: str
    actor: str | None
    action: str | None
    at: datetime | None


@dataclass(frozen=True)
class Told:
    """What a click has done, as its record says."""

    id: UUID
    actor: str
    verb: str
    at: datetime
    done: int
    left: int
    missed: int


_TOLD: LiteralString = (
    "select target_id, actor, split_part(action, '_', 1), private.moment(created_at),"
    " (detail ->> 'done')::int, (detail ->> 'left')::int, (detail ->> 'missed')::int"
    " from operator_actions where target_table = 'dead letters'"
    " and detail ?& '{done,left,missed}'"
)


def told(visit: Visit, id: UUID) -> tuple[Told, list[Missed]] | None:
    """What one click has done, and row by row what it came too late for."""
    found = visit.rows(_TOLD + " and target_id = %(id)s", id=id)
    if not found:
        return None
    rows = visit.rows(
        "select m.queue, m.id, b.actor, b.action, private.moment(b.created_at)"
        " from operator_actions o"
        " cross join lateral (select e ->> 0 as queue, e ->> 1 as id"
        "   from jsonb_array_elements(o.detail -> 'rows') e) m"
        " left join lateral (select a.actor, a.action, a.created_at from operator_actions a"
        "   where a.target_id = m.id::uuid and a.action in ('retry', 'dismiss')"
        "   order by a.created_at desc limit 1) b on true"
        " where o.target_id = %(id)s and o.target_table = 'dead letters'",
        id=id,
    )
    return Told(*found[0]), [Missed(*row) for row in rows]


def lately(visit: Visit) -> list[Told]:
    """The last clicks of whomever, the latest first."""
    return [Told(*row) for row in visit.rows(_TOLD + " order by created_at desc, id desc limit 10")]


__all__ = ["Done", "Missed", "Told", "Verb", "act", "lately", "told"]
