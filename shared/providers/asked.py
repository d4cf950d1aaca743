"""What may be asked of others: words without whom they are about or come from."""

import re
import unicodedata
from collections.abc import Iterable

_ADDRESS = re.compile(r"\S*@\S+|\b(?:https?://|www\.)\S+", re.IGNORECASE)
# Seven digits and more, as numbers of phones are written. An amount has a sign before or fewer.
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-\u2010-\u2015/]{0,2}\d){6,}")


def one_line(text: str, longest: int) -> str:
    """Text on one line without control and invisible characters, cut at a word's end."""
    plain = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char
        for char in text[: 8 * longest]
        if unicodedata.category(char) not in ("Cf", "Cs", "Co", "Cn")
    )
    line = " ".join(plain.split())
    if len(line) <= longest:
        return line
    cut = line[: longest - 1]
    return (cut.rpartition(" ")[0] or cut).rstrip(" ,;:.") + "\u2026"


def publishable(text: str, names: Iterable[str] = (), longest: int = 400) -> str:
    """A question as others may read it: without mail addresses, links, phone numbers and names.

    `names` are the people, and parts of their names, that the caller knows to be in it.
    """
    kept = unicodedata.normalize("NFKC", text)
    for name in sorted({name.strip() for name in names if name.strip()}, key=len, reverse=True):
        kept = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", kept, flags=re.IGNORECASE)
    return one_line(_NUMBER.sub(" ", _ADDRESS.sub(" ", kept)), longest).strip("\u2026 ")


__all__ = ["one_line", "publishable"]
