"""People: approval by a person, the proof of a work email, and lifting a pause."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import sql

from shared.db.people import applicants, find_user, record_email_proof, resume
from shared.db.pool import Database as Pool
from shared.db.turns import Turn, Turns
from shared.domain.effects.profile import AskEmailChange
from shared.errors import MalformedRequest
from tests.fixtures.deciding import approve
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, decision, one, text
from tests.integration.conftest import NOON

TOKEN = "0123456789ab"


def newcomer(app: Connection, turns: Turns, phone: str = SARAH, **columns: Any) -> UUID:
    """Somebody who has texted once and was answered; with the token of their mail address."""
    turn = turns.record(text("Hello", sender=phone)).turn
    assert turn is not None
    turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1)
    for name, value in {"email_verification_token": TOKEN, **columns}.items():
        query = sql.SQL("update users set {} = %s where id = %s").format(sql.Identifier(name))
        app.execute(query, (value, turn.user_id))
    return turn.user_id


def events(app: Connection, kind: str) -> list[Any]:
    query = "select payload, lane, processed from events where event_type = %s order by seq"
    return app.execute(query, (kind,)).fetchall()


def claim(turns: Turns, now: datetime | None = None) -> list[Turn]:
    return turns.claim(10, uuid4(), apology="Sorry.", now=now)


# Approval.


def test_an_approval_makes_a_member_and_their_agent_hears_of_it(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)

    assert approve(pool, user)

    row = app.execute("select verified, poc_agent_type, innovator, approved_at from users")
    assert [(*values[:3], values[3] is not None) for values in row] == [
        (True, "concierge", False, True)
    ]
    assert events(app, "user.verified") == [({"agent_type": "concierge"}, "conversation", False)]
    (turn,) = claim(turns)
    assert [event.event_type for event in turn.context.events] == ["user.verified"]
    assert turn.context.user.verified
    assert one(app, "select count(*) from innovators") == 0


def test_approving_twice_changes_nothing_the_second_time(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    assert approve(pool, user)
    when = one(app, "select approved_at from users")

    assert not approve(pool, user)
    assert one(app, "select approved_at from users") == when
    assert len(events(app, "user.verified")) == 1


def test_an_innovator_gets_a_listing_with_their_credits(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns, company="Acme")
    app.execute(
        "insert into credit_events (user_id, event_type, amount, idempotency_key)"
        " values (%s, 'gift', 30, 'k')",
        (user,),
    )

    assert approve(pool, user, "innovator")

    listing = app.execute("select user_id, company_name, credits_balance from innovators")
    assert listing.fetchall() == [(user, "Acme", 30)]
    assert one(app, "select innovator from users")


def test_a_listing_without_a_company_bears_the_persons_name(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns, first_name="Sarah", last_name="Chen")
    approve(pool, user, "innovator")
    assert one(app, "select company_name from innovators") == "Sarah Chen"


def test_a_member_may_become_an_innovator_without_a_second_welcome(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns, company="Acme")
    approve(pool, user)
    when = one(app, "select approved_at from users")

    assert approve(pool, user, "innovator")
    assert approve(pool, user, "concierge")
    assert approve(pool, user, "innovator")
    assert len(events(app, "user.verified")) == 1
    assert one(app, "select count(*) from innovators") == 1
    assert one(app, "select approved_at from users") == when


def test_the_function_takes_its_arguments_by_name_too(turns: Turns, app: Connection) -> None:
    user = newcomer(app, turns)
    assert one(app, "select approve_user(agent_type => 'innovator', user_id => %s)", user)
    assert not one(app, "select approve_user(user_id := %s, agent_type := 'innovator')", user)
    assert one(app, "select approve_user(user_id => %s)", user), "a concierge, if nothing is said"


def test_an_approval_of_nobody_or_as_nothing_known_is_refused(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    with pytest.raises(MalformedRequest, match="there is no user"):
        approve(pool, uuid4())
    with pytest.raises(MalformedRequest, match="concierge or innovator"):
        approve(pool, user, "bouncer")
    assert not one(app, "select verified from users")
    assert events(app, "user.verified") == []


def test_who_opted_out_is_approved_and_not_written_to(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    turns.record(text("STOP"))

    assert approve(pool, user)
    assert claim(turns) == []
    assert [processed for _, _, processed in events(app, "user.verified")] == [True]


def test_who_has_no_conversation_any_more_is_welcomed_in_a_new_one(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    app.execute("update users set phone_number = %s where id = %s", (MIKE, user))
    approve(pool, user)

    (turn,) = claim(turns)
    turns.settle(turn, decision("Welcome."), [("Welcome.", 1)], decided_ms=1)
    assert column(app, "select (phone_number, status)::text from conversations order by 1") == [
        f"({SARAH},closed)",
        f"({MIKE},active)",
    ]


# Who waits for approval.


def test_applicants_are_listed_longest_waiting_first_with_who_referred_them(
    pool: Pool, app: Connection
) -> None:
    member = add_user(app, "+14155550100", first_name="Ada", last_name="Byron")
    waiting = {"verified": False, "poc_agent_type": "bouncer", "first_name": "S"}
    add_user(app, SARAH, **waiting, onboarding_completed_at=NOON, name_dropped="a friend")
    before = NOON - timedelta(hours=1)
    mike = add_user(app, MIKE, **waiting, onboarding_completed_at=before, referred_by=member)
    add_user(app, "+14155550103", **waiting)
    done = {**waiting, "onboarding_completed_at": NOON, "approved_at": NOON}
    add_user(app, "+14155550104", **done)

    listed = applicants(pool)

    assert [(person.phone_number, person.referrer) for person in listed] == [
        (MIKE, "Ada Byron"),
        (SARAH, "a friend"),
    ]
    assert (listed[0].id, listed[0].first_name, listed[0].since) == (mike, "S", before)
    approve(pool, mike)
    assert [person.phone_number for person in applicants(pool)] == [SARAH]


def test_a_person_is_found_by_their_number(pool: Pool, app: Connection) -> None:
    user = add_user(app, SARAH)
    assert find_user(pool, SARAH) == user
    assert find_user(pool, MIKE) is None


# The proof of a work email.


def prove(pool: Pool, mail: str = "m1", **given: Any) -> str:
    fields: dict[str, Any] = {
        "token": TOKEN,
        "address": "Sarah@Acme.com",
        "rejection": None,
        "mail_id": mail,
        "signature": mail.encode(),
        "content": mail.encode(),
    }
    return record_email_proof(pool, **{**fields, **given})


def test_a_proved_address_is_the_persons_and_their_agent_hears_of_it(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)

    assert prove(pool, token=TOKEN.upper()) == "verified"

    proved = app.execute("select email, email_verified from users").fetchone()
    assert proved == ("sarah@acme.com", True)
    assert events(app, "user.email.verified") == [({}, "conversation", False)]
    (turn,) = claim(turns)
    assert [event.event_type for event in turn.context.events] == ["user.email.verified"]


def test_of_a_mails_id_which_names_its_sender_no_word_is_kept(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)
    mail = "<xenobia.7@laptop-of-xenobia>"
    assert prove(pool, mail, rejection="not_authenticated") == "rejected_not_authenticated"
    assert prove(pool, mail) == "duplicate"
    assert "xenobia" not in str(column(app, "select to_jsonb(e)::text from events e"))
    assert prove(pool, f"{mail}x") == "verified"


def test_mail_to_a_token_that_nobody_has_changes_nothing(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)
    before = one(app, "select count(*) from events")
    assert prove(pool, token="ffffffffffff") == "unknown"
    assert one(app, "select count(*) from events") == before
    assert not one(app, "select email_verified from users")


@pytest.mark.parametrize("rejection", [None, "not_authenticated"])
def test_the_same_mail_again_changes_nothing(
    pool: Pool, turns: Turns, app: Connection, rejection: str | None
) -> None:
    newcomer(app, turns)
    prove(pool, rejection=rejection)
    assert prove(pool, rejection=rejection) == "duplicate"
    assert one(app, "select count(*) from events where source = 'mail'") == 1


def test_another_mail_after_the_proof_changes_nothing(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)
    prove(pool, "m1")
    assert prove(pool, "m2", address="other@acme.com") == "already_verified"
    assert one(app, "select email from users") == "sarah@acme.com"
    assert one(app, "select count(*) from events where source = 'mail'") == 1


def asked_for_another(turns: Turns, app: Connection, user: UUID, at: datetime = NOON) -> None:
    """Somebody with a proved address asks by text to replace it, as their agent settles it."""
    app.execute(
        "update users set email = 'sarah@acme.com', email_verified = true where id = %s", (user,)
    )
    turn = turns.record(text("my work email changed"), now=at).turn
    assert turn is not None
    replies = [("Send.", 1)]
    turns.settle(turn, decision("Send.", effects=[AskEmailChange()]), replies, decided_ms=1, now=at)


def test_a_proof_from_another_address_replaces_the_proved_one_for_who_asked_for_that(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    asked_for_another(turns, app, user, datetime.now(UTC))

    assert prove(pool, "m1", address="Sarah@Acme.com") == "already_verified", "the same one"
    assert prove(pool, "m2", address="s@acme.com", rejection="reply") == "rejected_reply"
    assert prove(pool, "m3", address="s@gmail.com", rejection="personal_address") == (
        "rejected_personal_address"
    )
    assert prove(pool, "m4", address="Sarah@Datadog.com") == "verified"
    assert one(app, "select email from users") == "sarah@datadog.com"
    assert one(app, "select email_change_asked_at from users") is None
    assert prove(pool, "m5", address="sarah@globex.com") == "already_verified", "asked once"
    assert len(events(app, "user.email.verified")) == 1


def test_a_wish_for_another_address_ends_after_a_week(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    asked_for_another(turns, app, user, datetime.now(UTC) - timedelta(days=7, minutes=1))
    assert prove(pool, address="sarah@datadog.com") == "already_verified"
    assert one(app, "select email from users") == "sarah@acme.com"


def test_an_address_of_somebody_else_replaces_nothing(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    add_user(app, MIKE, email="mike@datadog.com")
    user = newcomer(app, turns)
    asked_for_another(turns, app, user, datetime.now(UTC))
    assert prove(pool, address="mike@datadog.com") == "rejected_taken"
    assert one(app, "select email from users where id = %s", user) == "sarah@acme.com"


@pytest.mark.parametrize("reason", ["personal_address", "not_authenticated"])
def test_a_mail_that_proves_nothing_is_told_to_the_agent_with_its_reason(
    pool: Pool, turns: Turns, app: Connection, reason: str
) -> None:
    newcomer(app, turns)

    assert prove(pool, rejection=reason) == f"rejected_{reason}"
    row = app.execute("select email, email_verified from users").fetchone()
    assert row == (None, False)
    assert events(app, "user.email.rejected") == [({"reason": reason}, "conversation", False)]
    assert prove(pool, "m2") == "verified", "a better mail still counts"


def test_one_signature_of_the_provider_serves_one_content(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)
    assert prove(pool, token=None, signature=b"signed") == "not_for_us"
    assert prove(pool, "m2", signature=b"signed") == "replayed"
    assert prove(pool, "m2", signature=b"signed", rejection="reply") == "replayed"
    assert not one(app, "select email_verified from users")
    assert one(app, "select count(*) from events where source = 'mail'") == 0

    assert prove(pool, "m3") == "verified"
    assert prove(pool, "m3") == "duplicate", "the provider lost our answer and posts it again"


def test_signatures_are_forgotten_once_they_are_too_old_to_be_used(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)
    for mail in ("m1", "m2", "m3"):
        prove(pool, mail, token=None)
    app.execute("update private.mail_signatures set seen_at = seen_at - interval '61 minutes'")
    prove(pool, "m4", token=None)
    assert one(app, "select count(*) from private.mail_signatures") == 1


def test_of_many_mails_that_prove_nothing_the_first_ten_a_day_are_told(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    newcomer(app, turns)
    for number in range(12):
        prove(pool, f"m{number}", rejection="reply")
    silent = [processed for _, _, processed in events(app, "user.email.rejected")]
    assert sorted(silent) == [False] * 10 + [True] * 2
    assert prove(pool, "better") == "verified"
    assert events(app, "user.email.verified") == [({}, "conversation", False)]


def test_an_address_that_somebody_else_has_is_not_given_twice(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    add_user(app, MIKE, email="SARAH@acme.com")
    newcomer(app, turns)

    assert prove(pool) == "rejected_taken"
    assert events(app, "user.email.rejected") == [({"reason": "taken"}, "conversation", False)]
    assert not one(app, "select email_verified from users where phone_number = %s", SARAH)


@pytest.mark.parametrize(
    ("rejection", "kind"),
    [(None, "user.email.verified"), ("personal_address", "user.email.rejected")],
)
def test_a_mail_of_who_opted_out_is_recorded_and_not_answered(
    pool: Pool, turns: Turns, app: Connection, rejection: str | None, kind: str
) -> None:
    newcomer(app, turns)
    turns.record(text("STOP"))

    prove(pool, rejection=rejection)
    assert one(app, "select email_verified from users") == (rejection is None)
    assert [processed for _, _, processed in events(app, kind)] == [True]
    assert claim(turns) == []


# Lifting a pause.


def test_a_lifted_pause_lets_what_waited_be_answered(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    for minute in range(5):
        moment = NOON + timedelta(minutes=minute)
        turn = turns.record(text("same"), now=moment).turn
        if turn:
            turns.settle(turn, decision("Hi."), [("Hi.", 1)], decided_ms=1, now=moment)
    user = one(app, "select id from users")
    app.execute("update conversations set paused_until = 'infinity'")
    app.execute("update events set available_at = 'infinity' where not processed")
    assert claim(turns) == []

    assert resume(pool, user)
    (turn,) = claim(turns)
    assert turn.context.texts == ["same"]
    assert turn.context.conversation.status == "active"


def test_there_is_nothing_to_lift_where_nothing_is_paused(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    assert not resume(pool, newcomer(app, turns))
    assert not resume(pool, uuid4())


# Declining.


def test_who_is_declined_is_told_by_the_next_text_that_may_go_out_and_once(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns, onboarding_completed_at=NOON)
    assert [one.id for one in applicants(pool)] == [user]

    assert pool.value("select decline_user(%s, 'No place for now.')", (user,))
    assert not pool.value("select decline_user(%s, 'No.')", (user,))

    queued = app.execute(
        "select agent_id, priority, status, message_data ->> 'text' from message_queue"
    ).fetchall()
    assert queued == [("bouncer", "high", "queued", "No place for now.")]
    assert applicants(pool) == []
    assert one(app, "select verified from users where id = %s", user) is False


def test_whoever_has_opted_out_is_declined_without_a_word(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns, opted_out_at=NOON)
    assert pool.value("select decline_user(%s, 'No.')", (user,))
    assert column(app, "select status from message_queue") == ["cancelled"]


def test_a_member_is_not_declined_and_nobody_who_is_unknown(
    pool: Pool, turns: Turns, app: Connection
) -> None:
    user = newcomer(app, turns)
    assert approve(pool, user)
    assert not pool.value("select decline_user(%s, 'No.')", (user,))
    with pytest.raises(MalformedRequest, match="there is no user"):
        pool.value("select decline_user(%s, 'No.')", (uuid4(),))
