"""People: who waits for approval, the approval, the proof of a work email, a lifted pause."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import LiteralString
from uuid import UUID

from shared.db.pool import Database
from shared.domain.renumbering import forms_of


@dataclass(frozen=True)
class Applicant:
    """Somebody who wants to become a member, and what speaks for it."""

    id: UUID
    phone_number: str
    first_name: str | None
    last_name: str | None
    company: str | None
    title: str | None
    email: str | None  # as they proved it
    referrer: str | None
    since: datetime  # complete, declined, or first heard of, by what was asked for
    referred_by: UUID | None = None  # the referrer, where they are a member
    linkedin_url: str | None = None
    colleagues: int = 0  # members whose email is of the same domain
    lacking: Sequence[str] = ()  # of what joining asks for
    wrote: Sequence[str] = ()  # their last five texts, the latest first

    @property
    def name(self) -> str:
        """First and last, as far as they are known."""
        return " ".join(part for part in (self.first_name, self.last_name) if part)


class Standing(Enum):
    """How far somebody has come who is no member."""

    WAITING = "waiting"  # complete: a person is to say yes or no
    UNFINISHED = "unfinished"  # not complete
    DECLINED = "declined"


_LACKING: LiteralString = (
    "array_remove(array["
    " case when not u.email_verified then 'a proved email' end,"
    " case when u.first_name is null then 'a first name' end,"
    " case when u.last_name is null then 'a last name' end,"
    " case when u.company is null then 'a company' end,"
    " case when u.title is null then 'a title' end,"
    " case when u.referred_by is null and u.name_dropped is null"
    "   then 'an answer to who referred them' end], null)"
)
# Who is of a standing, with the moment by which they are listed.
_STANDINGS: Mapping[Standing, LiteralString] = {
    Standing.WAITING: "select u.onboarding_completed_at as since, u.* from users u"
    " where u.onboarding_completed_at is not null and u.approved_at is null"
    " and u.declined_at is null",
    Standing.UNFINISHED: "select u.created_at as since, u.* from users u"
    " where u.onboarding_completed_at is null and u.approved_at is null and u.declined_at is null"
    " and not coalesce(u.verified, false) and u.erased_at is null",
    Standing.DECLINED: "select u.declined_at as since, u.* from users u"
    " where u.declined_at is not null",
}


def applicants_query(standing: Standing) -> LiteralString:
    """Reads `Applicant`s, %(most)s of them: those who wait the longest, of others the latest.

    Where they are given, from behind the one of %(since)s and the id %(after)s.
    """
    waiting = standing is Standing.WAITING
    order: LiteralString = "since, id" if waiting else "since desc, id desc"
    return (
        "with shown as (select * from ("  # noqa: S608 - literals
        + _STANDINGS[standing]
        + ") s where %(after)s::uuid is null or (s.since, s.id) "
        + (">" if waiting else "<")
        + " (%(since)s::timestamptz, %(after)s::uuid) order by "
        + order
        + " limit %(most)s), colleagues as ("
        "   select lower(split_part(email, '@', 2)) as domain, count(*) as members from users"
        "   where verified and email is not null group by 1)"
        " select u.id, u.phone_number, u.first_name, u.last_name, u.company, u.title, u.email,"
        " coalesce(nullif(concat_ws(' ', r.first_name, r.last_name), ''), u.name_dropped),"
        " u.since, r.id, u.linkedin_url, coalesce(c.members, 0), "
        + _LACKING
        + ", array(select m.content from messages m where m.user_id = u.id"
        "   and m.direction = 'inbound' order by m.seq desc limit 5)"
        " from shown u left join users r on r.id = u.referred_by"
        " left join colleagues c on c.domain = lower(split_part(u.email, '@', 2))"
        + (" order by u.since, u.id" if waiting else " order by u.since desc, u.id desc")
    )


def applicants(database: Database, most: int = 10_000) -> list[Applicant]:
    """Everybody who waits for approval, longest first."""
    begin = {"most": most, "since": None, "after": None}
    rows = database.rows(applicants_query(Standing.WAITING), begin)
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
        "select " + _LACKING + " from users u where id = %s and approved_at is null"  # noqa: S608 - literals
        " union all select '{}' limit 1",
        (user_id,),
    )


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
