"""Contacts from their upload to the day one of them joins; withdrawn, reviewed, rewarded."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from shared.cli import main
from shared.db.pool import Database as Pool
from shared.db.prospects import Prospects
from shared.domain.context import TurnContext
from shared.errors import EffectNoLongerApplies, MalformedRequest
from shared.network.prospects.contact import Contact
from shared.network.prospects.reading import read_contacts
from shared.network.prospects.states import TRANSITIONS, Action, ProspectStatus
from tests.fixtures.background import handle_events
from tests.fixtures.community import member
from tests.fixtures.contact_files import JANE, OMAR, SAMPLES
from tests.fixtures.database import Database
from tests.fixtures.deciding import approve, decide
from tests.fixtures.people import Connection, add_user, column, one

JOINING = {
    "phone_number": "+14155550111",
    "email": "jane@acme.com",
    "linkedin_url": "https://linkedin.com/in/Jane-Doe/",
    "first_name": "Jane",
    "last_name": "Doe",
    "company": "ACME",
}


def innovator(app: Connection, **columns: object) -> UUID:
    return member(app, poc_agent_type="innovator", innovator=True, **columns)


def newcomer(app: Connection, **columns: object) -> UUID:
    given = JOINING | columns
    phone = str(given.pop("phone_number"))
    return add_user(app, phone, verified=False, poc_agent_type="bouncer", **given)


def joins(pool: Pool, user: UUID) -> None:
    assert approve(pool, user)
    handle_events(pool)


def listed(app: Connection, uploader: UUID, **columns: str) -> UUID:
    """A prospect as SQL of anybody's may write it."""
    row = {"name": "Somebody Else"} | columns
    names = ", ".join(row)
    marks = ", ".join(["%s"] * len(row))
    return one(
        app,
        f"insert into prospects (innovator_id, {names}) values (%s, {marks}) returning id",  # noqa: S608
        uploader,
        *row.values(),
    )


def state(app: Connection, prospect: UUID) -> str:
    return one(app, "select status from prospects where id = %s", prospect)


NAMED = {"name": "Jané Q. Doe, MBA", "company": "Acme, Inc."}
MATCHES: list[tuple[dict[str, str], int, str]] = [
    ({"email": "JANE@acme.com"}, 100, "email"),
    ({"phone_number": "+1 (415) 555-0111"}, 100, "phone or LinkedIn"),
    ({"linkedin_url": "www.linkedin.com/in/jane-doe?trk=1"}, 100, "phone or LinkedIn"),
    ({"email": "jane+sales@acme.com"}, 80, "mailbox"),
    ({"email": "j.doe@acme.com", **NAMED}, 70, "name and domain"),
    ({"linkedin_url": "linkedin.com/in/other", **NAMED}, 60, "name and company"),
    ({"email": "janet@acme.com", "name": "Janet Roe"}, 40, "domain and first name"),
    ({"email": "bob@acme.com", "name": "Bob Doe", "company": "Acme"}, 0, ""),
    ({"email": "jane@other.com", "name": "Jane Doe"}, 0, ""),
    ({"email": "x@acme.com", "name": "Jane"}, 0, ""),
]


@pytest.mark.parametrize(("columns", "score", "rule"), MATCHES)
def test_the_best_rule_counts_and_decides_what_becomes_of_a_prospect(
    pool: Pool, app: Connection, columns: dict[str, str], score: int, rule: str
) -> None:
    uploader, user = innovator(app), newcomer(app)
    prospect = listed(app, uploader, **columns)
    joins(pool, user)
    found = "converted" if score >= 70 else "review" if score >= 40 else "pending"
    assert state(app, prospect) == found
    assert one(app, "select credit_balance from users where id = %s", uploader) == (
        25 if score >= 70 else 0
    )
    asked = app.execute("select introducee_user_id, requestor_user_id from connection_requests")
    assert asked.fetchall() == ([(user, uploader)] if score >= 70 else [])
    reviews = app.execute("select score, rule, user_id from prospect_reviews").fetchall()
    assert reviews == ([(score, rule, user)] if found == "review" else [])
    if found == "converted":
        assert one(app, "select converted_to_user_id from prospects") == user


def test_a_free_mail_provider_is_nobodys_employer(pool: Pool, app: Connection) -> None:
    uploader = innovator(app)
    same = [
        listed(app, uploader, email="janet@gmail.com", name="Janet Roe"),
        listed(app, uploader, email="j.doe@gmail.com", name="Jane Doe"),
    ]
    user = newcomer(app, email="jane@gmail.com", company=None, linkedin_url=None)
    joins(pool, user)
    assert [state(app, one) for one in same] == ["pending", "pending"]


