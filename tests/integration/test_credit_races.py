"""Credits under concurrency: whatever meets whatever, the books add up.

A schedule is a handful of people, bounties and purchases, and four connections that do random
things to them at once. No credits twice, none missing, none from nothing, available never negative
by spending, ledger, view and caches the same; every refusal says why.
"""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from tests.fixtures.database import Database
from tests.fixtures.people import Connection
from tests.integration.conftest import NOON

CONNECTIONS, STEPS = 4, 6
# A seed, and how many schedules are tried with it: 10,000 in `make exhaustive`.
CHUNKS = [
    (0, 200),
    pytest.param(0, 1_000, marks=pytest.mark.deep),
    *(pytest.param(seed, 500, marks=pytest.mark.exhaustive) for seed in range(1, 21)),
]
CREDITS, CENTS = 100, 10_000  # of every purchase
# What Stripe may report of a payment: kind, cents, rank, second.
REPORTS = [
    ("refund", 2_500, 2_500, 1),
    ("refund", 5_000, 5_000, 2),
    ("refund", 9_999, 9_999, 4),
    ("refund_failed", 2_500, 2_500, 3),
    ("dispute", 10_000, 0, 2),
    ("dispute", 0, 1, 5),
]
# What is refused, and by which steps: nothing else may go wrong.
REFUSED = {"reserve": {"YP002"}, "release": {"YP002"}, "pay": {"YP002", "YP004"}}


@dataclass
class Schedule:
    """One small world; `reports` are those that were told of each payment."""

    innovators: list[UUID]
    connectors: list[UUID]
    bounties: dict[UUID, tuple[UUID, int]]  # opportunity: whose, and how many credits
    answers: list[UUID] = field(default_factory=lambda: [uuid4(), uuid4()])
    sessions: dict[str, UUID] = field(default_factory=dict[str, UUID])
    reports: dict[str, set[int]] = field(default_factory=dict[str, set[int]])

    def step(self, dice: random.Random) -> tuple[str, LiteralString, tuple[Any, ...]]:
        """Something that somebody does, with its statement."""
        name = dice.choice(["reserve", "reserve", "release", "pay", "pay", "earn", "fund", "take"])
        row, (owner, amount) = dice.choice(list(self.bounties.items()))
        key = f"intro_opportunity:{row}"
        session, buyer = dice.choice(list(self.sessions.items()))
        if name == "reserve":
            reserve: LiteralString = (
                "select private.reserve_credits(%s, %s, 'intro_opportunity', 'intro_opportunity',"
                " %s, %s)"
            )
            return name, reserve, (owner, amount, row, key)
        if name == "release":
            return name, "select private.release_credits(%s)", (key,)
        if name == "pay":
            to = dice.choice(self.connectors)
            return name, "select private.pay_reserved(%s, %s, 'intro_opportunity')", (key, to)
        if name == "earn":
            number = dice.randrange(len(self.answers))
            answer, expert = self.answers[number], self.connectors[number]
            earn: LiteralString = (
                "select private.book_credits(%s, 15, 'community_answer', 'community_response',"
                " %s, %s)"
            )
            return name, earn, (expert, answer, f"community_answer:{answer}")
        if name == "fund":
            fund: LiteralString = "select private.record_payment(%s, %s, %s, %s, %s, 'usd')"
            return name, fund, (session, f"pi_{session}", buyer, CREDITS, CENTS)
        number = dice.randrange(len(REPORTS))
        self.reports.setdefault(session, set()).add(number)
        kind, cents, rank, second = REPORTS[number]
        take: LiteralString = "select private.take_back_payment(%s, %s, %s, %s, %s, %s, %s)"
        at = NOON + timedelta(seconds=second)
        object_id = f"{kind}_{session}"
        return name, take, (f"pi_{session}", object_id, kind, cents, rank, at, f"evt_{number}")

    def taken_back(self, session: str) -> int:
        """Credits that are to be taken back, by whatever order the reports came in."""
        told = [REPORTS[number] for number in self.reports.get(session, ())]

        def last(kind: str) -> tuple[int, int]:
            """The cents and the second of the latest report of a kind."""
            found = [(second, rank, cents) for k, cents, rank, second in told if k == kind]
            second, _, cents = max(found, default=(0, 0, 0))
            return cents, second

        refunded, at = last("refund")
        failed = sum(c for k, c, _, second in told if k == "refund_failed" and at and second >= at)
        taken = max(0, min(CENTS, refunded - failed + last("dispute")[0]))
        return CREDITS * taken // CENTS


def a_schedule(connection: Connection, number: int, dice: random.Random) -> Schedule:
    """Two innovators who have bought something, two connectors, bounties that are too many."""
    people = [uuid4() for _ in range(4)]
    innovators, connectors = people[:2], people[2:]
    connection.execute(
        "insert into users (id, phone_number, verified)"
        " select id, '+1415' || lpad((%s * 4 + place)::text, 7, '0'), true"
        " from unnest(%s::uuid[]) with ordinality as people (id, place)",
        (number, people),
    )
    connection.execute(
        "with listed as (insert into innovators (user_id, company_name)"
        "  select id, 'Acme' from unnest(%s::uuid[]) id returning user_id)"
        " select private.book_credits(user_id, 60, 'credit_purchase', null, null,"
        "   'stripe:first_' || user_id) from listed",
        (innovators,),
    )
    bounties = {uuid4(): (dice.choice(innovators), dice.choice([25, 50, 60])) for _ in range(3)}
    sessions = {f"cs_{number}_{place}": innovators[place] for place in range(2)}
    return Schedule(innovators, connectors, bounties, sessions=sessions)


