"""The limits of the Social Butterfly while many workers ask at once, and the largest upload."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.network.prospects.reading import read_contacts
from shared.tasks.social_butterfly import SOCIAL_BUTTERFLY_TASKS
from tests.fixtures.background import handle_events
from tests.fixtures.database import Database
from tests.fixtures.people import Connection, column, one
from tests.fixtures.tasks import processor
from tests.integration.test_social_butterfly import Careers, innovator, many, uploads, works_at

MEMBERS, INNOVATORS, WORKERS = 5, 6, 6
LARGEST_UPLOAD_SECONDS = 60  # of which the browser waits for the upload itself alone


def test_nobody_is_asked_beyond_the_limits_however_many_workers_open_at_once(
    pool: Pool, app: Connection, database: Database
) -> None:
    for number in range(MEMBERS):
        works_at(app, f"firm{number}.test")
    sellers = [innovator(app) for _ in range(INNOVATORS)]
    for seller in sellers:  # all of them wish to meet the same people
        people = [one for number in range(MEMBERS) for one in many(4, f"firm{number}.test")]
        uploads(pool, seller, *people)
    handle_events(pool)

    def open_all(position: int) -> None:
        with psycopg.connect(database.app_url, autocommit=True) as own:
            for seller in sellers[position:] + sellers[:position]:
                own.execute("select private.open_opportunities(%s, now())", (seller,))

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(open_all, range(WORKERS)))
    rows = app.execute(
        "select connector_user_id, innovator_id, prospect_id from intro_opportunities"
    ).fetchall()
    assert max(Counter(member for member, _, _ in rows).values()) == 3, "open at once, and a week"
    assert max(Counter((member, seller) for member, seller, _ in rows).values()) <= 2
    assert max(Counter(seller for _, seller, _ in rows).values()) <= 10
    assert max(Counter(prospect for _, _, prospect in rows).values()) <= 2
    assert len(rows) == 3 * MEMBERS, "and nobody is asked less than could be"


def test_an_innovator_is_not_given_more_than_ten_by_many_workers(
    pool: Pool, app: Connection, database: Database
) -> None:
    seller = innovator(app)
    for number in range(20):
        works_at(app, f"firm{number}.test")
    uploads(pool, seller, *(one for n in range(20) for one in many(1, f"firm{n}.test")))
    handle_events(pool)

    def open_for(seller: UUID) -> None:
        with psycopg.connect(database.app_url, autocommit=True) as own:
            own.execute("select private.open_opportunities(%s, now())", (seller,))

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(open_for, [seller] * WORKERS))
    assert one(app, "select count(*) from intro_opportunities") == 10


def test_no_more_than_twenty_five_are_looked_up_in_a_day_by_many_workers(
    pool: Pool, app: Connection
) -> None:
    uploads(pool, innovator(app), *many(40))
    people = Careers()
    handle_events(pool)
    worker = replace(processor(pool, *SOCIAL_BUTTERFLY_TASKS), people=people, workers=3)

    def work(_: int) -> None:
        for _ in range(12):
            worker.work_off(seconds=20, stopping=lambda: False)

    with ThreadPoolExecutor(WORKERS) as threads:
        list(threads.map(work, range(WORKERS)))
    assert len(people.asked) == 25
    assert len({person.email for person in people.asked}) == 25
    looked = column(app, "select name from prospects where last_researched_at is not null")
    assert len(looked) == 25


@pytest.mark.deep
def test_the_largest_upload_is_read_stored_and_matched_within_its_time(
    pool: Pool, app: Connection
) -> None:
    for number in range(50):
        works_at(app, f"firm{number}.test", company=f"Firm {number}")
    lines = "".join(
        f"Ann{n},Of{n % 997},ann{n}@firm{n % 2000}.test,Firm {n % 2000},CFO\n"
        for n in range(20_000)
    )
    file = ("First Name,Last Name,Email,Company,Title\n" + lines).encode()
    started = time.monotonic()
    contacts = read_contacts(file).accepted
    read = time.monotonic()
    uploads(pool, innovator(app), *contacts)
    stored = time.monotonic()
    handle_events(pool)
    matched = time.monotonic()
    assert one(app, "select count(*) from prospects") == 20_000
    assert one(app, "select count(*) from prospect_acquaintances") > 0
    took = (read - started, stored - read, matched - stored)
    told = "read {:.1f} s, stored {:.1f} s, matched {:.1f} s".format(*took)
    assert sum(took) < LARGEST_UPLOAD_SECONDS, told
