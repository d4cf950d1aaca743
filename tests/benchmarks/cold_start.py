"""Cold starts: from a process's start to its first real answer, beside functions-framework alone.

As Cloud Run does it: the request comes as soon as /health has answered. A real answer is a text
that is recorded, a sweep that found nothing to do, a mail or a call that the database answered.
"""

import http.client
import statistics
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import psycopg

from infra.local.functions import FunctionProcess
from infra.local.guardian import Guardian
from infra.local.mail import inbound_mail
from infra.local.ports import free_port
from infra.local.services import ROOT, Service, read_services
from infra.local.settings import function_environment
from infra.local.stack import DatabaseUrls
from infra.local.twilio import TwilioStandIn
from infra.local.twilio.signature import sign
from tests.benchmarks.report import Section, milliseconds, ratio
from tests.fixtures.stripe_events import body, event, signature

STARTS = 7
LIMITS = {"twilio_webhook": 2.2, "sms_sender": 2.2}
LIMIT = 2.5  # of any other
BARE = "functions-framework alone"

_SECONDS = 30.0
_TOKEN = "the auth token of this run"
_SECRET = "a secret of this run"
_NUMBER = "+14155550100"
_PUBLIC = "https://bench.test"
_DOMAIN = "mail.bench.test"
_ORG = "00000000-0000-4000-8000-000000000001"


@dataclass(frozen=True)
class Asked:
    """A first request, and how its answer is known to be real."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    # Returns when what was asked is done, where that is before the answer.
    done: Callable[[], None] | None = None


@dataclass
class Bench:
    """What all starts share: a database where nothing is due, and Twilio's stand-in."""

    directory: Path
    database: DatabaseUrls
    twilio: TwilioStandIn
    guardian: Guardian
    org_token: str
    observer: psycopg.Connection  # sees when a text is recorded
    texts: int = 0
    services: list[Service] = field(default_factory=read_services)

    def bare(self) -> Service:
        """functions-framework with a function that does nothing."""
        source = str(ROOT / "tests/benchmarks/bare_function.py")
        return self.services[0].model_copy(
            update={"name": "bare_function", "source": source, "target": "bare_function"}
        )

    def seconds(self, service: Service) -> float:
        """One start to one real answer."""
        port = free_port()
        values = {
            "DATABASE_URL": self.database.app,
            "PUBLIC_BASE_URL": _PUBLIC,
            "TWILIO_ACCOUNT_SID": f"AC{0:032x}",
            "TWILIO_AUTH_TOKEN": _TOKEN,
            "TWILIO_PHONE_NUMBER": _NUMBER,
            "TWILIO_API_BASE_URL": self.twilio.url,
            "POKE_SECRET": _SECRET,
            "MAIL_DOMAIN": _DOMAIN,
            "MAIL_WEBHOOK_SECRET": _SECRET,
            "STRIPE_WEBHOOK_SECRET": _SECRET,
            "UPLOAD_SIGNING_KEY": _SECRET,
            "DASHBOARD_BASE_URL": f"http://127.0.0.1:{port}",
            "REDIS_URL": "redis://127.0.0.1:1/0",  # nothing is due, so it is not called
        }
        process = FunctionProcess(
            service,
            port,
            {**function_environment(service, values), "PYTHONPATH": str(ROOT)},
            log=self.directory / f"{service.name}.log",
            guardian=self.guardian,
        )
        asked = self._asked(service)
        began = time.perf_counter()
        process.start(wait=False)
        try:
            _wait_for_health(process)
            connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=_SECONDS)
            connection.request(asked.method, asked.path, asked.body, asked.headers)
            if asked.done is not None:
                asked.done()
                return time.perf_counter() - began
            answer = connection.getresponse()
            taken = time.perf_counter() - began
            if answer.status != 200:
                raise AssertionError(f"{service.name}: {answer.status} {process.log_tail()}")
            return taken
        finally:
            process.kill()

    def _asked(self, service: Service) -> Asked:
        bearer = {"Authorization": f"Bearer {_SECRET}", "Content-Type": "application/json"}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        if service.name == "bare_function":
            return Asked("POST", "/", bearer, b"{}")
        if "twilio" in service.triggers:
            return self._text()
        if "mail" in service.triggers:
            address = f"verify-{'0' * 12}@{_DOMAIN}"
            mail = inbound_mail(_SECRET, "sarah@acme.test", address)
            return Asked("POST", "/", form, urlencode(mail).encode())
        if "schedule" in service.triggers:
            return Asked("POST", "/", bearer, b"{}")
        if service.name == "event_ingest":
            headers = {"Authorization": f"Bearer {self.org_token}"}
            return Asked("GET", f"/v1/orgs/{_ORG}/open-loops", headers, b"")
        if "stripe" in service.triggers:
            told = body(event("customer.created", {"id": "cus_1"}))
            headers = {"Stripe-Signature": signature(told, secret=_SECRET)}
            return Asked("POST", "/", headers, told.encode())
        if "link" in service.triggers:
            return Asked("GET", "/assets/000000000000.css", {}, b"")
        if "people" in service.triggers:
            return Asked("GET", "/", {}, b"")
        raise AssertionError(f"no first request is known for {service.name}")

    def _text(self) -> Asked:
        self.texts += 1
        sid = f"SM{self.texts:032x}"
        sender = f"+1415555{self.texts:04d}"
        fields = {"MessageSid": sid, "From": sender, "To": _NUMBER, "Body": "hello"}
        signature = sign(_TOKEN, f"{_PUBLIC}/sms", fields.items())
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": signature,
        }
        return Asked(
            "POST", "/sms", headers, urlencode(fields).encode(), lambda: self._recorded(sid)
        )

    def _recorded(self, sid: str) -> None:
        deadline = time.monotonic() + _SECONDS
        while time.monotonic() < deadline:
            found = self.observer.execute(
                "select from messages where twilio_message_sid = %s", (sid,), prepare=True
            )
            if found.fetchone() is not None:
                return
            time.sleep(0.002)
        raise AssertionError("the text was not recorded")


