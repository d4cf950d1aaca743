"""What the handlers of background tasks read: one statement each, changing nothing."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import Field

from shared.db.pool import Database
from shared.domain.context import HistoryMessage, User, Waiting
from shared.domain.dialogue import OpenQuestion
from shared.domain.model import Document


class Unsummarised(Document):
    """A conversation, and what has been said in it since its last summary, oldest first."""

    user: User
    summary: str | None = None
    messages: list[HistoryMessage] = Field(default_factory=list)
    texts_at: list[datetime] = Field(
        default_factory=list
    )  # theirs of the last 90 days, 500 at most
    waiting: list[Waiting] = Field(default_factory=list)  # what will be said to them, soonest first
    open_question: OpenQuestion | None = None


class Silence(Document):
    """Somebody who may be written to once more, and what was tried before."""

    user: User
    messages: list[HistoryMessage] = Field(default_factory=list)  # the last ten, oldest first
    last_text_at: datetime | None = None
    sent: list[datetime] = Field(default_factory=list)  # re-engagements, oldest first
    answered_at: list[datetime] = Field(default_factory=list)  # their first texts after these
    waiting: bool = False
    paused: bool = False
    best_id: UUID | None = None  # of their active priorities, by score
    best_score: float | None = None


class SupersededPart(Document):
    """A superseded row of `message_queue` that nothing has replaced."""

    id: UUID
    message_data: Any


class Superseded(Document):
    """A waiting message that was superseded, and what has been said since it was made."""

    user: User
    agent_id: str
    priority: str
    parts: list[SupersededPart] = Field(default_factory=list)  # more than one for a sequence
    item_type: str | None = None
    item_id: UUID | None = None
    still_matter: list[UUID] = Field(default_factory=list)  # of its priorities, best rank first
    since: list[HistoryMessage] = Field(default_factory=list)


class Candidate(Document):
    """Something active that matters to the person."""

    id: UUID
    item_type: str
    item_id: UUID
    score: float


class Priorities(Document):
    """What matters to a person, best rank first, and what they have been told lately."""

    user: User
    active: list[Candidate] = Field(default_factory=list)
    waiting: list[UUID] = Field(default_factory=list)  # told by a message that still waits
    presented_score: float = 0  # the best of those presented in the last 7 days


def unsummarised(
    database: Database, conversation_id: UUID, *, most: int, now: datetime
) -> Unsummarised | None:
    """At most `most` messages after the last summary; None when there is no such conversation."""
    document = database.value(
        "select jsonb_build_object("
        " 'user', jsonb_strip_nulls(to_jsonb(u)), 'summary', c.conversation_summary,"
        " 'messages', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role,"
        "   'direction', m.direction, 'content', m.content,"
        "   'media_count', jsonb_array_length(m.media), 'created_at', private.moment(m.created_at))"
        "   order by m.seq), '[]')"
        "  from (select * from messages where conversation_id = c.id"
        "   and seq > coalesce((select seq from messages where id = c.last_summary_message_id), 0)"
        "   and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)"
        "   and purpose <> 'automatic'"
        "   order by seq limit %(most)s) m),"
        " 'texts_at', (select coalesce(jsonb_agg(private.moment(t.created_at)), '[]')"
        "  from (select created_at from messages where user_id = u.id and direction = 'inbound'"
        "   and purpose <> 'automatic'"
        "   and created_at > %(now)s::timestamptz - interval '90 days'"
        "   order by created_at desc limit 500) t),"
        " 'open_question', c.open_question,"
        " 'waiting', coalesce(turn_context(u.id, null, false, %(now)s) -> 'waiting', '[]'))"
        " from conversations c join users u on u.id = c.user_id where c.id = %(id)s",
        {"id": conversation_id, "most": most, "now": now},
    )
    return Unsummarised.model_validate(document) if document else None


def person(database: Database, user_id: UUID) -> User | None:
    """Somebody's own row; None when there is no such person."""
    document = database.value(
        "select jsonb_strip_nulls(to_jsonb(u)) from users u where u.id = %s", (user_id,)
    )
    return User.model_validate(document) if document else None


