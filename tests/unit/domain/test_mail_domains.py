"""Whose a domain is, and whether an address in it says where somebody works."""

from shared.domain.mail_domains import (
    aligned,
    canonical,
    is_disposable,
    is_free,
    organisational,
)
from tests.fixtures.examples import each


@each(
    "domain, owner",
    [
        ("acme.com", "acme.com"),
        ("Mail.EU.Acme.com.", "acme.com"),
        ("mail.acme.co.uk", "acme.co.uk"),
        ("acme.github.io", "acme.github.io"),
        ("mail.b\u00fccher.example", "xn--bcher-kva.example"),
        ("mail.xn--bcher-kva.example", "xn--bcher-kva.example"),
        ("a.b.\u516c\u53f8.cn", "b.xn--55qx5d.cn"),
        ("co.uk", None),
        ("com", None),
        ("github.io", None),
        ("\u516c\u53f8.cn", None),
        ("", None),
        ("..", None),
        ("192.0.2.1", None),
    ],
)
def test_the_organisation_is_the_name_below_a_public_suffix(domain: str, owner: str | None) -> None:
    assert organisational(domain) == owner


@each(
    "one, other, same",
    [
        ("acme.com", "acme.com", True),
        ("acme.com", "mail.acme.com", True),
        ("eu.acme.com", "mail.acme.com", True),
        ("b\u00fccher.example", "xn--bcher-kva.example", True),
        ("acme.com", "acme.org", False),
        ("acme.co.uk", "co.uk", False),
        ("co.uk", "co.uk", False),
        ("acme.co.uk", "evil.co.uk", False),
        ("acme.com", "com", False),
        ("acme.com", "evilacme.com", False),
        ("acme.github.io", "evil.github.io", False),
        ("acme.com", "", False),
    ],
)
def test_only_domains_of_one_organisation_are_aligned(one: str, other: str, same: bool) -> None:
    assert aligned(one, other) is same
    assert aligned(other, one) is same


@each(
    "domain",
    [
        *("gmail.com", "GMail.com.", "googlemail.com", "outlook.com", "hotmail.gr", "live.com"),
        *("yahoo.com.au", "yahoo.co.jp", "icloud.com", "me.com", "mac.com", "proton.me", "pm.me"),
        *("hey.com", "fastmail.com", "tutanota.com", "gmx.net", "web.de", "t-online.de", "free.fr"),
        *("laposte.net", "libero.it", "wp.pl", "seznam.cz", "mail.ru", "yandex.ru", "qq.com"),
        *("163.com", "naver.com", "daum.net", "docomo.ne.jp", "rediffmail.com", "uol.com.br"),
        *("live.hk", "msn.com", "vip.163.com", "tampabay.rr.com", "zohomail.eu", "kakao.com"),
        *("tin.it", "telia.com", "sympatico.ca", "globo.com", "neuf.fr", "nifty.com", "inbox.lv"),
        *("comcast.net", "btinternet.com", "bigpond.com", "mailbox.org", "zoho.com", "duck.com"),
    ],
)
def test_free_mail_says_nothing_of_an_employer(domain: str) -> None:
    assert is_free(domain)


@each(
    "domain",
    [
        *("mailinator.com", "sub.mailinator.com", "guerrillamail.com", "10minutemail.com"),
        *("yopmail.com", "trashmail.com", "maildrop.cc", "temp-mail.io", "sharklasers.com"),
        *("passmail.com", "slmails.com", "silomails.com", "8alias.com", "erine.email"),
        *("privaterelay.appleid.com", "mozmail.com", "simplelogin.com", "me.anonaddy.com"),
    ],
)
def test_disposable_and_relay_addresses_are_known(domain: str) -> None:
    assert is_disposable(domain)


@each(
    "domain",
    [
        *("acme.com", "harborline.com", "google.com", "microsoft.com", "apple.com", "amazon.com"),
        *("team.telstra.com", "acme.co.uk", "acme.za.com", "mit.edu", "siemens.com", "", "com"),
        *("outlookgroup.com", "yahooinc.com", "gmail.acme.com", "live.acme.com", "live-nation.com"),
    ],
)
def test_a_companys_domain_is_neither(domain: str) -> None:
    assert not is_free(domain)
    assert not is_disposable(domain)


@each("domain", ["a", "a..b", "-a.com", "a_b.com", "a b.com", "x" * 64 + ".com"])
def test_what_no_mail_can_be_sent_to_is_no_domain(domain: str) -> None:
    assert canonical(domain) is None
