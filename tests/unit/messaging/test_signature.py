"""Signatures of Twilio's webhooks, proved on Twilio's published examples."""

import base64
import hashlib
import hmac

import pytest
from werkzeug.datastructures import Headers, MultiDict

from shared.errors import BadSignature
from shared.messaging.signature import verify
from tests.fixtures.examples import each

# The example of Twilio's security page, in its older and newer form; and what its Python library's
# tests state for JSON bodies and repeated parameters.
TOKEN = "12345"
BASE = "https://mycompany.com"
TARGET = "/myapp.php?foo=1&bar=2"
OLDER = {
    "CallSid": "CA1234567890ABCDE",
    "Digits": "1234",
    "From": "+14158675309",
    "To": "+18005551212",
    "Caller": "+14158675309",
}
OLDER_SIGNATURE = "RSOYDt4T1cUTdK1PDd93/VVr8B8="
NEWER = OLDER | {"From": "+12349013030", "Caller": "+12349013030"}
NEWER_SIGNATURE = "0/KCTR6DLpKmkAf8muzZqo1nDgQ="
JSON_BODY = b'{"property": "value", "boolean": true}'
JSON_TARGET = (
    TARGET + "&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620"
)
JSON_SIGNATURE = "a9nBmqA0ju/hNViExpshrM61xv4="


def signed(signature: str) -> dict[str, str]:
    return {"X-Twilio-Signature": signature}


def sign(url: str, parameters: list[tuple[str, str]], digest: str = "sha1") -> str:
    """Twilio's rule, written a second time so that the tests do not ask the code for the answer."""
    text = url + "".join(name + value for name, value in sorted(set(parameters)))
    return base64.b64encode(hmac.digest(TOKEN.encode(), text.encode(), digest)).decode()


@pytest.mark.parametrize(
    ("parameters", "signature"), [(OLDER, OLDER_SIGNATURE), (NEWER, NEWER_SIGNATURE)]
)
def test_twilios_published_examples_are_accepted(
    parameters: dict[str, str], signature: str
) -> None:
    verify(TOKEN, BASE, TARGET, parameters.items(), signed(signature))


def test_while_a_token_is_rotated_both_are_accepted_and_no_third() -> None:
    for accepted in (f"{TOKEN}\nformer", f"newer\n{TOKEN}"):
        verify(accepted, BASE, TARGET, OLDER.items(), signed(OLDER_SIGNATURE))
    for refused in ("newer\nformer", f"{TOKEN} former", ""):
        with pytest.raises(BadSignature):
            verify(refused, BASE, TARGET, OLDER.items(), signed(OLDER_SIGNATURE))


def test_repeated_parameters_count_once_per_distinct_value_whatever_their_order() -> None:
    digits = [("Sid", "CA123"), ("SidAccount", "AC123"), ("Digits", "5678"), ("Digits", "1234")]
    signature = signed("IK+Dwps556ElfBT0I3Rgjkr1wJU=")
    verify(TOKEN, BASE, TARGET, [*digits, ("Digits", "1234")], signature)
    verify(TOKEN, BASE, TARGET, reversed(digits), signature)


def test_a_json_body_is_accepted_by_its_hash_in_the_query() -> None:
    verify(TOKEN, BASE, JSON_TARGET, JSON_BODY, signed(JSON_SIGNATURE))


def test_an_altered_json_body_is_refused() -> None:
    with pytest.raises(BadSignature, match="body"):
        verify(TOKEN, BASE, JSON_TARGET, JSON_BODY + b" ", signed(JSON_SIGNATURE))


def test_an_altered_hash_in_the_query_is_refused() -> None:
    forged = hashlib.sha256(b"{}").hexdigest()
    with pytest.raises(BadSignature):
        verify(
            TOKEN,
            BASE,
            TARGET + f"&bodySHA256={forged}",
            b"{}",
            signed(JSON_SIGNATURE),
        )


def test_a_raw_body_without_a_hash_is_refused_since_nothing_covers_it() -> None:
    with pytest.raises(BadSignature, match="bodySHA256"):
        verify(TOKEN, BASE, TARGET, b"{}", signed(sign(BASE + TARGET, [])))


@each(
    "configured, as_signed",
    [
        ("https://a.example", "https://a.example:443"),
        ("https://a.example:443", "https://a.example"),
        ("http://a.example", "http://a.example:80"),
        ("http://a.example:8080", "http://a.example:8080"),
        ("http://a.example:8080", "http://a.example"),
        ("https://user:secret@a.example", "https://user:secret@a.example:443"),
        ("http://[::1]:8080", "http://[::1]:8080"),
        ("http://[::1]", "http://[::1]:80"),
    ],
)
def test_the_address_is_accepted_with_and_without_its_port(configured: str, as_signed: str) -> None:
    signature = sign(as_signed + "/sms", [("Body", "hi")])
    verify(TOKEN, configured, "/sms", [("Body", "hi")], signed(signature))


