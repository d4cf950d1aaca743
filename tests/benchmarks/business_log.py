"""system_events filled in bulk, as organisations that have worked for long have filled it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg

from tests.benchmarks.bulk import filling

ORGS = 20
ORG = UUID(int=7)  # one of them

# An entity's four events lie far apart, as they were written at different times.
_FILL = """
insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,
  primary_entity_id, primary_entity_type, payload, created_at)
select gen_random_uuid(),
  ('00000000-0000-0000-0000-' || lpad(to_hex(mod(k / 4, {orgs})), 12, '0'))::uuid,
  (case mod(k, 4)
     when 0 then array['lead_created', 'quote_requested', 'quote_sent', 'quote_accepted']
     when 1 then array['lead_created', 'note_added', 'lead_created', 'note_added']
     when 2 then array['invoice_issued', 'payment_received', 'payment_received', 'note_added']
     else array['followup_scheduled', 'followup_sent', 'followup_scheduled', 'loop_dismissed']
   end)[step],
  at, '00000000-0000-0000-0000-000000000063', 'user', md5('entity' || k)::uuid,
  (array['deal', 'client', 'invoice', 'followup'])[1 + mod(k, 4)],
  case mod(k, 4)
    when 0 then '{{"amount": "1200.00", "currency": "EUR", "description": "a new website"}}'::jsonb
    when 1 then '{{"source": "trade fair", "text": "wants to hear from us after the summer"}}'
    when 2 then jsonb_build_object(
      'amount', case step when 1 then 100 else 10 + 80 * mod(k / 4, 2) end, 'currency', 'EUR',
      'due_date', to_char(at + interval '30 days', 'YYYY-MM-DD'))
    else jsonb_build_object(
      'due_at', at + interval '3 days', 'note', 'call back', 'loop_type', 'followup_due') end,
  at
from generate_series(1, 4) step, generate_series(0, {entities} - 1) k,
  lateral (select now() - interval '400 days' + (step * 90 + mod(k, 90)) * interval '1 day'
                  + mod(k, 86400) * interval '1 second' as at) moments
"""


def fill(owner_url: str, events: int) -> None:
    """So many events of `ORGS` organisations, four about each entity; no loops, no outbox."""
    with (
        psycopg.connect(owner_url, autocommit=True) as connection,
        filling(connection, "system_events"),
    ):
        connection.execute(_FILL.format(orgs=ORGS, entities=events // 4).encode())


def queue_all(owner_url: str) -> None:
    """Every entity has its loops to be worked out, as if all its events were new."""
    with psycopg.connect(owner_url, autocommit=True) as connection:
        connection.execute(
            "insert into private.loop_queue (org_id, entity_type, entity_id)"
            " select distinct org_id, primary_entity_type, primary_entity_id from system_events"
        )
        connection.execute("vacuum analyze private.loop_queue")


def new_events() -> Iterator[dict[str, Any]]:
    """As a caller sends them, for ever: four about each entity, one after the other."""
    at = datetime.now(UTC).isoformat()
    while True:
        entity = str(uuid4())
        for kind in ("lead_created", "quote_requested", "quote_sent", "quote_accepted"):
            yield {
                "id": str(uuid4()),
                "event_type": kind,
                "occurred_at": at,
                "actor": {"id": str(UUID(int=99)), "type": "user"},
                "primary_entity": {"id": entity, "type": "deal"},
                "payload": {"description": "a new website"},
            }


BARE_INSERT = (
    b"insert into system_events (id, org_id, event_type, occurred_at, actor_id, actor_type,"
    b" primary_entity_id, primary_entity_type, payload) values"
    b" (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
)


def bare_row(event: dict[str, Any]) -> tuple[object, ...]:
    """The event as the parameters of BARE_INSERT."""
    actor, entity = event["actor"], event["primary_entity"]
    return (
        *(event["id"], ORG, event["event_type"], event["occurred_at"], actor["id"], actor["type"]),
        *(entity["id"], entity["type"], json.dumps(event["payload"])),
    )
