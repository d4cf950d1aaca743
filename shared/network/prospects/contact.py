"""A contact as a file has it, in the form in which it is stored, and what tells it from others."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from shared.domain.mail_address import parse_address
from shared.domain.phone import normalise_sender

# As wide as the columns of `prospects`.
LONGEST_NAME = 255
LONGEST_EMAIL = 255
LONGEST_NOTE = 2_000

_TAGGED = re.compile(r"([^@+])\+[^@]*@")
_GMAIL = re.compile(r"@(?:gmail|googlemail)\.com$")
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]{1,20}\.)?linkedin\.[a-z.]{2,6}/(?:mwlite/)?(?:in|pub)/([^/?#\s]{1,200})",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"\+?[\d\s().\-/\u00a0\u2010-\u2015]{5,40}", re.ASCII)
_EXTENSION = re.compile(r"\s*(?:;?ext(?:ension)?\.?|x|durchwahl|poste|#)\s*:?\s*\d{1,6}\s*$", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody in a file. At least one of email, phone number and LinkedIn address is there."""

    name: str
    first_name: str | None = None
    last_name: str | None = None
    email: str | None = None  # in small letters, its domain in ASCII
    phone_number: str | None = None  # E.164
    linkedin_url: str | None = None  # https://www.linkedin.com/in/...
    company: str | None = None
    title: str | None = None
    notes: str | None = None

    @property
    def identities(self) -> tuple[str, ...]:
        """What tells them from everybody else, as `private.identity_keys` in SQL has it."""
        page = (self.linkedin_url or "").partition("/in/")[2]
        found = (
            self.email and f"mail:{mailbox(self.email)}",
            self.phone_number and f"phone:{self.phone_number.removeprefix('+')}",
            page and f"linkedin:in/{page}",
        )
        return tuple(one for one in found if one)


def mailbox(email: str) -> str:
    """The same for all addresses of one mailbox: without name+tag, for Gmail without dots."""
    address = _TAGGED.sub(r"\1@", email)
    if not _GMAIL.search(address):
        return address
    return address.partition("@")[0].replace(".", "") + "@gmail.com"


def read_email(text: str) -> str | None:
    """One address, however it is wrapped (mailto:, <...>); None if it is none."""
    bare = unicodedata.normalize("NFKC", text).strip().strip("\"'").strip()
    if bare.endswith(">"):
        bare = bare.rpartition("<")[2].removesuffix(">")
    if bare[:7].lower() == "mailto:":
        bare = bare[7:]
    address = parse_address(bare.strip().rstrip(".,;"))
    return str(address) if address and len(str(address)) <= LONGEST_EMAIL else None


def read_linkedin(text: str) -> str | None:
    """The address of a person's LinkedIn page; None for a company's, and for what is none."""
    found = _PROFILE.search(text.strip())
    if found is None:
        return None
    slug = unicodedata.normalize("NFC", unquote(found[1])).lower().strip()
    if not slug or not slug.isprintable() or re.search(r"[\s/<>\"]", slug):
        return None
    return f"https://www.linkedin.com/in/{slug}"


@lru_cache(maxsize=4_096)
def read_phone(text: str, region: str | None) -> str | None:
    """E.164; None if it is no number. `region` (ISO 3166) is where numbers without a country are.

    A number counts when its country's plan allows its length, as for those who text us.
    """
    bare = _EXTENSION.sub("", unicodedata.normalize("NFKC", text).strip().strip("'\""))
    if bare[:4].lower() == "tel:":
        bare = bare[4:]
    bare = re.sub(r"^00(?=[1-9])", "+", re.sub(r"\(0\)", "", bare))
    if not _NUMBER.fullmatch(bare):
        return None
    import phonenumbers

    try:
        number = phonenumbers.parse(bare, region)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return normalise_sender(written).number


def region_of(number: str) -> str | None:
    """The country of an E.164 number, in which its owner's contacts without one are."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return None
    region = phonenumbers.region_code_for_country_code(parsed.country_code or 0)
    return region if region != "ZZ" else None


__all__ = [
    "LONGEST_NAME",
    "LONGEST_NOTE",
    "Contact",
    "mailbox",
    "read_email",
    "read_linkedin",
    "read_phone",
    "region_of",
]