def test_each_uploader_is_rewarded_once_for_a_person_and_nobody_for_themselves(
    pool: Pool, app: Connection
) -> None:
    first, second = innovator(app), innovator(app)
    user = newcomer(app)
    listed(app, first, email="jane@acme.com")
    listed(app, first, phone_number="+14155550111")
    listed(app, second, linkedin_url="linkedin.com/in/jane-doe")
    own = listed(app, user, email="jane@acme.com")
    joins(pool, user)
    assert not approve(pool, user)
    handle_events(pool)
    booked = app.execute(
        "select user_id, amount, reference_id from credit_events order by user_id"
    ).fetchall()
    assert booked == [(one, 25, user) for one in sorted((first, second))]
    assert state(app, own) == "pending"


def test_whoever_is_listed_after_they_joined_is_not_told_apart(pool: Pool, app: Connection) -> None:
    uploader, user = innovator(app), newcomer(app)
    joins(pool, user)
    prospects = Prospects(pool)
    assert prospects.known(uploader, [JANE, OMAR]) == []
    batch = prospects.upload(uploader, uuid4(), "csv", [JANE, OMAR])
    handle_events(pool)
    assert {*column(app, "select status from prospects")} == {"pending"}
    assert prospects.known(uploader, [JANE, OMAR]) == [0, 1]
    assert [one.name for one in prospects.listed(uploader, batch, "", None, 9)]


def test_an_upload_is_stored_as_it_was_read_and_known_the_next_time(
    pool: Pool, app: Connection
) -> None:
    uploader, prospects = innovator(app), Prospects(pool)
    link = uuid4()
    google = next(one for one in SAMPLES if one.source == "google")
    batch = prospects.upload(uploader, link, "google", read_contacts(google.content, "US").accepted)
    rows = app.execute(
        "select name, email, phone_number, linkedin_url, identity_key, identity_keys,"
        " upload_source, upload_batch_id, status from prospects where first_name = 'Jané'"
    ).fetchall()
    assert rows == [
        (
            *("Jané Doe", "jane@acme.com", "+14155550111"),
            *("https://www.linkedin.com/in/jane-doe", "mail:jane@acme.com", list(JANE.identities)),
            *("google", batch, "pending"),
        )
    ]
    by_page = replace(OMAR, email="o@new.org", phone_number=None)
    fresh = Contact(name="New", email="new@new.org")
    assert prospects.known(uploader, [fresh, by_page]) == [1]
    assert prospects.known(innovator(app), [fresh, by_page]) == []
    again = prospects.upload(uploader, uuid4(), "csv", [fresh, by_page])
    made = app.execute("select id, added, known, link_id = %s from prospect_batches", (link,))
    assert {*made.fetchall()} == {(batch, 2, 0, True), (again, 1, 1, False)}


def test_a_link_makes_one_upload(pool: Pool, app: Connection) -> None:
    uploader, prospects, link = innovator(app), Prospects(pool), uuid4()
    prospects.upload(uploader, link, "csv", [JANE])
    with pytest.raises(EffectNoLongerApplies):
        prospects.upload(uploader, link, "csv", [OMAR])
    with pytest.raises(EffectNoLongerApplies):
        prospects.upload(member(app), uuid4(), "csv", [OMAR])
    assert one(app, "select count(*) from prospects") == 1


def test_an_upload_is_taken_back_with_what_is_open_about_it(pool: Pool, app: Connection) -> None:
    uploader, prospects, connector = innovator(app), Prospects(pool), member(app)
    batch = prospects.upload(uploader, uuid4(), "csv", [JANE, OMAR])
    prospect = one(app, "select id from prospects where email = %s", JANE.email)
    opportunity = one(
        app,
        "insert into intro_opportunities (connector_user_id, innovator_id, prospect_id,"
        " prospect_name) values (%s, %s, %s, 'Jane') returning id",
        *(connector, uploader, prospect),
    )
    app.execute(
        "select private.put_priority(%s, 'intro_opportunity', %s, 60, '{}')",
        (connector, opportunity),
    )
    joins(pool, newcomer(app, phone_number=OMAR.phone_number, email="o@x.org", linkedin_url=None))
    with pytest.raises(EffectNoLongerApplies):
        prospects.withdraw(innovator(app), batch)

    assert prospects.withdraw(uploader, batch) == 2, "who has joined is counted as the others"
    handle_events(pool)
    assert one(app, "select status from intro_opportunities") == "cancelled"
    shown = "select status from user_priorities where item_id = %s"
    assert one(app, shown, opportunity) == "cancelled"
    with pytest.raises(EffectNoLongerApplies):
        prospects.withdraw(uploader, batch)
    assert prospects.known(uploader, [JANE, OMAR]) == []

    joins(pool, newcomer(app))
    assert state(app, prospect) == "pending"


