"""Both sides, rivals, time and money at the same moment, on connections of their own."""

import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from shared.domain.effects.base import Effect
from shared.network.introductions import AGREED, Action, Flow
from tests.fixtures.community import clock, member
from tests.fixtures.introductions import (
    DAY,
    TABLES,
    effect,
    give,
    innovator,
    offer,
    opportunity,
    prospect,
    request,
)
from tests.fixtures.people import Connection, column, one

WORKERS = 4
ROUNDS = 4  # in one world: what is tried next begins where the last one came to
LATER = (0, 0, 0, 8, 15, 22, 31)  # days: what time brings is due or not
MONEY = (
    "select i.item_type, i.status, c.processed,"
    " exists (select from credit_events p"
    "         where p.idempotency_key = c.idempotency_key || ':paid'),"
    " exists (select from credit_events r"
    "         where r.idempotency_key = c.idempotency_key || ':released')"
    " from private.introductions i"
    " join credit_events c on c.idempotency_key = i.item_type || ':' || i.id where i.id = any(%s)"
)
BALANCES = (
    "select u.credit_balance, coalesce(b.balance, 0),"
    " coalesce(i.credits_balance, u.credit_balance),"
    " private.available_credits(u.id) from users u"
    " left join user_credit_balances b on b.user_id = u.id"
    " left join innovators i on i.user_id = u.id where u.id = any(%s)"
)


@dataclass
class World:
    """Two innovators who want to meet the same person, three connectors, and the other flows."""

    app: Connection
    now: datetime
    innovators: list[UUID] = field(default_factory=list[UUID])
    members: list[UUID] = field(default_factory=list[UUID])
    rivals: list[UUID] = field(default_factory=list[UUID])
    others: list[tuple[Flow, UUID]] = field(default_factory=list[tuple[Flow, UUID]])
    refunded: bool = False

    @property
    def items(self) -> list[tuple[Flow, UUID]]:
        return [*((Flow.OPPORTUNITY, id) for id in self.rivals), *self.others]

    @property
    def people(self) -> list[UUID]:
        return [*self.innovators, *self.members]


def a_world(app: Connection, now: datetime, credits: int) -> World:
    world = World(app, now)
    world.innovators = [innovator(app, credits) for _ in range(2)]
    world.members = [member(app) for _ in range(3)]
    # Another prospect in each world: who shared a number would be introduced by one of them alone.
    before: int = one(app, "select count(*) from prospects")
    phone = f"+1646{2_000_000 + before}"
    for uploader in world.innovators:
        who = prospect(app, uploader, email=None, phone_number=phone)
        opened = [opportunity(app, connector, who, now) for connector in world.members]
        world.rivals += [id for id in opened if id is not None]
    asked = request(app, world.members[0], world.innovators[0], now, 20)
    offered = offer(app, world.members[1], world.innovators[1], now)
    assert asked is not None
    assert offered is not None
    world.others = [(Flow.REQUEST, asked), (Flow.OFFER, offered)]
    return world


def _parties(app: Connection, id: UUID) -> list[UUID]:
    query = "select array[maker_id, beneficiary_id] from private.introductions where id = %s"
    return one(app, query, id)


def _bounty(app: Connection, flow: Flow, id: UUID, dice: random.Random) -> int:
    if flow is Flow.OFFER:
        return dice.choice([25, 25, 0])
    query = sql.SQL("select bounty_credits from {} where id = %s")
    return one(app, query.format(sql.Identifier(TABLES[flow])), id)


def _turn(app: Connection, user: UUID | None, effects: list[Effect], now: datetime) -> None:
    """As a turn is settled: whoever is concerned is locked, then all effects or none."""
    documents = [one_.model_dump(mode="json") for one_ in effects]
    with app.transaction():
        app.execute("select private.lock_effects(%s, %s)", (user, Jsonb(documents)))
        for document in documents:
            app.execute(
                "select private.apply_effect(%s, null, 'concierge', %s, %s)",
                (user, Jsonb(document), now),
            )


def _act(app: Connection, world: World, dice: random.Random) -> None:
    now = world.now + dice.choice(LATER) * DAY
    user = dice.choice(world.people)
    kind = dice.random()
    if kind < 0.05:
        give(app, dice.choice(world.innovators), 30)
        return
    if kind < 0.08:
        world.refunded = True
        app.execute(
            "select private.book_credits(%s, -20, 'purchase_taken_back', null, null, %s)",
            (dice.choice(world.innovators), f"stripe_back:{uuid4()}:1"),
        )
        return
    if kind < 0.3:
        flow, id = dice.choice(world.items)
        step = dice.choice([Action.EXPIRE, Action.ASK, Action.COMPLETE, Action.REMIND])
        _turn(app, None, [effect(step, flow, id)], now)
        return
    said: list[Effect] = []
    for number in range(dice.choice([1, 1, 1, 2])):
        flow, id = dice.choice(world.items)
        if number == 0 and dice.random() < 0.9:
            user = dice.choice(_parties(app, id))
        likely = [Action.ACCEPT] * 4 + [Action.REPORT] * 2
        action = dice.choice([*likely, Action.DECLINE, Action.CONFIRM, Action.OBJECT])
        said.append(effect(action, flow, id, _bounty(app, flow, id, dice)))
    _turn(app, user, said, now)


