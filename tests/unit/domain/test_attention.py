"""The Calm Prompt: what is critical, what is upcoming, and that neither grows without end."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.domain.attention import attention
from shared.domain.loops import RULES, Entity, Loop, LoopStatus, LoopType, loop_id
from tests.fixtures.examples import each

NOW = datetime(2026, 6, 2, 14, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def loop(
    kind: LoopType, days: float, number: int = 1, status: LoopStatus = LoopStatus.ACTIVE
) -> Loop:
    """One that is due in so many days."""
    entity = Entity(UUID(int=1), "deal", UUID(int=number))
    due = NOW + days * DAY
    return Loop(loop_id(entity, kind), entity, kind, status, due, NOW - 30 * DAY, None)


@each(
    "kind, days, where",
    [
        (LoopType.NEW_LEAD, -40, "critical"),
        (LoopType.NEW_LEAD, 1, "critical"),
        (LoopType.FOLLOWUP_DUE, 1.01, "upcoming"),
        (LoopType.DECISION_PENDING, 7, "upcoming"),
        (LoopType.DECISION_PENDING, 7.01, "neither"),
        (LoopType.QUOTE_NEEDED, 2, "critical"),
        (LoopType.QUOTE_NEEDED, 60, "critical"),
        (LoopType.INVOICE_OVERDUE, -1, "critical"),
        (LoopType.INVOICE_OVERDUE, 3, "upcoming"),
        (LoopType.INVOICE_OVERDUE, 30, "neither"),
    ],
)
def test_a_loop_is_critical_or_upcoming_or_not_shown(
    kind: LoopType, days: float, where: str
) -> None:
    shown = attention([loop(kind, days)], NOW)
    found = "critical" if shown.critical else "upcoming" if shown.upcoming else "neither"
    assert found == where


@pytest.mark.parametrize("status", [LoopStatus.DISMISSED, LoopStatus.RESOLVED])
def test_what_is_closed_is_not_shown(status: LoopStatus) -> None:
    shown = attention([loop(LoopType.NEW_LEAD, -1, status=status)], NOW)
    assert not shown.critical
    assert not shown.upcoming


def test_the_most_pressing_come_first_and_are_seven_at_most() -> None:
    wanted = [
        loop(LoopType.INVOICE_OVERDUE, -9, 1),
        loop(LoopType.QUOTE_NEEDED, -2, 2),
        loop(LoopType.FOLLOWUP_DUE, -30, 3),
        loop(LoopType.NEW_LEAD, -5, 4),
        loop(LoopType.DECISION_PENDING, 0.5, 5),
        loop(LoopType.QUOTE_NEEDED, 1.5, 6),
        loop(LoopType.QUOTE_NEEDED, 20, 7),
    ]
    more = [loop(LoopType.QUOTE_NEEDED, 30 + n, 10 + n) for n in range(5)]
    assert attention([*reversed(more), *reversed(wanted)], NOW).critical == wanted


def test_what_is_upcoming_comes_soonest_first() -> None:
    soon = [loop(LoopType.FOLLOWUP_DUE, 2 + n, n) for n in range(4)]
    assert attention(reversed(soon), NOW).upcoming == soon


def test_only_a_quote_that_is_asked_for_is_critical_from_the_start() -> None:
    assert [kind for kind, rule in RULES.items() if rule.critical_from_the_start] == [
        LoopType.QUOTE_NEEDED
    ]
