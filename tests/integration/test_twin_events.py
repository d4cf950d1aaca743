"""The queue between twins: by priority, then age, to a role of the organisation, never back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any, get_args
from uuid import UUID, uuid4

import pytest

from shared.agents.rendering import Facts, plain_words
from shared.business.twins import TwinDelivery
from shared.db.pool import Database as Pool
from shared.db.twin_events import ClaimedTwinEvent, TwinEvents
from shared.domain.queued import read
from shared.domain.twins import SpokenType
from shared.domain.values import Priority
from shared.errors import LeaseLost, MalformedRequest
from shared.release.orchestrator import Orchestrator
from tests.fixtures.people import MIKE, SARAH, Connection, column, one
from tests.fixtures.queued import release
from tests.fixtures.system_events import ORG, OTHER_ORG
from tests.fixtures.twins import add_profile, add_twin_event
from tests.integration.conftest import NOON

ADA, JOE, EVE = "+14155550103", "+14155550104", "+14155550105"


@pytest.fixture
def twins(pool: Pool) -> TwinEvents:
    return TwinEvents(pool)


@pytest.fixture
def delivery(twins: TwinEvents) -> TwinDelivery:
    return TwinDelivery(twins)


@pytest.fixture
def seller(owner: Connection) -> UUID:
    return add_profile(owner, "sales", phone=SARAH, name="Sarah Chen")


@pytest.fixture
def engineer(owner: Connection) -> UUID:
    return add_profile(owner, "engineering", phone=MIKE, name="Mike Torres")


def publish(twins: TwinEvents, source: UUID, role: str | None = "engineering", **more: Any) -> UUID:
    """To twins, unless `event_type` is for people."""
    given: dict[str, Any] = {"event_type": "context_shared", "payload": {"text": "x"}, **more}
    published = twins.publish(given.pop("org", ORG), source, target_role=role, **given)
    assert published.created
    return published.id


def suggest(twins: TwinEvents, source: UUID, role: str | None = "engineering", **more: Any) -> UUID:
    return publish(twins, source, role, **{"event_type": "suggestion", **more})


def claimed(twins: TwinEvents, profile: UUID, role: str = "engineering", **more: Any) -> list[UUID]:
    given: dict[str, Any] = {"now": None, "limit": 10, "token": uuid4(), **more}
    events = twins.claim(ORG, role, profile, given["limit"], given["token"], now=given["now"])
    return [event.id for event in events]


def deliver(delivery: TwinDelivery) -> dict[str, int]:
    counts = delivery.deliver_due(seconds=30, stopping=lambda: False)
    return {name.removeprefix("twin_events_"): count for name, count in counts.items() if count}


# Publishing.


def test_a_published_event_has_its_sources_role_and_a_week(
    twins: TwinEvents, seller: UUID, app: Connection
) -> None:
    publish(twins, seller, priority=Priority.HIGH, now=NOON)
    row = app.execute(
        "select source_user_id, source_role, target_role, priority, processed, created_at,"
        " expires_at from twin_events"
    ).fetchone()
    week = NOON + timedelta(days=7)
    assert row == (seller, "sales", "engineering", "high", False, NOON, week)


def test_the_source_must_be_a_profile_of_the_organisation(twins: TwinEvents, seller: UUID) -> None:
    for org, source in ((OTHER_ORG, seller), (ORG, uuid4())):
        with pytest.raises(MalformedRequest, match="source_user_id"):
            publish(twins, source, org=org)


def test_the_same_id_again_changes_nothing_and_another_event_under_it_is_a_conflict(
    twins: TwinEvents, seller: UUID, owner: Connection
) -> None:
    id = publish(twins, seller)

    def again(org: UUID = ORG, source: UUID = seller, **more: Any) -> tuple[bool, bool]:
        given: dict[str, Any] = {"event_type": "context_shared", "payload": {"text": "x"}, **more}
        published = twins.publish(org, source, target_role="engineering", id=id, **given)
        return published.created, published.conflict

    assert again() == (False, False)
    assert again(payload={"text": "y"}) == (False, True)
    assert again(expires_at=NOON) == (False, True)
    stranger = add_profile(owner, "sales", org=OTHER_ORG)
    assert again(OTHER_ORG, stranger) == (False, True)
    assert one(owner, "select count(*) from twin_events") == 1


def test_fifty_at_once_make_one_row(twins: TwinEvents, seller: UUID, owner: Connection) -> None:
    id = uuid4()

    def go(_: int) -> bool:
        return twins.publish(
            ORG, seller, target_role=None, event_type="alert", payload={}, id=id
        ).created

    with ThreadPoolExecutor(20) as threads:
        assert sum(threads.map(go, range(50))) == 1
    assert one(owner, "select count(*) from twin_events") == 1


# Claiming.


def test_a_claim_goes_by_priority_and_then_by_age(
    twins: TwinEvents, seller: UUID, engineer: UUID
) -> None:
    order = ["low", "urgent", "medium", "high", "urgent", "low", "high", "medium"]
    ids = [
        publish(twins, seller, role, priority=Priority(priority), now=NOON + timedelta(minutes=n))
        for n, priority in enumerate(order)
        for role in [["engineering", None][n % 2]]
    ]
    hour = NOON + timedelta(hours=1)
    wanted = [ids[n] for n in (1, 4, 3, 6, 2, 7, 0, 5)]
    assert claimed(twins, engineer, limit=3, now=hour) == wanted[:3]
    assert claimed(twins, engineer, now=hour) == wanted[3:]
    assert claimed(twins, engineer, now=hour) == []


def _for_twins(owner: Connection, source: UUID, **columns: Any) -> UUID:
    columns = {"event_type": "context_shared", **columns}
    return add_twin_event(owner, source, "engineering", **columns)


def test_age_is_when_it_was_created_and_among_the_same_moment_when_it_arrived(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    young = _for_twins(owner, seller, created_at=NOON)
    old = _for_twins(owner, seller, created_at=NOON - timedelta(days=1))
    second = _for_twins(owner, seller, created_at=NOON)
    assert claimed(twins, engineer) == [old, young, second]


def test_only_the_role_of_that_organisation_gets_it(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    stranger = add_profile(owner, "sales", org=OTHER_ORG)
    mine = publish(twins, seller)
    publish(twins, seller, "finance")
    publish(twins, stranger, org=OTHER_ORG)
    assert claimed(twins, engineer) == [mine]


def test_who_claims_must_have_that_role_there(
    twins: TwinEvents, seller: UUID, engineer: UUID
) -> None:
    for org, role, profile in (
        (ORG, "sales", engineer),
        (OTHER_ORG, "engineering", engineer),
        (ORG, "engineering", uuid4()),
    ):
        with pytest.raises(MalformedRequest, match="profile_id"):
            twins.claim(org, role, profile, 10, uuid4())


@pytest.mark.parametrize("role", ["sales", None], ids=["its own role", "every role"])
def test_no_twin_receives_its_own_event_back(
    twins: TwinEvents, seller: UUID, owner: Connection, role: str | None
) -> None:
    colleague = add_profile(owner, "sales")
    id = publish(twins, seller, role)
    assert claimed(twins, seller, "sales") == []
    token = uuid4()
    assert claimed(twins, colleague, "sales", token=token) == [id]
    assert twins.settle([id], token, processed_by=seller) == 0
    assert twins.settle([id], token, processed_by=colleague) == 1


def test_settling_says_who_and_when(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    id = publish(twins, seller, now=NOON)
    token, stranger = uuid4(), add_profile(owner, "engineering", org=OTHER_ORG)
    claimed(twins, engineer, token=token, now=NOON)
    assert twins.settle([id], token, processed_by=stranger) == 0
    assert twins.settle([id], token, processed_by=engineer, now=NOON) == 1
    assert twins.settle([id], token, processed_by=engineer) == 0
    row = owner.execute("select processed, processed_at, processed_by from twin_events").fetchone()
    assert row == (True, NOON, engineer)


def test_a_lost_lease_settles_nothing_and_the_event_goes_to_the_next(
    twins: TwinEvents, seller: UUID, engineer: UUID
) -> None:
    id = publish(twins, seller, now=NOON)
    late, now_its_own = uuid4(), uuid4()
    claimed(twins, engineer, token=late, now=NOON)
    assert claimed(twins, engineer, now=NOON + timedelta(seconds=29)) == []
    after = NOON + timedelta(seconds=31)
    assert claimed(twins, engineer, token=now_its_own, now=after) == [id]
    assert twins.settle([id], late) == 0
    assert twins.fail(id, late, "x") == "lost"
    with pytest.raises(LeaseLost):
        twins.deliver(id, late, {})
    assert twins.settle([id], now_its_own) == 1


def test_what_people_are_told_is_never_a_twins_and_the_rest_never_the_systems(
    twins: TwinEvents, seller: UUID, engineer: UUID
) -> None:
    for_people = {publish(twins, seller, event_type=kind) for kind in get_args(SpokenType)}
    for_people.add(suggest(twins, seller, None))
    for_twins = {publish(twins, seller), publish(twins, seller, None, event_type="Suggestion")}
    assert set(claimed(twins, engineer)) == for_twins
    assert {event.id for event in twins.claim_due(10, uuid4())} == for_people


@pytest.mark.parametrize("kind", ["suggestion", "context_shared"])
def test_claimers_racing_share_the_events_and_none_goes_to_two(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection, kind: str
) -> None:
    for number in range(200):
        _for_twins(owner, seller, event_type=kind, priority=["low", "urgent"][number % 2])

    def take(_: int) -> list[ClaimedTwinEvent]:
        taken: list[ClaimedTwinEvent] = []
        while True:
            if kind == "suggestion":
                batch = twins.claim_due(7, uuid4())
            else:
                batch = twins.claim(ORG, "engineering", engineer, 7, uuid4())
            if not batch:
                return taken
            taken += batch

    with ThreadPoolExecutor(6) as threads:
        taken = [event for batch in threads.map(take, range(6)) for event in batch]
    taken += take(0)  # an empty claim under contention does not mean an empty queue
    assert len(taken) == len({event.id for event in taken}) == 200
    assert {event.attempts for event in taken} == {1}


# Ending.


def test_nothing_expired_is_claimed_and_expiring_pretends_no_processing(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    publish(twins, seller, expires_at=NOON, now=NOON - timedelta(days=1))
    publish(twins, seller, None, expires_at=NOON, now=NOON - timedelta(days=1))
    suggest(twins, seller, now=NOON - timedelta(days=7))
    assert claimed(twins, engineer, now=NOON) == []
    assert twins.claim_due(10, uuid4(), now=NOON) == []
    assert twins.expire(2, now=NOON) == 2
    assert twins.expire(now=NOON) == 1
    assert twins.expire(now=NOON) == 0
    rows = owner.execute("select distinct processed, processed_at, closed from twin_events")
    assert rows.fetchall() == [(False, None, "expired")]


def test_one_without_an_expiry_stays(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    id = _for_twins(owner, seller, expires_at=None)
    owner.execute("update twin_events set available_at = %s", (NOON,))
    assert twins.expire(now=NOON + timedelta(days=9999)) == 0
    assert claimed(twins, engineer, now=NOON + timedelta(days=9999)) == [id]


def test_who_claimed_in_time_may_finish_after_the_expiry(
    twins: TwinEvents, seller: UUID, engineer: UUID
) -> None:
    id = publish(twins, seller, expires_at=NOON + timedelta(seconds=5), now=NOON)
    token = uuid4()
    claimed(twins, engineer, token=token, now=NOON)
    assert twins.expire(now=NOON + timedelta(seconds=10)) == 0
    assert twins.settle([id], token) == 1


def test_what_fails_waits_longer_each_time_and_is_dead_after_the_fifth(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    id, moment, waits = publish(twins, seller, now=NOON), NOON, list[timedelta]()
    for attempt in range(1, 6):
        token = uuid4()
        assert claimed(twins, engineer, token=token, now=moment) == [id]
        outcome = twins.fail(id, token, "broken", now=moment)
        assert outcome == ("dead" if attempt == 5 else "retried")
        due = one(owner, "select available_at from twin_events")
        assert claimed(twins, engineer, now=due - timedelta(seconds=1)) == []
        waits.append(due - moment)
        moment = due
    assert waits[3] > waits[0]
    assert claimed(twins, engineer, now=moment) == []
    row = owner.execute("select processed, closed, last_error from twin_events").fetchone()
    assert row == (False, "dead", "broken")

    assert twins.redrive(id, now=moment)
    assert not twins.redrive(id, now=moment)
    assert claimed(twins, engineer, now=moment) == [id]


def test_one_whose_workers_die_is_dead_after_the_fifth(
    twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    poison, moment = publish(twins, seller, now=NOON), NOON
    for _ in range(5):
        assert claimed(twins, engineer, now=moment) == [poison]
        moment += timedelta(seconds=31)
    after = publish(twins, seller, now=moment)
    assert claimed(twins, engineer, now=moment) == [after]
    dead = owner.execute("select id, last_error from twin_events where closed = 'dead'")
    assert dead.fetchall() == [(poison, "the worker died")]


# To people.


def test_a_suggestion_for_a_role_waits_for_each_of_its_people_once(
    delivery: TwinDelivery, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    add_profile(owner, "engineering", phone=ADA, name="Ada Low", poc_agent_type="innovator")
    add_profile(owner, "engineering")  # a twin that nobody is behind
    add_profile(owner, "engineering", phone=JOE, verified=False, poc_agent_type="bouncer")
    add_profile(owner, "finance", phone=EVE)
    add_profile(owner, "engineering", org=OTHER_ORG, phone="+14155550106")
    add_profile(owner, "engineering", phone="+14155550107", opted_out_at=NOON)
    id = suggest(delivery.events, seller, payload={"text": "call Acme!"}, priority=Priority.URGENT)
    assert deliver(delivery) == {"twin_events": 1, "told": 1}
    assert deliver(delivery) == {}
    rows = owner.execute(
        "select u.phone_number, q.agent_id, q.priority, q.requires_fresh_context, q.status,"
        "  q.item_type, q.item_id"
        " from message_queue q join users u on u.id = q.user_id order by 1"
    ).fetchall()
    same = ("urgent", True, "queued", "twin_event", id)
    assert rows == [(MIKE, "concierge", *same), (ADA, "innovator", *same)]
    ((data,), _) = owner.execute("select message_data from message_queue").fetchall()
    words = plain_words(Facts(data=read(data)))
    assert words == "From Sarah Chen's twin (sales), a suggestion: call Acme."
    row = owner.execute("select processed, processed_by, last_error from twin_events").fetchone()
    assert row == (True, None, None)


def test_one_that_expires_while_it_waits_is_not_said(
    delivery: TwinDelivery,
    orchestrator: Orchestrator,
    seller: UUID,
    engineer: UUID,
    owner: Connection,
) -> None:
    expiry = datetime.now(UTC) + timedelta(hours=1)  # delivery goes by the database's clock
    suggest(delivery.events, seller, payload={"text": "call today"}, expires_at=expiry)
    assert deliver(delivery) == {"twin_events": 1, "told": 1}
    assert release(orchestrator, now=expiry) == {"cancel": 1}
    assert one(owner, "select trace -> -1 ->> 'reason' from message_queue") == (
        "expired while it waited"
    )


@pytest.mark.parametrize("role", ["sales", None], ids=["its own role", "every role"])
def test_the_person_behind_the_source_is_never_told(
    delivery: TwinDelivery, seller: UUID, engineer: UUID, owner: Connection, role: str | None
) -> None:
    add_profile(owner, "sales", phone=ADA)
    publish(delivery.events, seller, role, event_type="alert")
    deliver(delivery)
    told = column(
        owner,
        "select phone_number from message_queue q join users u on u.id = q.user_id order by 1",
    )
    assert told == ([ADA] if role else [MIKE, ADA])


def test_an_event_for_a_role_with_nobody_is_settled_and_says_so(
    delivery: TwinDelivery, seller: UUID, owner: Connection
) -> None:
    publish(delivery.events, seller, "sales", event_type="request")
    suggest(delivery.events, seller, "no such role")
    assert deliver(delivery) == {"twin_events": 2, "for_nobody": 2}
    rows = owner.execute("select distinct processed, last_error from twin_events").fetchall()
    assert rows == [(True, "nobody of that role can be texted")]


def test_what_twins_say_between_themselves_waits_for_a_twin_and_is_told_nobody(
    delivery: TwinDelivery, twins: TwinEvents, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    id = publish(twins, seller, priority=Priority.URGENT)
    suggest(twins, seller, priority=Priority.LOW)
    assert deliver(delivery) == {"twin_events": 1, "told": 1}
    assert claimed(twins, engineer) == [id]
    assert one(owner, "select count(*) from message_queue") == 1


def test_poison_is_dead_at_once_and_holds_up_nobody(
    delivery: TwinDelivery, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    payloads: list[Any] = [{}, [], {"text": " \n"}, {"deep": {"text": "x"}}, None]
    poison = [
        add_twin_event(owner, seller, "engineering", payload=payload, priority="urgent")
        for payload in payloads
    ]
    suggest(delivery.events, seller, priority=Priority.LOW)
    assert deliver(delivery) == {"twin_events": 6, "dead": 5, "told": 1}
    dead = column(owner, "select id from twin_events where closed = 'dead' order by seq")
    assert dead == poison
    errors = column(owner, "select distinct last_error from twin_events where closed = 'dead'")
    assert errors == ["PermanentFailure: its payload has nothing in it that can be said"]


def test_what_expires_is_taken_out_on_the_way(
    delivery: TwinDelivery, seller: UUID, owner: Connection
) -> None:
    publish(delivery.events, seller, expires_at=NOON)
    assert deliver(delivery) == {"expired": 1}


def test_nothing_is_queued_when_settling_fails(
    delivery: TwinDelivery, seller: UUID, engineer: UUID, owner: Connection
) -> None:
    owner.execute(
        "create function broken() returns trigger language plpgsql as"
        " 'begin raise exception using errcode = ''23514''; end'"
    )
    owner.execute(
        "create trigger broken before update on twin_events for each row"
        " when (new.processed) execute function broken()"
    )
    suggest(delivery.events, seller)
    assert deliver(delivery) == {"twin_events": 1, "retried": 1}
    assert one(owner, "select count(*) from message_queue") == 0
    assert "refused" in one(owner, "select last_error from twin_events")
