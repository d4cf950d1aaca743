"""What a mail to a verification address proves: one sender, meant for us, authentic."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.mail import Proof, read_proof
from tests.fixtures.examples import each
from tests.fixtures.from_headers import NONE, ONE, SEVERAL
from tests.fixtures.mails import ADDRESS, DOMAIN, good, mail


def proof(fields: dict[str, str]) -> Proof:
    read = read_proof(fields, DOMAIN)
    assert read is not None
    return read


def rejection(fields: dict[str, str]) -> str | None:
    return proof(fields).rejection


def with_headers(*extra: tuple[str, Any], **given: Any) -> dict[str, str]:
    return good(extra=extra, **given)


# One sender.


@each("from_, address", ONE)
def test_every_from_of_a_mail_program_proves_its_address(from_: str, address: str) -> None:
    domain = address.rpartition("@")[2]
    read = proof(good(from_, signers=(domain,), sender=f"s@{domain}"))
    assert read.address == address
    assert read.rejection is None


@each("from_", [*NONE, *SEVERAL])
def test_a_from_without_exactly_one_address_proves_nothing(from_: str) -> None:
    read = proof(good(from_))
    assert (read.address, read.rejection) == (None, "unclear_sender")


def test_the_provider_may_have_decoded_the_from() -> None:
    fields = good("=?utf-8?q?Lee=2C_Sam?= <sam@acme.com>") | {"from": "Lee, Sam <sam@acme.com>"}
    assert proof(fields).address == "sam@acme.com"


@each(
    "fields",
    [
        good() | {"from": "Ceo <ceo@acme.com>"},
        with_headers(("From", "ceo@acme.com")),
        with_headers(("FROM", "Sarah Chen <sarah@acme.com>")),
        with_headers(("Sender", "calendar-notification@google.com")),
        with_headers(("Sender", "nobody in particular")),
        good() | {"message-headers": json.dumps([["To", ADDRESS]])},
        {name: value for name, value in good().items() if name != "message-headers"},
    ],
)
def test_a_mail_on_whose_sender_its_parts_disagree_proves_nothing(fields: dict[str, str]) -> None:
    assert rejection(fields) == "unclear_sender"


def test_an_assistant_of_the_same_organisation_may_write() -> None:
    assert rejection(with_headers(("Sender", "Kim <kim@eu.acme.com>"))) is None


@pytest.mark.parametrize("address", ["s@gmail.com", "S@GMail.COM", "Sarah <s@outlook.com>"])
def test_a_personal_address_proves_no_work_email_however_genuine(address: str) -> None:
    assert rejection(good(address, signers=("gmail.com",))) == "personal_address"


def test_a_disposable_address_proves_no_work_email() -> None:
    assert rejection(good("s@mailinator.com", signers=("mailinator.com",))) == "disposable_address"


@each(
    "local",
    [
        *("mailer-daemon", "MAILER-DAEMON", "postmaster", "no-reply", "noreply", "no_reply"),
        *("do-not-reply", "donotreply", "noreply2", "orders-noreply", "noreply+x", "bounce"),
        *("list-bounces", "owner-list", "list-request", "support", "helpdesk", "help", "tickets"),
        *("it-support", "techsupport", "support-team", "support.us", "helpme", "system", "robot"),
        *("maildaemon", "notify", "www-data", "jira", "vacation", "confirmation", "auto-confirm"),
        *("soporte", "hilfe", "kundenservice", "assistenza", "scanner", "printer", "voicemail"),
        *("customer-service", "notifications", "alert", "newsletter", "autoreply", "root", "abuse"),
    ],
)
def test_a_mailbox_of_machines_or_of_a_help_desk_is_nobodys_own(local: str) -> None:
    assert rejection(good(f"{local}@acme.com")) == "role_address"


@each(
    "local",
    [
        "sarah",
        "info",
        "hello",
        "sales",
        "office",
        "ceo",
        "s.bounceman",
        "ruth.root",
        "noe",
        "abbot",
        "scanlon",
        "faxon",
        "clientele",
        "systema",
    ],
)
def test_a_persons_or_a_small_businesss_mailbox_counts(local: str) -> None:
    assert rejection(good(f"{local}@acme.com")) is None


# Meant for us.


@each(
    "header",
    [
        ("Auto-Submitted", "auto-replied"),
        ("Auto-Submitted", "auto-generated; owner-email=x"),
        ("AUTO-SUBMITTED", " Auto-Notified (rejected)"),
        ("Auto-Submitted", ""),
        ("Precedence", "bulk"),
        ("Precedence", "List"),
        ("Precedence", "junk"),
        ("Precedence", "auto_reply"),
        ("X-Precedence", "auto-reply"),
        ("List-Id", "<all.acme.com>"),
        ("List-Unsubscribe", "<https://acme.com/u>"),
        ("List-Post", "NO"),
        ("List-Anything", ""),
        ("Mailing-List", "contact all"),
        ("X-Autoreply", "yes"),
        ("X-Autorespond", "Away"),
        ("X-Failed-Recipients", "x@y.z"),
        ("Content-Type", "multipart/report; report-type=delivery-status"),
        ("Content-Type", "Multipart/Report; report-type=disposition-notification"),
        ("Content-Type", "text/calendar; method=REPLY"),
        ("Return-Path", "<>"),
        ("X-Envelope-From", "<>"),
        ("Return-Path", "< >"),
        ("Return-Path", "<MAILER-DAEMON>"),
        ("Return-Path", "<all-bounces+sarah=acme.com@lists.acme.com>"),
        ("X-Auto-Response-Suppress", "DR, OOF, AutoReply"),
        ("X-Autogenerated", "Reply"),
        ("X-Mail-Autoreply", "yes"),
        ("X-FC-MachineGenerated", "true"),
        ("X-POST-MessageClass", "9; Autoresponder"),
        ("Delivered-To", "Autoresponder"),
        ("Precedence", "(a comment) bulk"),
        ("X-Loop", "sarah@acme.com"),
        ("X-BeenThere", "all@acme.com"),
        ("X-Google-Group-Id", "5"),
        ("X-Mailman-Version", "2.1"),
        ("X-MS-Exchange-Generated-Message-Source", "Mailbox Rules Agent"),
        ("X-Vacation", "yes"),
        ("X-JIRA-FingerPrint", "x"),
        ("Content-Type", "(a comment) multipart/report"),
        ("Content-Type", "multipart/mixed;\r\n report-type=disposition-notification"),
        ("Content-Class", "urn:content-classes:calendarmessage"),
        ("Feedback-ID", "1:welcome:acme:esp"),
        ("X-SG-EID", "u001.x"),
        ("X-Mailgun-Sid", "WyI="),
        ("X-MC-User", "x"),
        ("X-HS-Cid", "x"),
        ("X-CampaignID", "x"),
        ("X-Mandrill-User", "md_1"),
        ("Subject", "Abwesend: zurück am Montag"),
        ("Subject", "Automatic reply: hello"),
        ("Subject", "=?utf-8?q?R=C3=A9ponse_automatique_:_x?="),
        ("Subject", "=?UTF-8?B?QXV0b21hdGlzY2hlIEFudHdvcnQ6IEhhbGxv?="),
        ("Subject", "Undeliverable: hello"),
        ("Subject", "Accepted: Lunch"),
    ],
)
def test_what_a_program_sent_proves_nothing(header: tuple[str, str]) -> None:
    assert rejection(with_headers(header)) == "automatic"


@pytest.mark.parametrize("sender", ["", "<>", " <> "])
def test_the_null_sender_of_bounces_and_automatic_answers_proves_nothing(sender: str) -> None:
    assert rejection(good(sender=sender)) == "automatic"


@each(
    "header",
    [
        ("Auto-Submitted", "no"),
        ("Precedence", "first-class"),
        ("Content-Type", "multipart/alternative; boundary=x"),
        ("X-Mailer", "Apple Mail"),
        ("Return-Path", "<sarah@acme.com>"),
        ("Subject", "Fwd: automatic reply"),
        ("Subject", "=?x-unknown?q?=FF?= =?utf-8?b?!!!?="),
        ("X-Originating-Ip", "[192.0.2.1]"),
        ("X-Ms-Exchange-Organization-Authas", "Internal"),
        ("Thread-Index", "AdvK"),
        ("Autocrypt", "addr=sarah@acme.com"),
    ],
)
def test_what_a_persons_mail_program_writes_does_no_harm(header: tuple[str, str]) -> None:
    assert rejection(with_headers(header)) is None


@pytest.mark.parametrize("name", ["In-Reply-To", "References"])
def test_an_answer_proves_nothing_since_we_never_ask_by_mail(name: str) -> None:
    """Somebody else has written in the name of the verification address, and a person answered."""
    assert rejection(with_headers((name, "<2@mail.test>"))) == "reply"


@pytest.mark.parametrize(
    "subject", ["Re: hello", "RE[2]: x", "AW: x", "SV: x", "=?utf-8?q?Re=3A?="]
)
def test_an_answer_that_names_no_other_mail_is_known_by_its_subject(subject: str) -> None:
    assert rejection(with_headers(("Subject", subject))) == "reply"


@pytest.mark.parametrize(
    "to",
    [
        ADDRESS,
        f"<{ADDRESS.upper()}>",
        f"Yachtparty <{ADDRESS}>",
        f"kim@acme.com, Lee, Sam <sam@acme.com>, {ADDRESS}",
        f"kim@acme.com,\r\n\t{ADDRESS}",
    ],
)
def test_the_verification_address_has_to_be_in_to(to: str) -> None:
    assert rejection(good(to=to)) is None


@each(
    "to",
    [
        None,
        "",
        "kim@acme.com",
        "undisclosed-recipients:;",
        f"verify-ffffffffffff@{DOMAIN}",
        f'"{ADDRESS}" <mallory@evil.com>',
        f"{ADDRESS} <mallory@evil.com>",
        f"mallory@evil.com ({ADDRESS})",
        f"{ADDRESS}.evil.com",
        f"x{ADDRESS}",
    ],
)
def test_a_mail_to_somebody_else_that_was_sent_on_to_us_proves_nothing(to: str | None) -> None:
    assert rejection(good(to=to)) == "not_addressed"


def test_copies_do_not_count_nor_does_a_second_to() -> None:
    assert rejection(with_headers(("Cc", ADDRESS), to="kim@acme.com")) == "not_addressed"
    assert rejection(with_headers(("To", ADDRESS), to="kim@acme.com")) == "not_addressed"
    assert rejection(with_headers(("To", "kim@acme.com"))) == "not_addressed"


# Authentic.


@each(
    "fields, proves",
    [
        (mail(dkim="Pass", signers=("acme.com",)), True),
        (mail(dkim="pass", signers=("ACME.com.",)), True),
        (mail(dkim="Pass", signers=("mail.acme.com",)), True),
        (mail("s@eu.acme.com", dkim="Pass", signers=("acme.com",)), True),
        (mail("s@eu.acme.com", dkim="Pass", signers=("us.acme.com",)), True),
        (mail("s@acme.co.uk", dkim="Pass", signers=("acme.co.uk",)), True),
        (mail("s@b\u00fccher.example", dkim="Pass", signers=("xn--bcher-kva.example",)), True),
        (mail("s@xn--bcher-kva.example", dkim="Pass", signers=("b\u00fccher.example",)), True),
        (mail(dkim="Pass", signers=("acme.com", "eu.acme.com")), True),
        (mail(dkim="Pass", signers=("evil.com",)), False),
        (mail(dkim="Pass", signers=("evilacme.com",)), False),
        (mail(dkim="Pass", signers=("acme.com.evil.com",)), False),
        (mail(dkim="Pass", signers=("com",)), False),
        (mail(dkim="Pass", signers=("com.",)), False),
        (mail("s@acme.co.uk", dkim="Pass", signers=("co.uk",)), False),
        (mail("s@co.uk", dkim="Pass", signers=("co.uk",)), False),
        (mail("s@acme.github.io", dkim="Pass", signers=("github.io",)), False),
        (mail("s@acme.github.io", dkim="Pass", signers=("evil.github.io",)), False),
        (mail("s@acme.onmicrosoft.com", dkim="Pass", signers=("acme.onmicrosoft.com",)), True),
        (mail("s@acme.onmicrosoft.com", dkim="Pass", signers=("evil.onmicrosoft.com",)), False),
        (mail("s@acme.onmicrosoft.com", dkim="Pass", signers=("onmicrosoft.com",)), False),
        (mail("s@zendesk.com", dkim="Pass", signers=("evil.zendesk.com",)), False),
        (mail("s@zendesk.com", dkim="Pass", signers=("zendesk.com",)), True),
        (mail(dkim="Pass"), False),
        (mail(dkim="Fail", signers=("acme.com",)), False),
        (mail(signers=("acme.com",)), False),
        (mail(spf="Pass", sender="bounce@acme.com"), True),
        (mail(spf="Pass", sender="<sarah@acme.com>"), True),
        (mail(spf="Pass", sender="bounce@mail.acme.com"), True),
        (mail("s@eu.acme.com", spf="Pass", sender="bounce@acme.com"), True),
        (mail(spf="Pass", sender="bounce@evil.com"), False),
        (mail(spf="Pass", sender="bounce@com"), False),
        (mail("s@acme.co.uk", spf="Pass", sender="bounce@evil.co.uk"), False),
        (mail(spf="Pass", sender="sarah@acme.com@evil.com"), False),
        (mail(spf="SoftFail"), False),
        (mail(spf="Neutral"), False),
        (mail(), False),
    ],
)
def test_dkim_or_spf_has_to_pass_for_the_organisation_of_the_from(
    fields: dict[str, str], proves: bool
) -> None:
    assert rejection(fields) == (None if proves else "not_authenticated")


@each("spf", ["Pass", "Fail"])
@each("signs", ["from", "from:subject:date", "to:subject", "from:cc", ""])
def test_a_signature_that_leaves_out_from_or_to_proves_nothing(signs: str, spf: str) -> None:
    assert rejection(good(signs=signs, dkim="Pass", spf="Fail")) == "not_authenticated"
    if signs:
        assert rejection(good(signs=signs, spf=spf)) == "not_authenticated"


@pytest.mark.parametrize("signs", ["from:t o", "fr\r\n om:to", "xfrom:to", "from:to-x"])
def test_a_name_with_a_blank_within_is_another_header(signs: str) -> None:
    assert rejection(good(signs=signs)) == "not_authenticated"


@pytest.mark.parametrize("signs", ["From:To", "from : to", "date:\r\n\t to:from:from", "TO:FROM"])
def test_the_list_of_signed_headers_is_read_in_any_spelling(signs: str) -> None:
    assert rejection(good(signs=signs, spf="Fail")) is None


@pytest.mark.parametrize("signers", [("acme.com", "evil.com"), ("evil.com", "acme.com")])
def test_a_worthless_signature_beside_a_foreign_good_one_proves_nothing(
    signers: tuple[str, ...],
) -> None:
    assert rejection(mail(dkim="Pass", signers=signers)) == "not_authenticated"


@pytest.mark.parametrize("twice", ["acme.com; d=evil.com", "evil.com; D=acme.com"])
def test_a_signature_that_names_two_domains_proves_neither(twice: str) -> None:
    assert rejection(mail(dkim="Pass", signers=(twice,))) == "not_authenticated"


def test_spf_decides_where_the_domain_itself_did_not_sign() -> None:
    """As for companies that have not set up DKIM at their mail provider, which signs as itself."""
    assert rejection(good(signers=("acme.onmicrosoft.com",))) is None
    assert rejection(good(dkim="Fail")) is None


@pytest.mark.parametrize("forged", ["X-Mailgun-Spf", "x-mailgun-dkim-check-result"])
@pytest.mark.parametrize("verdict", ["Fail", None])
def test_a_verdict_that_the_sender_wrote_into_the_mail_counts_for_nothing(
    forged: str, verdict: str | None
) -> None:
    fields = with_headers((forged, "Pass"), dkim=verdict, spf=verdict)
    assert rejection(fields) == "not_authenticated"
    fields = with_headers(
        ("X-Mailgun-Incoming", "Yes"), (forged, "Pass"), dkim=verdict, spf=verdict
    )
    assert rejection(fields) == "not_authenticated"


def test_the_providers_verdicts_may_stand_at_the_end() -> None:
    fields = good()
    headers = json.loads(fields["message-headers"])
    ours = [header for header in headers if header[0].startswith("X-Mailgun-")]
    others = [header for header in headers if header not in ours]
    assert rejection(fields | {"message-headers": json.dumps([*others, *ours])}) is None


@given(st.permutations(range(4)), st.sets(st.integers(0, 3), min_size=1))
def test_nothing_that_a_proof_needs_can_be_left_out(order: list[int], missing: set[int]) -> None:
    needed: list[dict[str, Any]] = [
        {"from_": "sarah@acme.com, evil@x.com"},
        {"to": "kim@acme.com"},
        {"dkim": "Fail", "spf": "Fail"},
        {"extra": (("Auto-Submitted", "auto-replied"),)},
    ]
    given: dict[str, Any] = {}
    for one in order:
        given |= needed[one] if one in missing else {}
    assert rejection(good(**given)) is not None


# Headers.


@each("headers", ["", "{", "nope", "null", "{}", "7", "[" * 100_000, "1" * 5000])
def test_a_mail_whose_headers_cannot_be_read_proves_nothing(headers: str) -> None:
    read = proof(mail() | {"message-headers": headers})
    assert (read.address, read.rejection) == (None, "unreadable")


def test_entries_that_are_no_header_are_passed_over() -> None:
    odd = (("one",), ("a", "b", "c"), (1, 2), ("X-Mailgun-Spf", True))
    fields = good()
    headers = [*odd, None, "text", *json.loads(fields["message-headers"])]
    assert rejection(fields | {"message-headers": json.dumps(headers)}) is None


def test_a_message_id_that_cannot_be_stored_or_is_endless_still_names_the_mail() -> None:
    fields = mail() | {"message-headers": json.dumps([["Message-Id", "a\x00b\ud800" + "c" * 900]])}
    mail_id = proof(fields).mail_id
    assert mail_id.startswith("0123456789ab:")
    assert mail_id.isprintable()
    assert len(mail_id) < 100
