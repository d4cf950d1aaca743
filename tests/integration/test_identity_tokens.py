"""Pokes and sweeps with Google's identity token, signed here by a key of our own."""

import base64
import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID
from flask import Request
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder

from shared.config import settings
from shared.entry import Call, Json, Route, bearer, google_tokens, http_function
from shared.errors import NotAuthenticated
from shared.oidc import CERTIFICATES_SECONDS, REFRESH_SECONDS, GoogleTokens
from tests.fixtures.waiting import until

AUDIENCE = "https://sms-sender.run.test"
ACCOUNT = "sweeps@project.iam.test"
SECRET = "ring-ring"


class SigningKey:
    """A key as Google has them: known by an id, published as a certificate."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        self._key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "signs here")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(self._key.public_key())
            .serial_number(1)
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .sign(self._key, hashes.SHA256())
        )
        self.certificate = certificate.public_bytes(serialization.Encoding.PEM).decode()

    def token(self, header: dict[str, Any] | None = None, **claims: Any) -> str:
        """One that is let in, except for what is given; None leaves a claim out."""
        now = int(time.time())
        proper = {
            "iss": "https://accounts.google.com",
            "aud": AUDIENCE,
            "email": ACCOUNT,
            "email_verified": True,
            "iat": now - 5,
            "exp": now + 3600,
        }
        payload = {name: value for name, value in (proper | claims).items() if value is not None}
        head = {"alg": "RS256", "typ": "JWT", "kid": self.id} | (header or {})
        signed = f"{_segment(head)}.{_segment(payload)}"
        if head["alg"] == "none":
            return f"{signed}."
        signature = self._key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256())
        return f"{signed}.{_encoded(signature)}"


def _segment(document: object) -> str:
    return _encoded(json.dumps(document).encode())


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


class Publisher:
    """Stands in for Google's address of certificates."""

    def __init__(self) -> None:
        self.keys: list[SigningKey] = []
        self.fetched = 0
        self.status = 200
        self.body: bytes | None = None
        self.answers = threading.Event()
        self.answers.set()
        publisher = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                publisher.fetched += 1
                publisher.answers.wait(30)
                keys = {key.id: key.certificate for key in publisher.keys}
                body = publisher.body or json.dumps(keys).encode()
                self.send_response(publisher.status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None: ...

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/certs"

    def close(self) -> None:
        """Again: no change."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()


@pytest.fixture(scope="module")
def key() -> SigningKey:
    return SigningKey("this-year")


@pytest.fixture(scope="module")
def stranger() -> SigningKey:
    return SigningKey("this-year")  # claims to be the same


@pytest.fixture
def publisher(key: SigningKey) -> Iterator[Publisher]:
    publisher = Publisher()
    publisher.keys = [key]
    yield publisher
    publisher.close()


class Clock:
    """Monotonic seconds that the test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def verify(tokens: GoogleTokens, token: str) -> None:
    tokens.verify(token, audience=AUDIENCE, account=ACCOUNT)


def test_googles_token_for_us_by_the_account_is_let_in(
    publisher: Publisher, key: SigningKey
) -> None:
    verify(GoogleTokens(publisher.url), key.token())


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "https://another.run.test"},
        {"aud": None},
        {"aud": [AUDIENCE]},
        {"email": "another@project.iam.test"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"exp": 1_000_003_600, "iat": 1_000_000_000},  # in 2001
        {"exp": None},
        {"exp": "never"},
        {"iat": 4_102_444_800},  # in 2100
        {"iss": "https://accounts.elsewhere.test"},
        {"iss": None},
    ],
    ids=str,
)
def test_a_token_that_says_anything_else_is_not(
    publisher: Publisher, key: SigningKey, claims: dict[str, Any]
) -> None:
    with pytest.raises(NotAuthenticated):
        verify(GoogleTokens(publisher.url), key.token(**claims))


@pytest.mark.parametrize(
    "header",
    [
        {"alg": "none"},
        {"alg": "HS256"},
        {"alg": None},
        {"alg": ["RS256"]},
        {"kid": "another"},
        {"kid": None},
        {"kid": ["this-year"]},
    ],
    ids=str,
)
def test_a_token_signed_in_another_way_is_not(
    publisher: Publisher, key: SigningKey, header: dict[str, Any]
) -> None:
    with pytest.raises(NotAuthenticated):
        verify(GoogleTokens(publisher.url), key.token(header))


def test_neither_is_one_by_another_key_or_changed_after_signing(
    publisher: Publisher, key: SigningKey, stranger: SigningKey
) -> None:
    tokens = GoogleTokens(publisher.url)
    with pytest.raises(NotAuthenticated):
        verify(tokens, stranger.token())
    head, _, signature = key.token(email="another@project.iam.test").split(".")
    _, claims, _ = key.token().split(".")
    with pytest.raises(NotAuthenticated):
        verify(tokens, f"{head}.{claims}.{signature}")


@pytest.mark.parametrize("garbage", ["..", "a.b.c", "é.é.é", f"{_encoded(b'[' * 5000)}.e30.e30"])
def test_garbage_is_refused_not_a_failure(publisher: Publisher, garbage: str) -> None:
    with pytest.raises(NotAuthenticated):
        verify(GoogleTokens(publisher.url), garbage)


def test_the_certificates_are_fetched_once_an_hour(publisher: Publisher, key: SigningKey) -> None:
    clock = Clock()
    tokens = GoogleTokens(publisher.url, clock=clock)
    for _ in range(3):
        verify(tokens, key.token())
    assert publisher.fetched == 1
    clock.now += CERTIFICATES_SECONDS + 1
    verify(tokens, key.token())
    assert publisher.fetched == 2


