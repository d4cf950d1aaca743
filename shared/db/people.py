"""People: who waits for approval, the approval, the proof of a work email, a lifted pause."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.db.pool import Database
from shared.domain.renumbering import forms_of


@dataclass(frozen=True)
class Applicant:
    """Somebody whose onboarding is complete and who waits for approval."""

    id: UUID
    phone_number: str
    first_name: str | None
    last_name: str | None
    company: str | None
    title: str | None
    email: str | None
    referrer: str | None
    waiting_since: datetime


def applicants(database: Database) -> list[Applicant]:
    """Everybody who waits for approval, longest first."""
    rows = database.rows(
        "select u.id, u.phone_number, u.first_name, u.last_name, u.company, u.title, u.email,"
        " coalesce(nullif(concat_ws(' ', r.first_name, r.last_name), ''), u.name_dropped),"
        " u.onboarding_completed_at"
        " from users u left join users r on r.id = u.referred_by"
        " where u.onboarding_completed_at is not null and u.approved_at is null"
        " order by u.onboarding_completed_at"
    )
    return [Applicant(*row) for row in rows]


def find_user(database: Database, phone_number: str) -> UUID | None:
    """The id of the person with this number (E.164), in whichever of its country's forms."""
    return database.value(
        "select id from users where phone_number = any(%(forms)s)"
        " order by array_position(%(forms)s, phone_number::text) limit 1",
        {"forms": list(dict.fromkeys((phone_number, *forms_of(phone_number))))},
    )


def unfinished(database: Database, user_id: UUID) -> list[str]:
    """What somebody who is not a member yet has left out of joining, in words; empty: nothing."""
    return database.value(
        "select array_remove(array["
        " case when not email_verified then 'a proved email' end,"
        " case when first_name is null then 'a first name' end,"
        " case when last_name is null then 'a last name' end,"
        " case when company is null then 'a company' end,"
        " case when title is null then 'a title' end,"
        " case when referred_by is null and name_dropped is null"
        "   then 'an answer to who referred them' end], null)"
        " from users where id = %s and approved_at is null union all select '{}' limit 1",
        (user_id,),
    )


def approve(database: Database, user_id: UUID, agent_type: str = "concierge") -> bool:
    """A person approves a newcomer. False: was approved already. MalformedRequest: no such user."""
    return database.value("select approve_user(%s, %s)", (user_id, agent_type))


def record_email_proof(
    database: Database,
    *,
    token: str | None,
    address: str | None,
    rejection: str | None,
    mail_id: str | None,
    signature: bytes,
    content: bytes,
) -> str:
    """Mail came, to a verification address or (no token) to another; see the SQL function.

    `signature` and `content` are `shared.mail.fingerprints`.
    """
    return database.value(
        "select record_email_proof(%s, %s, %s, %s, %s, %s)",
        (token, address, rejection, mail_id, signature, content),
    )


def resume(database: Database, user_id: UUID) -> bool:
    """Lifts the pause of this person's conversation; False: nothing was paused."""
    return bool(
        database.value(
            "select bool_or(resume_conversation(id)) from conversations"
            " where user_id = %s and status = 'paused'",
            (user_id,),
        )
    )
