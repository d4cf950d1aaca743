"""Google's identity tokens: proof that a call comes from the service account we named.

Cloud Scheduler signs its sweeps this way. google-auth is imported when the first token comes: a
process that is only poked never pays for it.
"""

import threading
import time
from collections.abc import Callable, Mapping

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


class GoogleTokens:
    """Verifies tokens against the certificates at `certs_url`, which it asks for every hour.

    While they cannot be had, those that are known count: each ends by itself, and Google's address
    may fail for longer than an hour. `clock` is a monotonic one, in seconds. Threads share one:
    they fetch once, and whose key is known waits for nobody.
    """

    def __init__(self, certs_url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._certs_url = certs_url
        self._clock = clock
        self._lock = threading.Lock()
        self._certificates: Mapping[str, str] = {}  # key id: X.509, PEM
        self._fetched = self._asked = float("-inf")

    def verify(self, token: str, *, audience: str, account: str) -> None:
        """Returns if Google signed the token for this audience and this account's email.

        Raises NotAuthenticated: for any other token, and while no certificates are known.
        """
        from google.auth import jwt
        from google.auth.exceptions import GoogleAuthError

        try:
            # google-auth says nothing of the types of its arguments.
            header = jwt.decode_header(token)  # pyright: ignore[reportUnknownMemberType]
            claims = jwt.decode(  # pyright: ignore[reportUnknownMemberType]
                token,
                certs=self._certificates_for(header.get("kid")),
                audience=audience,
                clock_skew_in_seconds=CLOCK_SKEW_SECONDS,
            )
        except (GoogleAuthError, ValueError, TypeError, RecursionError) as error:
            # Its message quotes the token.
            raise _refused(type(error).__name__) from error
        if claims.get("iss") not in ISSUERS:
            raise _refused("the issuer is not Google")
        if claims.get("email") != account or claims.get("email_verified") is not True:
            raise _refused("it is another account's")

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


def _fetch(url: str) -> Mapping[str, str]:
    """The certificates by the ids of their keys; empty when they cannot be had, which is logged."""
    import httpx2

    try:
        answer = httpx2.get(url, timeout=FETCH_SECONDS)
        answer.raise_for_status()
        certificates = {str(key): str(value) for key, value in answer.json().items()}
        if not all(value.startswith("-----BEGIN CERT") for value in certificates.values()):
            raise ValueError("not certificates")
        return certificates
    except (httpx2.HTTPError, ValueError, AttributeError) as error:
        logger.error("Google's certificates cannot be read: %s", type(error).__name__)
        return {}


def _refused(reason: str) -> NotAuthenticated:
    logger.warning("an identity token was refused: %s", reason)
    return NotAuthenticated("The identity token is not one that this function accepts")
