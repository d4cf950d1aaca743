"""Proof of a work email: what a mail to `verify-<token>@<our domain>` proves about its From.

The inbound provider (Mailgun's routes) parses the mail, checks SPF and DKIM, and posts the result,
signed. Three things have to hold, and each failure has a reason that the person is told:

- **One sender**: one From with one address, of a mailbox that a person writes from.
- **Meant for us**: a mail that its sender wrote to the verification address. What a machine sent
  (RFC 3834, RFC 2369, bounces, receipts), what answers a mail (we never send one, so somebody else
  asked in our name), and what was addressed to others and sent on to us proves nothing.
- **Authentic**: DMARC's rule (RFC 7489) and one of ours. A DKIM signature that passed and is
  aligned with the From decides, and has to cover From and To; without one, SPF decides if it passed
  for an aligned envelope sender. SPF covers no header, but a domain's own servers delivered the
  mail, so that nobody else can have changed its To.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from shared.config import accepted
from shared.domain.mail_address import Address, parse_address, recipients, senders
from shared.domain.mail_domains import aligned, canonical, is_disposable, is_free
from shared.domain.mail_origin import Headers, is_answer, is_automatic, is_machine
from shared.errors import BadSignature, MalformedRequest

# Seconds that a signature is good for; the provider retries a failed delivery with a new one.
SIGNATURE_AGE = 900

_READ = ("recipient", "sender", "from", "message-headers")
# All that is looked at. Mailgun posts every header of a mail as a field too, named as its sender
# likes: one of these that says two things counts for nothing.
FIELDS = ("timestamp", "token", "signature", *_READ)

_TOKEN = re.compile(r"verify-([0-9a-z]{6,64})", re.ASCII)


@dataclass(frozen=True)
class Proof:
    """A mail to somebody's verification address; `rejection` says why it proves nothing.

    Without an `address` there is always a rejection. Rejections: unreadable, unclear_sender,
    automatic, role_address, personal_address, disposable_address, reply, not_addressed,
    not_authenticated.
    """

    token: str
    address: str | None
    mail_id: str
    rejection: str | None


def verify_signature(key: str, fields: Mapping[str, str], now: datetime) -> None:
    """Returns if the provider signed this within the last minutes, else raises BadSignature."""
    timestamp, token = fields.get("timestamp", ""), fields.get("token", "")
    signed = f"{timestamp}{token}".encode("utf-8", "replace")
    given = fields.get("signature", "").encode("utf-8", "replace")
    fits = [
        hmac.compare_digest(hmac.new(one.encode(), signed, "sha256").hexdigest().encode(), given)
        for one in accepted(key)
    ]
    if not token or not any(fits):
        raise BadSignature("The mail provider's signature does not fit", field="signature")
    if not re.fullmatch(r"[0-9]{1,12}", timestamp) or (
        abs(now.timestamp() - int(timestamp)) > SIGNATURE_AGE
    ):
        raise BadSignature("The signature is too old", field="timestamp")


def fingerprints(fields: Mapping[str, str]) -> tuple[bytes, bytes]:
    """SHA-256 of the provider's signature, and of the mail that was posted under it.

    The signature covers a timestamp and a token only: whoever has seen one could put it on fields
    of their own. So the first mail that comes with it is the only one.
    """
    return _sha256(fields.get("signature", "")), _sha256(json.dumps(_posted(fields)))


def read_proof(fields: Mapping[str, str], mail_domain: str) -> Proof | None:
    """What the mail proves, or None when it is not to a verification address of ours.

    The provider has signed it, so that sending it again mends nothing: this raises no error.
    """
    posted = _posted(fields)
    ours = _verification_address(posted.get("recipient", ""), mail_domain)
    if ours is None:
        return None
    token = ours.local.removeprefix("verify-")
    headers = _headers(posted.get("message-headers", "[]"))
    sender = _sender(posted, headers or [])
    if headers is None:
        rejection = "unreadable"
    elif sender is None:
        rejection = "unclear_sender"
    else:
        rejection = _rejection(ours, sender, posted, headers)
    address = str(sender) if sender else None
    return Proof(token, address, f"{token}:{_identity(posted, headers)}", rejection)


def _posted(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields that are looked at; one that cannot be read, such as an endless one, is empty."""
    found: dict[str, str] = {}
    for name in _READ:
        try:
            if name in fields:
                found[name] = fields[name]
        except MalformedRequest:
            found[name] = ""
    return found


