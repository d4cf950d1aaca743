"""Every status, action and actor of the three flows of introductions, with money and words."""

from datetime import datetime
from itertools import product
from typing import Any

import psycopg
import pytest
from psycopg import sql

from shared.network.introductions import (
    AGREED,
    FLOWS,
    STATUSES,
    Action,
    Actor,
    Flow,
    Money,
    Outcome,
    Rivals,
    outcome_of,
)
from tests.fixtures.community import apply, clock
from tests.fixtures.depth import some_at_once
from tests.fixtures.introductions import (
    BOUNTY,
    DAY,
    TABLES,
    Made,
    available,
    effect,
    made,
    status_of,
    told,
)
from tests.fixtures.people import Connection, one

# Who may have said so: of two who do not meet, the beneficiary's word completes it.
REPORTED: dict[Flow, tuple[Actor | None, ...]] = {
    Flow.OPPORTUNITY: (None, Actor.MAKER),
    Flow.REQUEST: (None, Actor.MAKER, Actor.BENEFICIARY),
    Flow.OFFER: (None, Actor.MAKER),
}
OF_TIME = {Action.EXPIRE, Action.REMIND, Action.ASK, Action.COMPLETE}
CASES = [
    (flow, status, reported, action, actor)
    for flow in Flow
    for status in STATUSES[flow]
    for reported in (REPORTED[flow] if status in AGREED else (None,))
    for action, actor in product(Action, Actor)
    if (action in OF_TIME) == (actor is Actor.SYSTEM)
]
# What is set aside once a row has come to a status.
RESERVED = {
    Flow.OPPORTUNITY: {"accepted"},
    Flow.REQUEST: {"open", "dormant", "accepted"},
    Flow.OFFER: {"pending_connector_confirmation", "confirmed"},
}


def _stand(
    app: Connection, one_: Made, status: str, reported: Actor | None, action: Action, now: datetime
) -> None:
    """The row as if it had come to a status, at a moment when time may bring the action."""
    long_ago, payer = now - 8 * DAY, one_.people[Actor.BENEFICIARY]
    asked_thrice = action is Action.EXPIRE and status in AGREED
    row: dict[str, Any] = {
        "status": status,
        "reported_by": one_.people[reported] if reported else None,
        "reported_at": long_ago if reported else None,
        "asked_at": long_ago if reported or asked_thrice else None,
        "asked_count": 3 if asked_thrice else 1 if reported else 0,
        "bounty_credits": BOUNTY,
        "expires_at": long_ago if action is Action.EXPIRE else now + DAY,
    }
    query = sql.SQL("update {} set {} where id = %s").format(
        sql.Identifier(TABLES[one_.flow]),
        sql.SQL(", ").join(sql.SQL("{} = %s").format(sql.Identifier(name)) for name in row),
    )
    app.execute(query, (*row.values(), one_.id))
    if one_.flow is not Flow.REQUEST and status in RESERVED[one_.flow]:
        app.execute(
            "select private.reserve_credits(%s, %s, %s, %s, %s, %s)",
            (payer, BOUNTY, one_.flow, one_.flow, one_.id, f"{one_.flow}:{one_.id}"),
        )
    if one_.flow is Flow.REQUEST and status not in RESERVED[one_.flow]:
        app.execute("select private.release_credits(%s)", (f"{one_.flow}:{one_.id}",))
    if one_.rival is not None and status == "accepted":
        app.execute("update intro_opportunities set status = 'paused' where id = %s", (one_.rival,))


def _kinds(app: Connection, one_: Made) -> frozenset[tuple[Actor, str]]:
    return frozenset(
        (actor, said["what"]) for actor, user in one_.people.items() for said in told(app, user)
    )


def _check(app: Connection, one_: Made, outcome: Outcome, before: int) -> None:
    payer, maker = one_.people[Actor.BENEFICIARY], one_.people[Actor.MAKER]
    assert status_of(app, one_.flow, one_.id) == outcome.status
    assert _kinds(app, one_) == outcome.told
    table = sql.Identifier(TABLES[one_.flow])
    reported = one(app, sql.SQL("select reported_by from {} where id = %s").format(table), one_.id)
    if outcome.status in AGREED:
        assert reported == (one_.people[outcome.reported] if outcome.reported else None)
    change = {Money.RESERVED: -BOUNTY, Money.RELEASED: BOUNTY}.get(outcome.money, 0)
    assert available(app, payer) - before == change
    assert available(app, maker) == (BOUNTY if outcome.money is Money.PAID else 0)
    balance = one(app, "select credit_balance from users where id = %s", payer)
    assert balance == 200 - (BOUNTY if outcome.money is Money.PAID else 0)
    if one_.rival is not None and outcome.rivals is not Rivals.NONE:
        expected = {
            Rivals.PAUSED: "paused",
            Rivals.RESUMED: "open",
            Rivals.CANCELLED: "cancelled",
        }[outcome.rivals]
        assert status_of(app, Flow.OPPORTUNITY, one_.rival) == expected


@pytest.mark.parametrize("flow", some_at_once(Flow, Flow.OPPORTUNITY))
def test_every_status_action_and_actor(flow: Flow, app: Connection) -> None:
    now = clock(app)
    one_ = made(app, flow, now)
    app.execute("delete from message_queue")
    for case in CASES:
        of, status, reported, action, actor = case
        if of is not flow:
            continue
        expected = outcome_of(flow, status, reported, action, actor)
        with app.transaction(force_rollback=True):
            _stand(app, one_, status, reported, action, now)
            before = available(app, one_.people[Actor.BENEFICIARY])
            try:
                with app.transaction():
                    apply(app, one_.people.get(actor), effect(action, flow, one_.id), now)
            except psycopg.Error as error:
                assert error.sqlstate == "YP002", f"{case}: {error}"
                assert expected is None, f"{case}: {error}"
                assert str(one_.id) in str(error), f"{case}: {error}"
                assert _kinds(app, one_) == frozenset()
                continue
            assert expected is not None, f"{case} is allowed, to {status_of(app, flow, one_.id)}"
            try:
                _check(app, one_, expected, before)
            except AssertionError as error:
                raise AssertionError(f"{case}: {error}") from error


def test_the_flows_name_only_statuses_that_their_tables_have(app: Connection) -> None:
    for flow, steps in FLOWS.items():
        check = one(
            app,
            "select pg_get_constraintdef(oid) from pg_constraint"
            " where conrelid = %s::regclass and contype = 'c' and conname like '%%status%%'",
            TABLES[flow],
        )
        assert {status for status in STATUSES[flow] if f"'{status}'" in check} == set(
            STATUSES[flow]
        )
        for step in steps:
            assert {step.status, step.outcome.status} <= set(STATUSES[flow])


def test_time_brings_nothing_before_it_is_due(app: Connection) -> None:
    now = clock(app)
    for flow in Flow:
        one_ = made(app, flow, now)
        for status in STATUSES[flow]:
            for action in OF_TIME - {Action.REMIND}:
                with app.transaction(force_rollback=True):
                    app.execute(
                        sql.SQL(
                            "update {} set status = %s, asked_at = %s, reported_at = %s,"
                            " asked_count = 3, expires_at = %s where id = %s"
                        ).format(sql.Identifier(TABLES[flow])),
                        (status, now, now - 6 * DAY, now + DAY, one_.id),
                    )
                    with pytest.raises(psycopg.Error, match="does not") as refused:
                        apply(app, None, effect(action, flow, one_.id), now)
                    assert refused.value.sqlstate == "YP002"
