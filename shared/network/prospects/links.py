"""Upload links: whose they are and how long they last, signed; and what waits to be confirmed.

A token is `base64url(version, link id, user id, end, signature)`, the signature an HMAC-SHA256 cut
to 16 bytes (RFC 2104, section 5). Whether a link was used is in the database, where its upload is.
"""

import base64
import binascii
import hmac
import json
import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from hashlib import sha256
from typing import Any, cast
from uuid import UUID

from shared.domain.uploads import LINK_LASTS
from shared.network.prospects.contact import Contact
from shared.network.prospects.reading import MOST_ROWS

_VERSION = b"\x01"
_FORMAT = ">16s16sI"
_SIGNED = 1 + struct.calcsize(_FORMAT)
_SIGNATURE = 16
_MOST_PREVIEW = 60_000_000  # bytes that a preview may take apart: twenty thousand longest rows
_COLUMNS = tuple(one.name for one in fields(Contact))


class BadLink(Exception):
    """Nobody here has made this link."""


class ExpiredLink(Exception):
    """The link's time is over."""


@dataclass(frozen=True)
class Link:
    """A link that was made here."""

    link_id: UUID
    user_id: UUID


@dataclass(frozen=True)
class SignedLinks:
    """Makes links with a secret; see `shared.domain.uploads.UploadLinks`."""

    base_url: str  # without a slash at its end
    secret: str

    def link(self, user_id: UUID, link_id: UUID, issued_at: float) -> str:
        """See UploadLinks."""
        end = int(issued_at + LINK_LASTS.total_seconds())
        signed = _VERSION + struct.pack(_FORMAT, link_id.bytes, user_id.bytes, end)
        return f"{self.base_url}/{_text(signed + _signature(self.secret, b'link', signed))}"


def read_link(token: str, secrets: Sequence[str], now: datetime) -> Link:
    """Whose link a token is; `secrets` may have signed it. Raises BadLink or ExpiredLink."""
    raw = _bytes(token)
    if len(raw) != _SIGNED + _SIGNATURE or raw[:1] != _VERSION:
        raise BadLink
    signed, signature = raw[:_SIGNED], raw[_SIGNED:]
    if not _is_signed(secrets, b"link", signed, signature):
        raise BadLink
    link_id, user_id, end = struct.unpack(_FORMAT, signed[1:])
    if now.timestamp() >= end:
        raise ExpiredLink
    return Link(UUID(bytes=link_id), UUID(bytes=user_id))


def seal(link: Link, source: str, contacts: Sequence[Contact], secret: str) -> str:
    """What a preview will store, for the browser to bring back: nothing is kept here meanwhile."""
    rows = [[getattr(one, name) for name in _COLUMNS] for one in contacts]
    written = json.dumps([source, rows], ensure_ascii=False, separators=(",", ":")).encode()
    packed = zlib.compress(written, 6)
    return _text(_signature(secret, b"preview" + link.link_id.bytes, packed) + packed)


def unseal(link: Link, sealed: str, secrets: Sequence[str]) -> tuple[str, list[Contact]]:
    """Source and contacts of a preview that was made here for this link. Raises BadLink."""
    raw = _bytes(sealed)
    signature, packed = raw[:_SIGNATURE], raw[_SIGNATURE:]
    if not _is_signed(secrets, b"preview" + link.link_id.bytes, packed, signature):
        raise BadLink
    source, rows = cast("tuple[str, list[list[Any]]]", json.loads(_unpacked(packed)))
    if len(rows) > MOST_ROWS:
        raise BadLink
    return source, [Contact(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    written = unpacking.decompress(packed, _MOST_PREVIEW)
    if not unpacking.eof:
        raise BadLink
    return written


def _signature(secret: str, purpose: bytes, signed: bytes) -> bytes:
    return hmac.digest(secret.encode(), purpose + b"\x00" + signed, sha256)[:_SIGNATURE]


def _is_signed(secrets: Sequence[str], purpose: bytes, signed: bytes, signature: bytes) -> bool:
    fits = [hmac.compare_digest(_signature(one, purpose, signed), signature) for one in secrets]
    return any(fits)


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _bytes(text: str) -> bytes:
    """What `_text` was given. Raises BadLink, also for other spellings of the same bytes."""
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadLink from error
    if _text(raw) != text:
        raise BadLink
    return raw


__all__ = ["BadLink", "ExpiredLink", "Link", "SignedLinks", "read_link", "seal", "unseal"]
