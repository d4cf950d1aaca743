"""The load generator, a process of its own: signed texts over kept-alive connections.

`python -m tests.benchmarks.load` reads a Load as JSON from stdin and writes a Burst to stdout.
Each connection is a thread that posts one text after the other, for a fixed time; the people
change, each sends the three texts of somebody who introduces themselves.
"""

import http.client
import json
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

from infra.local.twilio.signature import sign

TEXTS = ("Hello", "I'm Sarah Chen", "CTO at Acme")
PEOPLE_EACH = 2_000  # more than a connection texts for within one load


@dataclass(frozen=True, kw_only=True)
class Load:
    """What to send: for `seconds`, over `connections` at once, to people from number `first` on."""

    url: str
    auth_token: str
    signed_as: str  # the public URL that the signature covers
    number: str
    connections: int
    seconds: float
    first: int


@dataclass(frozen=True)
class Burst:
    """What came of it."""

    seconds: float
    latencies: list[float]  # seconds, one an answer
    failures: int

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return len(self.latencies) / self.seconds


def run(load: Load) -> Burst:
    """Runs a load in its own process and waits for its end. Raises if anything was not answered."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks.load"],
        input=json.dumps(asdict(load)),
        capture_output=True,
        text=True,
        check=True,
    )
    burst = Burst(**json.loads(done.stdout))
    if burst.failures or not burst.latencies:
        raise RuntimeError(f"{load.url}: {burst.failures} of its answers were not 200")
    return burst


def _person(load: Load, connection: int, turn: int) -> str:
    person = load.first + connection * PEOPLE_EACH + turn // len(TEXTS)
    return f"+1415{person % 8_000_000 + 2_000_000}"


def _post(load: Load, connection: int, began: float, into: list[tuple[float, int]]) -> None:
    address = urlsplit(load.url)
    client = http.client.HTTPConnection(address.hostname or "", address.port, timeout=30)
    turn = 0
    while time.perf_counter() < began + load.seconds:
        sid = f"SM{load.first:012x}{connection:04x}{turn:016x}"
        parameters = [
            ("MessageSid", sid),
            ("From", _person(load, connection, turn)),
            ("To", load.number),
            ("Body", TEXTS[turn % len(TEXTS)]),
            ("NumMedia", "0"),
        ]
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-Twilio-Signature": sign(load.auth_token, load.signed_as, parameters),
        }
        body = urlencode(parameters)
        sent = time.perf_counter()
        client.request("POST", address.path, body, headers)
        response = client.getresponse()
        response.read()
        into.append((time.perf_counter() - sent, response.status))
        turn += 1
    client.close()


def _main() -> None:
    load = Load(**json.load(sys.stdin))
    answers: list[tuple[float, int]] = []
    began = time.perf_counter()
    threads = [
        threading.Thread(target=_post, args=(load, number, began, answers))
        for number in range(load.connections)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    burst = Burst(
        seconds=time.perf_counter() - began,
        latencies=[latency for latency, _ in answers],
        failures=sum(status != HTTPStatus.OK for _, status in answers),
    )
    json.dump(asdict(burst), sys.stdout)


if __name__ == "__main__":
    _main()