@pytest.fixture
def connections(database: Database) -> Iterator[list[Connection]]:
    with ExitStack() as opened:
        yield [
            opened.enter_context(psycopg.connect(database.app_url, autocommit=True))
            for _ in range(CONNECTIONS)
        ]


def run(connection: Connection, steps: list[tuple[str, LiteralString, tuple[Any, ...]]]) -> None:
    """Does the steps; a refusal has to be one that the step may meet, and to say why."""
    for name, statement, values in steps:
        try:
            connection.execute(statement, values)
        except psycopg.Error as error:
            assert error.sqlstate in REFUSED.get(name, set()), (name, str(error))
            assert error.diag.message_primary


# Each finds what must not be there.
VIOLATIONS: dict[str, LiteralString] = {
    "ledger, view and caches differ": (
        "select u.id from users u left join innovators i on i.user_id = u.id"
        " left join user_credit_balances v on v.user_id = u.id"
        " left join (select user_id, sum(amount) filter (where processed) as sum"
        "            from credit_events group by user_id) e on e.user_id = u.id"
        " where u.credit_balance <> coalesce(v.balance, 0)"
        " or u.credit_balance <> coalesce(e.sum, 0)"
        " or i.credits_balance <> u.credit_balance"
    ),
    "a reservation was both paid and released": (
        "select r.id from credit_events r"
        " join credit_events p on p.idempotency_key = r.idempotency_key || ':paid'"
        " join credit_events q on q.idempotency_key = r.idempotency_key || ':released'"
    ),
    "a reservation ended and gave nobody its credits, or gave them and did not end": (
        "select r.id from credit_events r left join credit_events c on c.idempotency_key in"
        " (r.idempotency_key || ':paid', r.idempotency_key || ':released')"
        " where r.event_type = 'intro_opportunity' and r.amount < 0"
        " and (r.processed <> (c.id is not null) or c.amount <> -r.amount)"
    ),
    "credits were paid that nobody had reserved": (
        "select p.id from credit_events p where p.event_type = 'intro_opportunity' and p.amount > 0"
        " and not exists (select from credit_events r"
        "   where r.idempotency_key || ':paid' = p.idempotency_key and r.amount = -p.amount)"
    ),
    "more is spent than there was, without a purchase that was taken back": (
        "select u.id from users u where private.available_credits(u.id)"
        " + (select coalesce(sum(taken_back), 0) from stripe_payments where user_id = u.id) < 0"
    ),
    "a purchase is booked otherwise than it was paid": (
        "select s.session_id from stripe_payments s where s.state = 'paid' and"
        " (select coalesce(sum(amount), 0) from credit_events"
        "  where idempotency_key = 'stripe:' || s.session_id) <> s.credits"
    ),
    "what was taken back differs from what the ledger says": (
        "select s.session_id from stripe_payments s where s.taken_back <>"
        " (select coalesce(-sum(amount), 0) from credit_events"
        "  where user_id = s.user_id"
        "  and starts_with(idempotency_key, 'stripe_back:' || s.session_id || ':'))"
    ),
    "a buyer was told other than once that it went through": (
        "select s.session_id from stripe_payments s where (select count(*) from message_queue"
        " where user_id = s.user_id and message_data ->> 'what' = 'bought') <>"
        " (select count(*) from stripe_payments o where o.user_id = s.user_id and o.state = 'paid')"
    ),
    "a level does not follow from what was earned": (
        "select u.id from users u where status_level <> case"
        " when exists (select from credit_events where user_id = u.id and amount > 0"
        "              and event_type = 'intro_opportunity') then 'connector'"
        " when exists (select from credit_events where user_id = u.id"
        "              and event_type = 'community_answer') then 'contributor'"
        " else 'member' end"
    ),
}


def assert_books_add_up(connection: Connection, schedules: list[Schedule]) -> None:
    for what, query in VIOLATIONS.items():
        assert connection.execute(query).fetchall() == [], what
    taken = dict(
        connection.execute("select session_id, taken_back from stripe_payments").fetchall()
    )
    for schedule in schedules:
        for session in schedule.sessions:
            assert taken.get(session, 0) in (
                (schedule.taken_back(session),) if session in taken else (0,)
            ), (session, schedule.reports.get(session))


def schedules_hold(owner: Connection, connections: list[Connection], count: int, seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - it has to be repeatable
    done: list[Schedule] = []
    with ThreadPoolExecutor(CONNECTIONS) as threads:
        for number in range(count):
            schedule = a_schedule(owner, number, dice)
            lists = [[schedule.step(dice) for _ in range(STEPS)] for _ in connections]
            work: list[Callable[[], None]] = [
                lambda one=one, steps=steps: run(one, steps)
                for one, steps in zip(connections, lists, strict=True)
            ]
            for future in [threads.submit(one) for one in work]:
                future.result(60)
            done.append(schedule)
    assert_books_add_up(owner, done)
    counted = owner.execute(
        "select count(*) filter (where idempotency_key like '%:paid'),"
        " count(*) filter (where idempotency_key like '%:released'),"
        " count(*) filter (where event_type = 'purchase_taken_back') from credit_events"
    ).fetchone()
    assert counted is not None
    assert min(counted) > count // 10, f"the schedules try too little: {counted}"


@pytest.mark.parametrize(("seed", "count"), CHUNKS)
def test_whatever_meets_whatever_the_books_add_up(
    owner: Connection, connections: list[Connection], seed: int, count: int
) -> None:
    schedules_hold(owner, connections, count, seed)
