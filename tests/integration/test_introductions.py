"""Introductions as they are lived: consent before names, rivals, money, silence, wishes, blocks."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from shared.db.pool import Database as Pool
from shared.db.privacy import find_person
from shared.domain.effects.community import RouteCommunityRequest
from shared.domain.effects.introductions import (
    BlockIntroductions,
    DropBounty,
    OfferIntroduction,
    WishIntroduction,
)
from shared.network.introductions import Action, Actor, Flow
from shared.privacy.requests import erase
from tests.fixtures.community import apply, background, clock, member, publish
from tests.fixtures.introductions import (
    DAY,
    available,
    does,
    innovator,
    made,
    offer,
    opportunity,
    prospect,
    proved,
    request,
    status_of,
    told,
)
from tests.fixtures.people import Connection, column, one

M, B = Actor.MAKER, Actor.BENEFICIARY


def known(app: Connection, user: UUID, now: datetime) -> dict[str, Any]:
    """What the person's agent knows of introductions."""
    return one(app, "select private.introductions_of(%s, %s)", user, now)


def priorities(app: Connection, user: UUID) -> list[tuple[str, str]]:
    rows = app.execute(
        "select item_type, status from user_priorities where user_id = %s order by item_type",
        (user,),
    ).fetchall()
    return [(item_type, status) for item_type, status in rows]