def _wait_for_health(process: FunctionProcess) -> None:
    deadline = time.monotonic() + _SECONDS
    while not process.answers():
        if process.died() or time.monotonic() > deadline:
            raise AssertionError(process.log_tail())
        time.sleep(0.002)


@contextmanager
def prepared(directory: Path, database: DatabaseUrls) -> Generator[Bench]:
    """The stand-in, and a migrated, empty database: no sweep has anything to do."""
    twilio = TwilioStandIn(
        account_sid=f"AC{0:032x}",
        auth_token=_TOKEN,
        number=_NUMBER,
        webhook_base_url="http://127.0.0.1:1",
        port=free_port(),
    )
    with psycopg.connect(database.owner, autocommit=True) as connection:
        connection.execute(
            "insert into private.sweeps (name, finished_at) values ('reconcile_inbound', now())"
            " on conflict (name) do update set finished_at = now() + interval '1 hour'"
        )
        row = connection.execute(
            "select private.issue_org_token(%s, 'cold start')", (_ORG,)
        ).fetchone()
        assert row is not None
        twilio.start()
        try:
            with Guardian() as guardian:
                yield Bench(directory, database, twilio, guardian, row[0], connection)
        finally:
            twilio.stop()


def medians(bench: Bench, starts: int = STARTS) -> dict[str, float]:
    """Seconds by function, and of the bare one; they take turns. A first round compiles."""
    services = [bench.bare(), *bench.services]
    taken: dict[str, list[float]] = {service.name: [] for service in services}
    for turn in range(starts + 1):
        for service in services:
            seconds = bench.seconds(service)
            if turn:
                taken[service.name].append(seconds)
    return {name: statistics.median(values) for name, values in taken.items()}


def measure(directory: Path, database: DatabaseUrls) -> Section:
    """Each function's start beside the bare one's."""
    with prepared(directory, database) as bench:
        found = medians(bench)
    bare = found.pop("bare_function")
    rows = [[BARE, "1.00x", "", milliseconds(bare)]]
    rows += [
        [name, ratio(seconds, bare), f"{LIMITS.get(name, LIMIT)}x", milliseconds(seconds)]
        for name, seconds in found.items()
    ]
    return Section(
        "Cold start",
        "From the process's start to its first real answer, the request coming as soon as /health"
        " has answered, as on Cloud Run: a text recorded, an empty sweep done, a mail judged, a"
        f" call or a page answered from the database. Bytecode compiled; median of {STARTS}.",
        ["", "/ bare", "limit", "ms"],
        rows,
    )
