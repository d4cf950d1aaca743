"""What is an event of the catalog, and how a document that is none is told."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.cli import main
from shared.domain.catalog import LOOP_ENTITIES, SystemEvent
from shared.domain.event_reading import EVENT_TYPES, Flaw, MalformedEvents, read_events
from shared.domain.loops import LoopType
from tests.fixtures.examples import each

ROOT = Path(__file__).resolve().parents[3]
ID = str(UUID(int=7))

# By the catalog: the entities that an event of a type can be about, and the least payload.
CATALOG: dict[str, tuple[set[str], dict[str, Any]]] = {
    "lead_created": ({"client", "deal"}, {}),
    "quote_requested": ({"deal"}, {}),
    "quote_sent": ({"deal"}, {}),
    "quote_accepted": ({"deal"}, {}),
    "quote_rejected": ({"deal"}, {}),
    "invoice_issued": (
        {"invoice"},
        {"amount": "99.50", "currency": "EUR", "due_date": "2026-03-31"},
    ),
    "payment_received": ({"invoice"}, {"amount": "99.50", "currency": "EUR"}),
    "followup_scheduled": ({"followup"}, {"due_at": "2026-03-02T12:00:00+01:00"}),
    "followup_sent": ({"followup"}, {}),
    "followup_dismissed": ({"followup"}, {}),
    "note_added": ({"deal", "invoice", "client", "followup"}, {}),
    "loop_dismissed": ({"client", "deal"}, {"loop_type": "new_lead"}),
}


def an_event(kind: str = "invoice_issued", **changes: Any) -> dict[str, Any]:
    """The least event of a type, with a field more or another one."""
    entities, payload = CATALOG[kind]
    return {
        "id": ID,
        "org_id": ID,
        "event_type": kind,
        "occurred_at": "2026-03-02T12:00:00+01:00",
        "actor": {"id": ID, "type": "user"},
        "primary_entity": {"id": ID, "type": min(entities)},
        "payload": dict(payload),
    } | changes


def paid(**payload: Any) -> dict[str, Any]:
    return an_event(payload=CATALOG["invoice_issued"][1] | payload)


def changed(field: str, value: object) -> dict[str, Any]:
    return {field: value}


def flaws(*documents: object) -> list[Flaw]:
    with pytest.raises(MalformedEvents) as refused:
        read_events(documents)
    return list(refused.value.flaws)


def fields(*documents: object) -> list[tuple[int, str]]:
    return [(flaw.index, flaw.field) for flaw in flaws(*documents)]


def test_the_catalog_has_these_twelve_types() -> None:
    union, _ = get_args(SystemEvent)
    told = [get_args(one.model_fields["event_type"].annotation)[0] for one in get_args(union)]
    assert told == list(EVENT_TYPES) == list(CATALOG)


@each("kind", CATALOG)
def test_an_event_is_about_the_entities_of_its_type_only(kind: str) -> None:
    allowed, _ = CATALOG[kind]
    for entity in ("deal", "invoice", "client", "followup"):
        event = an_event(kind, primary_entity={"id": ID, "type": entity})
        if entity in allowed:
            assert read_events([event])[0].event_type == kind
        else:
            assert fields(event) == [(0, "primary_entity.type")]


@each("kind", CATALOG)
def test_what_a_payload_has_to_say_is_required_and_nothing_else(kind: str) -> None:
    _, payload = CATALOG[kind]
    for name in payload:
        rest = {key: value for key, value in payload.items() if key != name}
        assert fields(an_event(kind, payload=rest)) == [(0, f"payload.{name}")]


def test_a_loop_is_dismissed_at_an_entity_that_can_have_it() -> None:
    for kind in LoopType:
        for entity in ("deal", "invoice", "client", "followup"):
            event = an_event(
                "loop_dismissed",
                primary_entity={"id": ID, "type": entity},
                payload={"loop_type": kind.value},
            )
            if entity in LOOP_ENTITIES[kind]:
                read_events([event])
            else:
                assert fields(event) == [(0, "primary_entity.type")]


def test_fields_that_a_payload_does_not_know_are_kept() -> None:
    more = {"their_reference": "A-7", "lines": [{"price": 1.5, "open": None}]}
    (event,) = read_events([paid(**more)])
    assert event.document()["payload"] == CATALOG["invoice_issued"][1] | more


def test_an_event_is_written_as_it_was_given() -> None:
    event = an_event("quote_requested")
    assert read_events([event])[0].document() == event
    with_time = read_events([event | {"created_at": "2026-03-02T12:00:00Z"}])[0]
    assert with_time.document() == event, "when it is recorded is not for the writer to say"


@pytest.mark.parametrize("field", ["id", "org_id", "event_type", "occurred_at", "payload"])
def test_no_field_of_the_envelope_can_be_left_out_or_be_something_else(field: str) -> None:
    event = an_event()
    del event[field]
    for broken in (event, an_event() | {field: 7}, an_event() | {field: None}):
        assert fields(an_event(), broken) == [(1, field)]


@pytest.mark.parametrize("field", ["actor", "primary_entity"])
@pytest.mark.parametrize("part", ["id", "type"])
def test_nor_can_a_part_of_it(field: str, part: str) -> None:
    whole: dict[str, Any] = an_event()[field]
    for broken in (
        {key: value for key, value in whole.items() if key != part},
        whole | {part: "nobody"},
        whole | {part: 7},
    ):
        assert fields(an_event(**changed(field, broken))) == [(0, f"{field}.{part}")]
    assert fields(an_event(**changed(field, whole | {"name": "x"}))) == [(0, f"{field}.name")]


def test_a_field_that_the_envelope_does_not_know_is_a_mistake() -> None:
    assert fields(an_event(occured_at="2026-03-02T12:00:00Z")) == [(0, "occured_at")]


@pytest.mark.parametrize("document", [None, 7, "lead_created", [], [an_event()]])
def test_what_is_no_object_is_no_event(document: object) -> None:
    (flaw,) = flaws(an_event(), document)
    assert (flaw.index, flaw.message) == (1, "is no JSON object")


def test_an_unknown_type_is_answered_with_the_known_ones() -> None:
    (flaw,) = flaws(an_event() | {"event_type": "lead_lost"})
    assert flaw.field == "event_type"
    assert all(kind in flaw.message for kind in EVENT_TYPES)


def test_every_flaw_is_told_up_to_a_bound() -> None:
    assert fields(paid(amount=0, currency="euro"), an_event(id="x")) == [
        (0, "payload.amount"),
        (0, "payload.currency"),
        (1, "id"),
    ]
    assert len(flaws(*[an_event(id="x")] * 100)) == 20


@pytest.mark.parametrize("moment", ["2026-03-02T12:00:00Z", "2026-03-02T12:00+05:30"])
def test_a_moment_is_iso_8601_with_an_offset(moment: str) -> None:
    (event,) = read_events([an_event(occurred_at=moment)])
    assert event.occurred_at.utcoffset() is not None


def test_an_offset_that_no_place_has_becomes_utc_for_postgres() -> None:
    (event,) = read_events([an_event(occurred_at="2026-03-02T12:00:00-23:30")])
    assert event.document()["occurred_at"] == "2026-03-03T11:30:00Z"


@each(
    "moment",
    [
        "2026-03-02T12:00:00",
        "2026-03-02",
        "2026-03-02 12:00:00Z",
        "2026-02-29T12:00:00Z",
        "12:00:00Z",
        "1772452800",
        1772452800,
        True,
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "\u0662026-03-02T12:00:00Z",
        # Within the years where they were written, and outside where they are read again.
        "0002-01-01T00:00:00+23:30",
        "9998-12-31T23:59:59-23:30",
        "0001-01-01T00:00:00+23:59",
        "9999-12-31T23:59:59-23:59",
    ],
)
def test_what_is_no_such_moment_is_refused_by_name(moment: object) -> None:
    assert fields(an_event(occurred_at=moment)) == [(0, "occurred_at")]
    due = an_event("followup_scheduled", payload={"due_at": moment})
    assert fields(due) == [(0, "payload.due_at")]


@pytest.mark.parametrize("day", ["2026-02-29", "02/03/2026", "2026-03-02T00:00:00Z", 20260302, ""])
def test_what_is_no_date_is_refused_by_name(day: object) -> None:
    assert fields(paid(due_date=day)) == [(0, "payload.due_date")]


@each("code", ["eur", "EURO", "XXX", "XTS", "", 978, None])
def test_what_is_no_currency_is_refused_by_name(code: object) -> None:
    assert fields(paid(currency=code)) == [(0, "payload.currency")]


@each(
    "given_as, kept_as",
    [
        *(("99.50", "99.50"), (99.5, "99.5"), (100, "100"), (0.01, "0.01"), (5e-7, "0.0000005")),
        *((Decimal("99.50"), "99.50"), (Decimal("1E+2"), "100"), (Decimal("1e-9"), "0.000000001")),
        (Decimal("99999999999999.99"), "99999999999999.99"),
        (Decimal("0.30000000000000004"), "0.30000000000000004"),
        ("0.30000000000000004", "0.30000000000000004"),
    ],
)
def test_an_amount_is_text_or_a_number_and_kept_as_decimal_text(
    given_as: object, kept_as: str
) -> None:
    (event,) = read_events([paid(amount=given_as)])
    assert event.document()["payload"]["amount"] == kept_as


@each(
    "amount",
    [
        *(0, "0", "0.00", -1, "-1", "+1", "1e3", "1,50", " 1", "", "NaN", True, None, [1]),
        *(1e15, "9" * 16, float("inf"), float("nan"), "\u0661"),
        *(Decimal("1e400"), Decimal("1e999999999"), Decimal("1e-401"), "0." + "0" * 401, 10**400),
        *(Decimal("-0.0"), Decimal("NaN"), Decimal("Infinity")),
    ],
)
def test_what_is_no_amount_above_0_is_refused_by_name(amount: object) -> None:
    assert fields(paid(amount=amount)) == [(0, "payload.amount")]


def test_a_quote_may_be_for_nothing_but_not_for_less() -> None:
    read_events([an_event("quote_sent", payload={"amount": 0})])
    assert fields(an_event("quote_sent", payload={"amount": "-1"})) == [(0, "payload.amount")]


@given(st.decimals(min_value="0.00000001", max_value=10**15 - 1, places=8))
def test_no_digit_of_an_amount_is_lost(amount: Decimal) -> None:
    (event,) = read_events([paid(amount=format(amount, "f"))])
    assert Decimal(event.document()["payload"]["amount"]) == amount


def nested(levels: int) -> object:
    value: object = "x"
    for _ in range(levels):
        value = [value]
    return value


UNKEEPABLE = {
    "a character that is none": "a\0b",
    "in a key": {"a\0": 1},
    "half a pair": [{"x": "\ud800"}],
    "a number that no double holds": {"x": [Decimal("1e400")]},
    "an integer that none holds": 10**308,
    "more decimals than anybody reads": Decimal("1e-401"),
    "nested deep": nested(40),
    "nested deeper than any stack": nested(5000),
}


@each("what", UNKEEPABLE)
def test_what_postgres_could_not_keep_is_refused(what: str) -> None:
    payload = {"text": "x", "more": UNKEEPABLE[what]}
    assert fields(an_event("note_added", payload=payload)) == [(0, "payload")]


def test_the_schema_for_other_languages_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    path = ROOT / "schemas" / "system_events.schema.json"
    assert main(["schema"]) == 0
    assert capsys.readouterr().out == path.read_text(), f"yachtparty schema > {path.name}"
    schema = json.loads(path.read_text())
    assert sorted(schema["discriminator"]["mapping"]) == sorted(CATALOG)
