"""Fills twin analytics with made-up use: people, their twins, and what they do with them.

The same options, the same seed number and the same last day give the same rows. What an earlier run
has made is replaced; other rows, such as those of text conversations, stay. All of it is one
transaction, by COPY, for whose time nobody else reads twin analytics.
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, LiteralString
from uuid import UUID

import psycopg

from infra.local import seed_texts as texts
from infra.local.bulk import at_once

DOMAIN = "seed.example"  # by which its people are told from others
BATCH = 20_000  # sessions
_COPIED = 0.8  # of the work is done when the rows are there; then come indexes and totals

Connection = psycopg.Connection[Any]
Range = tuple[int, int]

_HOURS = (8, 9, 9, 10, 10, 10, 11, 11, 12, 13, 13, 14, 14, 14, 15, 15, 16, 16, 17, 18, 20)
_COPIES: dict[str, LiteralString] = {
    "users": "copy twin_analytics.users (id, email, full_name, company, department, created_at,"
    " last_login_at) from stdin",
    "twins": "copy twin_analytics.twins (id, user_id, name, description, is_shared, created_at)"
    " from stdin",
    "sessions": "copy twin_analytics.sessions (id, user_id, twin_id, title, topic, is_shared_twin,"
    " started_at) from stdin",
    "messages": "copy twin_analytics.messages (id, session_id, sender_type, content, message_type,"
    " created_at) from stdin",
    "documents": "copy twin_analytics.documents (id, session_id, message_id, document_type, title,"
    " content, word_count, created_at) from stdin",
    "queries": "copy twin_analytics.queries (id, session_id, message_id, query_text, query_type,"
    " results_count, created_at) from stdin",
}


@dataclass(frozen=True, kw_only=True)
class Options:
    """How much is made up. Ranges include both ends; shares are percent of sessions."""

    users: int = 12
    companies: int = 4
    twins: Range = (8, 10)  # for 12 users, and in proportion for others
    days: int = 60
    sessions: Range = (2, 5)  # of each user on each day
    messages: Range = (3, 8)  # of each session
    documents: int = 30
    queries: int = 50
    seed: int = 1
    until: date = field(default_factory=lambda: datetime.now(UTC).date())  # the last day, of UTC
    lifelike: bool = False  # people join over time, rest at weekends, and some leave


@dataclass(frozen=True)
class Person:
    """Somebody, and when they use twins, as days of the seeding."""

    id: str
    name: str
    company: str
    department: str
    joins: int
    leaves: int


@dataclass(frozen=True)
class Twin:
    """A twin and whose it is."""

    id: str
    owner: str
    shared: bool


Rows = dict[str, list[str]]  # of each table, lines as COPY takes them


def read_options(arguments: Sequence[str]) -> Options:
    """From a command line; exits with 2 saying what is wrong."""
    parser = argparse.ArgumentParser(
        prog="make seed", description="Fill twin analytics with made-up use."
    )
    default = Options()
    parser.add_argument("--users", type=_number(1, 1_000_000), default=default.users)
    parser.add_argument("--companies", type=_number(1, 10_000), default=default.companies)
    parser.add_argument("--twins", type=_range(1), default=default.twins, help="8-10 of 12 users")
    parser.add_argument("--days", type=_number(1, 3_650), default=default.days)
    parser.add_argument("--sessions", type=_range(0), default=default.sessions, help="2-5 a day")
    parser.add_argument("--messages", type=_range(1), default=default.messages, help="3-8 each")
    parser.add_argument("--documents", type=_number(0, 100), default=default.documents)
    parser.add_argument("--queries", type=_number(0, 100), default=default.queries)
    parser.add_argument("--seed", type=int, default=default.seed, help="same number, same rows")
    parser.add_argument("--until", type=date.fromisoformat, default=default.until)
    parser.add_argument("--lifelike", action="store_true", help="weekends, newcomers, leavers")
    return Options(**vars(parser.parse_args(arguments)))


def seed(arguments: Sequence[str], owner_url: Callable[[], str]) -> None:
    """Reads the options, fills the database that the owner's URL names, and says what was made."""
    options = read_options(arguments)
    begun = time.monotonic()
    with psycopg.connect(owner_url(), autocommit=True) as connection:
        counts = fill(connection, options, _bar)
    made = ", ".join(f"{count:,} {table}" for table, count in counts.items())
    print(f"{made} in {time.monotonic() - begun:.1f} s, seed number {options.seed}")


