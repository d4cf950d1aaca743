"""What a mail to a verification address proves, and what it does not."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import BadSignature, CallerError, MalformedRequest
from shared.mail import SIGNATURE_AGE, Proof, read_proof, verify_signature

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
KEY = "mail-secret"
NONCE = "t0ken"
DOMAIN = "verify.yachtparty.test"


def signed(timestamp: str, token: str = NONCE, key: str = KEY) -> dict[str, str]:
    """The provider's rule, written a second time."""
    text = (timestamp + token).encode("utf-8", "replace")
    return {
        "timestamp": timestamp,
        "token": token,
        "signature": hmac.digest(key.encode(), text, "sha256").hex(),
    }


def at(moment: datetime) -> str:
    return str(int(moment.timestamp()))


def mail(
    from_: str = "Sarah Chen <sarah@acme.com>",
    *,
    recipient: str = f"verify-0123456789ab@{DOMAIN}",
    sender: str = "",
    dkim: str | None = None,
    spf: str | None = None,
    signers: tuple[str, ...] = (),
    extra: tuple[tuple[str, Any], ...] = (),
) -> dict[str, str]:
    """A mail as the provider posts it. `dkim`, `spf`: its verdicts; `signers`: DKIM's d=."""
    headers: list[tuple[str, Any]] = [("Message-Id", "<1@mail.test>"), ("From", from_)]
    headers += [
        ("Dkim-Signature", f"v=1; a=rsa-sha256;\r\n\td={domain}; s=k1; h=from; b=x=")
        for domain in signers
    ]
    headers += [("X-Mailgun-Dkim-Check-Result", dkim)] if dkim else []
    headers += [("X-Mailgun-Spf", spf)] if spf else []
    return {
        "recipient": recipient,
        "from": from_,
        "sender": sender,
        "message-headers": json.dumps([*headers, *extra]),
        **signed(at(NOW)),
    }


def proof(fields: dict[str, str]) -> Proof:
    read = read_proof(fields, DOMAIN)
    assert read is not None
    return read


# The provider's signature.


@pytest.mark.parametrize("age", [-SIGNATURE_AGE, 0, SIGNATURE_AGE])
def test_what_the_provider_signed_within_the_last_minutes_is_accepted(age: int) -> None:
    verify_signature(KEY, signed(at(NOW - timedelta(seconds=age))), NOW)


