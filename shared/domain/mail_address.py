"""Addresses in the headers of a mail, read as mail programs write them.

RFC 5322 lets a name contain a comma, an at sign or a bracket only in quotes. Mail programs and the
providers that decode encoded words forget the quotes: `Lee, Sam <sam@acme.com>`. What stands in
angle brackets is the address then. Whatever could be read as more than one address is all of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from shared.domain.mail_domains import canonical

_MOST = 4_000  # characters of a header that is read; one that a person wrote is far shorter

# Signs that no header holds; a line that ends and is not folded began another header.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\r?\n(?![ \t\r\n]|$)|\r(?![ \t\n]|$)")
_QUOTED = r'"(?:[^"\\]|\\.)*"'
_TOKEN = re.compile(rf'{_QUOTED}|<(?:{_QUOTED}|[^<>"])*>|[^"<>(),;]+|.', re.DOTALL)
_ATOM = r'[^\s@<>()\[\],;:"\\]+'
_ADDRESS = re.compile(rf"({_QUOTED}|{_ATOM})@(\S+)", re.DOTALL)
_ENCODED_WORD = re.compile(r"=\?[^?\s]+\?[bq]\?[^?\s]*\?=", re.IGNORECASE)
_ROUTE = re.compile(r"^\s*@[^\s@,:<>]+(?:\s*,\s*(?:@[^\s@,:<>]+)?)*\s*:")
_AROUND_AT = re.compile(r"[ \t]*@[ \t]*")  # old programs; and what a comment leaves
_GROUP = re.compile(r"^[^@<>:\"]{1,80}:(?=\s)")  # RFC 6854 lets a From be one: "Sales: sam@..."
_MAILTO = re.compile(r"^mailto:([^?]*)(?:\?.*)?$", re.IGNORECASE | re.DOTALL)
# How Outlook writes an address into plain text, and what then becomes a header.
_SQUARE = re.compile(r"\[\s*mailto:\s*([^\s\[\]<>@]+@[^\s\[\]<>@]+)\s*\]", re.IGNORECASE)
_DOUBLE = re.compile(r"<\s*<([^<>]*)>\s*>")
_NAMED = re.compile(r'[^\s<>(),;:"|/=\[\]{}@]+@[^\s<>(),;:"|/=\[\]{}@]+')


@dataclass(frozen=True)
class Address:
    """One mail address in small letters, its domain in ASCII."""

    local: str
    domain: str

    def __str__(self) -> str:
        return f"{self.local}@{self.domain}"


def _bare(bracketed: str) -> str:
    """The address in angle brackets, without what else may stand there.

    A source route (RFC 5322, section 4.4: to be ignored), and `mailto:`, which programs copy.
    """
    inside = _MAILTO.sub(r"\1", bracketed.strip())
    return _AROUND_AT.sub("@", _ROUTE.sub("", inside)).strip()


def parse_address(text: str) -> Address | None:
    """A bare address, such as an envelope's; None if it is none."""
    parts = _ADDRESS.fullmatch(text.strip())
    if parts is None:
        return None
    local, domain = parts[1], canonical(parts[2])
    if unicodedata.normalize("NFKC", local) != local:
        return None  # it would look, and compare, like another
    local = local.lower()
    if local.startswith('"'):
        content = re.sub(r"\\(.)", r"\1", local[1:-1], flags=re.DOTALL)
        # The quotes are part of the address only if it needs them.
        local = content if re.fullmatch(_ATOM, content) else local
    if domain is None or not local.isprintable() or len(local) > 64:
        return None
    return Address(local, domain)


def senders(header: str) -> frozenset[Address]:
    """The addresses that a From may mean: exactly one if it is clear, none if it cannot be read."""
    segments = list(_segments(header))
    in_brackets = [inside for segment in segments for inside in segment.in_brackets]
    if not in_brackets:
        return _all([_bare(_GROUP.sub("", segment.whole)) for segment in segments])
    found = _all(in_brackets)
    return found and found.union(*(_named(segment.name) for segment in segments))


def recipients(header: str) -> frozenset[Address]:
    """The addresses that a To names, without what only stands in a name."""
    found: set[Address | None] = set()
    for segment in _segments(header):
        bare = _GROUP.sub("", segment.whole).strip()
        found.update(map(parse_address, segment.in_brackets or [bare]))
    return frozenset(address for address in found if address)


@dataclass(frozen=True)
class _Segment:
    """What stands between two commas."""

    whole: str
    name: str  # outside of quotes and brackets; Q stands for something quoted
    in_brackets: tuple[str, ...]  # only what has an at sign


def _segments(header: str) -> Iterator[_Segment]:
    if len(header) > _MOST or _CONTROL.search(header):
        return
    plain = _DOUBLE.sub(r"<\1>", _SQUARE.sub(r"<\1>", re.sub(r"[\r\n]+", " ", header)))
    tokens = [*_without_comments(plain), ","]
    first = 0
    for position, token in enumerate(tokens):
        if token not in {",", ";"}:
            continue
        part, first = tokens[first:position], position + 1
        whole = "".join(part).strip()
        if whole:
            brackets = tuple(_bare(one[1:-1]) for one in part if one[0] == "<" and "@" in one)
            yield _Segment(whole, "".join(map(_outside, part)), brackets)


def _outside(part: str) -> str:
    """What a token adds to the name."""
    if part[0] == '"':
        return "Q" if len(part) > 1 else " "
    return "" if part[0] == "<" else part


def _without_comments(text: str) -> list[str]:
    """The tokens outside of parentheses; one that is never closed, or opened, is just a sign."""
    kept: list[str] = []
    opened: list[int] = []
    for part in _TOKEN.findall(text):
        if part == ")" and opened:
            del kept[opened.pop() :]
            kept.append(" ")
            continue
        if part == "(":
            opened.append(len(kept))
        kept.append(part)
    return kept


def _all(texts: list[str]) -> frozenset[Address]:
    """All of them as addresses; none if one is not."""
    addresses = [parse_address(text) for text in texts]
    return frozenset(address for address in addresses if address) if all(addresses) else frozenset()


def _named(name: str) -> frozenset[Address]:
    """Addresses in a name, which many programs repeat there: `sam@acme.com <sam@acme.com>`."""
    found = _NAMED.findall(_ENCODED_WORD.sub(" ", name))
    addresses = [parse_address(one.strip("'`*.!?")) for one in found]
    return frozenset(address for address in addresses if address)
