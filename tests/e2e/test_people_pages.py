"""People found and opened over HTTP: by operators, masked in lists, each opening on record."""

from collections.abc import Iterator
from uuid import UUID

import httpx2
import pytest

from infra.local.functions import FunctionProcess
from tests.fixtures.dashboard import Proxy, behind, dashboard_function
from tests.fixtures.database import Database
from tests.fixtures.people import MIKE, SARAH, Connection, add_user, column, one

HOSTILE = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("http://evil.test")'


@pytest.fixture(scope="module")
def cloud(
    module_database: Database, tmp_path_factory: pytest.TempPathFactory, signer: Proxy
) -> Iterator[FunctionProcess]:
    given = behind(signer, "ana@yachtparty.test")
    folder = tmp_path_factory.mktemp("people")
    with dashboard_function(module_database.app_url, folder, given) as function:
        yield function


@pytest.fixture(scope="module")
def sarah(db: Connection) -> UUID:
    add_user(db, MIKE, first_name="Mike", last_name="Torres", email="mike@bolt.test")
    return add_user(
        db, SARAH, first_name="Sarah", last_name="Chen", company="Acme", email="sarah@acme.test"
    )


@pytest.fixture
def client(cloud: FunctionProcess, signer: Proxy, sarah: UUID) -> Iterator[httpx2.Client]:
    headers = {"X-Goog-IAP-JWT-Assertion": signer.header(), "Sec-Fetch-Site": "same-origin"}
    with httpx2.Client(base_url=cloud.url, headers=headers) as made:
        yield made


@pytest.mark.parametrize(
    "words",
    ["sarah", "CHEN", "chen sarah", "acme", "sarah@acme", "0101", "01"],
)
def test_somebody_is_found_by_name_company_email_or_digits(
    client: httpx2.Client, words: str
) -> None:
    page = client.get("/people", params={"q": words})
    assert "Sarah Chen" in page.text
    assert "Mike" not in page.text
    assert SARAH not in page.text.replace(words, "")
    assert "\u202601" in page.text


@pytest.mark.parametrize("words", ["nobody", "0100", "+14155550199", "%", "_", "'", "\\"])
def test_nobody_is_found_by_what_nobody_has(client: httpx2.Client, words: str) -> None:
    page = client.post("/people", data={"q": words}, follow_redirects=True)
    assert "Nobody is found" in page.text


def test_a_whole_number_leads_to_its_person_and_stands_in_no_address(
    client: httpx2.Client, sarah: UUID
) -> None:
    found = client.post("/people", data={"q": "+1 415 555 0101"})
    assert (found.status_code, found.headers["Location"]) == (303, f"/people/{sarah}")
    beside = client.post("/people", data={"q": "sarah 415 555 0101"})
    assert (beside.status_code, "Location" in beside.headers) == (200, False)
    for address in ("/people", "/people.csv"):
        assert client.get(address, params={"q": "+1 415-555-0101"}).status_code == 400
    listed = client.post("/people", data={"q": "acme corp"})
    assert listed.headers["Location"] == "/people?q=acme+corp"


def test_a_former_number_leads_to_its_person(client: httpx2.Client, db: Connection) -> None:
    moved = add_user(db, "+14155550177", first_name="Olga")
    db.execute("update users set phone_number = '+14155550178' where id = %s", (moved,))
    found = client.post("/people", data={"q": "+14155550177"})
    assert found.headers["Location"] == f"/people/{moved}"


def test_people_are_listed_page_by_page_each_once(client: httpx2.Client, db: Connection) -> None:
    db.execute(
        "insert into users (phone_number, first_name, last_name, company, created_at)"
        " select '+1650555' || lpad(n::text, 4, '0'), 'Pat', 'No' || n, 'Paging Co', now()"
        " from generate_series(1, 120) n"
    )
    seen: list[str] = []
    address = "/people?q=paging"
    for _ in range(4):
        page = client.get(address).text
        seen += [part.split("<")[0] for part in page.split(">Pat ")[1:]]
        more = page.partition('class="button quiet" href="')[2].partition('"')[0]
        if not more:
            break
        address = more.replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == 120


def test_each_opening_is_on_record_and_a_refresh_counts_once_an_hour(
    client: httpx2.Client, db: Connection, sarah: UUID
) -> None:
    opened = "select actor from operator_actions where action = 'open_person' and target_id = %s"
    before = len(column(db, opened, sarah))
    for refreshing in (False, False, True, True):
        headers = {"Sec-Fetch-Dest": "empty" if refreshing else "document"}
        assert client.get(f"/people/{sarah}", headers=headers).status_code == 200
    assert column(db, opened, sarah)[before:] == ["ana@yachtparty.test"] * 2


def test_a_person_page_tells_consent_what_waits_and_why(
    client: httpx2.Client, db: Connection, sarah: UUID
) -> None:
    db.execute(
        "insert into consent_events (user_id, phone_number, change, source, words)"
        " values (%s, %s, 'out', 'wording', 'no more please')",
        (sarah, SARAH),
    )
    db.execute(
        "insert into message_queue (user_id, agent_id, message_data, scheduled_for, trace)"
        " values (%s, 'concierge', %s, now() + interval '3 hours', %s)",
        (
            sarah,
            '{"kind": "text", "text": "the budget is due"}',
            '[{"step": "held", "reason": "quiet hours"}]',
        ),
    )
    page = client.get(f"/people/{sarah}").text
    for told in ("no more please", "the budget is due", "held: quiet hours", "21:00 to 08:00"):
        assert told in page
    assert SARAH not in page


def test_what_people_call_themselves_is_shown_as_text(
    client: httpx2.Client, db: Connection
) -> None:
    odd = add_user(
        db,
        "+14155550188",
        first_name=HOSTILE,
        company=FORMULA,
        name_dropped=HOSTILE,
        linkedin_url=f"javascript:{HOSTILE}",
        expertise=[HOSTILE],
        goals=f'[{{"text": "{HOSTILE}"}}, 7, {{"a": 1}}]',
    )
    for address in (f"/people/{odd}", "/people?q=script"):
        page = client.get(address).text
        assert HOSTILE not in page
        assert "&lt;script&gt;" in page
        assert 'href="javascript' not in page
    assert f"'{FORMULA[:5]}" in client.get("/people.csv", params={"q": "script"}).text


@pytest.mark.parametrize("path", ["/people", "/people.csv", "/people/{sarah}"])
def test_whoever_is_no_operator_sees_nobody_and_leaves_no_record(
    cloud: FunctionProcess, signer: Proxy, db: Connection, sarah: UUID, path: str
) -> None:
    before = one(db, "select count(*) from operator_actions")
    for header in (signer.header(email="bo@yachtparty.test"), Proxy().header(), ""):
        answer = httpx2.get(
            cloud.url + path.format(sarah=sarah), headers={"X-Goog-IAP-JWT-Assertion": header}
        )
        assert answer.status_code in (401, 403)
        assert "Sarah" not in answer.text
    assert one(db, "select count(*) from operator_actions") == before


@pytest.mark.parametrize(
    "id", ["5b0e2f0a-3f5e-4a52-9a51-000000000000", "nobody", "%00", "1' or '1'='1"]
)
def test_an_address_of_nobody_is_a_page_that_says_so(client: httpx2.Client, id: str) -> None:
    assert client.get(f"/people/{id}").status_code == 404
