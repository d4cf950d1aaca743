"""The proof of a work email as the mail provider, or an attacker, meets it: a process over HTTP."""

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from urllib.parse import urlencode

import httpx2
import psycopg
import pytest

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.mail import deliver, inbound_mail
from infra.local.ports import free_port
from infra.local.services import read_services
from tests.fixtures.database import Database
from tests.fixtures.from_headers import NONE, SEVERAL
from tests.fixtures.people import Connection, add_user, one

SECRET = "the mail provider's signing key, for tests"
DOMAIN = "mail.yachtparty.test"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

_numbers = itertools.count()


@pytest.fixture(scope="module")
def url(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    service = next(one for one in read_services() if one.name == "email_webhook")
    with Guardian() as guardian:
        function = FunctionProcess(
            service,
            free_port(),
            {
                "DATABASE_URL": module_database.app_url,
                "MAIL_DOMAIN": DOMAIN,
                "MAIL_WEBHOOK_SECRET": SECRET,
            },
            log=tmp_path_factory.mktemp("mail") / "log",
            guardian=guardian,
        )
        function.start()
        yield function.url
        function.stop()


@pytest.fixture
def db(module_database: Database) -> Iterator[Connection]:
    with psycopg.connect(module_database.owner_url, autocommit=True) as connection:
        yield connection


@pytest.fixture
def address(db: Connection) -> str:
    """The verification address of somebody new."""
    number = next(_numbers)
    token = f"{number:012x}"
    add_user(db, f"+1628555{number:04}", email_verification_token=token)
    return f"verify-{token}@{DOMAIN}"


def told(db: Connection, address: str) -> list[tuple[str, str | None]]:
    """The events about mail that the person's agent answers by text."""
    return db.execute(
        "select e.event_type, e.payload ->> 'reason' from events e join users u"
        " on u.id = e.aggregate_id where u.email_verification_token = %s"
        " and e.source = 'mail' and e.lane = 'conversation' and not e.processed order by e.seq",
        (address.partition("@")[0].removeprefix("verify-"),),
    ).fetchall()


def outcome(url: str, mail: dict[str, str]) -> tuple[int, str]:
    answer = deliver(url, mail)
    return answer.status_code, answer.json().get("outcome", "")


def test_a_from_that_names_nobody_or_several_is_answered_200_and_told_to_the_person(
    url: str, db: Connection, address: str
) -> None:
    headers = [*NONE[::6], *SEVERAL[::6]]
    for header in headers:
        mail = inbound_mail(SECRET, header, address)
        assert outcome(url, mail) == (200, "rejected_unclear_sender"), header
    assert told(db, address) == [("user.email.rejected", "unclear_sender")] * len(headers)


@pytest.mark.parametrize(
    "header",
    ["Lee, Sam <sam@{}>", "Sam | ACME, Inc. <sam@{}>", "sam@{0} <sam@{0}>", "Sam @ ACME <sam@{}>"],
)
def test_a_mail_that_counts_proves_its_address_whatever_the_name(
    url: str, db: Connection, address: str, header: str
) -> None:
    domain = f"acme{next(_numbers)}.com"
    assert outcome(url, inbound_mail(SECRET, header.format(domain), address)) == (200, "verified")
    assert told(db, address) == [("user.email.verified", None)]


@pytest.mark.parametrize(
    ("sender", "extra", "reason"),
    [
        ("sam@gmail.com", {}, "personal_address"),
        ("sam@mailinator.com", {}, "disposable_address"),
        ("mailer-daemon@acme.com", {}, "role_address"),
        ("sam@acme.com", {"Auto-Submitted": "auto-replied"}, "automatic"),
        ("sam@acme.com", {"List-Id": "<all.acme.com>"}, "automatic"),
        ("sam@acme.com", {"In-Reply-To": "<1@mail.test>"}, "reply"),
        ("sam@acme.com", {"To": "kim@acme.com"}, "not_addressed"),
        ("sam@acme.com", {"From": "kim@acme.com"}, "unclear_sender"),
    ],
)
def test_a_mail_that_proves_nothing_is_answered_200_and_told_with_the_reason(
    url: str, db: Connection, address: str, sender: str, extra: dict[str, str], reason: str
) -> None:
    mail = inbound_mail(SECRET, sender, address, extra=[*extra.items()])
    assert outcome(url, mail) == (200, f"rejected_{reason}")
    assert outcome(url, mail) == (200, "duplicate")
    assert told(db, address) == [("user.email.rejected", reason)]


@pytest.mark.parametrize(
    "altered",
    [
        {"message-headers": "marzipan"},
        {"message-headers": "[" * 100_000},
        {"message-headers": "x" * 2_000_000},
        {"from": "x" * 2_000_000},
        {"recipient": "\x00"},
        {"recipient": "x" * 2_000_000},
        {"body-html": "x" * 2_000_000, "recipient": f"info@{DOMAIN}"},
    ],
)
def test_whatever_the_provider_has_signed_it_need_not_post_again(
    url: str, address: str, altered: dict[str, str]
) -> None:
    mail = inbound_mail(SECRET, "sam@acme.com", address) | altered
    assert outcome(url, mail)[0] == 200


def test_a_header_named_like_a_field_of_the_providers_proves_nothing(
    url: str, address: str
) -> None:
    """Mailgun posts each header as a field: a forged `message-headers` may stand before its own."""
    for name, first in itertools.product(("message-headers", "from", "sender"), (True, False)):
        mail = inbound_mail(SECRET, f"eve@evil{next(_numbers)}.com", address, authentic=False)
        forged = (name, inbound_mail(SECRET, "sam@acme.com", address)[name])
        fields = [forged, *mail.items()] if first else [*mail.items(), forged]
        answer = httpx2.post(url, content=urlencode(fields), headers=FORM, trust_env=False)
        assert answer.status_code == 200, answer.text
        assert answer.json()["outcome"].startswith("rejected_"), name


def test_what_a_mails_headers_are_called_refuses_nobody(url: str, address: str) -> None:
    mail = inbound_mail(SECRET, f"sam@acme{next(_numbers)}.com", address)
    odd = {f"X-{number}": "x" for number in range(2_000)} | {"X-" + "a" * 1_500: "x"}
    body = urlencode({**odd, **mail}).encode() + b"&X-%FF%FE=1"
    answer = httpx2.post(url, content=body, headers=FORM, timeout=60, trust_env=False)
    assert answer.json() == {"outcome": "verified"}


def test_a_mail_with_an_attachment_counts_too(url: str, address: str) -> None:
    mail = inbound_mail(SECRET, f"sam@acme{next(_numbers)}.com", address)
    picture = {"attachment-1": ("picture.png", b"\x89PNG" * 100_000, "image/png")}
    answer = httpx2.post(url, data=mail, files=picture, timeout=60, trust_env=False)
    assert answer.json() == {"outcome": "verified"}


def test_one_signature_serves_the_first_of_several_mails_even_at_once(
    url: str, db: Connection, address: str
) -> None:
    first = inbound_mail(SECRET, "sam@gmail.com", address)
    signed = {name: first[name] for name in ("timestamp", "token", "signature")}
    mails = [first] + [
        inbound_mail(SECRET, f"sam@acme{next(_numbers)}.com", address) | signed for _ in range(7)
    ]
    with ThreadPoolExecutor(8) as threads:
        answers = [*threads.map(partial(deliver, url), mails)]
    assert sorted(answer.status_code for answer in answers) == [200] + [403] * 7
    assert len(told(db, address)) == 1


def test_a_signature_seen_on_other_mail_of_ours_is_used_up(
    url: str, db: Connection, address: str
) -> None:
    other = inbound_mail(SECRET, "sam@acme.com", f"info@{DOMAIN}")
    assert outcome(url, other) == (200, "not_for_us")
    stolen = {name: other[name] for name in ("timestamp", "token", "signature")}
    assert deliver(url, inbound_mail(SECRET, "sam@acme.com", address) | stolen).status_code == 403
    assert told(db, address) == []
    assert not one(db, "select bool_or(email = 'sam@acme.com') from users")
