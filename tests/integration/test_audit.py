"""`make audit` fails on findings, and says clearly when it could not ask."""

import json
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from infra import audit
from infra.local.ports import free_ports

CLEAN = f"click==8.1.7 --hash=sha256:{'1' * 64}\nidna==3.7 --hash=sha256:{'2' * 64}\n"


@contextmanager
def osv(*vulnerable: str, status: int = 200) -> Generator[str]:
    """An advisory service that knows these packages."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            name = asked["package"]["name"]
            answer: dict[str, Any] = {}
            if name in vulnerable:
                answer = {"vulns": [_advisory(name)]}
            body = json.dumps(answer).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1/query"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _advisory(name: str) -> dict[str, Any]:
    return {
        "id": f"GHSA-{name}",
        "summary": "bad",
        "aliases": [],
        "published": "2024-01-01T00:00:00Z",
        "affected": [
            {
                "package": {"ecosystem": "PyPI", "name": name},
                "ranges": [{"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "99"}]}],
            }
        ],
    }


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    lock = tmp_path / "some.lock"
    lock.write_text(CLEAN)
    monkeypatch.setattr(audit, "LOCK", lock)

    def run(service: str) -> tuple[int, str]:
        monkeypatch.setenv("AUDIT_SERVICE_URL", service)
        return audit.main(), capsys.readouterr().out

    return run


def test_a_vulnerable_dependency_is_named_and_fails(run: Any) -> None:
    with osv("django", "idna") as service:
        assert run(service) == (1, "idna 3.7: GHSA-idna (99)\n")


def test_nothing_found_by_who_knows_is_good(run: Any) -> None:
    with osv("django") as service:
        assert run(service) == (0, "No locked dependency has a known vulnerability.\n")


def test_nothing_found_by_who_knows_nothing_is_no_audit(run: Any) -> None:
    with osv() as service:
        status, out = run(service)
    assert status == 0
    assert out.startswith("NOT AUDITED: the advisory service knows no advisories")


def test_a_service_that_fails_or_is_not_there_is_no_audit(
    run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    with osv("django", status=503) as service:
        assert run(service)[1].startswith(f"NOT AUDITED: {service} does not answer")
    (nobody,) = free_ports(1)
    assert run(f"http://127.0.0.1:{nobody}/v1/query")[0] == 0
    monkeypatch.setenv("AUDIT_REQUIRED", "1")
    status, out = run(f"http://127.0.0.1:{nobody}/v1/query")
    assert status == 2
    assert out.startswith("NOT AUDITED: ")


def test_the_locks_that_are_installed_elsewhere_are_part_of_the_one_that_is_audited() -> None:
    def pins(path: Path) -> set[str]:
        return {line.split()[0] for line in path.read_text().splitlines() if "==" in line}

    audited = pins(audit.LOCK)
    for name in ("requirements.lock", "requirements-local.lock"):
        assert pins(audit.ROOT / name) <= audited, name
