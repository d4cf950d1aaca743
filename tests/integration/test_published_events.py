"""What the database and the agents publish is what the declarations say, field by field."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.agents.capabilities.joining_tools import COMPLETE_ONBOARDING
from shared.db.people import record_email_proof
from shared.db.pool import Database as Pool
from shared.db.prospects import Prospects
from shared.db.turns import Turns
from shared.domain.effects.person import AskForPerson
from shared.domain.effects.profile import RecordReferral, UpdateProfile
from shared.domain.effects.publishing import PublishEvent
from shared.domain.events import DECLARED, ConversationPaused, OnboardingInfoComplete
from shared.errors import EffectNoLongerApplies
from shared.llm.interface import AgentSettings, Nothing
from shared.network.introductions import Flow
from shared.network.prospects.contact import Contact
from tests.fixtures.community import background, clock, member, publish
from tests.fixtures.deciding import approve
from tests.fixtures.introductions import made
from tests.fixtures.people import Connection, column, decision, one, text
from tests.fixtures.research import PAYROLL, offering, request
from tests.integration.conftest import NOON

Logged = dict[str, list[tuple[Any, str | None, str]]]


def logged(app: Connection) -> Logged:
    found: Logged = {}
    for name, *row in app.execute(
        "select event_type, payload, aggregate_type, lane from events order by seq"
    ).fetchall():
        found.setdefault(name, []).append(tuple(row))
    return found


def prove(pool: Pool, token: str, mail: str, rejection: str | None) -> None:
    record_email_proof(
        pool,
        token=token,
        address="sarah@acme.com",
        rejection=rejection,
        mail_id=mail,
        signature=mail.encode(),
        content=mail.encode(),
    )


def listed_by_others(pool: Pool, app: Connection) -> None:
    """Somebody uploads her, and takes back another whom a member was asked to introduce."""
    uploader, connector = member(app, poc_agent_type="innovator"), member(app)
    prospects = Prospects(pool)
    given = [Contact(name=who, email=f"{who}@acme.com") for who in ("sarah", "lee")]
    batch = prospects.upload(uploader, uuid4(), "csv", given)
    (lee,) = prospects.listed(uploader, batch, "lee", None, 1)
    app.execute(
        "insert into intro_opportunities (connector_user_id, innovator_id, prospect_id,"
        " prospect_name) values (%s, %s, %s, 'Lee')",
        (connector, uploader, lee.id),
    )
    prospects.remove(uploader, lee.id)


def a_whole_life(pool: Pool, turns: Turns, app: Connection) -> tuple[UUID, Logged]:
    """All that can happen to one person, who is erased in the end; what was logged before."""
    recorded = turns.record(text("Hello"), now=NOON)
    assert recorded.turn is not None
    said = [
        UpdateProfile(
            first_name="Sarah",
            last_name="Chen",
            company="Acme",
            title="CTO",
            expertise=["payroll"],
        ),
        RecordReferral(referrer_name="nobody"),
    ]
    turns.settle(recorded.turn, decision("Hi.", effects=said), [("Hi.", 1)], decided_ms=1, now=NOON)
    token = one(app, "select email_verification_token from users")
    prove(pool, token, "m1", "reply")
    prove(pool, token, "m2", None)
    recorded = turns.record(text("done"), now=NOON + timedelta(minutes=1))
    assert recorded.turn is not None
    told = COMPLETE_ONBOARDING.run(recorded.turn.context, Nothing(), AgentSettings())
    done = decision("Done.", effects=[*told.effects, AskForPerson()])
    turns.settle(recorded.turn, done, [("Done.", 1)], decided_ms=1, now=NOON)
    user = recorded.turn.user_id
    listed_by_others(pool, app)
    assert approve(pool, user)
    item = (user, uuid4())
    assert pool.value("select private.put_priority(%s, 'community_response', %s, 90, '{}')", item)
    pool.value("select private.announce_priorities(array[%s]::uuid[], %s)::text", (user, NOON))
    for minute in range(10):
        moment = NOON + timedelta(minutes=10 + minute)
        again = turns.record(text("I am out of office"), now=moment)
        if again.turn is not None:
            turns.settle(again.turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=moment)
    publish(app, user, "who knows payroll?", now=clock(app))
    for flow in Flow:
        made(app, flow, clock(app))
    offering(app, **PAYROLL)
    request(app, user, now=clock(app))
    background(pool, app, clock(app))
    background(pool, app, clock(app) + timedelta(days=8))
    return user, logged(app)


def test_every_type_is_published_as_it_is_declared(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user, found = a_whole_life(pool, turns, app)
    archive = uuid4()
    assert pool.value("select claim_archive(%s, '1 minute')", (archive,))
    assert one(app, "select erase_person(%s, %s)", user, archive)
    found["user.erased"] = logged(app)["user.erased"]

    assert set(found) == set(DECLARED)
    for name, rows in found.items():
        declared = DECLARED[name]
        for payload, aggregate_type, lane in rows:
            declared.model_validate(payload)
            assert (aggregate_type, lane) == (declared.aggregate_type, declared.lane())


def published(user: UUID, key: str = "k") -> PublishEvent:
    return PublishEvent(event=OnboardingInfoComplete(), aggregate_id=user, key=key)


def test_an_agents_event_is_written_with_its_turn_once_per_key(
    turns: Turns, app: Connection
) -> None:
    turn = turns.record(text("Hello"), now=NOON).turn
    assert turn is not None
    effects = [published(turn.user_id), published(turn.user_id), published(turn.user_id, "other")]
    made = decision("Hi.", effects=effects)
    turns.settle(turn, made, [("Hi.", 1)], decided_ms=1, now=NOON)
    row = "select (source, created_by, lane, aggregate_id, occurred_at)::text from events"
    assert len(set(column(app, row + " where source = 'bouncer'"))) == 1
    assert column(app, "select request_id from events where source = 'bouncer'") == ["k", "other"]
    assert one(app, "select occurred_at from events where source = 'bouncer'") == NOON


def test_one_key_for_two_events_takes_the_whole_turn_back(turns: Turns, app: Connection) -> None:
    turn = turns.record(text("Hello"), now=NOON).turn
    assert turn is not None
    conversation = turn.context.conversation.id
    paused = ConversationPaused(cause="same_text", until=NOON)
    other = PublishEvent(event=paused, aggregate_id=conversation, key="k")
    made = decision("Hi.", effects=[published(turn.user_id), other])
    with pytest.raises(EffectNoLongerApplies):
        turns.settle(turn, made, [("Hi.", 1)], decided_ms=1, now=NOON)
    assert column(app, "select event_type from events") == ["user.message.received"]
