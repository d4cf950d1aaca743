"""Google's identity tokens: proof that a call comes from the service account we named.

Cloud Scheduler signs its sweeps this way. google-auth is imported when the first token comes: a
process that is only poked never pays for it.
"""

import threading
import time
from collections.abc import Callable, Mapping, Sequence

from shared.errors import NotAuthenticated
from shared.log import logger

ISSUERS = ("accounts.google.com", "https://accounts.google.com")
# Google answers with max-age of some hours and announces a key well before it signs with it.
CERTIFICATES_SECONDS = 3600.0
# A token with an unknown key may be a new key's, or forged: then ask again, but not for each. The
# same after an answer that failed.
REFRESH_SECONDS = 60.0
FETCH_SECONDS = 5.0
# How long a token with an unknown key waits for another's question to Google: anybody can make one.
PATIENCE_SECONDS = 1.0
CLOCK_SKEW_SECONDS = 10
PROXY_ISSUER = "https://cloud.google.com/iap"
PROXY_SECONDS = 600  # that a header of the proxy lives

_PEM = ("-----BEGIN CERT", "-----BEGIN PUBLIC KEY")


class _Signed:
    """Verifies tokens against the keys at `certs_url`, which it asks for every hour.

    While they cannot be had, those that are known count: each ends by itself, and Google's address
    may fail for longer than an hour. `clock` is a monotonic one, in seconds. Threads share one:
    they fetch once, and whose key is known waits for nobody.
    """

    algorithm = "RS256"
    skew_seconds = CLOCK_SKEW_SECONDS

    def __init__(self, certs_url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._certs_url = certs_url
        self._clock = clock
        self._lock = threading.Lock()
        self._certificates: Mapping[str, str] = {}  # key id: X.509 or public key, PEM
        self._fetched = self._asked = float("-inf")

    def _claims(self, token: str, audience: str | Sequence[str]) -> Mapping[str, object]:
        """What a token says that one of the keys signed for the audience.

        Raises NotAuthenticated: for any other token, and while no keys are known.
        """
        from google.auth import jwt
        from google.auth.exceptions import GoogleAuthError

        try:
            # google-auth says nothing of the types of its arguments.
            header = jwt.decode_header(token)  # pyright: ignore[reportUnknownMemberType]
            if header.get("alg") != self.algorithm:
                raise ValueError("another algorithm")
            return jwt.decode(  # pyright: ignore[reportUnknownMemberType]
                token,
                certs=self._certificates_for(header.get("kid")),
                audience=audience if isinstance(audience, str) else list(audience),
                clock_skew_in_seconds=self.skew_seconds,
            )
        except (GoogleAuthError, ValueError, TypeError, RecursionError) as error:
            # Its message quotes the token.
            raise _refused(type(error).__name__) from error

    def _certificates_for(self, key: object) -> Mapping[str, str]:
        """Never empty: to google-auth, no certificates could mean nothing to check."""
        known = key in self._certificates
        if self._due(key) and self._lock.acquire(timeout=0 if known else PATIENCE_SECONDS):
            try:
                if self._due(key):  # nobody else has asked meanwhile
                    self._asked = self._clock()
                    if certificates := _fetch(self._certs_url):
                        self._certificates, self._fetched = certificates, self._asked
            finally:
                self._lock.release()
        certificates = self._certificates
        if not certificates:
            raise NotAuthenticated("The identity token cannot be checked now")
        if key not in certificates:
            raise _refused("its key is not one of Google's")
        return certificates

    def _due(self, key: object) -> bool:
        now = self._clock()
        old = key not in self._certificates or now - self._fetched > CERTIFICATES_SECONDS
        return old and now - self._asked > REFRESH_SECONDS


class GoogleTokens(_Signed):
    """Google's identity tokens."""

    def verify(self, token: str, *, audience: str, account: str) -> None:
        """Returns if Google signed the token for this audience and this account's email.

        Raises NotAuthenticated: for any other token, and while no certificates are known.
        """
        claims = self._claims(token, audience)
        if claims.get("iss") not in ISSUERS:
            raise _refused("the issuer is not Google")
        if claims.get("email") != account or claims.get("email_verified") is not True:
            raise _refused("it is another account's")


class ProxyTokens(_Signed):
    """What the identity-aware proxy signs: who opened a page.

    Source: Google's "Securing your app with signed headers": ES256, lives ten minutes at most, with
    30 seconds for clocks that differ.
    """

    algorithm = "ES256"
    skew_seconds = 30

    def verify(self, token: str, *, audience: Sequence[str]) -> str:
        """The email of whom the proxy let in for one of these audiences, in small letters.

        Raises NotAuthenticated for any other token.
        """
        claims = self._claims(token, audience)
        if claims.get("iss") != PROXY_ISSUER:
            raise _refused("the issuer is not the identity-aware proxy")
        begun, ends, email = claims.get("iat"), claims.get("exp"), claims.get("email")
        if not isinstance(begun, int | float) or not isinstance(ends, int | float):
            raise _refused("it does not say when it was made")
        if ends - begun > PROXY_SECONDS + 2 * self.skew_seconds:
            raise _refused("it lives too long")
        if not isinstance(email, str) or "@" not in email:
            raise _refused("it names nobody")
        return email.lower()


def _fetch(url: str) -> Mapping[str, str]:
    """The certificates by the ids of their keys; empty when they cannot be had, which is logged."""
    import httpx2

    try:
        answer = httpx2.get(url, timeout=FETCH_SECONDS)
        answer.raise_for_status()
        certificates = {str(key): str(value) for key, value in answer.json().items()}
        if not all(value.startswith(_PEM) for value in certificates.values()):
            raise ValueError("not certificates")
        return certificates
    except (httpx2.HTTPError, ValueError, AttributeError) as error:
        logger.error("Google's certificates cannot be read: %s", type(error).__name__)
        return {}


def _refused(reason: str) -> NotAuthenticated:
    logger.warning("an identity token was refused: %s", reason)
    return NotAuthenticated("The identity token is not one that this function accepts")
