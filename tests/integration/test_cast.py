"""The cast of the local stack: who is there to live the flows through with."""

from infra.local.cast import CAST, CREDITS, add_cast
from shared.db.pool import Database as Pool
from shared.db.prospects import Prospects
from tests.fixtures.background import handle_events
from tests.fixtures.people import Connection, column, one
from tests.fixtures.tasks import TaskRunner


def test_everybody_is_a_member_with_expertise_and_is_added_once(owner: Connection) -> None:
    assert add_cast(owner) == len(CAST)
    assert add_cast(owner) == 0
    assert (
        one(owner, "select count(*) from users where verified and not innovator") == len(CAST) - 1
    )
    unknown = (
        "select tag from users, unnest(expertise) tag"
        " where tag not in (select tag from expertise_tags)"
    )
    assert column(owner, unknown) == []
    assert column(owner, "select phone_number from users where expertise = '{}'") == []


def test_the_innovator_has_credits_to_offer(owner: Connection) -> None:
    add_cast(owner)
    assert column(owner, "select credits_balance from innovators") == [CREDITS]
    assert one(owner, "select sum(balance) from user_credit_balances") == CREDITS


def test_members_are_asked_to_introduce_those_they_know(owner: Connection) -> None:
    add_cast(owner)
    assert one(owner, "select count(*) from intro_opportunities where status = 'open'") == 3
    assert column(owner, "select distinct bounty_credits from intro_opportunities") == [50]


def test_both_sides_of_an_introduction_can_be_told_by_what_and_why(owner: Connection) -> None:
    add_cast(owner)
    summaries = column(
        owner,
        "select p.item_summary from user_priorities p join users u on u.id = p.user_id"
        " where u.first_name in ('Arjun', 'Rosa') order by u.first_name",
    )
    wishes = "Ines Duarte (Founder, Ledgerline) would like an introduction to"
    theirs = "who is among your contacts from"
    assert summaries == [
        f"{wishes} Noor Haddad (CFO, Brightpath), {theirs} Google, for 50 credits",
        f"{wishes} Sam Ito (COO, Fernway), {theirs} LinkedIn, for 50 credits",
    ]
    sells = next(member.sells for member in CAST if member.sells)
    assert column(owner, "select distinct intro_context from intro_opportunities") == [sells]


def test_who_knows_whom_the_innovator_wants_to_meet_is_found_or_left_to_an_operator(
    pool: Pool, owner: Connection
) -> None:
    add_cast(owner)
    handle_events(pool)
    TaskRunner(pool).run(one(owner, "select now()"))
    asked = column(
        owner,
        "select u.first_name || ' for ' || o.prospect_name from prospect_acquaintances a"
        " join intro_opportunities o on o.id = a.opportunity_id join users u on u.id = a.user_id",
    )
    assert set(asked) == {
        "Arjun for Noor Haddad",
        "Lena for Sam Ito",
        "Rosa for Sam Ito",
        "Kofi for Maya Okafor",
    }
    assert [review.prospect.split(",")[0] for review in Prospects(pool).reviews()] == ["Ivo Brandt"]


def test_who_was_changed_stays_as_they_are(owner: Connection) -> None:
    add_cast(owner)
    owner.execute("update users set company = 'Elsewhere'")
    add_cast(owner)
    assert column(owner, "select distinct company from users") == ["Elsewhere"]
