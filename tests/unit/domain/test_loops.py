"""The table of loops: what opens one, what closes it, when it is due; in whatever order told."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.loops import (
    Entity,
    Loop,
    LoopEvent,
    LoopStatus,
    LoopType,
    UnreadableEvent,
    fold,
    loop_id,
    loops_of,
    place,
)
from tests.fixtures.examples import each

START = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)
DEAL = Entity(UUID(int=1), "deal", UUID(int=2))


def event(kind: str, day: float = 0, /, **payload: Any) -> LoopEvent:
    return LoopEvent(uuid4(), kind, START + day * DAY, payload)


def dismissal(of: LoopType, day: float) -> LoopEvent:
    return event("loop_dismissed", day, loop_type=of.value)


def the(kind: LoopType, *events: LoopEvent) -> Loop:
    """The entity's loop of that type."""
    (loop,) = [loop for loop in loops_of(DEAL, events) if loop.type is kind]
    return loop


INVOICE = {"amount": "100.00", "currency": "EUR", "due_date": "2026-06-10"}
OPENING: dict[LoopType, tuple[str, dict[str, Any]]] = {
    LoopType.NEW_LEAD: ("lead_created", {}),
    LoopType.QUOTE_NEEDED: ("quote_requested", {}),
    LoopType.DECISION_PENDING: ("quote_sent", {}),
    LoopType.INVOICE_OVERDUE: ("invoice_issued", INVOICE),
    LoopType.FOLLOWUP_DUE: ("followup_scheduled", {"due_at": "2026-06-09T08:30:00+02:00"}),
}
ERASED = {"erased": True, "erased_at": "2026-06-20T12:00:00Z"}
PAID = {"amount": "100", "currency": "EUR"}
CLOSING: list[tuple[LoopType, str, dict[str, Any]]] = [
    (LoopType.NEW_LEAD, "quote_requested", {}),
    (LoopType.NEW_LEAD, "followup_scheduled", {"due_at": "2026-06-09T08:30:00Z"}),
    (LoopType.NEW_LEAD, "note_added", {}),
    (LoopType.NEW_LEAD, "quote_sent", {}),
    (LoopType.QUOTE_NEEDED, "quote_sent", {}),
    (LoopType.DECISION_PENDING, "quote_accepted", {}),
    (LoopType.DECISION_PENDING, "quote_rejected", {}),
    (LoopType.INVOICE_OVERDUE, "payment_received", PAID),
    (LoopType.FOLLOWUP_DUE, "followup_sent", {}),
    (LoopType.FOLLOWUP_DUE, "followup_dismissed", {}),
]


def opening(kind: LoopType, day: float = 0) -> LoopEvent:
    name, payload = OPENING[kind]
    return event(name, day, **payload)


@pytest.mark.parametrize(
    ("kind", "due", "severity", "action"),
    [
        (LoopType.NEW_LEAD, START + DAY, "medium", "check_in"),
        (LoopType.QUOTE_NEEDED, START + 2 * DAY, "high", "draft_quote"),
        (LoopType.DECISION_PENDING, START + 7 * DAY, "medium", "check_in"),
        (LoopType.INVOICE_OVERDUE, datetime(2026, 6, 10, tzinfo=UTC), "high", "resend_invoice"),
        (LoopType.FOLLOWUP_DUE, datetime(2026, 6, 9, 6, 30, tzinfo=UTC), "medium", "check_in"),
    ],
)
def test_an_opening_event_opens_its_loop_as_the_table_says(
    kind: LoopType, due: datetime, severity: str, action: str
) -> None:
    loop = the(kind, opening(kind))
    assert loop.id == loop_id(DEAL, kind)
    assert (loop.status, loop.opened_at, loop.closed_at) == (LoopStatus.ACTIVE, START, None)
    assert (loop.due_at, loop.severity, loop.suggested_action) == (due, severity, action)


@pytest.mark.parametrize(
    ("kind", "name"),
    [(LoopType.QUOTE_NEEDED, "needed_by"), (LoopType.DECISION_PENDING, "valid_until")],
)
def test_a_due_time_in_the_payload_is_the_due_time(kind: LoopType, name: str) -> None:
    loop = the(kind, event(OPENING[kind][0], **{name: "2026-07-01T00:00:00-05:00"}))
    assert loop.due_at == datetime(2026, 7, 1, 5, tzinfo=UTC)


