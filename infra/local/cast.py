"""A small cast for a laptop: members, experts and an innovator, so that flows have people in them.

Their numbers are kept for fiction. Their quiet hours are off, so that flows can be lived through at
any hour of the day.
"""

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.network.prospects.acquaintance import SCORES

CREDITS = 500  # what the innovator can offer for introductions

Connection = psycopg.Connection[Any]


@dataclass(frozen=True, kw_only=True)
class Member:
    """Somebody who has joined. `expertise` is in words; it is stored as tags."""

    number: str
    first_name: str
    last_name: str
    title: str
    company: str
    domain: str
    time_zone: str
    expertise: str = ""
    sells: str = ""  # what an innovator offers, to whom
    categories: tuple[str, ...] = ()

    @property
    def email(self) -> str:
        """Their work address."""
        return f"{self.first_name.lower()}@{self.domain}"

    @property
    def known_as(self) -> str:
        """The name on the phone page."""
        return f"{self.first_name}, {self.title} at {self.company}"


CAST = (
    Member(
        number="+12125550161",
        first_name="Lena",
        last_name="Brandt",
        title="CFO",
        company="Harborline",
        domain="harborline.test",
        time_zone="America/New_York",
        expertise="fundraising, pricing, financial modeling",
    ),
    Member(
        number="+14155550162",
        first_name="Kofi",
        last_name="Mensah",
        title="CTO",
        company="Tidewater Health",
        domain="tidewater.test",
        time_zone="America/Los_Angeles",
        expertise="SOC 2, security, HIPAA",
    ),
    Member(
        number="+13125550163",
        first_name="Rosa",
        last_name="Delgado",
        title="VP People",
        company="Northbeam",
        domain="northbeam.test",
        time_zone="America/Chicago",
        expertise="hiring, payroll, HR",
    ),
    Member(
        number="+16175550164",
        first_name="Arjun",
        last_name="Nair",
        title="VP Sales",
        company="Quillon",
        domain="quillon.test",
        time_zone="America/New_York",
        expertise="sales, pricing, go to market",
    ),
    Member(
        number="+15125550165",
        first_name="Ines",
        last_name="Duarte",
        title="Founder",
        company="Ledgerline",
        domain="ledgerline.test",
        time_zone="America/Chicago",
        expertise="accounting",
        sells="Bookkeeping that closes the month in two days, for start-ups of 10 to 200 people.",
        categories=("accounting", "bookkeeping", "finance software"),
    ),
)


@dataclass(frozen=True, kw_only=True)
class Prospect:
    """Somebody whom the innovator wants to meet, and which members of the cast know them."""

    name: str
    title: str
    company: str
    email: str
    known_to: tuple[str, ...]  # numbers
    source: str  # whose address book has them


PROSPECTS = (
    Prospect(
        name="Noor Haddad",
        title="CFO",
        company="Brightpath",
        email="noor@brightpath.test",
        known_to=("+16175550164",),
        source="google",
    ),
    Prospect(
        name="Sam Ito",
        title="COO",
        company="Fernway",
        email="sam@fernway.test",
        known_to=("+12125550161", "+13125550163"),
        source="linkedin",
    ),
)

# What the innovator has uploaded besides: who knows them is found as for everybody's uploads. One
# works where a member does, one has a company of the same name, for `yachtparty reviews`.
UPLOADED = (
    {
        "name": "Maya Okafor",
        "first_name": "Maya",
        "last_name": "Okafor",
        "title": "Head of Finance",
        "company": "Tidewater Health",
        "email": "maya@tidewater.test",
    },
    {
        "name": "Ivo Brandt",
        "first_name": "Ivo",
        "last_name": "Brandt",
        "title": "Controller",
        "company": "Northbeam",
        "linkedin_url": "https://www.linkedin.com/in/ivo-brandt-test",
    },
)


def add_cast(connection: Connection) -> int:
    """Adds whoever of the cast is missing, in one transaction; how many that were."""
    with connection.transaction():
        added = [member for member in CAST if _add(connection, member)]
        for innovator in (member for member in added if member.sells):
            for prospect in PROSPECTS:
                _wish_to_meet(connection, innovator, prospect)
            connection.execute(
                "select private.open_opportunities(id, now()) from users where phone_number = %s",
                (innovator.number,),
            )
            connection.execute(
                "select private.import_prospects(id, gen_random_uuid(), 'csv', %s)"
                " from users where phone_number = %s",
                (Jsonb(UPLOADED), innovator.number),
            )
    return len(added)


def _wish_to_meet(connection: Connection, innovator: Member, prospect: Prospect) -> None:
    """Lists a prospect of the innovator, and who of the members knows them."""
    connection.execute(
        "with listed as ("
        " insert into prospects (innovator_id, name, title, company, email, upload_source)"
        " select id, %s, %s, %s, %s, 'cast' from users where phone_number = %s returning id)"
        " insert into prospect_acquaintances (prospect_id, user_id, rule, score, source)"
        " select listed.id, users.id, 'contact', %s, %s from listed, users"
        " where phone_number = any (%s)",
        (
            *(prospect.name, prospect.title, prospect.company, prospect.email, innovator.number),
            *(SCORES["contact"], prospect.source, list(prospect.known_to)),
        ),
    )


def _add(connection: Connection, member: Member) -> bool:
    row: dict[str, Any] = {
        "phone_number": member.number,
        "first_name": member.first_name,
        "last_name": member.last_name,
        "title": member.title,
        "company": member.company,
        "email": member.email,
        "email_verified": True,
        "timezone": member.time_zone,
        "verified": True,
        "poc_agent_type": "innovator" if member.sells else "concierge",
        "innovator": bool(member.sells),
    }
    added = connection.execute(
        sql.SQL(
            "insert into users ({}, expertise, approved_at, onboarding_completed_at)"
            " values ({}, private.expertise_tags_of(%(expertise)s), now(), now())"
            " on conflict do nothing returning id"
        ).format(
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(sql.Placeholder, row)),
        ),
        {**row, "expertise": member.expertise},
    ).fetchone()
    if added is None:
        return False
    (user_id,) = added
    connection.execute(
        "insert into user_message_budget (user_id, date, quiet_hours_enabled)"
        " values (%s, current_date, false)",
        (user_id,),
    )
    if member.sells:
        connection.execute(
            "insert into innovators (user_id, company_name, solution_description, categories)"
            " values (%s, %s, %s, %s)",
            (user_id, member.company, member.sells, list(member.categories)),
        )
        connection.execute(
            "select private.book_credits(%s, %s, 'credit_purchase', null, null, 'stripe:cast')",
            (user_id, CREDITS),
        )
    return True
