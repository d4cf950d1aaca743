"""The local stack answers, comes back from crashes, keeps its data, and leaves nothing behind."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx2
import psycopg
import pytest

from infra.local.mail import deliver, inbound_mail
from infra.local.phone import PhonePage
from infra.local.ports import PortTaken, free_ports, is_taken
from infra.local.postgres import FAST, Postgres
from infra.local.services import read_services
from infra.local.settings import AlreadyRunning, Ports
from infra.local.stack import DatabaseUrls, Stack, StackOptions
from tests.fixtures.database import Database
from tests.fixtures.texting import TEXTING
from tests.fixtures.waiting import until

MAYA, NOA, OLA = "+12125550142", "+12125550143", "+12125550144"


pytestmark = pytest.mark.xdist_group("local_stack")  # they share one


@pytest.fixture(scope="module")
def stack(module_database: Database, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Everything, for all tests of this module: each texts from a number of its own."""
    urls = (module_database.owner_url, module_database.app_url, module_database.ingest_url)
    options = StackOptions(database=DatabaseUrls(*urls), sweep_interval=0.5)
    with Stack(tmp_path_factory.mktemp("stack"), options=options) as stack:
        yield stack


def delivered(stack: Stack, number: str) -> list[str]:
    """The texts that reached a phone, as the database has it."""
    with psycopg.connect(stack.database.owner) as connection:
        rows = connection.execute(
            "SELECT m.content FROM messages m JOIN users u ON u.id = m.user_id"
            " WHERE u.phone_number = %s AND m.status = 'delivered' ORDER BY m.seq",
            (number,),
        )
        return [str(row[0]) for row in rows]


def test_a_text_is_answered_and_delivered_and_the_ids_were_poked(stack: Stack) -> None:
    poked = stack.relay.counts.left
    stack.twilio.receive(NOA, "hello")
    until(lambda: len(delivered(stack, NOA)) == 1, "delivered")
    assert stack.relay.counts.left > poked


def test_without_pokes_the_sweep_delivers(stack: Stack) -> None:
    sent, lost = stack.relay.counts.sent, stack.relay.counts.lost
    stack.relay.loss = 1.0
    stack.twilio.receive(OLA, "hello")
    until(lambda: len(delivered(stack, OLA)) == 1, "delivered")
    until(lambda: stack.relay.counts.lost > lost, "the poke is lost")
    assert stack.relay.counts.sent == sent
    stack.relay.loss = 0.0


def test_a_function_that_dies_is_started_again(stack: Stack) -> None:
    sender = stack.functions["sms_sender"]
    killed = sender.pid
    os.killpg(killed, signal.SIGKILL)
    until(lambda: sender.pid not in (0, killed), "another one is started")
    stack.twilio.receive(MAYA, "hello")
    until(lambda: len(delivered(stack, MAYA)) == 1, "delivered")
    until(sender.answers, "it answers")


def test_a_killed_function_stays_down_until_it_is_started(stack: Stack) -> None:
    webhook = stack.functions["twilio_webhook"]
    webhook.kill()
    assert not is_taken(webhook.port)
    webhook.start()
    until(webhook.answers, "it answers")


def test_the_functions_get_only_the_variables_that_the_cloud_gives_them(stack: Stack) -> None:
    assert "TWILIO_AUTH_TOKEN" not in stack.functions["email_webhook"].environment
    assert "POKE_SECRET" not in stack.functions["twilio_webhook"].environment
    assert "yachtparty_ingest" in stack.functions["event_ingest"].environment["DATABASE_URL"]
    assert "yachtparty_app" in stack.functions["sms_sender"].environment["DATABASE_URL"]


