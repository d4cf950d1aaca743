"""Uploads of contacts, and whom of them a new member is: one statement each."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from pydantic import Field

from shared.db.pool import Database
from shared.domain.context import Upload
from shared.domain.model import Document
from shared.network.prospects.acquaintance import Candidate, MemberAt
from shared.network.prospects.contact import Contact
from shared.network.prospects.matching import Match
from shared.providers.people import Career

_IMPORT_SECONDS = 45  # twenty thousand rows with their keys and indexes take three


class Uploader(Document):
    """Whoever holds an upload link."""

    phone_number: str
    first_name: str | None = None
    allowed: bool  # still a verified innovator
    used: bool  # the link
    uploads: list[Upload] = Field(default_factory=list)  # the last five, newest first


class Listed(Document):
    """A contact as its uploader sees it in a list."""

    id: UUID
    name: str
    company: str | None = None


class Listing(Document):
    """A prospect as research needs them."""

    id: UUID
    name: str
    company: str | None = None
    email: str | None = None
    linkedin_url: str | None = None


@dataclass(frozen=True)
class Review:
    """A member who may be, or may know, somebody's prospect, as an operator decides it."""

    id: UUID
    score: int
    rule: str
    created_at: datetime
    question: str  # what the operator is to say
    table: str  # which kind it is
    prospect: str  # name, company, email and so on, as they were uploaded
    member: str
    user_id: UUID  # the member's


# Reads `Review`s, oldest first, %(most)s of them, from behind %(since)s and %(after)s where given.
REVIEWS: LiteralString = (
    "select r.id, r.score, r.rule, r.created_at, r.question, r.of_table,"
    " concat_ws(', ', p.name, p.title, p.company, p.email, p.phone_number, p.linkedin_url),"
    " concat_ws(', ', concat_ws(' ', u.first_name, u.last_name), u.title, u.company,"
    "   u.email, u.linkedin_url), u.id"
    " from (select id, prospect_id, user_id, score, rule, created_at,"
    "     'is the member this person?' as question, 'prospect_reviews' as of_table"
    "   from prospect_reviews where decided_at is null"
    "   union all select a.id, a.prospect_id, a.user_id, a.score, a.rule, a.created_at,"
    "     'does the member know this person?', 'prospect_acquaintances'"
    "   from prospect_acquaintances a join prospects o on o.id = a.prospect_id"
    "   where a.score < 70 and a.decided_at is null and o.withdrawn_at is null"
    "     and o.status in ('pending', 'contacted')) r"
    " join prospects p on p.id = r.prospect_id join users u on u.id = r.user_id"
    " where %(after)s::uuid is null"
    "  or (r.created_at, r.id) > (%(since)s::timestamptz, %(after)s::uuid)"
    " order by r.created_at, r.id limit %(most)s"
)


