"""What the provider signed, to whom a mail is, and that whatever it posts is answered."""

import hashlib
import hmac
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import BadSignature, CallerError, MalformedRequest
from shared.mail import SIGNATURE_AGE, Proof, fingerprints, read_proof, verify_signature
from tests.fixtures.examples import each
from tests.fixtures.mails import ADDRESS, DOMAIN, KEY, NOW, at, good, mail, signed

# The provider's signature.


@pytest.mark.parametrize("age", [-SIGNATURE_AGE, 0, SIGNATURE_AGE])
def test_what_the_provider_signed_within_the_last_minutes_is_accepted(age: int) -> None:
    verify_signature(KEY, signed(at(NOW - timedelta(seconds=age))), NOW)


@each(
    "altered",
    [
        {"timestamp": at(NOW + timedelta(seconds=1))},
        {"token": "other"},
        {"signature": "0" * 64},
        {"signature": ""},
        {"signature": "\u00e9\ud800"},
        {"signature": signed(at(NOW))["signature"].upper()},
    ],
)
def test_an_altered_field_is_refused(altered: dict[str, str]) -> None:
    with pytest.raises(BadSignature) as refused:
        verify_signature(KEY, signed(at(NOW)) | altered, NOW)
    assert (refused.value.status, refused.value.field) == (403, "signature")


@pytest.mark.parametrize("missing", ["timestamp", "token", "signature"])
def test_a_missing_field_is_refused(missing: str) -> None:
    fields = signed(at(NOW))
    del fields[missing]
    with pytest.raises(BadSignature):
        verify_signature(KEY, fields, NOW)


def test_while_a_key_is_rotated_both_are_accepted() -> None:
    for key in (f"{KEY}\nformer", f"newer\n{KEY}"):
        verify_signature(key, signed(at(NOW)), NOW)


def test_another_key_and_no_key_at_all_are_refused() -> None:
    with pytest.raises(BadSignature):
        verify_signature(KEY, signed(at(NOW), key="other"), NOW)
    with pytest.raises(BadSignature):
        verify_signature("", signed(at(NOW), key=""), NOW)


@pytest.mark.parametrize("age", [-SIGNATURE_AGE - 1, SIGNATURE_AGE + 1])
def test_an_old_signature_or_one_of_the_future_is_refused(age: int) -> None:
    with pytest.raises(BadSignature, match="too old"):
        verify_signature(KEY, signed(at(NOW - timedelta(seconds=age))), NOW)


@each("timestamp", ["soon", "", "-1", "1.5", "9" * 400, "9" * 5000, "\u0664"])
def test_a_timestamp_that_is_no_time_is_refused_even_when_signed(timestamp: str) -> None:
    with pytest.raises(BadSignature, match="too old"):
        verify_signature(KEY, signed(timestamp), NOW)


# To whom.


def test_a_proof_names_token_address_and_mail() -> None:
    recipient = f"VERIFY-0123456789AB@{DOMAIN.upper()}"
    read = read_proof(good(recipient=recipient), DOMAIN)

    named = hashlib.sha256(b"<1@mail.test>").hexdigest()
    assert read == Proof("0123456789ab", "sarah@acme.com", f"0123456789ab:{named}", None)


def test_one_of_several_recipients_is_found() -> None:
    read = read_proof(good(recipient=f"info@{DOMAIN}, {ADDRESS}"), DOMAIN)
    assert read is not None
    assert read.token == "0123456789ab"


def test_a_mail_without_a_name_of_its_own_is_known_by_what_is_in_it() -> None:
    def unnamed(**altered: str) -> str:
        fields = good() | altered
        headers = json.loads(fields["message-headers"])
        kept = [header for header in headers if header[0] != "Message-Id"]
        read = read_proof(fields | {"message-headers": json.dumps(kept)}, DOMAIN)
        assert read is not None
        return read.mail_id

    assert unnamed() == unnamed(**signed(at(NOW + timedelta(minutes=10)), "another"))
    assert unnamed() != unnamed(sender="another@acme.com")


