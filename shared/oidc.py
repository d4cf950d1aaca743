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
CLOCK_SKEW_SECONDS = 10


class GoogleTokens:
    """Verifies tokens against the certificates at `certs_url`, which it keeps for an hour.

    `clock` is a monotonic one, in seconds. Threads share one: they fetch once.
    """

    def __init__(self, certs_url: str, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._certs_url = certs_url
        self._clock = clock
        self._lock = threading.Lock()
        self._certificates: Mapping[str, str] = {}  # key id: X.509, PEM
        self._fetched = float("-inf")

    def verify(self, token: str, *, audience: str, account: str) -> None:
        """Returns if Google signed the token for this audience and this account's email.

        Raises NotAuthenticated: for any other token, and while the certificates cannot be fetched.
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
        with self._lock:
            age = self._clock() - self._fetched
            if age > (CERTIFICATES_SECONDS if key in self._certificates else REFRESH_SECONDS):
                self._fetched, self._certificates = self._clock(), {}
                self._certificates = _fetch(self._certs_url)
            if key not in self._certificates:
                raise _refused("its key is not one of Google's")
            return self._certificates


def _fetch(url: str) -> Mapping[str, str]:
    import httpx2

    try:
        answer = httpx2.get(url, timeout=FETCH_SECONDS)
        answer.raise_for_status()
        return {str(key): str(value) for key, value in answer.json().items()}
    except (httpx2.HTTPError, ValueError, AttributeError) as error:
        logger.error("Google's certificates cannot be read: %s", type(error).__name__)
        raise NotAuthenticated("The identity token cannot be checked now") from error


def _refused(reason: str) -> NotAuthenticated:
    logger.warning("an identity token was refused: %s", reason)
    return NotAuthenticated("The identity token is not one that this function accepts")