def silence(database: Database, user_id: UUID, *, now: datetime) -> Silence | None:
    """What decides over a re-engagement; None when there is no such person."""
    document = database.value(
        "with written as (select sent_at from message_queue where user_id = %(id)s"
        "  and status = 'sent' and budget_returned_at is null and item_type = 're_engagement')"
        " select jsonb_build_object("
        " 'user', jsonb_strip_nulls(to_jsonb(u)),"
        " 'paused', u.re_engagement_paused_at is not null,"
        " 'messages', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role,"
        "   'direction', m.direction, 'content', m.content,"
        "   'created_at', private.moment(m.created_at))"
        "   order by m.created_at, m.seq), '[]')"
        "  from (select * from messages where user_id = u.id"
        "   and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)"
        "   and purpose <> 'automatic'"
        "   order by created_at desc, seq desc limit 10) m),"
        " 'last_text_at', (select private.moment(created_at) from messages"
        "  where user_id = u.id and direction = 'inbound' and purpose <> 'automatic'"
        "  order by created_at desc limit 1),"
        " 'sent', (select coalesce(jsonb_agg(private.moment(r.sent_at) order by r.sent_at), '[]')"
        "  from written r),"
        " 'answered_at', (select coalesce(jsonb_agg(private.moment(a.created_at)), '[]')"
        "  from written r cross join lateral (select m.created_at from messages m"
        "   where m.user_id = u.id and m.direction = 'inbound' and m.created_at > r.sent_at"
        "    and m.purpose <> 'automatic'"
        "   order by m.created_at limit 1) a),"
        " 'waiting', exists (select from message_queue q where q.user_id = u.id"
        "  and q.status in ('queued', 'approved') and q.item_type = 're_engagement'))"
        " || coalesce((select jsonb_build_object('best_id', p.id, 'best_score', p.value_score)"
        "  from user_priorities p where p.user_id = u.id and p.status = 'active'"
        "  and (p.expires_at is null or p.expires_at > %(now)s) and p.value_score is not null"
        "  order by p.value_score desc, p.priority_rank limit 1), '{}')"
        " from users u where u.id = %(id)s",
        {"id": user_id, "now": now},
    )
    return Silence.model_validate(document) if document else None


def superseded(database: Database, queue_id: UUID, *, now: datetime) -> Superseded | None:
    """A waiting message that may be said anew, with its sequence; None when there is none."""
    document = database.value(
        "with parts as (select p.* from message_queue q join message_queue p"
        "  on p.user_id = q.user_id and (p.id = q.id or p.sequence_id = q.sequence_id)"
        "  where q.id = %(id)s and p.status = 'superseded' and p.superseded_by_message_id is null)"
        " select jsonb_build_object("
        " 'user', jsonb_strip_nulls(to_jsonb(u)), 'agent_id', q.agent_id, 'priority', q.priority,"
        " 'parts', (select coalesce(jsonb_agg(jsonb_build_object("
        "   'id', p.id, 'message_data', p.message_data) order by p.sequence_position, p.seq), '[]')"
        "  from parts p),"
        " 'item_type', q.item_type, 'item_id', q.item_id,"
        " 'still_matter', (select coalesce(jsonb_agg(p.id order by p.priority_rank), '[]')"
        "  from user_priorities p where p.user_id = u.id and p.status in ('active', 'presented')"
        "  and (p.expires_at is null or p.expires_at > %(now)s)"
        "  and p.id::text in (select jsonb_array_elements_text(message_data -> 'priority_ids')"
        "   from parts where jsonb_typeof(message_data -> 'priority_ids') = 'array')),"
        " 'since', (select coalesce(jsonb_agg(jsonb_build_object('id', m.id, 'role', m.role,"
        "   'direction', m.direction, 'content', m.content,"
        "   'created_at', private.moment(m.created_at))"
        "   order by m.created_at, m.seq), '[]')"
        "  from (select * from messages where user_id = u.id and created_at >= q.created_at"
        "   and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)"
        "   and purpose <> 'automatic'"
        "   order by created_at desc, seq desc limit 20) m))"
        " from message_queue q join users u on u.id = q.user_id where q.id = %(id)s",
        {"id": queue_id, "now": now},
    )
    return Superseded.model_validate(document) if document else None


def priorities(database: Database, user_id: UUID, *, now: datetime) -> Priorities | None:
    """What could be told to a person; None when there is no such person."""
    document = database.value(
        "select jsonb_build_object("
        " 'user', jsonb_strip_nulls(to_jsonb(u)),"
        " 'active', (select coalesce(jsonb_agg(jsonb_build_object('id', p.id,"
        "   'item_type', p.item_type, 'item_id', p.item_id, 'score', coalesce(p.value_score, 0))"
        "   order by p.priority_rank), '[]')"
        "  from user_priorities p where p.user_id = u.id and p.status = 'active'"
        "  and (p.expires_at is null or p.expires_at > %(now)s)),"
        " 'waiting', (select coalesce(jsonb_agg(w.id), '[]')"
        "  from message_queue q, jsonb_array_elements_text(q.message_data -> 'priority_ids') w(id)"
        "  where q.user_id = u.id and q.status in ('queued', 'approved')"
        "  and jsonb_typeof(q.message_data -> 'priority_ids') = 'array'),"
        " 'presented_score', (select coalesce(max(p.value_score), 0)"
        "  from user_priorities p where p.user_id = u.id and p.status = 'presented'"
        "  and p.last_presented_at > %(now)s::timestamptz - interval '7 days'))"
        " from users u where u.id = %(id)s",
        {"id": user_id, "now": now},
    )
    return Priorities.model_validate(document) if document else None
