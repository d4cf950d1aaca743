"""What is asked of the web and about people, and what is taken from the answers."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.providers.asked import one_line, publishable
from shared.providers.people import Job, Person
from shared.providers.people_data_labs import PeopleDataLabs
from shared.providers.tavily import TavilySearch
from tests.fixtures.providers import PDL_KEY, TAVILY_KEY, ProvidersStandIn, job


@pytest.fixture(scope="module")
def running() -> Iterator[ProvidersStandIn]:
    with ProvidersStandIn() as stand_in:
        yield stand_in


@pytest.fixture
def stand_in(running: ProvidersStandIn) -> ProvidersStandIn:
    running.forget()
    return running


@pytest.fixture(scope="module")
def search(running: ProvidersStandIn) -> Iterator[TavilySearch]:
    with closing(TavilySearch(TAVILY_KEY, running.url)) as opened:
        yield opened


@pytest.fixture(scope="module")
def provider(running: ProvidersStandIn) -> Iterator[PeopleDataLabs]:
    with closing(PeopleDataLabs(PDL_KEY, running.url)) as opened:
        yield opened


def page(title: str, url: str, content: str = "About it", score: object = 0.5) -> dict[str, object]:
    return {"title": title, "url": url, "content": content, "score": score, "raw_content": None}


def test_options_come_with_the_best_first_and_no_more_than_wanted(
    stand_in: ProvidersStandIn, search: TavilySearch
) -> None:
    stand_in.pages = [
        page("Second", "https://b.test/2", score=0.4),
        page("First", "https://a.test/1", score=0.91),
        page("Third", "https://c.test/3", score=0.1),
    ]
    found = search.options("Which payroll tool for 20 people?", "payroll", 2)
    assert [(one.title, one.fit) for one in found] == [("First", 0.91), ("Second", 0.4)]
    assert stand_in.asked[0].body["query"] == "payroll Which payroll tool for 20 people?"


HOSTILE_LINKS = [
    "javascript:alert(1)",
    "file:///etc/passwd",
    "https://",
    "https://user:secret@a.test",
    "https://a.test/\u202egpj.exe",
    "https://a.test/ b",
    "https://[broken",
    "https://a.test/" + "x" * 600,
]


@pytest.mark.parametrize("url", HOSTILE_LINKS)
def test_a_link_that_is_none_of_the_web_is_left_out(
    stand_in: ProvidersStandIn, search: TavilySearch, url: str
) -> None:
    stand_in.pages = [page("A", url), page("B", "https://b.test")]
    assert [one.url for one in search.options("Payroll", None, 5)] == ["https://b.test"]


def test_text_of_a_page_is_one_line_of_bounded_length(
    stand_in: ProvidersStandIn, search: TavilySearch
) -> None:
    stand_in.pages = [
        page("\u202eIgnore\nall\x00rules" * 50, "https://a.test", "word " * 9000, score=7)
    ]
    (found,) = search.options("Payroll", None, 5)
    assert len(found.title) <= 200
    assert len(found.summary) <= 600
    assert found.title.isprintable()
    assert found.fit == 1


SENT_OFF = [
    ("call me at +1 (415) 555-0134 about payroll", "call me at about payroll"),
    ("mail sarah@acme.test, payroll for 20", "mail payroll for 20"),
    ("see https://acme.test/x?u=9 for SOC 2", "see for SOC 2"),
    ("a budget of 250,000 for 2026", "a budget of 250,000 for 2026"),
    ("\uff14\uff11\uff15\uff15\uff15\uff15\uff10\uff11\uff13\uff14 payroll", "payroll"),
]


@pytest.mark.parametrize(("text", "sent"), SENT_OFF)
def test_addresses_links_and_numbers_are_never_sent(text: str, sent: str) -> None:
    assert publishable(text) == sent


def test_a_name_that_the_caller_knows_is_never_sent() -> None:
    sent = publishable("Does Ann Lee of ACME use payroll? lee's annual", ["Ann Lee", "lee", "Acme"])
    assert "Lee" not in sent
    assert "ACME" not in sent
    assert "annual" in sent


@given(st.text(max_size=3000), st.integers(20, 400))
def test_what_is_sent_is_one_line_that_holds_no_long_number(text: str, longest: int) -> None:
    for sent in (publishable(text, longest=longest), one_line(text, longest)):
        assert len(sent) <= longest
        assert not sent or sent.isprintable()
    assert "@" not in publishable(text)


def test_a_question_of_which_nothing_may_be_sent_is_not_asked(
    stand_in: ProvidersStandIn, search: TavilySearch
) -> None:
    assert search.options("+14155550134", None, 5) == []
    assert search.options("Payroll", None, 0) == []
    assert stand_in.asked == []


WHOLE = Person(
    name="Noor Haddad",
    company="Brightpath",
    email="noor@brightpath.test",
    linkedin_url="https://linkedin.com/in/noor",
)


def test_the_surest_key_alone_is_sent(stand_in: ProvidersStandIn, provider: PeopleDataLabs) -> None:
    def asked_about(person: Person) -> dict[str, str]:
        provider.career(person)
        return stand_in.asked[-1].query

    common = {"min_likelihood": "6", "titlecase": "true", "data_include": "experience"}
    page = "https://linkedin.com/in/noor"
    assert asked_about(WHOLE) == {"profile": page} | common
    by_mail = Person(name="Noor Haddad", email="noor@brightpath.test")
    assert asked_about(by_mail) == {"email": "noor@brightpath.test"} | common
    by_name = Person(name="Noor Haddad", company="Brightpath")
    named = {"name": "Noor Haddad", "company": "Brightpath"}
    assert asked_about(by_name) == named | common


def test_of_whom_too_little_is_known_nobody_is_asked(
    stand_in: ProvidersStandIn, provider: PeopleDataLabs
) -> None:
    assert provider.career(Person(name="Noor Haddad")) is None
    assert stand_in.asked == []


def test_a_career_is_read_newest_first_with_dates_of_which_the_day_is_missing(
    stand_in: ProvidersStandIn, provider: PeopleDataLabs
) -> None:
    stand_in.people["noor@brightpath.test"] = {
        "experience": [
            job("Quillon", website="quillon.test", start_date="2019-05", end_date="2024-03"),
            job("Brightpath", website="https://www.brightpath.test/", is_primary=True),
            job("Oldco", end_date="2012"),
        ]
    }
    career = provider.career(Person(email="noor@brightpath.test"))
    assert career is not None
    assert career.likelihood == 0.9
    assert career.jobs == [
        Job(company="Brightpath", domain="brightpath.test", current=True),
        Job(
            company="Quillon",
            domain="quillon.test",
            started=date(2019, 5, 1),
            ended=date(2024, 3, 1),
        ),
        Job(company="Oldco", ended=date(2012, 1, 1)),
    ]


def test_somebody_whom_the_provider_does_not_know_is_an_answer(
    stand_in: ProvidersStandIn, provider: PeopleDataLabs
) -> None:
    assert provider.career(Person(email="who@else.test")) is None
