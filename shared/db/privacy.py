"""One person over every table: what the system holds, and its removal.

`HELD` says for each table which rows are about a person. Rows that they share with others come
without what the others said; a test holds the list to the schema.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from shared.db.pool import Database

# Each reads rows as JSON objects; %(id)s is the person.
HELD: Mapping[str, LiteralString] = {
    "users": "select to_jsonb(t) from users t where id = %(id)s",
    "conversations": "select to_jsonb(t) from conversations t where user_id = %(id)s"
    " order by created_at",
    # What the agent knew stands in the other tables, there without what is others'.
    "messages": "select to_jsonb(t) - 'turn' from messages t where user_id = %(id)s order by seq",
    "unanswered_texts": "select to_jsonb(t) from unanswered_texts t where user_id = %(id)s"
    " or sender ~* (select private.person_pattern(%(id)s)) order by created_at",
    "message_queue": "select to_jsonb(t) from message_queue t where user_id = %(id)s order by seq",
    "consent_events": "select to_jsonb(t) from consent_events t where user_id = %(id)s"
    " order by created_at",
    "credit_events": "select to_jsonb(t) from credit_events t where user_id = %(id)s"
    " order by created_at",
    "stripe_payments": "select to_jsonb(t) from stripe_payments t where user_id = %(id)s"
    " order by created_at",
    # Who did it is the operator's: that it was done to them, and why, is theirs.
    "operator_actions": "select to_jsonb(t) - 'actor' from operator_actions t"
    " where user_id = %(id)s order by created_at",
    "events": "select to_jsonb(t) from events t where aggregate_id = %(id)s"
    " or concat(payload, metadata) ~*"
    "   (select private.person_pattern(%(id)s, true)) order by seq",
    "event_dead_letters": "select to_jsonb(t) from event_dead_letters t join events e"
    " on e.id = t.event_id where e.aggregate_id = %(id)s"
    " or t.payload::text ~* (select private.person_pattern(%(id)s, true))"
    " order by t.created_at",
    "system_events": "select to_jsonb(t) from system_events t where actor_id = %(id)s"
    " or actor_id in (select id from user_profiles where user_id = %(id)s)"
    " or payload::text ~* (select private.person_pattern(%(id)s, true))"
    " order by occurred_at, private.system_event_rank(event_type), id",
    "user_profiles": "select to_jsonb(t) from user_profiles t where user_id = %(id)s"
    " or private.mail_key(email) = (select private.mail_key(email) from users where id = %(id)s)",
    "twin_events": "select case when f.id = t.source_user_id then to_jsonb(t)"
    " else to_jsonb(t) - '{payload, last_error}'::text[] end"
    " from user_profiles f join twin_events t on f.id in (t.source_user_id, t.processed_by)"
    " where f.user_id = %(id)s order by t.seq",
    "agent_tasks": "select to_jsonb(t) from agent_tasks t where user_id = %(id)s order by seq",
    "agent_actions_log": "select to_jsonb(t) from agent_actions_log t where user_id = %(id)s"
    " order by created_at",
    "agent_instances": "select to_jsonb(t) from agent_instances t where user_id = %(id)s",
    "user_priorities": "select to_jsonb(t) from user_priorities t where user_id = %(id)s"
    " order by created_at",
    "private.priority_reviews": "select to_jsonb(t) from private.priority_reviews t"
    " where user_id = %(id)s",
    "user_message_budget": "select to_jsonb(t) from user_message_budget t"
    " where user_id = %(id)s order by date",
    "solution_workflows": "select to_jsonb(t) from solution_workflows t where user_id = %(id)s"
    " order by created_at",
    "innovators": "select to_jsonb(t) from innovators t where user_id = %(id)s",
    "intro_opportunities": "select to_jsonb(t) - case when connector_user_id = %(id)s"
    " then '{}'::text[] else '{connector_user_id, connector_response, intro_context}' end"
    " from intro_opportunities t"
    " where %(id)s in (connector_user_id, innovator_id, reported_by)"
    " or prospect_id in (select private.prospects_about(%(id)s))"
    " or rtrim(lower(prospect_linkedin_url), '/') ="
    "   (select rtrim(lower(linkedin_url), '/') from users where id = %(id)s) order by created_at",
    "intro_offers": "select to_jsonb(t) - case when offering_user_id = %(id)s"
    " then '{}'::text[] else '{connector_confirmation, prospect_context}' end"
    " - case when introducee_user_id = %(id)s then '{}'::text[] else '{introducee_response}' end"
    " from intro_offers t where %(id)s in (offering_user_id, introducee_user_id, reported_by)"
    " order by created_at",
    "connection_requests": "select case when introducee_user_id = %(id)s"
    " then to_jsonb(t) - 'vouched_by_user_ids'"
    " when %(id)s in (requestor_user_id, reported_by) or requestor_prospect_id in"
    "   (select private.prospects_about(%(id)s)) or rtrim(lower(requestor_linkedin_url), '/') ="
    "   (select rtrim(lower(linkedin_url), '/') from users where id = %(id)s)"
    " then to_jsonb(t) - '{introducee_response, vouched_by_user_ids}'::text[]"
    " else jsonb_build_object('id', id, 'vouched_by_user_ids', array[%(id)s::uuid],"
    "   'created_at', created_at) end"
    " from connection_requests t"
    " where %(id)s in (introducee_user_id, requestor_user_id, reported_by)"
    " or requestor_prospect_id in (select private.prospects_about(%(id)s))"
    " or rtrim(lower(requestor_linkedin_url), '/') ="
    "   (select rtrim(lower(linkedin_url), '/') from users where id = %(id)s)"
    " or %(id)s = any (vouched_by_user_ids) order by created_at",
    "introduction_wishes": "select to_jsonb(t) from introduction_wishes t where user_id = %(id)s"
    " order by created_at",
    "pair_blocks": "select to_jsonb(t) from pair_blocks t where user_id = %(id)s"
    " order by created_at",
    "introduction_reviews": "select to_jsonb(t) from introduction_reviews t"
    " where objecting_user_id = %(id)s order by created_at",
    "community_requests": "select case when requesting_user_id = %(id)s"
    " then to_jsonb(t) - 'target_user_ids' else jsonb_build_object('id', id,"
    "   'question', question, 'target_user_ids', array[%(id)s::uuid], 'created_at', created_at) end"
    " from community_requests t where requesting_user_id = %(id)s"
    " or %(id)s = any (target_user_ids) order by created_at",
    "community_request_askers": "select to_jsonb(t) from community_request_askers t"
    " where user_id = %(id)s order by created_at",
    "community_targets": "select to_jsonb(t) from community_targets t where user_id = %(id)s"
    " order by asked_at",
    "community_passes": "select to_jsonb(t) from community_passes t where user_id = %(id)s"
    " order by created_at",
    "private.experts": "select to_jsonb(t) from private.experts t where user_id = %(id)s"
    " order by tag",
    "topic_blocks": "select to_jsonb(t) from topic_blocks t where user_id = %(id)s order by tag",
    "community_responses": "select to_jsonb(t) from community_responses t where user_id = %(id)s"
    " order by created_at",
    "prospect_batches": "select to_jsonb(t) from prospect_batches t where innovator_id = %(id)s"
    " order by created_at",
    # Whose prospect they may be is the uploader's: that they were looked at is theirs.
    "prospect_reviews": "select to_jsonb(t) from prospect_reviews t where user_id = %(id)s"
    " order by created_at",
    "prospect_acquaintances": "select to_jsonb(t) from prospect_acquaintances t"
    " where user_id = %(id)s order by created_at",
    "prospects": "select case when innovator_id = %(id)s then to_jsonb(t)"
    " when id in (select private.prospects_about(%(id)s))"
    " then to_jsonb(t) - '{innovator_id, users_researching}'::text[]"
    " else jsonb_build_object('id', id, 'name', name, 'users_researching', array[%(id)s::uuid],"
    "   'created_at', created_at) end from prospects t where innovator_id = %(id)s"
    " or id in (select private.prospects_about(%(id)s)) or %(id)s = any (users_researching)"
    " order by created_at",
    "private.twin_sources": "select to_jsonb(t) from private.twin_sources t where user_id = %(id)s",
    "twin_analytics.users": "select to_jsonb(t) from twin_analytics.users t"
    " where id in (select private.twin_users_of(%(id)s))",
    "twin_analytics.twins": "select to_jsonb(t) from twin_analytics.twins t"
    " where user_id in (select private.twin_users_of(%(id)s)) order by created_at",
    "twin_analytics.sessions": "select to_jsonb(t) from twin_analytics.sessions t"
    " where user_id in (select private.twin_users_of(%(id)s)) order by started_at",
    "twin_analytics.messages": "select to_jsonb(t) from twin_analytics.messages t"
    " join twin_analytics.sessions s on s.id = t.session_id"
    " where s.user_id in (select private.twin_users_of(%(id)s)) order by t.created_at",
    "twin_analytics.documents": "select to_jsonb(t) from twin_analytics.documents t"
    " join twin_analytics.sessions s on s.id = t.session_id"
    " where s.user_id in (select private.twin_users_of(%(id)s)) order by t.created_at",
    "twin_analytics.queries": "select to_jsonb(t) from twin_analytics.queries t"
    " join twin_analytics.sessions s on s.id = t.session_id"
    " where s.user_id in (select private.twin_users_of(%(id)s)) order by t.created_at",
}
_AS_TEXT: LiteralString = "select held.row::text"  # a reader could round numbers, or give up
# A person may have a year of messages and three months of events: longer than a turn may take.
_SECONDS = 300


@dataclass(frozen=True)
class Person:
    """Who is meant, and by what they are told from everybody else, in the archive too."""

    id: UUID
    erased: bool
    profiles: frozenset[str]  # ids of their profiles in organisations
    pattern: re.Pattern[str]  # numbers, however written, and addresses


def find_person(database: Database, *, user_id: UUID | None, phone: str | None) -> Person | None:
    """Somebody by id, or by their number now (E.164)."""
    rows = database.rows(
        "select id, erased_at is not null,"
        " array(select f.id::text from user_profiles f where f.user_id = u.id),"
        " private.person_pattern(id)"
        " from users u where id = %s or phone_number = %s",
        (user_id, phone),
    )
    if not rows:
        return None
    (found, erased, profiles, pattern) = rows[0]
    return Person(found, erased, frozenset(profiles), re.compile(pattern, re.IGNORECASE))


def held(database: Database, person: Person) -> dict[str, list[str]]:
    """Every row about a person, by table, as a JSON text; others' words in them left out."""
    return {
        table: [
            row
            for (row,) in database.read(
                _AS_TEXT + " from (" + query + ") held (row)",
                {"id": person.id},
                seconds=_SECONDS,
            )
        ]
        for table, query in HELD.items()
    }