def fill(
    connection: Connection, options: Options, progress: Callable[[float], None]
) -> dict[str, int]:
    """Replaces what was made up before; how many rows of each table there are of it now.

    `progress` hears of the share that is done. Needs the owner's rights.
    """
    counts = dict.fromkeys(_COPIES, 0)
    with connection.transaction():
        connection.execute("set local statement_timeout = 0")
        _forget(connection)
        with at_once(connection):
            for rows, share in made_up(options):
                for table, copy in _COPIES.items():
                    if rows[table]:
                        with connection.cursor().copy(copy) as writer:
                            writer.write("\n".join(rows[table]) + "\n")
                        counts[table] += len(rows[table])
                progress(share * _COPIED)
        connection.execute("select private.rebuild_twin_totals()")
    progress(1)
    # Until then the planner knows nothing of the new rows.
    connection.execute(
        "vacuum (analyze) twin_analytics.users, twin_analytics.twins, twin_analytics.sessions,"
        " twin_analytics.messages, twin_analytics.documents, twin_analytics.queries,"
        " private.twin_user_days, private.twin_totals, private.twin_document_types,"
        " private.twin_people, private.twin_returns, private.twin_cohorts, private.twin_marks,"
        " private.twin_reporting"
    )
    return counts


def _forget(connection: Connection) -> None:
    others = connection.execute(
        "select from twin_analytics.users where email not like %s limit 1", (f"%.{DOMAIN}",)
    ).fetchone()
    if others is None:  # as a delete would, only quicker
        connection.execute("truncate twin_analytics.users cascade")
    else:
        connection.execute("delete from twin_analytics.users where email like %s", (f"%.{DOMAIN}",))


def made_up(options: Options) -> Iterator[tuple[Rows, float]]:
    """All rows in batches, in the order of time, with the share of the work that is done."""
    random = Random(options.seed)  # noqa: S311 - repeatable, and no secret
    people = [_person(random, number, options) for number in range(options.users)]
    twins = _twins(random, people, options)
    first = options.until - timedelta(days=options.days - 1)
    rows = _empty()
    rows["users"] = [_user_line(one, options, first) for one in people]
    owners = {one.id: one for one in people}
    rows["twins"] = [_twin_line(one, owners[one.owner], first) for one in twins]
    own: dict[str, list[Twin]] = {one.id: [] for one in people}
    for twin in twins:
        own[twin.owner].append(twin)
    shared = [twin for twin in twins if twin.shared]
    for number in range(options.days):
        day = first + timedelta(days=number)
        for one in people:
            if options.lifelike and not _present(random, one, number, day):
                continue
            for _ in range(random.randint(*options.sessions)):
                elsewhere = random.sample(shared, min(2, len(shared)))
                mine = own[one.id]
                twin = random.choice(mine if mine and random.random() < 0.8 else elsewhere or mine)
                _session(random, rows, one, twin, day, options)
        if len(rows["sessions"]) >= BATCH:
            yield rows, (number + 1) / options.days
            rows = _empty()
    yield rows, 1.0


def _empty() -> Rows:
    return {table: [] for table in _COPIES}


def _id(random: Random) -> str:
    return str(UUID(int=random.getrandbits(128), version=4))