@pytest.mark.parametrize(
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


@pytest.mark.parametrize("timestamp", ["soon", "", "-1", "1.5", "9" * 400, "9" * 5000, "\u0664"])
def test_a_timestamp_that_is_no_time_is_refused_even_when_signed(timestamp: str) -> None:
    with pytest.raises(BadSignature, match="too old"):
        verify_signature(KEY, signed(timestamp), NOW)


# To whom.


def test_a_proof_names_token_address_and_mail() -> None:
    recipient = f"VERIFY-0123456789AB@{DOMAIN.upper()}"
    read = proof(mail(recipient=recipient, dkim="Pass", signers=("acme.com",)))

    assert read == Proof(
        "0123456789ab", "sarah@acme.com", "0123456789ab:<1@mail.test>", rejection=None
    )


@pytest.mark.parametrize(
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


# DKIM and SPF, aligned with the From as DMARC asks.


@pytest.mark.parametrize(
    ("fields", "rejection"),
    [
        (mail(dkim="Pass", signers=("acme.com",)), None),
        (mail(dkim="pass", signers=("ACME.com.",)), None),
        (mail(dkim="Pass", signers=("mail.acme.com",)), None),
        (mail("s@eu.acme.com", dkim="Pass", signers=("acme.com",)), None),
        (mail(dkim="Pass", signers=("acme.com", "eu.acme.com")), None),
        (mail(dkim="Pass", signers=("evil.com",)), "not_authenticated"),
        (mail(dkim="Pass", signers=("evilacme.com",)), "not_authenticated"),
        (mail(dkim="Pass", signers=("acme.com.evil.com",)), "not_authenticated"),
        (mail(dkim="Pass", signers=("com",)), "not_authenticated"),
        (mail(dkim="Pass", signers=("com.",)), "not_authenticated"),
        (mail(dkim="Pass"), "not_authenticated"),
        (mail(dkim="Fail", signers=("acme.com",)), "not_authenticated"),
        (mail(signers=("acme.com",)), "not_authenticated"),
        (mail(spf="Pass", sender="bounce@acme.com"), None),
        (mail(spf="Pass", sender="bounce@mail.acme.com"), None),
        (mail("s@eu.acme.com", spf="Pass", sender="bounce@acme.com"), None),
        (mail(spf="Pass", sender="bounce@evil.com"), "not_authenticated"),
        (mail(spf="Pass", sender="bounce@com"), "not_authenticated"),
        (mail(spf="Pass", sender="sarah@acme.com@evil.com"), "not_authenticated"),
        (mail(spf="Pass", sender="<>"), "not_authenticated"),
        (mail(spf="Pass", sender=""), "not_authenticated"),
        (mail(spf="SoftFail", sender="sarah@acme.com"), "not_authenticated"),
        (mail(spf="Neutral", sender="sarah@acme.com"), "not_authenticated"),
        (mail(spf="Pass", sender="s@acme.com", dkim="Fail", signers=("acme.com",)), None),
        (mail(spf="Fail", sender="s@acme.com", dkim="Pass", signers=("acme.com",)), None),
        (mail(sender="sarah@acme.com"), "not_authenticated"),
    ],
)
def test_a_from_counts_when_dkim_or_spf_passed_for_a_domain_aligned_with_it(
    fields: dict[str, str], rejection: str | None
) -> None:
    assert proof(fields).rejection == rejection


@pytest.mark.parametrize("signers", [("acme.com", "evil.com"), ("evil.com", "acme.com")])
def test_a_worthless_signature_beside_a_foreign_good_one_proves_nothing(
    signers: tuple[str, ...],
) -> None:
    assert proof(mail(dkim="Pass", signers=signers)).rejection == "not_authenticated"


def test_a_signature_that_names_two_domains_proves_neither() -> None:
    both = mail(dkim="Pass", signers=("acme.com; d=evil.com",))
    assert proof(both).rejection == "not_authenticated"


@pytest.mark.parametrize("forged", ["X-Mailgun-Spf", "x-mailgun-dkim-check-result"])
def test_a_verdict_that_the_sender_wrote_into_the_mail_does_not_outdo_the_providers(
    forged: str,
) -> None:
    fields = mail(
        sender="sarah@acme.com",
        spf="Fail",
        dkim="Fail",
        signers=("acme.com",),
        extra=((forged, "Pass"),),
    )
    assert proof(fields).rejection == "not_authenticated"


def test_without_headers_nothing_is_proved() -> None:
    fields = mail(sender="sarah@acme.com")
    del fields["message-headers"]
    read = proof(fields)
    assert read.rejection == "not_authenticated"
    assert read.mail_id == f"0123456789ab:{NONCE}", (
        "the provider's token stands in for a Message-Id"
    )


@pytest.mark.parametrize("address", ["s@gmail.com", "S@GMail.COM", "Sarah <s@outlook.com>"])
def test_a_personal_address_proves_no_work_email_however_genuine(address: str) -> None:
    fields = mail(address, dkim="Pass", signers=("gmail.com",), spf="Pass", sender="s@gmail.com")
    assert proof(fields).rejection == "personal_address"


# From.


@pytest.mark.parametrize(
    ("from_", "address"),
    [
        ("sarah@acme.com", "sarah@acme.com"),
        ('"ceo@acme.com" <evil@x.com>', "evil@x.com"),
        ('"ceo@acme.com, " <evil@x.com>', "evil@x.com"),
        ("=?utf-8?q?ceo=40acme.com?= <evil@x.com>", "evil@x.com"),
        ("evil@x.com (ceo@acme.com)", "evil@x.com"),
        ("Zo\u00eb <zo\u00eb@acme.com>", "zo\u00eb@acme.com"),
    ],
)
def test_the_address_counts_and_not_the_name_shown(from_: str, address: str) -> None:
    read = proof(mail(from_, dkim="Pass", signers=("acme.com",)))
    assert read.address == address
    assert (read.rejection is None) == address.endswith("@acme.com")


@pytest.mark.parametrize(
    "from_",
    [
        "",
        "Sarah Chen",
        "sarah",
        "sarah@",
        "@acme.com",
        "sarah@com",
        "sarah@acme..com",
        "sarah@acme.com, evil@x.com",
        "Sarah <sarah@acme.com>, Evil <evil@x.com>",
        "ceo@acme.com <evil@x.com>",
        "<ceo@acme.com> <evil@x.com>",
        "ceo@acme.com\x00 <evil@x.com>",
        "sa\x00rah@acme.com",
        "sa\ud800rah@acme.com",
        "sa\u00a0rah@acme.com",
        "sarah@\u212aelvin.com",
        f"{'s' * 65}@acme.com",
        f"s@{'a.' * 130}com",
        "(" * 5000,
    ],
)
def test_a_from_without_exactly_one_address_is_refused(from_: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        read_proof(mail(from_, dkim="Pass", signers=("acme.com",)), DOMAIN)
    assert refused.value.field == "from"


# Headers.


@pytest.mark.parametrize("headers", ["", "{", "nope", "null", "{}", "7", "[" * 100_000])
def test_headers_that_are_no_list_are_refused(headers: str) -> None:
    with pytest.raises(MalformedRequest) as refused:
        read_proof(mail() | {"message-headers": headers}, DOMAIN)
    assert refused.value.field == "message-headers"


def test_entries_that_are_no_header_are_passed_over() -> None:
    odd = (("one",), ("a", "b", "c"), (1, 2), ("X-Mailgun-Spf", True))
    fields = mail(dkim="Pass", signers=("acme.com",))
    headers = [*odd, None, "text", *json.loads(fields["message-headers"])]
    assert proof(fields | {"message-headers": json.dumps(headers)}).rejection is None


def test_a_message_id_that_cannot_be_stored_or_is_endless_still_names_the_mail() -> None:
    fields = mail() | {"message-headers": json.dumps([["Message-Id", "a\x00b\ud800" + "c" * 900]])}
    mail_id = proof(fields).mail_id
    assert mail_id.startswith("0123456789ab:a?b?c")
    assert len(mail_id) == 500


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
def test_whatever_is_posted_only_ever_the_caller_is_at_fault(fields: dict[str, str]) -> None:
    try:
        verify_signature(KEY, fields, NOW)
    except CallerError:
        pass
    else:
        raise AssertionError("nobody guesses a signature")
    try:
        read = read_proof(fields, DOMAIN)
    except CallerError:
        return
    assert read is None or read.mail_id.encode()
    assert read is None or "\x00" not in read.address + read.mail_id


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