def _rejection(
    ours: Address, sender: Address, posted: dict[str, str], headers: Headers
) -> str | None:
    """Why a mail with one sender proves nothing, or None."""
    if is_machine(sender.local):
        return "role_address"
    if is_automatic([posted["sender"]] if "sender" in posted else [], headers):
        return "automatic"
    if is_disposable(sender.domain):
        return "disposable_address"
    if is_free(sender.domain):
        return "personal_address"
    if is_answer(headers):
        return "reply"
    to = _values(headers, "to")
    # A signature covers one To only; a second may have been added to somebody else's mail.
    if len(to) != 1 or ours not in recipients(to[0]):
        return "not_addressed"
    if not _authenticated(sender.domain, posted.get("sender", ""), headers):
        return "not_authenticated"
    return None


def _verification_address(recipient: str, mail_domain: str) -> Address | None:
    """The first of the envelope's recipients that is one of ours."""
    domain = canonical(mail_domain)
    for one in recipient.split(","):
        address = parse_address(one)
        if address and address.domain == domain and _TOKEN.fullmatch(address.local):
            return address
    return None


def _sender(posted: dict[str, str], headers: Headers) -> Address | None:
    """The address of the only From, on which the header and the provider's field agree."""
    header = _values(headers, "from")
    if len(header) != 1:
        return None
    found, *others = {senders(header[0]), senders(posted.get("from", header[0]))}
    if others or len(found) != 1:
        return None
    (address,) = found
    # Somebody else wrote it in their name: a calendar, a delegate of another organisation.
    for writer in _values(headers, "sender"):
        if not any(aligned(address.domain, one.domain) for one in senders(writer)):
            return None
    return address


def _headers(text: str) -> Headers | None:
    """The mail's headers; None if the provider's field does not hold them."""
    try:
        pairs: Any = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(pairs, list):
        return None
    found: Headers = []
    for pair in cast("list[Any]", pairs):
        if isinstance(pair, list) and len(cast("list[Any]", pair)) == 2:
            name, value = cast("list[Any]", pair)
            if isinstance(name, str) and isinstance(value, str):
                found.append((name.strip().lower(), value))
    return found


def _values(headers: Headers, name: str) -> list[str]:
    return [value for known, value in headers if known == name]


def _identity(posted: dict[str, str], headers: Headers | None) -> str:
    """What is the same whenever this mail comes again, as a hash: its sender chose the words."""
    named = next(iter(_values(headers or [], "message-id")), "").strip()
    return _sha256(named or json.dumps(posted)).hex()


def _sha256(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()


def _passed(headers: Headers, check: str) -> bool:
    """The provider says pass. A sender may write the header too: then it does not count.

    Mailgun writes its own headers in one block, with one X-Mailgun-Incoming.
    """
    results = [value.strip().lower() for value in _values(headers, check)]
    if not results or set(results) != {"pass"}:
        return False
    names = [name for name, _ in headers]
    if "x-mailgun-incoming" not in names:
        return True
    block = names[min(names.index(check), names.index("x-mailgun-incoming")) :]
    block = block[: max(block.index(check), block.index("x-mailgun-incoming")) + 1]
    alone = names.count("x-mailgun-incoming") == 1 and names.count(check) == 1
    return alone and all(name.startswith("x-mailgun-") for name in block)


def _authenticated(domain: str, envelope_sender: str, headers: Headers) -> bool:
    """The From is authentic, and so is the To; see above.

    The provider does not say which of several DKIM signatures it checked. So all have to be
    aligned, or anybody could put a worthless one in the name of another beside their own.
    """
    signatures = [_Signature.read(value) for value in _values(headers, "dkim-signature")]
    own = [one for one in signatures if one and aligned(domain, one.domain)]
    if own and _passed(headers, "x-mailgun-dkim-check-result"):
        if not all({"from", "to"} <= one.covers for one in own):
            return False
        if len(own) == len(signatures):
            return True
    envelope = parse_address(envelope_sender.strip().removeprefix("<").removesuffix(">"))
    return (
        envelope is not None
        and aligned(domain, envelope.domain)
        and _passed(headers, "x-mailgun-spf")
    )


@dataclass(frozen=True)
class _Signature:
    """A DKIM-Signature (RFC 6376): whose, and which headers it covers."""

    domain: str
    covers: frozenset[str]

    @staticmethod
    def read(value: str) -> "_Signature | None":
        """None for one that says something twice or lacks a part: no verifier accepts it."""
        tags = list(_tags(value))
        named = dict(tags)
        if len(named) != len(tags) or not named.get("d") or not named.get("h"):
            return None
        # Blanks may stand around a name, never within one.
        covers = frozenset(name.strip() for name in named["h"].lower().split(":"))
        return _Signature("".join(named["d"].split()), covers)


def _tags(value: str) -> Iterator[tuple[str, str]]:
    for tag in value.split(";"):
        name, _, content = tag.partition("=")
        if tag.strip():
            yield name.strip().lower(), content.strip()