def test_one_contact_is_taken_back_alone_and_by_its_uploader_only(
    pool: Pool, app: Connection
) -> None:
    uploader, prospects = innovator(app), Prospects(pool)
    batch = prospects.upload(uploader, uuid4(), "csv", [JANE, OMAR])
    (jane,) = prospects.listed(uploader, batch, "acme", None, 9)
    assert jane.name == "Jané Doe"
    other = innovator(app)
    assert prospects.listed(other, batch, "", None, 9) == []
    with pytest.raises(EffectNoLongerApplies):
        prospects.remove(other, jane.id)
    prospects.remove(uploader, jane.id)
    with pytest.raises(EffectNoLongerApplies):
        prospects.remove(uploader, jane.id)
    assert [one.name for one in prospects.listed(uploader, batch, "", None, 9)] == ["Omar Haddad"]
    found = prospects.uploader(uploader, uuid4())
    assert found is not None
    assert [(one.added, one.left) for one in found.uploads] == [(2, 1)]


def test_a_person_decides_what_is_likely(pool: Pool, app: Connection) -> None:
    uploader, prospects = innovator(app), Prospects(pool)
    first = listed(app, uploader, email="janet@acme.com", name="Janet Roe")
    second = listed(app, uploader, linkedin_url="linkedin.com/in/other", **NAMED)
    user = newcomer(app)
    joins(pool, user)
    by_score = {review.score: review for review in prospects.reviews()}
    assert "Janet Roe" in by_score[40].prospect
    assert "Jane Doe" in by_score[60].member
    assert decide(pool, by_score[40].id, confirmed=False)
    assert decide(pool, by_score[60].id, confirmed=True)
    assert not decide(pool, by_score[60].id, confirmed=False)
    handle_events(pool)
    assert (state(app, first), state(app, second)) == ("pending", "converted")
    assert one(app, "select credit_balance from users where id = %s", uploader) == 25
    assert prospects.reviews() == []
    with pytest.raises(MalformedRequest):
        decide(pool, uuid4(), confirmed=True)


def test_a_prospect_in_review_joins_as_whom_it_certainly_is(pool: Pool, app: Connection) -> None:
    uploader, prospects = innovator(app), Prospects(pool)
    prospect = listed(app, uploader, email="janet@acme.com", name="Janet Roe")
    joins(pool, newcomer(app))
    assert state(app, prospect) == "review"
    janet = newcomer(app, phone_number="+14155550112", email="janet@acme.com", linkedin_url=None)
    joins(pool, janet)
    assert one(app, "select converted_to_user_id from prospects") == janet
    (review,) = prospects.reviews()
    assert not decide(pool, review.id, confirmed=True), "they have joined as another"
    assert one(app, "select converted_to_user_id from prospects") == janet


def happens(app: Connection, action: Action, prospect: UUID, user: UUID, by: UUID) -> None:
    """An action as the database is asked for it."""
    maybe = Jsonb([{"prospect_id": str(prospect), "score": 60, "rule": "name and company"}])
    if action is Action.JOIN:
        app.execute("select private.convert_prospects(%s, %s, now())", (user, [prospect]))
    elif action is Action.SUSPECT:
        app.execute("select private.review_prospects(%s, %s, now())", (user, maybe))
    elif action is Action.TAKE_BACK:
        app.execute("select private.remove_prospect(%s, %s)", (by, prospect))
    else:
        review = one(
            app,
            "insert into prospect_reviews (prospect_id, user_id, score, rule)"
            " values (%s, %s, 60, 'name and company') returning id",
            *(prospect, user),
        )
        decision = (review, action is Action.CONFIRM)
        app.execute("select private.decide_prospect_review(%s, %s)", decision)