def test_a_new_key_is_learnt_and_unknown_ones_do_not_hammer_google(
    publisher: Publisher, key: SigningKey
) -> None:
    clock = Clock()
    tokens = GoogleTokens(publisher.url, clock=clock)
    verify(tokens, key.token())
    following = SigningKey("next-year")
    publisher.keys = [key, following]
    for _ in range(5):
        with pytest.raises(NotAuthenticated):
            verify(tokens, following.token())
    assert publisher.fetched == 1
    clock.now += REFRESH_SECONDS + 1
    verify(tokens, following.token())
    assert publisher.fetched == 2


def test_nobody_gets_in_by_token_while_the_certificates_cannot_be_fetched(
    publisher: Publisher, key: SigningKey
) -> None:
    publisher.status = 500
    clock = Clock()
    tokens = GoogleTokens(publisher.url, clock=clock)
    with pytest.raises(NotAuthenticated, match="cannot be checked now"):
        verify(tokens, key.token())
    publisher.status = 200
    with pytest.raises(NotAuthenticated):
        verify(tokens, key.token())
    assert publisher.fetched == 1, "Google is not asked for each of them"
    clock.now += REFRESH_SECONDS + 1
    verify(tokens, key.token())


@pytest.mark.parametrize("broken", ["status", "empty", "[]", '{"error": "sorry"}', "gone"])
def test_the_certificates_are_kept_until_newer_ones_are_there(
    publisher: Publisher, key: SigningKey, broken: str
) -> None:
    clock = Clock()
    tokens = GoogleTokens(publisher.url, clock=clock)
    verify(tokens, key.token())
    if broken == "status":
        publisher.status = 503
    elif broken == "empty":
        publisher.keys = []
    elif broken == "gone":
        publisher.close()
    else:
        publisher.body = broken.encode()
    for _ in range(3):
        clock.now += CERTIFICATES_SECONDS + 1
        verify(tokens, key.token())


def test_a_key_that_google_took_back_is_forgotten_with_the_next_answer(
    publisher: Publisher, key: SigningKey
) -> None:
    clock = Clock()
    tokens = GoogleTokens(publisher.url, clock=clock)
    verify(tokens, key.token())
    publisher.keys = [SigningKey("next-year")]
    clock.now += CERTIFICATES_SECONDS + 1
    with pytest.raises(NotAuthenticated):
        verify(tokens, key.token())


def test_a_known_key_waits_for_nobody_who_asks_google(
    publisher: Publisher, key: SigningKey
) -> None:
    clock = Clock()
    tokens = GoogleTokens(publisher.url, clock=clock)
    verify(tokens, key.token())
    clock.now += REFRESH_SECONDS + 1
    publisher.answers.clear()
    with ThreadPoolExecutor() as threads:
        unknown = threads.submit(verify, tokens, SigningKey("next-year").token())
        until(lambda: publisher.fetched == 2, "Google is asked about the unknown key")
        verify(tokens, key.token())
        publisher.answers.set()
        assert isinstance(unknown.exception(), NotAuthenticated)


def sweep(call: Call) -> Json:
    """Nothing to do."""
    return {"claimed": 0}


def status(authorization: str | None) -> int:
    """What a function behind `bearer` answers."""
    serve = http_function("sweep", [Route("POST", "/", sweep, authenticate=bearer)])
    headers = Headers() if authorization is None else Headers({"Authorization": authorization})
    request = Request(EnvironBuilder("/", method="POST", headers=headers).get_environ())
    return serve(request).status_code


@pytest.fixture
def environment(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "POKE_SECRET": SECRET,
        "OIDC_AUDIENCE": AUDIENCE,
        "OIDC_SERVICE_ACCOUNT": ACCOUNT,
        "OIDC_CERTS_URL": publisher.url,
    }.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    google_tokens.cache_clear()
    yield
    settings.cache_clear()
    google_tokens.cache_clear()


@pytest.mark.usefixtures("environment")
def test_a_function_lets_the_secret_and_the_token_in_and_nothing_else(
    publisher: Publisher, key: SigningKey
) -> None:
    assert status(f"Bearer {SECRET}") == 200
    assert publisher.fetched == 0, "the secret needs nothing of Google"
    assert status(f"Bearer {key.token()}") == 200
    assert status(f"Bearer {key.token(aud='https://another.run.test')}") == 401
    assert status(f"Bearer {key.token({'alg': 'none'})}") == 401
    assert status("Bearer nonsense") == 401
    assert status("Bearer ") == 401
    assert status(None) == 401


@pytest.mark.usefixtures("environment")
def test_while_the_secret_is_rotated_both_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POKE_SECRET", f"newer-secret\n{SECRET}")
    settings.cache_clear()
    assert status("Bearer newer-secret") == 200
    assert status(f"Bearer {SECRET}") == 200
    assert status(f"Bearer newer-secret {SECRET}") == 401


@pytest.mark.usefixtures("environment")
@pytest.mark.parametrize("missing", ["OIDC_AUDIENCE", "OIDC_SERVICE_ACCOUNT"])
def test_unless_both_are_configured_no_token_counts(
    publisher: Publisher, key: SigningKey, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    monkeypatch.delenv(missing)
    settings.cache_clear()
    assert status(f"Bearer {key.token(email='', aud='')}") == 401
    assert status(f"Bearer {key.token()}") == 401
    assert status(f"Bearer {SECRET}") == 200
    assert publisher.fetched == 0