def test_an_opportunity_from_the_question_to_the_paid_introduction(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    one_ = made(app, Flow.OPPORTUNITY, now)
    connector, payer = one_.people[M], one_.people[B]
    summary = one(app, "select item_summary from user_priorities where user_id = %s", connector)
    assert summary == (
        "Ines Ito (CEO, Acme) would like an introduction to Jo Lee (CFO, Initech), for 50 credits"
    )
    assert known(app, payer, now)["items"] == [], "who is asked is not named before a yes"

    does(app, connector, Action.ACCEPT, one_.flow, one_.id, now)
    (to_maker,), (to_payer,) = told(app, connector), told(app, payer)
    assert (to_maker["what"], to_maker["name"]) == ("introduced", "Ines Ito")
    assert to_payer["name"] == "Dana Roe"
    assert to_payer["third"] == "Jo Lee (CFO, Initech)"
    for said, email in ((to_maker, "@acme.test"), (to_payer, "@hooli.test")):
        assert email in said["email"]
        assert "+1" not in json.dumps(said), "no number is ever given"
    assert available(app, payer) == 150

    background(pool, app, now + 7 * DAY)
    assert [said["what"] for said in told(app, payer)] == ["introduced", "happened"]
    does(app, connector, Action.REPORT, one_.flow, one_.id, now + 8 * DAY)
    background(pool, app, now + 14 * DAY)
    assert status_of(app, one_.flow, one_.id) == "accepted"
    background(pool, app, now + 15 * DAY)
    assert status_of(app, one_.flow, one_.id) == "completed"
    assert available(app, connector) == 50
    assert one(app, "select status_level from users where id = %s", connector) == "connector"
    assert one_.rival is not None
    assert status_of(app, one_.flow, one_.rival) == "cancelled"
    left = "select count(*) from agent_tasks where task_type like 'intro%%' and status = 'pending'"
    assert one(app, left) == 0


def test_a_rivals_decline_brings_the_others_back_as_they_were(app: Connection) -> None:
    now = clock(app)
    one_ = made(app, Flow.OPPORTUNITY, now)
    assert one_.rival is not None
    other = one(app, "select connector_user_id from intro_opportunities where id = %s", one_.rival)
    does(app, one_.people[M], Action.ACCEPT, one_.flow, one_.id, now)
    assert priorities(app, other) == [("intro_opportunity", "cancelled")]
    with pytest.raises(psycopg.Error, match="somebody else is making"):
        does(app, other, Action.ACCEPT, one_.flow, one_.rival, now)
    third = prospect(app, innovator(app), email=None, phone_number="+12125550199")
    late = prospect(app, innovator(app), phone_number="+1 (212) 555-0199")
    assert opportunity(app, other, third, now) is not None
    paused = opportunity(app, other, late, now)
    assert paused is not None
    assert status_of(app, one_.flow, paused) == "paused", "the same mailbox as the first"
    does(app, one_.people[M], Action.DECLINE, one_.flow, one_.id, now)
    assert status_of(app, one_.flow, one_.rival) == "open"
    assert status_of(app, one_.flow, paused) == "open"
    assert {status for _, status in priorities(app, other)} == {"active"}


def test_the_innovators_credits_run_out_between_two_acceptances(app: Connection) -> None:
    now = clock(app)
    payer, first, second = innovator(app, 60), member(app), member(app)
    jo, kim = prospect(app, payer), prospect(app, payer, name="Kim Ray", email="kim@globex.test")
    one_, two = opportunity(app, first, jo, now), opportunity(app, second, kim, now)
    assert one_ is not None
    assert two is not None
    does(app, first, Action.ACCEPT, Flow.OPPORTUNITY, one_, now)
    with pytest.raises(psycopg.Error, match="cannot fund") as refused:
        does(app, second, Action.ACCEPT, Flow.OPPORTUNITY, two, now)
    assert refused.value.sqlstate == "YP002"
    (item,) = known(app, second, now)["items"]
    assert (item["bounty"], item["funded"]) == (50, False)
    apply(app, second, DropBounty(item_type="intro_opportunity", item_id=two), now)
    (item,) = known(app, second, now)["items"]
    assert (item["bounty"], item["funded"], item["stage"]) == (0, True, "open")
    does(app, second, Action.ACCEPT, Flow.OPPORTUNITY, two, now)
    assert available(app, payer) == 10
    assert opportunity(app, first, kim, now) is not None
    assert one(app, "select min(bounty_credits) from intro_opportunities") == 0


def test_an_offer_names_the_third_person_only_once_it_is_confirmed(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    one_ = made(app, Flow.OFFER, now)
    volunteer, introducee = one_.people[M], one_.people[B]
    before = json.dumps([known(app, introducee, now), *_words(app, introducee)])
    assert "Jo Lee" not in before
    assert "CFO at Initech" in before
    assert "Ines" not in json.dumps(known(app, volunteer, now))
    does(app, introducee, Action.ACCEPT, one_.flow, one_.id, now)
    assert [said["what"] for said in told(app, volunteer)] == ["willing"]
    assert "Jo Lee" not in json.dumps(known(app, introducee, now))
    app.execute("update message_queue set status = 'sent' where user_id = %s", (volunteer,))
    background(pool, app, now + 3 * DAY)
    assert [said["what"] for said in told(app, volunteer)] == ["willing"], "asked once more"
    does(app, volunteer, Action.CONFIRM, one_.flow, one_.id, now + 4 * DAY)
    (introduced,) = (said for said in told(app, introducee) if said["what"] == "introduced")
    assert introduced["third"] == "Jo Lee (CFO, Initech)"
    does(app, introducee, Action.REPORT, one_.flow, one_.id, now + 5 * DAY)
    assert available(app, volunteer) == 50


def _words(app: Connection, user: UUID) -> list[Any]:
    return column(app, "select to_jsonb(p) from user_priorities p where user_id = %s", user)


def test_a_volunteer_who_says_nothing_for_a_week_is_asked_no_more(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    one_ = made(app, Flow.OFFER, now)
    does(app, one_.people[B], Action.ACCEPT, one_.flow, one_.id, now)
    background(pool, app, now + 6 * DAY)
    assert status_of(app, one_.flow, one_.id) == "pending_connector_confirmation"
    background(pool, app, now + 7 * DAY)
    assert status_of(app, one_.flow, one_.id) == "expired"
    assert available(app, one_.people[B]) == 200
    assert "not_coming" in [said["what"] for said in told(app, one_.people[B])]


@pytest.mark.parametrize("flow", Flow)
def test_what_nobody_answers_ends_by_itself(flow: Flow, pool: Pool, app: Connection) -> None:
    now = clock(app)
    one_ = made(app, flow, now)
    background(pool, app, now + (14 if flow is Flow.OFFER else 30) * DAY)
    assert status_of(app, flow, one_.id) == "expired"
    assert available(app, one_.people[B]) == 200


def test_three_objections_end_it_and_an_operator_looks_at_the_credits(app: Connection) -> None:
    now = clock(app)
    one_ = made(app, Flow.OPPORTUNITY, now)
    does(app, one_.people[M], Action.ACCEPT, one_.flow, one_.id, now)
    for _ in range(3):
        assert status_of(app, one_.flow, one_.id) == "accepted"
        does(app, one_.people[M], Action.REPORT, one_.flow, one_.id, now)
        does(app, one_.people[B], Action.OBJECT, one_.flow, one_.id, now)
    assert status_of(app, one_.flow, one_.id) == "expired"
    assert available(app, one_.people[B]) == 200
    reviews = app.execute("select item_id, objecting_user_id, credits from introduction_reviews")
    assert reviews.fetchall() == [(one_.id, one_.people[B], 50)]


def test_an_innovator_who_never_answers_is_asked_three_times(pool: Pool, app: Connection) -> None:
    now = clock(app)
    one_ = made(app, Flow.OPPORTUNITY, now)
    does(app, one_.people[M], Action.ACCEPT, one_.flow, one_.id, now)
    for week in (1, 2, 3):
        background(pool, app, now + week * 7 * DAY)
        assert one(app, "select asked_count from intro_opportunities where asked_count > 0") == week
    background(pool, app, now + 28 * DAY)
    assert status_of(app, one_.flow, one_.id) == "expired"
    assert available(app, one_.people[B]) == 200


def _wish(app: Connection, user: UUID, now: datetime, name: str, **given: Any) -> UUID:
    fields = {"wish": "meet", "name": name, "company": "Hooli", "reason": "about payroll", **given}
    effect = WishIntroduction.model_validate(fields)
    apply(app, user, effect, now)
    return effect.id


def test_whether_whom_they_wish_to_meet_is_a_member_shows_nowhere(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    dana = member(app, last_name="Roe", company="Hooli Inc.")
    for _ in range(2):
        member(app, first_name="Sam", last_name="Poe", company="Hooli")
    expert = member(app, "payroll")
    seen: list[Any] = []
    for name in ("dana roe", "Sam Poe", "Wanda Quill"):
        asker = innovator(app, 100)
        wish = _wish(app, asker, now, name, bounty=20, reason=f"{name} knows payroll")
        background(pool, app, now)
        shown = known(app, asker, now)
        assert [one_["id"] for one_ in shown["wishes"]] == [str(wish)]
        questions = one(app, "select private.questions_of(%s, %s)", asker, now)
        seen.append((shown["items"], shown["available"], questions, told(app, asker)))
        found = one(app, "select introducee_user_id from connection_requests where id = %s", wish)
        assert found == (dana if name == "dana roe" else None)
    assert seen[0] == seen[1] == seen[2]
    asked = column(app, "select question from community_requests order by created_at")
    assert asked
    assert not any(part in " ".join(asked) for part in ("Sam", "Poe", "Wanda", "Quill"))
    assert one(app, "select count(*) from community_targets where user_id = %s", expert) > 0
    background(pool, app, now + 31 * DAY)
    assert column(app, "select credit_balance from users where innovator") == [100] * 3
    balances = column(app, "select private.available_credits(id) from users where innovator")
    assert balances == [100] * 3
    assert (
        column(app, "select 1 from message_queue where message_data->>'kind' like '%%closed'") == []
    )


def test_somebody_named_by_a_volunteer_is_offered_the_introduction(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    volunteer = member(app, last_name="Roe")
    introducee = member(app, first_name="Priya", last_name="Patel", company="Acme")
    for name in ("Priya Patel", "Wanda Quill"):
        _wish(app, volunteer, now, name, company=None, wish="introduce", prospect_name="Jo Lee")
    background(pool, app, now)
    assert column(app, "select introducee_user_id from intro_offers") == [introducee]
    question = publish(app, introducee, now=now)
    apply(app, None, RouteCommunityRequest(request_id=question, wave=1, size=3), now)
    given = OfferIntroduction(request_id=question, prospect_name="Kim Ray")
    with pytest.raises(psycopg.Error, match="was not asked"):
        apply(app, member(app), given, now)


def test_a_pair_is_blocked_for_good_and_what_was_open_ends(app: Connection) -> None:
    now = clock(app)
    senior, asker = member(app, last_name="Roe"), innovator(app, 100)
    asked = request(app, senior, asker, now, 20)
    offered = offer(app, senior, asker, now)
    assert asked is not None
    assert offered is not None
    apply(app, senior, BlockIntroductions(item_type="connection_request", item_id=asked), now)
    assert status_of(app, Flow.REQUEST, asked) == "declined"
    assert status_of(app, Flow.OFFER, offered) == "connector_declined"
    assert available(app, asker) == 100
    assert request(app, senior, asker, now + 365 * DAY) is None
    assert offer(app, asker, senior, now) is None, "it holds for both sides"
    apply(app, member(app), BlockIntroductions(name="Globex GmbH"), now)
    never = one(app, "select user_id from pair_blocks where blocked_name = 'globex'")
    assert opportunity(app, never, prospect(app, asker, company="Globex"), now) is None
    assert request(app, never, innovator(app, company="GLOBEX"), now) is None
    with pytest.raises(psycopg.Error, match="no party"):
        apply(app, never, BlockIntroductions(item_type="connection_request", item_id=asked), now)


def test_twenty_requests_to_one_senior_person_leave_them_ten_and_each_asker_one(
    app: Connection,
) -> None:
    now = clock(app)
    senior = member(app, last_name="Roe")
    askers = [innovator(app) for _ in range(20)]
    assert all(request(app, senior, asker, now) for asker in askers)
    assert not any(request(app, senior, asker, now) for asker in askers)
    assert len(priorities(app, senior)) == 10
    assert len(known(app, senior, now)["items"]) <= 12


def test_who_referred_them_and_whom_they_have_met_vouch_for_a_member(app: Connection) -> None:
    now = clock(app)
    referrer, friend, senior = member(app), member(app), member(app)
    asker = innovator(app, referred_by=referrer)
    met = request(app, friend, asker, now)
    assert met is not None
    does(app, friend, Action.ACCEPT, Flow.REQUEST, met, now)
    for user in (friend, asker):
        does(app, user, Action.REPORT, Flow.REQUEST, met, now)
    asked = request(app, senior, asker, now)
    vouching = one(app, "select vouched_by_user_ids from connection_requests where id = %s", asked)
    assert set(vouching) == {referrer, friend}


def test_an_erased_connector_leaves_the_credits_and_the_rivals_free(
    pool: Pool, app: Connection
) -> None:
    now = clock(app)
    one_ = made(app, Flow.OPPORTUNITY, now)
    does(app, one_.people[M], Action.ACCEPT, one_.flow, one_.id, now)
    person = find_person(pool, user_id=one_.people[M], phone=None)
    assert person is not None
    assert erase(pool, None, person)
    assert status_of(app, one_.flow, one_.id) == "cancelled"
    assert available(app, one_.people[B]) == 200
    assert one_.rival is not None
    assert status_of(app, one_.flow, one_.rival) == "open"


def test_both_sides_are_reviewed_at_once_and_the_events_carry_no_words(app: Connection) -> None:
    now = clock(app)
    one_ = made(app, Flow.REQUEST, now)
    app.execute("delete from agent_tasks where task_type = 'account_manager_review'")
    does(app, one_.people[M], Action.ACCEPT, one_.flow, one_.id, now)
    reviewed = column(
        app, "select user_id from agent_tasks where task_type = 'account_manager_review'"
    )
    assert set(reviewed) == {one_.people[M], one_.people[B]}
    payloads = column(app, "select payload from events where event_type like 'connection.%%'")
    assert [payload["action"] for payload in payloads] == ["opened", "accepted"]
    assert "Ines" not in json.dumps(payloads)


def test_a_proved_address_is_given_and_an_unproved_one_is_not(app: Connection) -> None:
    now = clock(app)
    asker, asked = innovator(app, email="x@acme.test"), member(app, **proved("d@hooli.test"))
    id = request(app, asked, asker, now)
    assert id is not None
    does(app, asked, Action.ACCEPT, Flow.REQUEST, id, now)
    assert ["email" in said for said in told(app, asked)] == [False]
    assert [said["email"] for said in told(app, asker)] == ["d@hooli.test"]


def test_nobody_is_introduced_to_themselves(app: Connection) -> None:
    now, alone = clock(app), innovator(app)
    assert request(app, alone, alone, now) is None
    assert offer(app, alone, alone, now) is None
    assert opportunity(app, alone, prospect(app, alone), now) is None
    with pytest.raises(psycopg.Error, match="nobody wants to meet"):
        opportunity(app, alone, uuid4(), now)