def erase_person(database: Database, person: Person, token: UUID) -> bool:
    """Removes them from every table, in one transaction. False: they were erased already.

    Raises LeaseLost if the token has not got the archive, or a batch of theirs is on its way to it.
    """
    return database.change("select erase_person(%s, %s)", (person.id, token), seconds=_SECONDS)


@dataclass(frozen=True, kw_only=True)
class ContactAddress:
    """By what somebody is meant who is no member: one of these at least."""

    email: str | None = None
    phone: str | None = None  # E.164
    linkedin_url: str | None = None

    @property
    def parameters(self) -> tuple[str | None, str | None, str | None]:
        """As the SQL functions take them."""
        return self.email, self.phone, self.linkedin_url


def user_with_email(database: Database, email: str) -> UUID | None:
    """Who has this mailbox."""
    return database.value(
        "select id from users where private.mail_key(email) = private.mail_key(%s) limit 1",
        (email,),
    )


def contact_held(database: Database, who: ContactAddress) -> list[str]:
    """What innovators have uploaded about somebody who is no member, a JSON text each; who
    uploaded it is not theirs to know."""
    return [
        row
        for (row,) in database.read(
            "select (to_jsonb(p) - '{innovator_id, users_researching}'::text[])::text"
            " from prospects p where id in"
            " (select private.prospects_called(%(email)s, %(phone)s, %(page)s))"
            " order by created_at, id",
            dict(zip(("email", "phone", "page"), who.parameters, strict=True)),
            seconds=_SECONDS,
        )
    ]


def erase_contact(database: Database, who: ContactAddress, token: UUID) -> int:
    """Removes somebody who is no member from what others uploaded and from introductions to them;
    how many rows of uploads. Raises LeaseLost if the token has not got the archive."""
    return database.change(
        "select erase_contact(%s, %s, %s, %s)", (*who.parameters, token), seconds=_SECONDS
    )
