"""What an object of the archive looks like: gzip over JSON Lines, with the sums that prove it.

A line is `{"table": ..., "row": {...}}`, the row as Postgres' to_jsonb writes it.
"""

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from shared.errors import StorageUnavailable


@dataclass(frozen=True)
class Packed:
    """An object's bytes; `content_sha256` is of the lines, `object_sha256` of the bytes."""

    data: bytes
    content_sha256: str
    object_sha256: str


def pack(lines: Sequence[str]) -> Packed:
    """The object for these lines: the same bytes for the same lines."""
    content = "".join(line + "\n" for line in lines).encode()
    data = gzip.compress(content, mtime=0)
    return Packed(data, sha256(content).hexdigest(), sha256(data).hexdigest())


def unpack(data: bytes, object_sha256: str | None) -> Packed:
    """Checks what came back. Raises StorageUnavailable if it is not what was stored."""
    found = sha256(data).hexdigest()
    if found != object_sha256:
        raise StorageUnavailable("an object of the archive is not what was stored")
    return Packed(data, sha256(_content(data)).hexdigest(), found)


def lines_of(packed: Packed) -> list[str]:
    """The lines of a checked object."""
    # JSON leaves U+2028 and U+0085 as they are, and splitlines would split there too.
    return _content(packed.data).decode().split("\n")[:-1]


def _content(data: bytes) -> bytes:
    try:
        return gzip.decompress(data)
    except (OSError, EOFError, zlib.error) as error:
        raise StorageUnavailable("an object of the archive is no gzip") from error