def test_every_action_does_to_every_status_what_the_table_says(app: Connection) -> None:
    uploader, other, user = innovator(app), innovator(app), newcomer(app)
    tried = 0
    for status, action, withdrawn, by in product(
        ProspectStatus, Action, (False, True), (uploader, other)
    ):
        prospect = listed(app, uploader, email=f"p{tried}@x.test", status=status)
        if withdrawn:
            app.execute("update prospects set withdrawn_at = now() where id = %s", (prospect,))
        refused = action is Action.TAKE_BACK and (withdrawn or by == other)
        try:
            with app.transaction():
                happens(app, action, prospect, user, by)
        except psycopg.Error as error:
            assert (refused, error.sqlstate) == (True, "YP002"), (status, action, error)
        else:
            assert not refused, (status, action)
        kept = refused or (withdrawn and action is not Action.REJECT)
        expected = status if kept else TRANSITIONS.get((status, action), status)
        assert state(app, prospect) == expected, (status, action, withdrawn)
        tried += 1
    assert tried == 120
    joined = one(app, "select count(*) from events where event_type = 'prospect.joined'")
    assert joined == one(
        app, "select count(*) from prospects where converted_to_user_id = %s", user
    )


def test_only_a_prospect_that_joins_is_rewarded(pool: Pool, app: Connection) -> None:
    uploader = innovator(app)
    for number, status in enumerate(ProspectStatus):
        listed(app, uploader, email="jane@acme.com", name=f"J{number}", status=status)
    joins(pool, newcomer(app))
    assert one(app, "select count(*) from prospects where converted_at is not null") == 3
    assert column(app, "select amount from credit_events") == [25]


def test_an_innovators_context_holds_the_uploads(pool: Pool, app: Connection) -> None:
    uploader = innovator(app)
    app.execute(
        "insert into conversations (user_id, phone_number) select id, phone_number from users"
    )
    batch = Prospects(pool).upload(uploader, uuid4(), "linkedin", [JANE])
    document = one(app, "select turn_context(%s, %s, false)", uploader, uuid4())
    (upload,) = TurnContext.model_validate(document).uploads
    assert (upload.id, upload.added, upload.left, upload.source) == (batch, 1, 1, "linkedin")
    assert upload.created_at > one(app, "select now()") - timedelta(minutes=5)


def command(database: Database, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    return main([*arguments])


def test_an_operator_lists_and_decides_reviews_by_command(
    pool: Pool,
    app: Connection,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    prospect = listed(app, innovator(app), email="janet@acme.com", name="Janet Roe")
    joins(pool, newcomer(app))
    assert command(database, monkeypatch, "reviews") == 0
    told = capsys.readouterr().out
    assert "40 by domain and first name" in told
    assert "listed: Janet Roe, janet@acme.com" in told
    assert command(database, monkeypatch, "reviews", "reject", told.split()[0]) == 0
    assert capsys.readouterr().out == "decided\n"
    assert state(app, prospect) == "pending"
    assert command(database, monkeypatch, "reviews", "confirm", told.split()[0]) == 0
    assert "decided before" in capsys.readouterr().out
    assert command(database, monkeypatch, "reviews", "confirm", str(uuid4())) == 1
    assert command(database, monkeypatch, "reviews", "confirm") == 1


@pytest.mark.parametrize("who", ["Jane+x@ACME.com", "+14155550111", "linkedin.com/in/Jane-Doe"])
def test_whoever_was_only_uploaded_is_exported_and_erased_by_any_address(
    app: Connection,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    who: str,
) -> None:
    uploader, connector = innovator(app), member(app)
    noted = listed(
        app,
        uploader,
        email="jane@acme.com",
        phone_number="(415) 555-0111",
        linkedin_url="https://www.linkedin.com/in/jane-doe",
        prospect_notes="met at the fair",
    )
    other = listed(app, uploader, email="omar@globex.org")
    app.execute(
        "insert into intro_opportunities (connector_user_id, innovator_id, prospect_id,"
        " prospect_name, intro_context) values (%s, %s, %s, 'Jane Doe', 'jane@acme.com')",
        (connector, uploader, noted),
    )
    assert command(database, monkeypatch, "export", who) == 0
    exported = capsys.readouterr().out
    assert "met at the fair" in exported
    assert str(uploader) not in exported
    assert "omar" not in exported
    assert command(database, monkeypatch, "erase", who, "--yes") == 0
    assert capsys.readouterr().out == "erased from 1 row of uploads\n"
    assert column(app, "select id from prospects") == [other]
    kept = app.execute("select prospect_name, intro_context, status from intro_opportunities")
    assert kept.fetchone() == ("[erased]", None, "cancelled")
    assert command(database, monkeypatch, "erase", who, "--yes") == 1
