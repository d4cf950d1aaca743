"""Documents with made-up names, numbers and addresses in place of people's, each always the same.

Known names are replaced wherever they stand; of names that no row has, the common given ones and
what follows them. A name that is an ordinary word is replaced where it is written as a name, after
the beginning of a sentence. What else somebody has texted stays.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, ClassVar, cast
from uuid import UUID, uuid4, uuid5

from shared.agents.language.plausible import is_grammar, is_ordinary
from shared.domain.context import Goal
from shared.privacy.common_names import FAMILY, GIVEN

_AS_IT_IS = {"agent", "engine", "prompt_version", "tool", "timezone"}
_UUID = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_MOMENT = r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
_MAIL = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_LINK = r"(?:https?://|www\.|\b[\w.]*linkedin\.com/)[^\s\"'<>]+"
_NUMBER = r"\+\d[\d ().-]{6,}\d|\(?\b\d{3}\)?[ .-]?\d{3}[ .-]?\d{4}\b|\b\d{3}-\d{4}\b|\b\d{10,15}\b"
_NAME = r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*"
_FREE = re.compile(r"(?:gmail|yahoo|outlook|hotmail|icloud|proton|protonmail|aol)\.\w+", re.ASCII)
_BEGINS = re.compile(r"(?:^|[.!?:]\s*|\n\s*)$")
_SUFFIXES = {"inc", "llc", "ltd", "gmbh", "corp", "co", "company", "the", "and", "of", "sa", "ag"}
# Names too, that are written far more often as words.
_WORDS = {"will", "may", "mark", "grace", "bill", "hope", "rose", "art", "joy", "frank", "pat"}
_BEGINNINGS = ("ba", "ce", "do", "fi", "ga", "ko", "lu", "me", "ni", "po", "qua", "ri", "so", "ta")
_MIDDLES = ("lo", "ra", "ve", "nti", "xo", "ry")


class MadeUp:
    """Replaces what says who somebody is. Another one replaces otherwise."""

    def __init__(self, people: Iterable[str], companies: Iterable[str]) -> None:
        self._salt = uuid4()
        self._given: dict[str, str] = {}
        self._numbers: dict[str, str] = {}
        self._companies: dict[str, str] = {}
        self._secrets: dict[str, str] = {}
        self._people = {word.casefold() for name in people for word in re.findall(_NAME, name)}
        self._people = {word for word in self._people if len(word) > 1}
        self._common = {name.casefold() for name in GIVEN} - self._people
        phrases: set[str] = set()
        for name in companies:
            phrases.add(name.casefold())
            first = re.findall(_NAME, name)[:1]
            phrases |= {word.casefold() for word in first if not is_ordinary(word.casefold())}
        self._phrases = phrases - _SUFFIXES - {""}
        named = "|".join(re.escape(one) for one in sorted(self._phrases, key=len, reverse=True))
        company = rf"(?P<company>\b(?:{named})\b)|" if named else ""
        self._pattern = re.compile(
            rf"(?P<uuid>{_UUID})|(?P<moment>{_MOMENT})|(?P<mail>{_MAIL})|(?P<link>{_LINK})|"
            rf"(?P<number>{_NUMBER})|{company}(?P<name>{_NAME})",
            re.IGNORECASE,
        )

    def turn(self, document: dict[str, Any]) -> dict[str, Any]:
        """A turn as `messages.turn` has it. Raises KeyError where it is none."""
        user: dict[str, Any] = document["context"]["user"]
        token = user.get("email_verification_token")
        if isinstance(token, str) and len(token) > 3:
            self._secrets.setdefault(token, uuid5(self._salt, token).hex[: len(token)])
        replaced = self.document(document)
        # A goal is named by its words: other words have another id.
        before, after = user.get("goals", []), replaced["context"]["user"].get("goals", [])
        ids = {
            Goal.model_validate(old).id: Goal.model_validate(new).id
            for old, new in zip(before, after, strict=True)
        }
        return _renamed(replaced, ids) if ids else replaced

    def document(self, value: Any, key: str = "") -> Any:
        """A JSON value."""
        if isinstance(value, str):
            return value if key in _AS_IT_IS else self.text(value)
        if isinstance(value, list):
            return [self.document(one, key) for one in cast("list[Any]", value)]
        if isinstance(value, dict):
            items = cast("dict[str, Any]", value).items()
            return {name: self.document(one, name) for name, one in items}
        return value

    def text(self, text: str) -> str:
        """A text."""
        for token, other in self._secrets.items():
            text = text.replace(token, other)
        parts: list[str] = []
        end, follows = 0, False  # follows: a name that was replaced
        for found in self._pattern.finditer(text):
            between = text[end : found.start()]
            kind = found.lastgroup or ""
            said = found[0]
            if kind == "name":
                after = re.match(rf" ({_NAME})", text[found.end() :])
                begins = bool(_BEGINS.search(text[: found.start()])) and not (
                    after is not None and after[1].casefold() in self._people
                )
                other = self._name(said, begins=begins, follows=follows and between == " ")
            else:
                other = self._others[kind](self, said)
            follows = kind == "name" and other != said
            parts += [between, other]
            end = found.end()
        return "".join([*parts, text[end:]])

    def _name(self, said: str, *, begins: bool, follows: bool) -> str:
        key = re.sub(r"['\u2019]s$", "", said.casefold())
        rest = said[len(key) :]
        written = said[:1].isupper()
        is_word = is_ordinary(key) or is_grammar(key) or key in _WORDS
        known = key in self._people and (not is_word or follows or (written and not begins))
        common = key in self._common and written and not (is_word and begins)
        surname = follows and written and not is_word
        if not (known or common or surname):
            return said
        return _cased(self._person(key), said[: len(key)]) + rest

    def _person(self, key: str) -> str:
        if key not in self._given:
            names = GIVEN if key in self._common or len(self._given) % 2 == 0 else FAMILY
            self._given[key] = self._another(names, key, self._given)
        return self._given[key]

    def _another(self, names: Sequence[str], key: str, taken: dict[str, str]) -> str:
        """One of the names that nobody has been given; two of them once all have been."""
        used = set(taken.values())
        start = uuid5(self._salt, key).int
        for step in range(len(names) * 3):
            name = names[(start + step) % len(names)]
            if step >= len(names):
                name += names[(start // 7 + step) % len(names)].casefold()
            if name not in used and name.casefold() != key:
                return name
        return f"Person{len(used)}"

    def _company(self, said: str) -> str:
        key = re.sub(r"[^\w]+", "", said.casefold())
        if key not in self._companies:
            number = uuid5(self._salt, key).int
            parts = (_BEGINNINGS, _MIDDLES, _BEGINNINGS)
            made = "".join(
                part[(number >> 8 * place) % len(part)] for place, part in enumerate(parts)
            )
            while made in self._companies.values():
                made += _BEGINNINGS[len(self._companies) % len(_BEGINNINGS)]
            self._companies[key] = made
        return _cased(self._companies[key].capitalize(), said)

    def _mail(self, said: str) -> str:
        local, _, domain = said.partition("@")
        if local.startswith("verify-"):
            return said  # ours; its token was replaced before
        local = ".".join(
            self._person(part.casefold()).casefold() for part in re.findall(_NAME, local)
        )
        return f"{local or 'somebody'}@{self._domain(domain)}"

    def _domain(self, domain: str) -> str:
        if _FREE.fullmatch(domain.casefold()):
            return domain
        *_, label, _top = domain.casefold().split(".")
        return f"{self._company(label).casefold()}.example"

    def _link(self, said: str) -> str:
        code = uuid5(self._salt, said).hex[:10]
        if "linkedin.com" in said.casefold():
            return f"https://www.linkedin.com/in/{code}"
        host = re.sub(r"^(?:https?://)?(?:www\.)?", "", said).split("/")[0].split(":")[0]
        return f"https://{self._domain(host if '.' in host else f'{host}.test')}/{code}"

    def _number(self, said: str) -> str:
        """Other digits in the same form; the country, and the area, which says where, stay."""
        digits = re.sub(r"\D", "", said)
        kept = max(0, len(digits) - 7)
        last = digits[kept:]
        if last not in self._numbers:
            number = uuid5(self._salt, last).int % 10_000
            self._numbers[last] = f"555{number:04d}"[-len(last) :]
        other = iter(digits[:kept] + self._numbers[last])
        return re.sub(r"\d", lambda _: next(other), said)

    def _uuid(self, said: str) -> str:
        return str(uuid5(self._salt, str(UUID(said))))

    def _same(self, said: str) -> str:
        return said

    _others: ClassVar[dict[str, Callable[["MadeUp", str], str]]] = {
        "uuid": _uuid,
        "moment": _same,
        "mail": _mail,
        "link": _link,
        "number": _number,
        "company": _company,
    }


def _cased(name: str, like: str) -> str:
    if like.islower():
        return name.casefold()
    return name.upper() if like.isupper() and len(like) > 1 else name


def _renamed(value: Any, ids: dict[str, str]) -> Any:
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_renamed(one, ids) for one in cast("list[Any]", value)]
    if isinstance(value, dict):
        return {key: _renamed(one, ids) for key, one in cast("dict[str, Any]", value).items()}
    return value


__all__ = ["MadeUp"]