def _person(random: Random, number: int, options: Options) -> Person:
    first = texts.FIRST_NAMES[number % len(texts.FIRST_NAMES)]
    last = texts.LAST_NAMES[(number * 7 + number // 30) % len(texts.LAST_NAMES)]
    place = number % options.companies
    company = texts.COMPANIES[place % len(texts.COMPANIES)]
    if place >= len(texts.COMPANIES):
        company += f" {place // len(texts.COMPANIES) + 1}"
    joins, leaves = 0, options.days
    if options.lifelike:
        joins = int(options.days * random.random() ** 2 * 0.9)
        if random.random() < 0.3:
            leaves = joins + 1 + int(random.expovariate(1 / 12))
    return Person(
        _id(random), f"{first} {last}", company, random.choice(texts.DEPARTMENTS), joins, leaves
    )


def _twins(random: Random, people: list[Person], options: Options) -> list[Twin]:
    low, high = options.twins
    of_twelve = random.randint(low, high)
    count = max(1, round(of_twelve * len(people) / 12))
    owners = random.sample(people, min(count, len(people)))
    owners += random.choices(people, k=count - len(owners))
    return [
        Twin(_id(random), one.id, place == 0 or random.random() < 0.4)
        for place, one in enumerate(owners)
    ]


def _present(random: Random, one: Person, number: int, day: date) -> bool:
    if not one.joins <= number < one.leaves:
        return False
    if number == one.joins:
        return True
    return random.random() < (0.08 if day.isoweekday() > 5 else 0.7)


def _user_line(one: Person, options: Options, first: date) -> str:
    mailbox = one.name.lower().replace(" ", ".")
    company = one.company.lower().replace(" ", "-")
    created = _moment(first + timedelta(days=one.joins), 7, 0, 0)
    last = first + timedelta(days=min(one.leaves, options.days) - 1)
    email = f"{mailbox}.{one.id[:8]}@{company}.{DOMAIN}"
    return "\t".join(
        (one.id, email, one.name, one.company, one.department, created, _moment(last, 18, 0, 0))
    )


def _twin_line(one: Twin, owner: Person, first: date) -> str:
    created = _moment(first + timedelta(days=owner.joins), 7, 30, 0)
    name = f"{owner.name.split()[0]}'s AI Assistant"
    about = f"Knows what {owner.department} at {owner.company} works on"
    return "\t".join((one.id, one.owner, name, about, "t" if one.shared else "f", created))


def _session(
    random: Random, rows: Rows, one: Person, twin: Twin, day: date, options: Options
) -> None:
    topic, asked, said = random.choice(texts.TOPICS)
    session, question = _id(random), random.choice(asked)
    hour, minute, second = random.choice(_HOURS), random.randrange(60), random.randrange(60)
    away = "t" if twin.owner != one.id else "f"
    started = _moment(day, hour, minute, second)
    rows["sessions"].append("\t".join((session, one.id, twin.id, question, topic, away, started)))
    has_document = random.random() * 100 < options.documents
    has_query = random.random() * 100 < options.queries
    at = hour * 3600 + minute * 60 + second
    for number in range(random.randint(*options.messages)):
        by_user = number % 2 == 0
        text = random.choice(
            ((question,) if not number else texts.FOLLOW_UPS)
            if by_user
            else (*said, *texts.REPLIES)
        )
        kind = "general"
        message, moment = _id(random), _seconds(day, at)
        if by_user and number == 0 and has_query:
            kind = "query"
            rows["queries"].append(_query_line(random, session, message, text, _seconds(day, at)))
        elif has_document and number == (2 if options.messages[0] > 2 else 0) and by_user:
            kind = "document"
        rows["messages"].append(
            "\t".join((message, session, "user" if by_user else "twin", text, kind, moment))
        )
        if has_document and (kind == "document" or (number == 0 and options.messages[0] <= 2)):
            rows["documents"].append(
                _document_line(random, session, message, topic, _seconds(day, at + 20))
            )
        at += random.randint(15, 240)


def _query_line(random: Random, session: str, message: str, text: str, at: str) -> str:
    found = 0 if random.random() < 0.15 else random.randint(1, 24)
    kind = random.choice(texts.QUERY_TYPES)
    return "\t".join((_id(random), session, message, text, kind, str(found), at))


def _document_line(random: Random, session: str, message: str, topic: str, at: str) -> str:
    kind = random.choice(texts.DOCUMENT_TYPES)
    content = " ".join(random.choices(texts.SENTENCES, k=random.randint(3, 12)))
    words = str(len(content.split()))
    title = f"{topic}: {kind}"
    return "\t".join((_id(random), session, message, kind, title, content, words, at))


def _moment(day: date, hour: int, minute: int, second: int) -> str:
    return f"{day.isoformat()} {hour:02}:{minute:02}:{second:02}+00"


def _seconds(day: date, seconds: int) -> str:
    """A moment some seconds after a day began, perhaps on the next one."""
    later, rest = divmod(seconds, 86_400)
    minutes, second = divmod(rest, 60)
    hour, minute = divmod(minutes, 60)
    return _moment(day + timedelta(days=later), hour, minute, second)


def _bar(share: float) -> None:
    if sys.stderr.isatty():
        full = round(share * 40)
        end = "\n" if share >= 1 else ""
        print(f"\r[{'#' * full}{'.' * (40 - full)}] {share:4.0%}{end}", end="", file=sys.stderr)


def _number(low: int, high: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        value = int(text)
        if not low <= value <= high:
            raise argparse.ArgumentTypeError(f"{text} is not between {low} and {high}")
        return value

    return number


def _range(low: int) -> Callable[[str], Range]:
    def numbers(text: str) -> Range:
        first, _, second = text.partition("-")
        try:
            value = int(first), int(second or first)
        except ValueError as error:
            raise argparse.ArgumentTypeError(f"{text} is no range like 2-5") from error
        if not low <= value[0] <= value[1] <= 1000:
            raise argparse.ArgumentTypeError(f"{text} is no range like 2-5, {low} at least")
        return value

    return numbers


__all__ = ["Options", "fill", "made_up", "read_options", "seed"]