@pytest.mark.parametrize(
    "as_signed",
    ["http://a.example", "https://b.example", "https://a.example:8443", "https://a.example/sub"],
)
def test_another_address_is_refused(as_signed: str) -> None:
    signature = sign(as_signed + "/sms", [])
    with pytest.raises(BadSignature):
        verify(TOKEN, "https://a.example", "/sms", [], signed(signature))


def test_behind_a_proxy_only_the_configured_address_counts() -> None:
    """Scheme and host that the proxy rewrote arrive in other headers and are never looked at."""
    headers = Headers({"Host": "10.0.0.7:8080", "X-Forwarded-Proto": "http"})
    headers["x-twilio-signature"] = NEWER_SIGNATURE
    verify(TOKEN, BASE, TARGET, MultiDict(NEWER).items(multi=True), headers)


@pytest.mark.parametrize("alter", [{"Digits": "1235"}, {"Added": "1"}, {"Digits": "1234 "}])
def test_an_altered_parameter_is_refused_and_values_are_not_trimmed(alter: dict[str, str]) -> None:
    with pytest.raises(BadSignature):
        verify(TOKEN, BASE, TARGET, (NEWER | alter).items(), signed(NEWER_SIGNATURE))


def test_a_parameter_left_out_is_refused() -> None:
    fewer = {name: value for name, value in NEWER.items() if name != "Digits"}
    with pytest.raises(BadSignature):
        verify(TOKEN, BASE, TARGET, fewer.items(), signed(NEWER_SIGNATURE))


def test_an_altered_query_is_refused() -> None:
    with pytest.raises(BadSignature):
        verify(TOKEN, BASE, "/myapp.php?bar=2&foo=1", NEWER.items(), signed(NEWER_SIGNATURE))


def test_another_auth_token_is_refused() -> None:
    with pytest.raises(BadSignature):
        verify("54321", BASE, TARGET, NEWER.items(), signed(NEWER_SIGNATURE))


@pytest.mark.parametrize("headers", [{}, {"X-Twilio-Signature": ""}])
def test_a_missing_signature_is_a_bad_signature(headers: dict[str, str]) -> None:
    with pytest.raises(BadSignature, match="missing") as caught:
        verify(TOKEN, BASE, TARGET, NEWER.items(), headers)
    assert caught.value.status == 403


@pytest.mark.parametrize("signature", ["é", "\udcff", "=" * 5000, NEWER_SIGNATURE[:-1]])
def test_nonsense_in_the_header_is_refused(signature: str) -> None:
    with pytest.raises(BadSignature):
        verify(TOKEN, BASE, TARGET, NEWER.items(), signed(signature))


def test_parameters_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(BadSignature):
        verify(TOKEN, BASE, TARGET, [("Body", "\udcff")], signed(NEWER_SIGNATURE))


def test_values_beyond_ascii_are_signed_as_utf_8() -> None:
    pairs = [("Body", "smörgåsbord 🛥️\n"), ("From", "+12125550100")]
    verify(TOKEN, BASE, "/sms", pairs, signed(sign(BASE + "/sms", pairs)))


@pytest.mark.parametrize(
    ("settings", "digest"),
    [
        ("key=webhooks_sharedkey_1,algorithm=HMAC_SHA256", "sha256"),
        ("key=webhooks_sharedkey_1, algorithm=hmac_sha256", "sha256"),
        ("algorithm=HMAC_SHA1", "sha1"),
        ("key=webhooks_sharedkey_1", "sha1"),
        ("", "sha1"),
    ],
)
def test_the_algorithm_is_the_one_that_the_settings_header_names(
    settings: str, digest: str
) -> None:
    headers = signed(sign(BASE + TARGET, list(NEWER.items()), digest))
    headers["X-Twilio-Webhooks-Signature-Settings"] = settings
    verify(TOKEN, BASE, TARGET, NEWER.items(), headers)


def test_a_signature_of_another_algorithm_than_named_is_refused() -> None:
    headers = signed(NEWER_SIGNATURE)
    headers["X-Twilio-Webhooks-Signature-Settings"] = "algorithm=HMAC_SHA256"
    with pytest.raises(BadSignature):
        verify(TOKEN, BASE, TARGET, NEWER.items(), headers)


def test_an_unknown_algorithm_is_refused_and_says_so() -> None:
    headers = signed(NEWER_SIGNATURE)
    headers["X-Twilio-Webhooks-Signature-Settings"] = "key=k,algorithm=NONE"
    with pytest.raises(BadSignature, match="algorithm"):
        verify(TOKEN, BASE, TARGET, NEWER.items(), headers)


def test_no_error_repeats_what_the_request_said() -> None:
    with pytest.raises(BadSignature) as caught:
        verify(TOKEN, BASE, TARGET, NEWER.items(), signed("x" * 28))
    assert not any(value in str(caught.value) for value in (*NEWER.values(), TOKEN))