def _work(connection: Connection, world: World, seed: int) -> int:
    dice = random.Random(seed)  # noqa: S311 - which comes first is the machine's
    try:
        _act(connection, world, dice)
    except psycopg.Error as error:
        if error.sqlstate not in ("YP002", "YP003"):
            raise
        return 0
    return 1


def _check(world: World) -> None:
    app = world.app
    live = column(app, "select status from intro_opportunities where id = any(%s)", world.rivals)
    assert live.count("accepted") <= 1, "two accepted for one prospect"
    assert live.count("completed") <= 1, "two completed for one prospect"
    if "accepted" in live or "completed" in live:
        assert "open" not in live
    else:
        assert "paused" not in live
    ids = [id for _, id in world.items]
    for item_type, status, processed, paid, released in app.execute(MONEY, (ids,)).fetchall():
        expected = _ends(item_type, status)
        assert (not processed, paid, released) == expected, f"{item_type} {status}"
    for balance, view, cache, left in app.execute(BALANCES, (world.people,)).fetchall():
        assert balance == view == cache
        assert world.refunded or left >= 0
    moved = one(
        app,
        "select coalesce(sum(amount), 0) from credit_events where user_id = any(%s)"
        " and event_type not in ('credit_purchase', 'purchase_taken_back')"
        " and processed",
        world.people,
    )
    assert moved == 0, "what one pays another gets, and what is released comes back"


def _ends(item_type: str, status: str) -> tuple[bool, bool, bool]:
    """What was set aside is open while it lives, paid once when it happened, else released."""
    lives = status in AGREED | {"pending_connector_confirmation"}
    lives = lives or (item_type == Flow.REQUEST and status in ("open", "dormant"))
    if lives:
        return (True, False, False)
    return (False, True, False) if status == "completed" else (False, False, True)


def _interleave(app: Connection, times: int, connect: Callable[[], Connection]) -> None:
    now, done = clock(app), 0
    world = World(app, now)
    connections = [connect() for _ in range(WORKERS)]
    try:
        with ThreadPoolExecutor(WORKERS) as workers:
            for number in range(times):
                if number % ROUNDS == 0:
                    world = a_world(app, now, credits=(20, 70, 120)[number // ROUNDS % 3])
                runs = [
                    workers.submit(_work, connection, world, number * WORKERS + place)
                    for place, connection in enumerate(connections)
                ]
                done += sum(run.result(timeout=60) for run in runs)
                _check(world)
    finally:
        for connection in connections:
            connection.close()
    assert done > times // 2, "most of what was tried was refused"


@pytest.fixture
def connect(app: Connection) -> Callable[[], Connection]:
    return lambda: psycopg.connect(app.info.dsn, password=app.info.password, autocommit=True)


def test_a_few_dozen_interleavings(app: Connection, connect: Callable[[], Connection]) -> None:
    _interleave(app, 50, connect)


@pytest.mark.parametrize(
    "times",
    [
        pytest.param(1_000, marks=pytest.mark.deep),
        pytest.param(10_000, marks=pytest.mark.exhaustive),
    ],
)
def test_thousands_of_interleavings(
    app: Connection, connect: Callable[[], Connection], times: int
) -> None:
    _interleave(app, times, connect)


def test_two_connectors_at_the_same_moment_one_wins(
    app: Connection, connect: Callable[[], Connection]
) -> None:
    now = clock(app)
    for _ in range(8):
        world = a_world(app, now, 200)
        asked = {
            id: one(app, "select connector_user_id from intro_opportunities where id = %s", id)
            for id in world.rivals[:2]
        }

        def accept(pair: tuple[UUID, UUID]) -> str:
            id, connector = pair
            said: list[Effect] = [effect(Action.ACCEPT, Flow.OPPORTUNITY, id)]
            with connect() as connection:
                try:
                    _turn(connection, connector, said, now)
                except psycopg.Error as error:
                    return str(error)
                return ""

        with ThreadPoolExecutor(2) as workers:
            outcomes = list(workers.map(accept, asked.items()))
        lost = [reason for reason in outcomes if reason]
        assert len(lost) == 1
        assert "paused" in lost[0]
        _check(world)
