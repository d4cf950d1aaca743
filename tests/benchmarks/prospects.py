"""Matching a member who was approved against a million prospects of a thousand innovators."""

import time
from uuid import UUID

import psycopg

from infra.local.postgres import Postgres
from tests.benchmarks.grown import empty
from tests.benchmarks.report import Section, milliseconds, percentile, ratio

PROSPECTS = 1_000_000
MEMBERS = 200
_MATCH = "select * from private.prospect_matches(%s, %s, true)"

# Four hundred first names and companies of uneven size: number n is twice as large as number 4n.
# Every third has a LinkedIn page only; the keys are what the triggers would make.
_PROSPECTS = """
insert into prospects (innovator_id, name, first_name, last_name, company, email, linkedin_url,
                       person_key, company_key, mail_domain, identity_keys, identity_key)
select u.id, person, first, last, 'Company' || company || ' Inc', mail, 'https://www.' || page,
  person, 'company' || company, case when mail is not null then domain end, keys, keys[1]
from generate_series(1, %(prospects)s) n
cross join lateral (
  select 'f' || chr(97 + (n * 7) %% 26) || 'a' || (400 * power(random(), 2))::int as first,
    'l' || (20000 * power(random(), 2))::int as last,
    (20000 * power(random(), 2))::int as company) x
cross join lateral (
  select 'company' || company || '.test' as domain, 'linkedin.com/in/p' || n as page,
    first || ' ' || last as person) y
cross join lateral (
  select case when n %% 3 > 0 then first || '.' || last || n || '@' || domain end as mail) z
cross join lateral (
  select array_remove(array['mail:' || mail, 'linkedin:in/p' || n], null) as keys) k
join (select id, row_number() over () as place from users where innovator) u
  on u.place = 1 + n %% 1000
"""
# Members of companies large and small; every second one is on somebody's list.
_MEMBERS = """
insert into users (phone_number, email, linkedin_url, first_name, last_name, company, verified)
select '+1203' || 1000000 + k,
  case when k %% 2 = 0 then p.email else 'other' || k || '@' || p.mail_domain end,
  'https://www.linkedin.com/in/m' || k, p.first_name, p.last_name, p.company, true
from (select *, row_number() over (order by md5(id::text)) as k from prospects
      where email is not null limit %(members)s) p
returning id, linkedin_url
"""


def measure(postgres: Postgres) -> Section:
    """All five rules for each member; the peer is `select 1` on the same connection."""
    urls = empty(postgres, "prospects")
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("set session_replication_role = replica")
        owner.execute(
            "insert into users (phone_number, verified, innovator)"
            " select '+1202' || 2000000 + n, true, true from generate_series(1, 1000) n"
        )
        owner.execute(_PROSPECTS.encode(), {"prospects": PROSPECTS})
        members = owner.execute(_MEMBERS.encode(), {"members": MEMBERS}).fetchall()
        owner.execute("vacuum analyze")
    with psycopg.connect(urls.app, autocommit=True) as app:
        took: list[float] = []
        found = 0
        for member, page in members:
            seconds, rows = _timed(app, member, page)
            took.append(seconds)
            found += rows
        probes = [_probe(app) for _ in members]
    return Section(
        "Matching who joins against prospects",
        f"A member who was approved is looked for among {PROSPECTS:,} prospects by email, phone,"
        " LinkedIn page, name with domain, name with company, and domain with first name."
        f" {found / len(members):.0f} prospects a member fit by some rule. The bound is 50 ms p95.",
        ["members", "p50 ms", "p95 ms", "worst ms", "p50 / `select 1`"],
        [
            [
                str(len(took)),
                milliseconds(percentile(took, 0.5)),
                milliseconds(percentile(took, 0.95)),
                milliseconds(max(took)),
                ratio(percentile(took, 0.5), percentile(probes, 0.5)),
            ]
        ],
    )


def _timed(
    app: "psycopg.Connection[tuple[object, ...]]", member: UUID, page: str
) -> tuple[float, int]:
    """Seconds of the best of three, and how many were found."""
    best, rows = float("inf"), 0
    for _ in range(3):
        started = time.perf_counter()
        rows = len(app.execute(_MATCH, (member, page)).fetchall())
        best = min(best, time.perf_counter() - started)
    return best, rows


def _probe(app: "psycopg.Connection[tuple[object, ...]]") -> float:
    started = time.perf_counter()
    app.execute("select 1").fetchall()
    return time.perf_counter() - started
