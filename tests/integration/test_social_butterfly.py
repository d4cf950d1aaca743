"""Members who know whom an innovator wishes to meet are asked, within limits, after research."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from shared.cli import main
from shared.db.pool import Database as Pool
from shared.db.prospects import Prospects
from shared.errors import ProviderBusy, ProviderError, ProviderRefused, ProviderUnavailable
from shared.network.prospects.acquaintance import SCORES
from shared.network.prospects.contact import Contact
from shared.providers.people import Career, Job, Person
from tests.fixtures.background import handle_events, publish
from tests.fixtures.community import member
from tests.fixtures.database import Database
from tests.fixtures.deciding import decide
from tests.fixtures.people import Connection, column, one
from tests.fixtures.tasks import TaskRunner

NOOR = Contact(name="Noor Haddad", email="noor@brightpath.test", company="Brightpath", title="CFO")
MATCHING = ("match_intro_opportunities", "research_prospect")


def innovator(app: Connection, **columns: object) -> UUID:
    user = member(app, poc_agent_type="innovator", innovator=True, **columns)
    app.execute(
        "insert into innovators (user_id, company_name, solution_description)"
        " values (%s, 'Ledgerline', 'Bookkeeping that closes the month in two days.')",
        (user,),
    )
    return user


def works_at(app: Connection, domain: str, **columns: object) -> UUID:
    return member(app, email=f"m{uuid4().hex[:8]}@{domain}", email_verified=True, **columns)


def uploads(pool: Pool, user: UUID, *contacts: Contact, source: str = "csv") -> UUID:
    return Prospects(pool).upload(user, uuid4(), source, contacts)


@dataclass
class Careers:
    """A provider that knows what it is told, or fails as it is told."""

    known: dict[str, Career] = field(default_factory=dict[str, Career])
    fails: list[ProviderError] = field(default_factory=list[ProviderError])
    asked: list[Person] = field(default_factory=list[Person])

    def career(self, person: Person) -> Career | None:
        self.asked.append(person)
        if self.fails:
            raise self.fails.pop(0)
        return self.known.get(person.email or "")


def work_off(pool: Pool, app: Connection, people: Careers | None = None) -> None:
    """All that follows by now: events, then tasks that are due."""
    handle_events(pool)
    runner = TaskRunner(pool, people=people)
    while app.execute(
        "select 1 from agent_tasks where task_type = any (%s) and scheduled_for <= now()"
        " and (status = 'pending' or status = 'processing' and leased_until < now())",
        (list(MATCHING),),
    ).fetchone():
        runner.run(one(app, "select now()"))


def asked(app: Connection) -> list[tuple[UUID, UUID]]:
    """Whom was asked to introduce which innovator."""
    return app.execute(
        "select connector_user_id, innovator_id from intro_opportunities order by created_at, id"
    ).fetchall()


def rules(app: Connection) -> list[tuple[UUID, str]]:
    return app.execute(
        "select user_id, rule from prospect_acquaintances order by score desc, user_id"
    ).fetchall()


def test_a_colleague_is_asked_in_words_that_say_who_asks_for_whom_and_how_they_may_know_them(
    pool: Pool, app: Connection
) -> None:
    seller = innovator(app, first_name="Ines", last_name="Duarte", company="Ledgerline")
    colleague = works_at(app, "brightpath.test", company="Brightpath Inc")
    works_at(app, "elsewhere.test", company="Elsewhere")
    uploads(pool, seller, NOOR)
    work_off(pool, app)
    assert asked(app) == [(colleague, seller)]
    summary, context = app.execute(
        "select item_summary, item_context from user_priorities where user_id = %s", (colleague,)
    ).fetchall()[0]
    assert "Ines Duarte" in summary
    assert "an introduction to Noor Haddad (CFO, Brightpath)" in summary
    assert "who works at Brightpath Inc as you do" in summary
    assert context == "Bookkeeping that closes the month in two days."


def contact_of(app: Connection, pool: Pool, *, source: str, before: bool) -> UUID:
    """A member who has the prospect among what they uploaded, before or after the innovator."""
    knows = innovator(app)
    if before:
        uploads(pool, knows, NOOR, source=source)
    return knows


@pytest.mark.parametrize("before", [True, False], ids=["before", "after"])
@pytest.mark.parametrize("source", ["linkedin", "google", "outlook", "hubspot", "apollo", "csv"])
def test_who_uploaded_somebody_as_their_own_contact_knows_them_and_a_list_of_leads_says_nothing(
    pool: Pool, app: Connection, source: str, before: bool
) -> None:
    seller = innovator(app)
    knows = contact_of(app, pool, source=source, before=before)
    uploads(pool, seller, NOOR)
    if not before:
        work_off(pool, app)
        uploads(pool, knows, NOOR, source=source)
    work_off(pool, app)
    own = source in ("linkedin", "google", "outlook")
    assert asked(app) == ([(knows, seller)] if own else [])
    assert rules(app) == ([(knows, "contact")] if own else [])


def test_the_same_name_of_a_company_is_for_an_operator_to_judge(
    pool: Pool,
    app: Connection,
    database: Database,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seller = innovator(app)
    maybe = works_at(app, "another.test", company="BRIGHTPATH, Inc.")
    uploads(pool, seller, NOOR)
    work_off(pool, app)
    assert asked(app) == []
    monkeypatch.setenv("DATABASE_URL", database.app_url)
    assert main(["reviews"]) == 0
    listed = capsys.readouterr().out
    assert "60 by company" in listed
    assert "does the member know this person?" in listed
    review = str(one(app, "select id from prospect_acquaintances"))
    assert main(["reviews", "confirm", review]) == 0
    work_off(pool, app)
    assert asked(app) == [(maybe, seller)]
    assert main(["reviews", "reject", review]) == 0
    assert "was decided before" in capsys.readouterr().out
    assert not Prospects(pool).reviews()


def test_a_member_of_whom_an_operator_says_no_is_never_asked(pool: Pool, app: Connection) -> None:
    seller = innovator(app)
    works_at(app, "another.test", company="Brightpath")
    uploads(pool, seller, NOOR)
    work_off(pool, app)
    (review,) = Prospects(pool).reviews()
    assert decide(pool, review.id, confirmed=False)
    uploads(pool, seller, Contact(name="Noor Haddad", linkedin_url="linkedin.com/in/n2"))
    work_off(pool, app)
    assert asked(app) == []


Setting = Callable[[Pool, Connection, UUID], object]


def themselves(pool: Pool, app: Connection, seller: UUID) -> object:
    return member(app, email="noor@brightpath.test", email_verified=True)


def of_the_same_name(pool: Pool, app: Connection, seller: UUID) -> object:
    return works_at(app, "brightpath.test", first_name="Noor", last_name="Haddad")


def opted_out(pool: Pool, app: Connection, seller: UUID) -> object:
    return works_at(app, "brightpath.test", opted_out_at=one(app, "select now()"))


def no_member_yet(pool: Pool, app: Connection, seller: UUID) -> object:
    return works_at(app, "brightpath.test", verified=False)


def of_an_unproved_mail(pool: Pool, app: Connection, seller: UUID) -> object:
    return member(app, email="x@brightpath.test", email_verified=False)


def blocked(pool: Pool, app: Connection, seller: UUID) -> object:
    colleague = works_at(app, "brightpath.test")
    return app.execute(
        "insert into pair_blocks (user_id, blocked_user_id) values (%s, %s)", (colleague, seller)
    )


def known_to_the_innovator(pool: Pool, app: Connection, seller: UUID) -> object:
    works_at(app, "brightpath.test")
    return uploads(pool, seller, Contact(name="N", email="NOOR@brightpath.test"), source="google")


@pytest.mark.parametrize(
    "setting",
    [
        *(themselves, of_the_same_name, opted_out, no_member_yet, of_an_unproved_mail, blocked),
        known_to_the_innovator,
    ],
)
def test_nobody_is_asked_who_could_not_or_would_not_introduce_them(
    pool: Pool, app: Connection, setting: Setting
) -> None:
    seller = innovator(app)
    setting(pool, app, seller)
    uploads(pool, seller, NOOR)
    work_off(pool, app)
    assert asked(app) == []


def test_a_free_mail_provider_makes_no_colleagues(pool: Pool, app: Connection) -> None:
    seller = innovator(app)
    works_at(app, "gmail.com")
    uploads(pool, seller, Contact(name="Noor Haddad", email="noor.haddad@gmail.com"))
    work_off(pool, app)
    assert rules(app) == []


def test_a_new_member_is_asked_about_colleagues_whom_others_wished_to_meet_before(
    pool: Pool, app: Connection
) -> None:
    seller = innovator(app)
    uploads(pool, seller, NOOR)
    work_off(pool, app)
    newcomer = works_at(app, "brightpath.test", verified=False)
    app.execute("select approve_user(%s)", (newcomer,))
    work_off(pool, app)
    assert asked(app) == [(newcomer, seller)]


def many(count: int, domain: str = "brightpath.test") -> list[Contact]:
    return [Contact(name=f"Person {n}", email=f"p{n}@{domain}") for n in range(count)]


def days_later(app: Connection, days: int) -> None:
    """As if all had happened so many days before."""
    gap = timedelta(days=days)
    app.execute("update intro_opportunities set created_at = created_at - %s", (gap,))
    app.execute("update agent_tasks set scheduled_for = scheduled_for - %s", (gap,))
    app.execute("update prospects set last_researched_at = last_researched_at - %s", (gap,))


def test_one_upload_floods_no_member_and_what_is_left_waits(pool: Pool, app: Connection) -> None:
    seller = innovator(app)
    colleague = works_at(app, "brightpath.test")
    uploads(pool, seller, *many(30))
    work_off(pool, app)
    assert len(asked(app)) == 2, "of one innovator in a week"
    days_later(app, 1)
    work_off(pool, app)
    assert len(asked(app)) == 2
    days_later(app, 7)
    work_off(pool, app)
    assert len(asked(app)) == 3, "three are open at once"
    app.execute("update intro_opportunities set status = 'declined'")
    days_later(app, 8)
    work_off(pool, app)
    assert len(asked(app)) == 5
    assert {who for who, _ in asked(app)} == {colleague}


def test_several_innovators_together_do_not_flood_a_member_either(
    pool: Pool, app: Connection
) -> None:
    works_at(app, "brightpath.test")
    for number in range(4):
        uploads(pool, innovator(app), Contact(name="A B", email=f"a{number}@brightpath.test"))
    work_off(pool, app)
    assert len(asked(app)) == 3


def test_two_members_are_asked_about_a_prospect_and_a_decline_brings_the_third(
    pool: Pool, app: Connection
) -> None:
    seller = innovator(app)
    for _ in range(3):
        works_at(app, "brightpath.test")
    uploads(pool, seller, NOOR)
    work_off(pool, app)
    assert len(asked(app)) == 2
    app.execute(
        "update intro_opportunities set status = 'declined' where id = (select min(id::text)::uuid"
        " from intro_opportunities)"
    )
    days_later(app, 1)
    work_off(pool, app)
    assert len({who for who, _ in asked(app)}) == 3


def test_an_innovator_has_ten_new_ones_a_day(pool: Pool, app: Connection) -> None:
    seller = innovator(app)
    for number in range(14):
        works_at(app, f"firm{number}.test")
    people = [one for number in range(14) for one in many(1, f"firm{number}.test")]
    uploads(pool, seller, *people)
    work_off(pool, app)
    assert len(asked(app)) == 10
    days_later(app, 1)
    work_off(pool, app)
    assert len(asked(app)) == 14


def test_an_upload_that_is_taken_back_has_nobody_asked_any_more(
    pool: Pool, app: Connection
) -> None:
    seller = innovator(app)
    works_at(app, "brightpath.test")
    batch = uploads(pool, seller, *many(5))
    work_off(pool, app)
    Prospects(pool).withdraw(seller, batch)
    work_off(pool, app)
    days_later(app, 8)
    work_off(pool, app)
    assert {status for (status,) in app.execute("select status from intro_opportunities")} == {
        "cancelled"
    }
    assert one(app, "select count(*) from prospect_acquaintances where settled_at is null") == 0


QUILLON = Career(0.9, [Job(company="Quillon Inc", domain="quillon.test")])


def test_each_step_may_be_done_twice_and_killed_before_its_end(pool: Pool, app: Connection) -> None:
    seller = innovator(app)
    colleague = works_at(app, "brightpath.test")
    maybe = works_at(app, "quillon.test")
    batch = uploads(pool, seller, NOOR, Contact(name="Sam Ito", email="sam@fernway.test"))
    people = Careers({"sam@fernway.test": QUILLON})
    runner = TaskRunner(pool, people=people)

    def everything() -> list[object]:
        return [
            asked(app),
            rules(app),
            one(app, "select count(*) from user_priorities"),
            one(app, "select count(*) from prospects where last_researched_at is not null"),
            one(app, "select count(*) from agent_tasks where status = 'pending'"),
        ]

    work_off(pool, app, people)
    whole = everything()
    assert rules(app) == [(colleague, "colleague"), (maybe, "former colleague")]
    assert asked(app) == [(colleague, seller)]
    # Another event of the upload, and each task by a worker that dies before it settles.
    publish(app, batch, "prospect.research_needed", "prospect_batch", user_id=str(seller))
    app.execute("update prospects set last_researched_at = null")
    handle_events(pool)
    killed = len(runner.handle(one(app, "select now()")))
    app.execute(
        "update agent_tasks set leased_until = now() - interval '1 hour', available_at = now()"
        " where status = 'processing'"
    )
    work_off(pool, app, people)
    assert killed > 0
    assert everything() == whole


def test_where_a_prospect_has_worked_is_for_an_operator_unless_they_work_there_by_their_mail(
    pool: Pool, app: Connection
) -> None:
    seller = innovator(app)
    former = works_at(app, "quillon.test", company="Quillon")
    current = works_at(app, "newco.test", company="Newco")
    sam = Contact(name="Sam Ito", email="sam@fernway.test")
    uploads(pool, seller, NOOR, sam)
    ended = datetime(2024, 3, 1).date()  # noqa: DTZ001
    people = Careers(
        {
            "noor@brightpath.test": Career(0.9, [Job(company="Quillon", ended=ended)]),
            "sam@fernway.test": Career(0.8, [Job(company="N", domain="newco.test", current=True)]),
        }
    )
    work_off(pool, app, people)
    assert asked(app) == [(current, seller)]
    (review,) = Prospects(pool).reviews()
    assert decide(pool, review.id, confirmed=True)
    work_off(pool, app, people)
    assert asked(app)[1:] == [(former, seller)]
    summary = column(app, "select item_summary from user_priorities where user_id = %s", former)
    assert "who worked at Quillon until 2024" in summary[0]
    assert len(people.asked) == 2, "each once"


@pytest.mark.parametrize(
    ("failure", "least", "outcome"),
    [
        (ProviderBusy("p", "HTTP 429", seconds=90), 90, "busy"),
        (ProviderUnavailable("p", "HTTP 500"), 900, "unavailable"),
        (ProviderRefused("p", "HTTP 401"), 21_600, "refused"),
    ],
)
def test_a_provider_that_fails_is_asked_again_when_that_may_help_and_the_rest_goes_on(
    pool: Pool, app: Connection, failure: ProviderError, least: float, outcome: str
) -> None:
    seller = innovator(app)
    colleague = works_at(app, "brightpath.test")
    uploads(pool, seller, NOOR)
    people = Careers(fails=[failure])
    work_off(pool, app, people)
    assert asked(app) == [(colleague, seller)]
    assert one(app, "select last_researched_at is null from prospects")
    waits, result = app.execute(
        "select (select extract(epoch from scheduled_for - now()) from agent_tasks"
        " where task_type = 'research_prospect' and status = 'pending'),"
        " (select result_json ->> 'outcome' from agent_tasks"
        "  where task_type = 'research_prospect' and status = 'completed')"
    ).fetchall()[0]
    assert result == outcome
    assert least - 30 < waits <= least
    days_later(app, 1)
    work_off(pool, app, people)
    assert not one(app, "select last_researched_at is null from prospects")


def test_a_person_whom_the_provider_refuses_holds_up_no_other(pool: Pool, app: Connection) -> None:
    uploads(pool, innovator(app), *many(3))
    people = Careers(fails=[ProviderRefused("p", "HTTP 400", this_alone=True)])
    work_off(pool, app, people)
    assert len(people.asked) == 3


def test_so_many_are_looked_up_a_day_and_none_without_a_provider(
    pool: Pool, app: Connection
) -> None:
    uploads(pool, innovator(app), *many(30))
    work_off(pool, app)
    assert one(app, "select count(*) from prospects where last_researched_at is not null") == 0
    uploads(pool, one(app, "select innovator_id from prospects limit 1"), NOOR)
    people = Careers()
    work_off(pool, app, people)
    assert len(people.asked) == 25
    days_later(app, 1)
    work_off(pool, app, people)
    assert len(people.asked) == 31


def test_sql_asks_whom_the_rules_call_certain(app: Connection) -> None:
    checked = one(
        app,
        "select pg_get_constraintdef(oid) from pg_constraint where conname like"
        " 'prospect_acquaintances_rule%%'",
    )
    assert all(f"'{rule}'" in checked for rule in SCORES)
