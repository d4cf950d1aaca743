"""Turns as they were decided, with the messages that their agents had before them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from shared.db.pool import Database

_SECONDS = 300
_TURNS = """
select (m.turn || jsonb_build_object('context', m.turn -> 'context' || jsonb_build_object(
  'messages', (select coalesce(jsonb_agg(jsonb_build_object(
    'id', h.id, 'role', h.role, 'direction', h.direction, 'content', h.content,
    'media_count', jsonb_array_length(h.media), 'created_at', private.moment(h.created_at))
    order by h.seq), '[]')
  from messages h
  where h.id in (
    select value::uuid
    from jsonb_array_elements_text(m.turn -> 'context' -> 'messages'))))))::text
from messages m
where m.turn is not null and m.created_at > now() - %(within)s
order by m.user_id, m.seq
"""
_NAMES = """
select distinct kind, btrim(name) from (
  select 'person' as kind, unnest(array[first_name, last_name, name_dropped]) as name from users
  union all select 'person', name from prospects
  union all select 'person', prospect_name from intro_offers
  union all select 'person', prospect_name from intro_opportunities
  union all select 'person', requestor_name from connection_requests
  union all select 'person', name from introduction_wishes
  union all select 'company', company from users
  union all select 'company', company from prospects
  union all select 'company', prospect_company from intro_offers
  union all select 'company', prospect_company from intro_opportunities
  union all select 'company', requestor_company from connection_requests
  union all select 'company', company from introduction_wishes
  union all select 'company', company_name from innovators) known
where length(btrim(name)) > 1 and name !~ '^\\[erased'
"""


@dataclass(frozen=True)
class Known:
    """The names that the rows hold."""

    people: frozenset[str]
    companies: frozenset[str]


def decided_turns(database: Database, within: timedelta) -> Iterator[dict[str, Any]]:
    """`messages.turn` with the messages; a person's one after another.

    Messages that have left for the archive since are missing.
    """
    for (document,) in database.read(_TURNS, {"within": within}, seconds=_SECONDS):
        yield json.loads(document)


def known_names(database: Database) -> Known:
    """Of people and companies, of members and of others."""
    rows = database.read(_NAMES, {}, seconds=_SECONDS)
    return Known(
        frozenset(name for kind, name in rows if kind == "person"),
        frozenset(name for kind, name in rows if kind == "company"),
    )


__all__ = ["Known", "decided_turns", "known_names"]
