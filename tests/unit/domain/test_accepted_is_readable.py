"""Whatever event_ingest takes, the loops can be made of it, and its amounts are what was sent."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given

from shared.domain import exact_json
from shared.domain.catalog import SystemEvent
from shared.domain.event_reading import MalformedEvents, read_events
from shared.domain.loops import Entity, LoopEvent, LoopStatus, loops_of
from tests.fixtures.event_documents import AMOUNTS, EVENTS, ID


def accepted(body: str) -> list[SystemEvent]:
    """Of one event, as event_ingest reads it: itself, or nothing."""
    try:
        return read_events([exact_json.loads(body)])
    except (MalformedEvents, ValueError):
        return []


def logged(event: SystemEvent) -> LoopEvent:
    """As it comes back from the log."""
    document: Any = exact_json.loads(exact_json.dumps(event.document()))
    return LoopEvent(event.id, event.event_type, event.occurred_at, document["payload"])


@given(EVENTS)
def test_every_accepted_event_can_be_read_again(body: str) -> None:
    for event in accepted(body):
        loops_of(Entity(ID, event.primary_entity.type, ID), [logged(event)])
        again = exact_json.dumps(event.document())
        assert accepted(again) == [event], "and could be sent again"


INVOICE = (
    '{{"id": "{id}", "org_id": "{id}", "event_type": "{kind}", "payload": {{"amount": {amount},'
    ' "currency": "EUR", "due_date": "2026-03-31"}}, "occurred_at": "2026-03-02T12:00:00Z",'
    ' "actor": {{"id": "{id}", "type": "user"}}, "primary_entity": {{"id": "{id}", "type":'
    ' "invoice"}}}}'
)


@given(AMOUNTS)
def test_an_accepted_amount_is_what_was_sent_and_paying_it_closes_the_invoice(amount: str) -> None:
    events = [
        event
        for number, kind in enumerate(("invoice_issued", "payment_received"))
        for event in accepted(INVOICE.format(id=UUID(int=number), kind=kind, amount=amount))
    ]
    for event in events:
        assert Decimal(event.document()["payload"]["amount"]) == Decimal(amount.strip('"'))
    if events:
        (loop,) = loops_of(Entity(ID, "invoice", ID), map(logged, events))
        assert loop.status is LoopStatus.RESOLVED


@pytest.mark.parametrize("amount", ["0.30000000000000004", "1e-9", "99999999999999.99", "99.50"])
def test_the_digits_of_an_amount_are_kept(amount: str) -> None:
    (event,) = accepted(INVOICE.format(id=ID, kind="invoice_issued", amount=amount))
    assert event.document()["payload"]["amount"] == format(Decimal(amount), "f")