@each("kind, name, payload", CLOSING)
def test_a_closing_event_resolves_the_loop_and_only_a_later_opening_opens_it_again(
    kind: LoopType, name: str, payload: dict[str, Any]
) -> None:
    opened, closed = opening(kind), event(name, 1, **payload)
    loop = the(kind, opened, closed, event(name, 2, **payload))
    assert (loop.status, loop.closed_at) == (LoopStatus.RESOLVED, START + DAY)
    if kind is not LoopType.INVOICE_OVERDUE:
        again = the(kind, opened, closed, opening(kind, 3))
        assert (again.status, again.opened_at) == (LoopStatus.ACTIVE, START + 3 * DAY)
        assert again.closed_at is None


@each("kind, name, payload", CLOSING)
def test_what_would_close_a_loop_but_happened_before_it_opened_leaves_it_open(
    kind: LoopType, name: str, payload: dict[str, Any]
) -> None:
    if kind is not LoopType.INVOICE_OVERDUE:
        loop = the(kind, event(name, -1, **payload), opening(kind))
        assert loop.status is LoopStatus.ACTIVE


@pytest.mark.parametrize("kind", list(LoopType))
def test_a_dismissal_closes_its_type_alone_until_the_next_opening(kind: LoopType) -> None:
    others = [opening(one, -1) for one in (LoopType.INVOICE_OVERDUE, LoopType.FOLLOWUP_DUE)]
    opened, dismissed = opening(kind), dismissal(kind, 1)
    loops = {loop.type: loop for loop in loops_of(DEAL, [opened, dismissed, *others])}
    assert loops[kind].status is LoopStatus.DISMISSED
    assert loops[kind].closed_at == START + DAY
    assert all(loop.status is LoopStatus.ACTIVE for loop in loops.values() if loop.type is not kind)
    assert the(kind, opened, dismissed, opening(kind, 2)).status is LoopStatus.ACTIVE


def test_what_closes_a_loop_later_leaves_a_dismissed_one_dismissed() -> None:
    loop = the(
        LoopType.QUOTE_NEEDED,
        opening(LoopType.QUOTE_NEEDED),
        dismissal(LoopType.QUOTE_NEEDED, 1),
        event("quote_sent", 2),
    )
    assert (loop.status, loop.closed_at) == (LoopStatus.DISMISSED, START + DAY)


def test_a_dismissal_of_what_is_not_open_changes_nothing() -> None:
    assert loops_of(DEAL, [dismissal(LoopType.NEW_LEAD, 0), event("note_added", 1)]) == []
    assert loops_of(DEAL, [event("loop_dismissed", loop_type="something else")]) == []


def test_an_opening_event_of_an_open_loop_moves_its_due_time() -> None:
    moved = event("followup_scheduled", 1, due_at="2026-06-20T00:00:00Z")
    loop = the(LoopType.FOLLOWUP_DUE, opening(LoopType.FOLLOWUP_DUE), moved)
    assert (loop.due_at, loop.opened_at) == (datetime(2026, 6, 20, tzinfo=UTC), START)


def payment(amount: object, day: float, currency: str = "EUR") -> LoopEvent:
    return event("payment_received", day, amount=amount, currency=currency)


def test_payments_add_up_to_the_amount_in_its_currency_to_the_cent() -> None:
    issued = event("invoice_issued", **{**INVOICE, "amount": "0.30"})
    parts = [payment("0.1", 1), payment("1000", 2, "USD"), payment("0.1", 3)]
    assert the(LoopType.INVOICE_OVERDUE, issued, *parts).status is LoopStatus.ACTIVE
    covered = the(LoopType.INVOICE_OVERDUE, issued, *parts, payment("0.1", 4), payment("9", 5))
    assert (covered.status, covered.closed_at) == (LoopStatus.RESOLVED, START + 4 * DAY)


def test_money_that_came_before_its_invoice_counts() -> None:
    loop = the(
        LoopType.INVOICE_OVERDUE,
        payment(60, -2),
        payment(40, -1),
        event("invoice_issued", **INVOICE),
    )
    assert (loop.status, loop.opened_at, loop.closed_at) == (LoopStatus.RESOLVED, START, START)


def test_no_sum_of_payments_is_ever_rounded() -> None:
    least = "0." + "0" * 20 + "1"
    issued = event("invoice_issued", **{**INVOICE, "amount": f"999999999999999.{least[2:]}"})
    parts = [payment("999999999999999", 1), payment(least, 2)]
    assert the(LoopType.INVOICE_OVERDUE, issued, parts[0]).status is LoopStatus.ACTIVE
    assert the(LoopType.INVOICE_OVERDUE, issued, *parts).status is LoopStatus.RESOLVED