def test_mail_that_its_provider_signed_is_taken_and_other_mail_is_not(stack: Stack) -> None:
    url = f"{stack.functions['email_webhook'].url}/"
    recipient = f"verify-0123456789ab@{stack.mail_domain}"
    mail = inbound_mail(stack.secrets.mail_webhook_secret, "maya@harborline.com", recipient)
    assert deliver(url, mail).json() == {"outcome": "unknown"}
    forged = inbound_mail("another secret", "maya@harborline.com", recipient)
    assert deliver(url, forged).status_code == 403


def test_the_page_refuses_what_another_site_could_send(stack: Stack) -> None:
    before = stack.twilio.messages()
    with PhonePage(stack) as page:
        text = {"number": MAYA, "text": "hello"}
        with httpx2.Client(base_url=page.url, trust_env=False, timeout=60) as client:
            assert client.post("/api/texts", data=text).status_code == 415
            elsewhere = {"host": "attacker.example"}
            assert client.post("/api/texts", json=text, headers=elsewhere).status_code == 400
            short = client.post("/api/texts", json={**text, "number": "12"})
            assert (short.status_code, short.json()["problem"]) == (
                422,
                "number: is to be written like +12125550142",
            )
            for asked_by in ({"origin": "http://evil.test"}, {"sec-fetch-site": "cross-site"}):
                refused = client.put("/api/faults", json={}, headers=asked_by)
                assert refused.status_code == 403, asked_by
            assert client.get("/pictures/..%2f..%2fsecrets.json").status_code == 404
            svg = {"content-type": "image/svg+xml"}
            assert client.post("/api/pictures", content=b"<svg/>", headers=svg).status_code == 415
            policy = client.get("/").headers["content-security-policy"]
            assert "script-src 'self'" in policy
        assert stack.twilio.messages() == before


def test_a_stack_of_its_own_keeps_its_data_and_stops_clean(tmp_path: Path) -> None:
    options = StackOptions(
        functions=TEXTING, postgres_options=FAST, sweep_interval=0.5, keep_data=True
    )
    with Stack(tmp_path, options=options) as stack:
        ports = [port for port, _, _ in stack.ports.named() if port != stack.ports.phone]
        stack.twilio.receive(MAYA, "hello")
        until(lambda: len(delivered(stack, MAYA)) == 1, "delivered")
        with pytest.raises(AlreadyRunning):
            Stack(tmp_path).start()
    assert [port for port in ports if is_taken(port)] == []
    with Stack(tmp_path, options=replace(options, keep_data=False)) as stack:
        assert len(delivered(stack, MAYA)) == 1
    assert not stack.data.exists()


@pytest.mark.deep
def test_a_taken_port_is_named_with_the_variable_that_moves_it(tmp_path: Path) -> None:
    services = read_services()
    options = StackOptions(functions=("twilio_webhook",), postgres_options=FAST)
    with Stack(tmp_path / "one", options=options) as stack:
        base = stack.ports.twilio
        phone, postgres = map(str, free_ports(2))
        ports = Ports.chosen(
            services, {"BASE_PORT": str(base), "PHONE_PORT": phone, "POSTGRES_PORT": postgres}
        )
        with pytest.raises(PortTaken, match=rf"Port {base} .* BASE_PORT=\d+ make up"):
            Stack(tmp_path / "two", ports=ports).start()


@pytest.mark.deep
def test_nothing_outlives_a_stack_that_is_killed(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path;"
        "from infra.local.postgres import FAST; from infra.local.stack import Stack, StackOptions;"
        "stack = Stack(Path(sys.argv[1]), options=StackOptions("
        "functions=['twilio_webhook', 'credit_webhook'], postgres_options=FAST));"
        "stack.start(); print(*(port for port, _, _ in stack.ports.named()), flush=True);"
        "time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        ports = [int(word) for word in process.stdout.readline().split()]
        taken = [port for port in ports if is_taken(port)]
        process.kill()
    assert len(taken) == len(ports) - 1, "all but that of the phone page"
    until(lambda: not any(is_taken(port) for port in ports), "every port is free again")
    Postgres(tmp_path).destroy()
