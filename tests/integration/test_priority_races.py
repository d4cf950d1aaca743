"""Priorities that several connections change at the same moment."""

import random
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from shared.db.pool import Database as Pool
from shared.domain.effects.priorities import StoreReviews
from tests.fixtures.people import MIKE, Connection, add_user, column, one
from tests.fixtures.queued import MORNING, add_queued

TYPE = "connection_request"
WORKERS = 6
STEPS = 60  # of each


@dataclass(frozen=True)
class Shared:
    """Two people, who have the same items before them; two of these are ended again and again."""

    pool: Pool
    users: list[UUID]
    items: list[UUID]

    def put(self, user: UUID, item: UUID, score: int) -> None:
        query = "select private.put_priority(%s, %s, %s, %s, %s)"
        self.pool.value(query, (user, TYPE, item, score, Jsonb({"summary": "x"})))

    def present(self, user: UUID, ids: list[UUID]) -> None:
        self.pool.value("select private.mark_presented(%s, %s, null)::text", (user, ids))

    def end(self, item: UUID) -> None:
        self.pool.value("select private.end_priority(%s, %s, 'actioned')", (TYPE, item))

    def review(self) -> None:
        document = StoreReviews(user_ids=self.users, scores=[]).model_dump_json()
        query = "select private.effect_store_reviews(%s, null, 'a', %s, now())::text"
        self.pool.value(query, (self.users[0], document))

    def work(self, seed: int, ids: list[UUID]) -> None:
        """One worker: steps in an order of its own."""
        pick = random.Random(seed)  # noqa: S311 - which step comes next, no secret
        for _ in range(STEPS):
            user = pick.choice(self.users)
            steps = (
                lambda user=user: self.put(user, pick.choice(self.items), pick.randrange(100)),
                lambda user=user: self.present(user, pick.sample(ids, 3)),
                lambda: self.end(pick.choice(self.items[:2])),
                self.review,
            )
            pick.choice(steps)()


def test_put_shown_ended_and_reviewed_at_once_they_neither_deadlock_nor_come_back(
    app: Connection, pool: Pool
) -> None:
    shared = Shared(pool, [add_user(app), add_user(app, MIKE)], [uuid4() for _ in range(8)])
    ended = shared.items[:2]
    for user in shared.users:
        for item in shared.items:
            shared.put(user, item, 50)
            add_queued(app, user, "x", at=MORNING, item_type=TYPE, item_id=item)
    ids: list[UUID] = column(app, "select id from user_priorities")

    with ThreadPoolExecutor(WORKERS) as executor:
        for done in [executor.submit(shared.work, seed, ids) for seed in range(WORKERS)]:
            done.result()
    for item in ended:
        shared.end(item)
    for user in shared.users:
        shared.put(user, shared.items[2], 50)
        ranks = (
            "select priority_rank from user_priorities"
            " where user_id = %s and status <> 'actioned' order by 1"
        )
        assert column(app, ranks, user) == [*range(1, 7)]
    over = "select count(*) from user_priorities where item_id = any (%s) and status = 'actioned'"
    assert one(app, over, ended) == 2 * len(ended)
    waits = "select count(*) from message_queue where item_id = any (%s) and status = 'queued'"
    assert one(app, waits, ended) == 0