def test_what_was_accepted_once_is_read_although_it_would_be_refused_today() -> None:
    issued = event("invoice_issued", **{**INVOICE, "amount": "1" * 30, "currency": "DEM"})
    loop = the(LoopType.INVOICE_OVERDUE, issued, payment("1" * 30, 1, "DEM"))
    assert loop.status is LoopStatus.RESOLVED


SAME_MOMENT = [
    (LoopType.NEW_LEAD, "lead_created", "note_added"),
    (LoopType.QUOTE_NEEDED, "quote_requested", "quote_sent"),
    (LoopType.DECISION_PENDING, "quote_sent", "quote_accepted"),
    (LoopType.DECISION_PENDING, "quote_sent", "quote_rejected"),
    (LoopType.INVOICE_OVERDUE, "invoice_issued", "payment_received"),
    (LoopType.FOLLOWUP_DUE, "followup_scheduled", "followup_sent"),
    (LoopType.FOLLOWUP_DUE, "followup_scheduled", "followup_dismissed"),
]


@each("kind, opens, closes", SAME_MOMENT)
@each("ids", [(1, 2), (2, 1)])
def test_at_the_same_moment_what_opens_comes_before_what_closes(
    kind: LoopType, opens: str, closes: str, ids: tuple[int, int]
) -> None:
    payloads = dict(OPENING.values()) | {"payment_received": PAID}
    events = [
        LoopEvent(UUID(int=id), name, START, payloads.get(name, {}))
        for id, name in zip(ids, (opens, closes), strict=True)
    ]
    loop = the(kind, *events)
    assert (loop.status, loop.opened_at, loop.closed_at) == (LoopStatus.RESOLVED, START, START)


def test_an_invoice_issued_again_is_corrected() -> None:
    issued, paid = event("invoice_issued", **INVOICE), payment(100, 1)
    more = event("invoice_issued", 2, **{**INVOICE, "amount": "150", "due_date": "2026-07-01"})
    loop = the(LoopType.INVOICE_OVERDUE, issued, paid, more)
    assert (loop.status, loop.due_at) == (LoopStatus.ACTIVE, datetime(2026, 7, 1, tzinfo=UTC))
    assert (
        the(LoopType.INVOICE_OVERDUE, issued, paid, more, payment(50, 3)).closed_at
        == START + 3 * DAY
    )
    less = event("invoice_issued", 2, **{**INVOICE, "amount": "40"})
    assert the(LoopType.INVOICE_OVERDUE, issued, payment(50, 1), less).status is LoopStatus.RESOLVED


@each(
    "broken, names",
    [
        (event("invoice_issued", **{**INVOICE, "due_date": "soon"}), "payload.due_date"),
        (event("invoice_issued", **{**INVOICE, "amount": "NaN"}), "payload.amount"),
        (event("payment_received", currency="EUR"), "payload.amount"),
        (event("followup_scheduled"), "payload.due_at"),
        (event("quote_requested", needed_by="2026-06-01T09:00:00"), "payload.needed_by"),
        (
            event("quote_sent", valid_until="9999-12-31T23:59:59-10:00"),
            "payload.valid_until",
        ),
    ],
)
def test_an_unreadable_event_is_named_with_its_field(broken: LoopEvent, names: str) -> None:
    with pytest.raises(UnreadableEvent, match=names) as raised:
        loops_of(DEAL, [broken])
    assert str(broken.id) in str(raised.value)


@pytest.mark.parametrize("name", ["followup_scheduled", "invoice_issued"])
def test_what_was_erased_opens_nothing_that_needs_its_due_time(name: str) -> None:
    assert loops_of(DEAL, [event(name, **ERASED)]) == []
    paid = event("payment_received", 1, **PAID)
    assert loops_of(DEAL, [event(name, **ERASED), paid]) == []


def test_a_payload_with_a_field_called_erased_is_read_like_any_other() -> None:
    opened = event("invoice_issued", **INVOICE)
    in_part = {"amount": "1", "currency": "EUR", **ERASED}
    loop = the(LoopType.INVOICE_OVERDUE, opened, event("payment_received", 1, **in_part))
    assert loop.status is LoopStatus.ACTIVE