@dataclass(frozen=True)
class Prospects:
    """The transitions of prospects and what is read of them."""

    database: Database

    def uploader(self, user_id: UUID, link_id: UUID) -> Uploader | None:
        """Who uploads by this link; None when they are gone."""
        document = self.database.value("select private.uploader(%s, %s)", (user_id, link_id))
        return Uploader.model_validate(document) if document else None

    def known(self, user_id: UUID, contacts: Sequence[Contact]) -> list[int]:
        """Which of these contacts, by position, the same person has uploaded before."""
        rows = json.dumps(
            [
                {
                    "email": one.email,
                    "phone_number": one.phone_number,
                    "linkedin_url": one.linkedin_url,
                }
                for one in contacts
            ]
        )
        return self.database.value("select private.known_prospects(%s, %s::jsonb)", (user_id, rows))

    def upload(
        self, user_id: UUID, link_id: UUID, source: str, contacts: Sequence[Contact]
    ) -> UUID:
        """Stores a confirmed upload; its batch. The link is used up by it.

        Raises EffectNoLongerApplies: the link was used before, or they may not upload any more.
        """
        rows = json.dumps([asdict(one) for one in contacts])
        return self.database.change(
            "select private.import_prospects(%s, %s, %s, %s::jsonb)",
            (user_id, link_id, source, rows),
            seconds=_IMPORT_SECONDS,
        )

    def withdraw(self, user_id: UUID, batch_id: UUID) -> int:
        """Takes an upload back; how many contacts. Raises EffectNoLongerApplies: not theirs, or
        taken back before."""
        return self.database.change(
            "select private.withdraw_batch(%s, %s)", (user_id, batch_id), seconds=_IMPORT_SECONDS
        )

    def remove(self, user_id: UUID, prospect_id: UUID) -> None:
        """Takes one contact back. Raises EffectNoLongerApplies as `withdraw` does."""
        self.database.value("select private.remove_prospect(%s, %s)", (user_id, prospect_id))

    def listed(
        self, user_id: UUID, batch_id: UUID, words: str, after: UUID | None, limit: int
    ) -> list[Listed]:
        """Contacts of one upload that are not taken back, by name."""
        found: list[Any] = self.database.value(
            "select private.contacts_of(%s, %s, %s, %s, %s)",
            (user_id, batch_id, words, after, limit),
        )
        return [Listed.model_validate(one) for one in found]

    def matches(self, user_id: UUID, linkedin_url: str | None, *, by_domain: bool) -> list[Match]:
        """Prospects that a member may be, each with the best rule. `by_domain`: whether the domain
        of their email tells where they work."""
        rows = self.database.rows(
            "select prospect_id, score, rule from private.prospect_matches(%s, %s, %s)",
            (user_id, linkedin_url, by_domain),
        )
        return [Match(*row) for row in rows]

    def reviews(self, most: int = 200) -> list[Review]:
        """What waits for an operator, oldest first."""
        begin = {"most": most, "since": None, "after": None}
        return [Review(*row) for row in self.database.rows(REVIEWS, begin)]


def acquaintances_of_batch(database: Database, batch_id: UUID) -> list[Candidate]:
    """Members who may know whom an upload lists, and whom its owner may know, the surest first."""
    rows = database.rows("select * from private.acquaintances_of_batch(%s)", (batch_id,))
    return [Candidate(*row) for row in rows]


def acquaintances_of_member(database: Database, user_id: UUID) -> list[Candidate]:
    """Whom others wish to meet and a new member may know."""
    rows = database.rows("select * from private.acquaintances_of_member(%s)", (user_id,))
    return [Candidate(*row) for row in rows]


def next_to_research(database: Database, innovator_id: UUID, now: datetime) -> Listing | None:
    """Whom of an innovator's prospects to look up next; None: nobody, or enough within a day."""
    document = database.value("select private.next_to_research(%s, %s)", (innovator_id, now))
    return Listing.model_validate(document) if document else None


def members_at(database: Database, prospect_id: UUID, career: Career) -> list[MemberAt]:
    """Members where a prospect works or worked, who may be asked about them."""
    domains = [job.domain for job in career.jobs if job.domain]
    companies = [job.company for job in career.jobs]
    rows = database.rows(
        "select * from private.members_at(%s, %s, %s)", (prospect_id, domains, companies)
    )
    return [MemberAt(*row) for row in rows]


def member_keys(database: Database, user_id: UUID) -> tuple[str | None, str | None]:
    """A member's email and LinkedIn address, as they stand in their row."""
    rows = database.rows("select email, linkedin_url from users where id = %s", (user_id,))
    return rows[0] if rows else (None, None)


def parties(database: Database, prospect_id: UUID) -> list[UUID]:
    """Whom open introductions to a prospect concern, the smallest id first."""
    return database.value("select private.parties_of_prospect(%s)", (prospect_id,))


__all__ = [
    "REVIEWS",
    "Listed",
    "Listing",
    "Prospects",
    "Review",
    "Uploader",
    "acquaintances_of_batch",
    "acquaintances_of_member",
    "member_keys",
    "members_at",
    "next_to_research",
    "parties",
]
