"""A member asks by text what is open in their organisation, and dismisses one, on the database."""

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.conversation import Conversation
from shared.db.pool import Database as Pool
from shared.db.turns import Turns
from shared.domain.effects.member import DismissOpenLoop
from shared.errors import EffectNoLongerApplies
from shared.llm.engines import Engines
from tests.fixtures.engines import rules_only
from tests.fixtures.loops import DAY, an_event, project, record
from tests.fixtures.people import Connection, add_user, column, decision, one, text

NOW = datetime.now(UTC)


@pytest.fixture
def org(app: Connection) -> UUID:
    return uuid4()


def add_profile(connection: Connection, user: UUID, org: UUID) -> UUID:
    return one(
        connection,
        "insert into user_profiles (user_id, org_id, role) values (%s, %s, 'owner') returning id",
        user,
        org,
    )


def says(turns: Turns, app: Connection, words: str) -> str:
    engines: Engines = rules_only()
    Conversation(turns, engines).receive(text(words), deadline=time.monotonic() + 60)
    return column(app, "select content from messages where direction = 'outbound' order by seq")[-1]


def test_a_member_is_told_what_is_open_and_dismisses_the_second_one(
    turns: Turns, pool: Pool, app: Connection, org: UUID
) -> None:
    profile = add_profile(app, add_user(app), org)
    invoice, deal, elsewhere = uuid4(), uuid4(), uuid4()
    issued: dict[str, Any] = {
        "amount": "1200",
        "currency": "EUR",
        "due_date": f"{NOW - 5 * DAY:%Y-%m-%d}",
    }
    record(
        app,
        org,
        [
            an_event("invoice_issued", invoice, NOW - 30 * DAY, entity_type="invoice", **issued),
            an_event("quote_requested", deal, NOW - 3 * DAY, description="a new website"),
        ],
        NOW,
    )
    record(app, uuid4(), [an_event("quote_requested", elsewhere, NOW - 3 * DAY)], NOW)
    project(pool)

    told = says(turns, app, "what needs my attention?")
    assert told.startswith("This needs you now: an unpaid invoice (1,200 EUR), was due ")
    assert 'a quote to draft ("a new website"), was due ' in told
    assert str(elsewhere)[:8] not in told

    assert says(turns, app, "dismiss the second one") == (
        'Dismissed: a quote to draft ("a new website").'
    )
    written = app.execute(
        "select primary_entity_id, actor_id, actor_type, payload from system_events"
        " where event_type = 'loop_dismissed'"
    ).fetchall()
    assert written == [(deal, profile, "user", {"loop_type": "quote_needed"})]
    assert "website" not in says(turns, app, "what's open?")
    project(pool)
    assert one(app, "select status from open_loops where entity_id = %s", deal) == "dismissed"


def test_of_two_organisations_both_are_told(
    turns: Turns, pool: Pool, app: Connection, org: UUID
) -> None:
    member, other = add_user(app), uuid4()
    for one_org, name in ((org, "Acme"), (other, "Bolt")):
        add_profile(app, member, one_org)
        record(app, one_org, [an_event("lead_created", uuid4(), NOW, source=name)], NOW)
    project(pool)
    told = says(turns, app, "what needs my attention?")
    assert "Acme" in told
    assert "Bolt" in told


def test_nobody_dismisses_what_is_not_their_organisations_or_is_not_open(
    turns: Turns, pool: Pool, app: Connection, org: UUID
) -> None:
    add_profile(app, add_user(app), org)
    theirs, mine = uuid4(), uuid4()
    record(app, uuid4(), [an_event("lead_created", theirs, NOW)], NOW)
    record(app, org, [an_event("lead_created", mine, NOW)], NOW)
    project(pool)
    loops = dict(app.execute("select entity_id, id from open_loops").fetchall())
    app.execute("update open_loops set status = 'resolved' where entity_id = %s", (mine,))

    for loop_id in (loops[theirs], loops[mine], uuid4()):
        turn = turns.record(text("hi")).turn
        assert turn is not None
        dismissing = decision("Done.", effects=[DismissOpenLoop(id=loop_id)])
        with pytest.raises(EffectNoLongerApplies):
            turns.settle(turn, dismissing, [("Done.", 1)], decided_ms=1)
        turns.settle(turn, decision("No."), [("No.", 1)], decided_ms=1)
    assert one(app, "select count(*) from system_events where event_type = 'loop_dismissed'") == 0


def test_who_belongs_to_no_organisation_has_nothing_read_for_them(
    turns: Turns, app: Connection
) -> None:
    add_user(app)
    turn = turns.record(text("hi")).turn
    assert turn is not None
    assert turn.context.open_loops is None