def test_what_was_erased_closes_what_it_may_have_closed() -> None:
    opened = [opening(LoopType.INVOICE_OVERDUE), opening(LoopType.DECISION_PENDING)]
    paid = the(LoopType.INVOICE_OVERDUE, *opened, event("payment_received", 1, **ERASED))
    assert paid.status is LoopStatus.RESOLVED
    dismissed = loops_of(DEAL, [*opened, event("loop_dismissed", 1, **ERASED)])
    assert {loop.status for loop in dismissed} == {LoopStatus.DISMISSED}


AMOUNTS = st.sampled_from(["10", 20, "33.34", "0.01"])
CURRENCIES = st.sampled_from(["EUR", "USD"])
MOMENTS = st.sampled_from(["2026-06-03T00:00:00Z", "2026-06-08T12:00:00+05:30"])
NO_PAYLOAD: dict[str, Any] = {}
EVENTS: st.SearchStrategy[tuple[str, dict[str, Any]]] = st.one_of(
    st.tuples(
        st.sampled_from(
            [
                *("lead_created", "quote_requested", "quote_sent", "quote_accepted"),
                *("quote_rejected", "followup_sent", "followup_dismissed", "note_added"),
            ]
        ),
        st.just(NO_PAYLOAD),
    ),
    st.tuples(st.just("followup_scheduled"), st.fixed_dictionaries({"due_at": MOMENTS})),
    st.tuples(
        st.just("loop_dismissed"), st.fixed_dictionaries({"loop_type": st.sampled_from(LoopType)})
    ),
    st.tuples(
        st.just("payment_received"),
        st.fixed_dictionaries({"amount": AMOUNTS, "currency": CURRENCIES}),
    ),
    st.tuples(
        st.just("invoice_issued"),
        st.fixed_dictionaries(
            {"amount": AMOUNTS, "currency": CURRENCIES, "due_date": st.just("2026-06-10")}
        ),
    ),
)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[LoopEvent], list[LoopEvent]]:
    """What happened to an entity in its order, and as it was delivered: mixed up, some twice."""
    happened = [
        # Hours from a few, so that many happened at the same time.
        LoopEvent(
            UUID(int=draw(st.integers(0, 2**128 - 1))), kind, START + hour * DAY / 24, payload
        )
        for hour, (kind, payload) in draw(
            st.lists(st.tuples(st.integers(0, 8), EVENTS), max_size=12)
        )
    ]
    happened = list({one.id: one for one in happened}.values())
    happened.sort(key=place)
    repeated = draw(st.lists(st.sampled_from(happened), max_size=6)) if happened else []
    return happened, draw(st.permutations([*happened, *repeated]))


@given(histories())
def test_mixed_up_and_repeated_events_make_the_same_loops_as_those_in_order(
    history: tuple[list[LoopEvent], list[LoopEvent]],
) -> None:
    happened, delivered = history
    assert loops_of(DEAL, delivered) == fold(DEAL, happened)


@given(histories())
def test_each_loop_is_what_a_plain_reading_of_its_own_history_says(
    history: tuple[list[LoopEvent], list[LoopEvent]],
) -> None:
    happened, _ = history
    for loop in fold(DEAL, happened):
        if loop.type is LoopType.INVOICE_OVERDUE:
            continue
        assert (loop.status, loop.opened_at, loop.closed_at) == plainly(loop.type, happened)


def plainly(
    kind: LoopType, happened: Sequence[LoopEvent]
) -> tuple[LoopStatus, datetime, datetime | None]:
    """Backwards: the last stretch from an opening to the first thing that ends it."""
    name = OPENING[kind][0]
    ends = {closing for closed, closing, _ in CLOSING if closed is kind}

    def is_end(one: LoopEvent) -> bool:
        return one.type in ends or (
            one.type == "loop_dismissed" and one.payload["loop_type"] == kind
        )

    last = max(n for n, one in enumerate(happened) if one.type == name)
    first = last
    while first and not is_end(happened[first - 1]):
        first -= 1
    opened = next(one for one in happened[first:] if one.type == name)
    after = next((one for one in happened[last + 1 :] if is_end(one)), None)
    if after is None:
        return LoopStatus.ACTIVE, opened.occurred_at, None
    ended = LoopStatus.DISMISSED if after.type == "loop_dismissed" else LoopStatus.RESOLVED
    return ended, opened.occurred_at, after.occurred_at