@each(
    "recipient",
    [
        "",
        f"hello@{DOMAIN}",
        f"verify-@{DOMAIN}",
        f"verify-short@{DOMAIN}",
        f"verify-{'a' * 65}@{DOMAIN}",
        f"verify-0123456789ab+x@{DOMAIN}",
        "verify-0123456789ab@elsewhere.test",
        f"verify-0123456789ab@{DOMAIN}.evil.test",
        f"verify-0123456789ab@evil.test@{DOMAIN}",
    ],
)
def test_mail_to_another_address_is_none_of_ours(recipient: str) -> None:
    assert read_proof(mail(recipient=recipient), DOMAIN) is None


def test_mail_that_is_not_for_us_need_not_be_well_formed() -> None:
    assert read_proof({"recipient": f"info@{DOMAIN}", "message-headers": "{"}, DOMAIN) is None


# Fingerprints.


def test_the_same_fields_in_any_order_have_the_same_fingerprints() -> None:
    fields = good()
    turned = dict(reversed(fields.items()))
    assert fingerprints(fields) == fingerprints(turned)


@pytest.mark.parametrize("field", ["recipient", "from", "sender", "message-headers"])
def test_any_other_field_under_the_same_signature_is_other_content(field: str) -> None:
    signature, content = fingerprints(good())
    same, other = fingerprints(good() | {field: "\ud800 other"})
    assert same == signature
    assert other != content


# Whatever is posted.


class Endless(dict[str, str]):
    """A form whose values are too long to be read."""

    def __init__(self, fields: dict[str, str], *names: str) -> None:
        super().__init__(fields)
        self._names = names

    def __getitem__(self, name: str) -> str:
        if name in self._names:
            raise MalformedRequest(f"{name} is too long", field=name)
        return super().__getitem__(name)


@pytest.mark.parametrize(
    ("name", "rejection"), [("message-headers", "unreadable"), ("from", "unclear_sender")]
)
def test_a_field_too_long_to_be_read_is_told_to_the_person_too(name: str, rejection: str) -> None:
    read = read_proof(Endless(good(), name), DOMAIN)
    assert read is not None
    assert read.rejection == rejection


def test_fields_that_are_not_looked_at_may_be_of_any_length() -> None:
    fields = Endless(good() | {"body-html": ""}, "body-html")
    assert fingerprints(fields) == fingerprints(good())
    read = read_proof(fields, DOMAIN)
    assert read is not None
    assert read.rejection is None


_ANYTHING = st.text(st.characters(), max_size=40)
_FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "recipient": _ANYTHING | st.just(f"verify-0123456789ab@{DOMAIN}"),
        "from": _ANYTHING | st.just("s@acme.com") | st.emails(),
        "sender": _ANYTHING | st.emails(),
        "timestamp": _ANYTHING | st.just(at(NOW)),
        "token": _ANYTHING,
        "signature": _ANYTHING,
        "message-headers": _ANYTHING
        | st.recursive(
            st.none() | st.booleans() | _ANYTHING | st.sampled_from(["X-Mailgun-Spf", "Pass"]),
            lambda inner: st.lists(inner, max_size=3),
        ).map(json.dumps),
    },
)


@given(_FIELDS)
def test_whatever_is_posted_is_read_and_proves_nothing(fields: dict[str, str]) -> None:
    try:
        verify_signature(KEY, fields, NOW)
    except CallerError:
        pass
    else:
        raise AssertionError("nobody guesses a signature")
    read = read_proof(fields, DOMAIN)
    fingerprints(fields)
    assert read is None or read.rejection is not None
    assert read is None or f"{read.address}{read.mail_id}".isprintable()


@given(_ANYTHING, _ANYTHING)
def test_a_signed_post_is_judged_whatever_its_timestamp_and_token(
    timestamp: str, token: str
) -> None:
    text = f"{timestamp}{token}".encode("utf-8", "replace")
    signature = hmac.new(KEY.encode(), text, hashlib.sha256).hexdigest()
    fields = {"timestamp": timestamp, "token": token, "signature": signature}
    try:
        verify_signature(KEY, fields, NOW)
    except CallerError:
        return
    assert abs(NOW.timestamp() - int(timestamp)) <= SIGNATURE_AGE
