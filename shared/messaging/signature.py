"""Proof that a webhook comes from Twilio.

Twilio signs the URL that it was configured with, followed by every form parameter (names sorted;
for each name its distinct values, sorted), by HMAC with the account's auth token, in base64.
A JSON body is not signed itself: the query's `bodySHA256` is, and names the body's digest.
The algorithm is SHA-1 unless `X-Twilio-Webhooks-Signature-Settings` names another.
Source: twilio.com/docs/usage/security, "Validating requests".

The address is the configured public one: what a proxy makes of scheme, host or port on the way to
us does not matter, and a Host header proves nothing.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from typing import Protocol
from urllib.parse import parse_qs, urlsplit

from twilio.request_validator import (
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,  # pyright: ignore[reportUnknownVariableType] - twilio is not typed
)

from shared.config import accepted
from shared.errors import BadSignature

_ALGORITHMS = ("HMAC_SHA1", "HMAC_SHA256")
_DEFAULT_PORT = {"http": 80, "https": 443}


class Headers(Protocol):
    """A request's headers, however they are kept; names in any case where the request allows it."""

    def get(self, name: str, /) -> str | None:
        """The header's value, or None."""
        ...


class _Parameters(dict[str, list[str]]):
    """Names and all their values, in the form in which the validator asks for them."""

    def getlist(self, name: str) -> list[str]:
        return self[name]


def require_signature(headers: Headers | Mapping[str, str]) -> str:
    """The signature that a request carries, right or wrong. Raises BadSignature if it has none.

    Needs no body: whoever signs nothing is refused before theirs is read.
    """
    signature = headers.get(SIGNATURE_HEADER)
    if not signature:
        raise BadSignature(f"The header {SIGNATURE_HEADER} is missing", field=SIGNATURE_HEADER)
    return signature


def verify(
    auth_token: str,
    public_base_url: str,
    path_with_query: str,
    body: Iterable[tuple[str, str]] | bytes,
    headers: Headers | Mapping[str, str],
) -> None:
    """Return if Twilio signed this request for this address, else raise BadSignature.

    `path_with_query` is the request's target exactly as received, still percent-encoded, and
    `public_base_url` what comes before it where Twilio is configured, without a trailing slash.
    `body` is every form parameter as pairs, repeated ones repeated, values untrimmed (for werkzeug:
    `request.form.items(multi=True)`), or the raw bytes of a body that is not a form.
    """
    signature = require_signature(headers)
    algorithm = get_signature_algorithm(headers.get(SIGNATURE_SETTINGS_HEADER)).upper()
    if algorithm not in _ALGORITHMS:
        raise BadSignature(
            f"The signature's algorithm is none of {', '.join(_ALGORITHMS)}",
            field=SIGNATURE_SETTINGS_HEADER,
        )
    parameters = _Parameters()
    if isinstance(body, bytes):
        _verify_body_hash(path_with_query, body)
    else:
        for name, value in body:
            parameters.setdefault(name, []).append(value)
    given = signature.encode("utf-8", "surrogatepass")
    # All are computed and compared, whichever fits: the time taken tells nothing.
    fits = [
        hmac.compare_digest(
            _computed(RequestValidator(token), base + path_with_query, parameters, algorithm), given
        )
        for token in accepted(auth_token)
        for base in _with_and_without_port(public_base_url)
    ]
    if not any(fits):
        raise BadSignature(
            f"{SIGNATURE_HEADER} does not fit this request; the address signed must begin with"
            " PUBLIC_BASE_URL, and the auth token be the account's",
            field=SIGNATURE_HEADER,
        )


def _computed(
    validator: RequestValidator, url: str, parameters: _Parameters, algorithm: str
) -> bytes:
    try:
        return validator.compute_signature(  # pyright: ignore[reportUnknownMemberType]
            url, parameters, algorithm
        ).encode()
    except UnicodeEncodeError as error:  # a lone surrogate: Twilio signs UTF-8 only
        raise BadSignature("The request is not UTF-8") from error


def _verify_body_hash(path_with_query: str, body: bytes) -> None:
    claimed = parse_qs(urlsplit(path_with_query).query).get("bodySHA256")
    if not claimed:
        # Without it nothing in the signature covers the body.
        raise BadSignature("The query names no bodySHA256", field="bodySHA256")
    computed = hashlib.sha256(body).hexdigest().encode()
    if not hmac.compare_digest(computed, claimed[0].lower().encode("utf-8", "replace")):
        raise BadSignature("The body is not the one that was signed", field="bodySHA256")


def _with_and_without_port(base_url: str) -> list[str]:
    """The base as configured, and with the scheme's own port added or taken away.

    Twilio is not consistent about the port; both forms name the same address.
    """
    parts = urlsplit(base_url)
    port = _DEFAULT_PORT.get(parts.scheme)
    host = parts.netloc.rpartition("@")[2]
    if host.endswith(f":{port}"):
        other = parts._replace(netloc=parts.netloc.removesuffix(f":{port}"))
    elif parts.port is None:
        other = parts._replace(netloc=f"{parts.netloc}:{port}")
    else:
        # Its own port: Twilio's signatures without it are valid too, as in Twilio's libraries.
        other = parts._replace(netloc=parts.netloc.removesuffix(f":{parts.port}"))
    return [base_url, other.geturl()]
