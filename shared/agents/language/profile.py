"""What a text says about its writer, given what they were asked."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from shared.agents.language.names import (
    bare_name,
    corrected_name,
    own_last_name,
    own_name,
    referrer,
    split_name,
)
from shared.agents.language.words import clauses, is_sentence, matches
from shared.agents.language.work import is_title, stated_work, tidy_company, tidy_title
from shared.domain.context import User

_LINKEDIN = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/[\w%.-]{1,200}/?", re.IGNORECASE
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)
_QUESTION = (
    r"^(?:so |and |but |wait,? |hi,? |hey,? )*(?:what|why|who|how|when|where|which|is|are|do|"
    r"does|did|can|"
    r"could|will|would|should|am)\b"
)
_EXPERTISE = (
    r"\b(?:my expertise is(?: in)?|i'?m an expert (?:in|on|at)|i know a lot about|"
    r"i speciali[sz]e in|"
    r"my speciali?ty is) ([^.;!?\n]{2,200})"
)
_SORRY = r"\b(?:sorry|actually|correction|i meant?|typo|wrong|spelled|spelt|oops|not)\b"


class Ask(StrEnum):
    """What the last question was about, or what is asked next."""

    REFERRER = "referrer"
    NAME = "name"
    LAST_NAME = "last_name"
    WORK = "work"
    COMPANY = "company"
    TITLE = "title"
    EMAIL = "email"


@dataclass(frozen=True)
class Facts:
    """What somebody said about themselves. None: they said nothing about it."""

    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    linkedin_url: str | None = None
    referrer_name: str | None = None
    expertise: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        return any(value is not None for value in vars(self).values())

    def over(self, earlier: "Facts") -> "Facts":
        """The earlier facts, corrected and extended by these."""
        said = {name: value for name, value in vars(self).items() if value is not None}
        return replace(earlier, **said)


def next_ask(missing: list[str]) -> Ask | None:
    """What to ask next, in the order of joining; None when nothing is missing."""
    if not missing:
        return None
    first = missing[0]
    if first == "company":
        return Ask.WORK if "title" in missing else Ask.COMPANY
    return {
        "referrer_name": Ask.REFERRER,
        "first_name": Ask.NAME,
        "last_name": Ask.LAST_NAME,
        "title": Ask.TITLE,
        "email_verified": Ask.EMAIL,
    }[first]


def typed_email(text: str) -> str | None:
    """An email address in the text, in small letters."""
    found = _EMAIL.search(text)
    return found.group(0).lower() if found else None


def without_addresses(text: str) -> str:
    """The text without email addresses and links."""
    return re.sub(r"https?://\S+", " ", _EMAIL.sub(" ", _LINKEDIN.sub(" ", text)))


def is_question(text: str) -> bool:
    """Whether the text asks something."""
    return "?" in text or matches(_QUESTION, text.strip()) is not None


def read_profile(text: str, asked: Ask | None, user: User) -> Facts:
    """The facts of one text. `user` has what is known already, which corrections refer to."""
    facts = Facts()
    if link := _LINKEDIN.search(text):
        facts = replace(facts, linkedin_url=link.group(0)[:500])
    if expertise := matches(_EXPERTISE, text):
        tags = [tag.strip()[:60] for tag in re.split(r",| and ", expertise.group(1)) if tag.strip()]
        facts = replace(facts, expertise=tuple(tags[:10]))
    for clause in clauses(without_addresses(text)):
        bare = None if is_question(text) else asked
        found = _read_clause(clause, bare, user, facts)
        facts = found.over(facts)
        asked = _still_asked(asked, facts)
    return facts


def _still_asked(asked: Ask | None, facts: Facts) -> Ask | None:
    """The question that the next clause may answer."""
    if asked is Ask.REFERRER and facts.referrer_name:
        asked = Ask.NAME
    if asked is Ask.NAME and facts.first_name:
        asked = Ask.WORK if facts.last_name else Ask.LAST_NAME
    if asked is Ask.LAST_NAME and facts.last_name:
        asked = Ask.WORK
    if asked is Ask.WORK and facts.company and not facts.title:
        asked = Ask.TITLE
    if asked is Ask.WORK and facts.title and not facts.company:
        asked = Ask.COMPANY
    return asked


def _read_clause(clause: str, asked: Ask | None, user: User, so_far: Facts) -> Facts:
    introduced = _introduction(clause)
    if introduced:
        return introduced
    if asked is Ask.REFERRER and (own := _completes_own_name(clause, user, so_far)):
        return own
    who, rest = referrer(clause, asked=asked is Ask.REFERRER)
    facts = Facts(referrer_name=who[:255] if who else None)
    if not rest:
        return facts
    # Beside a referrer, only what introduces the writer is their name.
    named = Facts() if who and not own_name(rest) else _read_name(rest, asked, user, so_far)
    facts = named.over(facts)
    if named.company or (named.last_name and not named.first_name):
        return facts
    return _read_work(rest, asked, named).over(facts)


def _introduction(clause: str) -> Facts:
    """Name, title and company in a list, as in "Angela Davis, VP of Engineering, Contoso"."""
    head, comma, rest = clause.partition(",")
    name = bare_name(re.sub(r"^(?:mr|mrs|ms|dr)\.? ", "", head, flags=re.IGNORECASE))
    work = _stated(rest.strip(), asked=True) if comma and name else Facts()
    if not name or " " not in name or not work.title:
        return Facts()
    first, last = split_name(name)
    return replace(work, first_name=first, last_name=last)


def _completes_own_name(clause: str, user: User, so_far: Facts) -> Facts:
    """Their full name, texted after the first name alone, where a referrer was asked for."""
    first_name = so_far.first_name or user.first_name
    first, last = split_name(bare_name(clause) or "-")
    if last and not user.last_name and first_name and first.casefold() == first_name.casefold():
        return Facts(last_name=last)
    return Facts()


def _read_name(clause: str, asked: Ask | None, user: User, so_far: Facts) -> Facts:
    if last := own_last_name(clause):
        return Facts(last_name=last)
    if matches(_SORRY, clause) or asked in (Ask.NAME, Ask.LAST_NAME):
        correction = _correct(clause, user, so_far)
        if correction:
            return correction
    if name := own_name(clause):
        first, last = split_name(name)
        return Facts(first_name=first, last_name=last)
    if asked is Ask.LAST_NAME and (name := bare_name(clause)):
        return _last_name(name, so_far.first_name or user.first_name)
    if asked is Ask.NAME or (asked is None and not user.first_name and len(clause.split()) > 1):
        name = bare_name(clause)
        if name:
            first, last = split_name(name)
            return Facts(first_name=first, last_name=last)
    return Facts()


def _last_name(name: str, first_name: str | None) -> Facts:
    """An answer to "and your last name?", which may repeat the first name."""
    first, last = split_name(name)
    if last and first_name and first.casefold() == first_name.casefold():
        return Facts(last_name=last)
    return Facts(last_name=name)


def _correct(clause: str, user: User, so_far: Facts) -> Facts:
    corrected = corrected_name(clause)
    if corrected is None:
        return Facts()
    right, wrong = corrected
    first, last = split_name(right)
    if user.company and _shared_start(right, user.company) > 2:
        return Facts(company=right)
    if last:
        return Facts(first_name=first, last_name=last)
    known_first = so_far.first_name or user.first_name
    known_last = so_far.last_name or user.last_name
    if wrong and known_last and wrong.casefold() == known_last.casefold():
        return Facts(last_name=first)
    if known_first and known_last and wrong is None:
        closer_to_last = _shared_start(first, known_last) > _shared_start(first, known_first)
        return Facts(last_name=first) if closer_to_last else Facts(first_name=first)
    return Facts(first_name=first)


def _shared_start(one: str, other: str) -> int:
    pairs = zip(one.casefold(), other.casefold(), strict=False)
    return next(
        (at for at, (left, right) in enumerate(pairs) if left != right), min(len(one), len(other))
    )


def _read_work(clause: str, asked: Ask | None, named: Facts) -> Facts:
    if named.first_name:
        # "Sarah Chen, CTO at Acme": what follows the name is an answer too, asked or not.
        before, comma, rest = clause.partition(",")
        follows = comma and named.first_name.casefold() in before.casefold()
        return _stated(rest.strip(), asked=True) if follows else _stated(clause, asked=False)
    stated = _stated(clause, asked=asked is Ask.WORK)
    if stated:
        return stated
    if asked not in (None, Ask.TITLE, Ask.COMPANY) and _is_bare_title(clause):
        return Facts(title=tidy_title(clause))
    if asked is Ask.TITLE and (is_title(clause) or not is_sentence(clause)):
        title = re.sub(r"^(?:i'?m|i am|it'?s|as)\s+", "", clause, flags=re.IGNORECASE)
        return Facts(title=tidy_title(title) or None)
    if asked is Ask.COMPANY and not is_sentence(clause):
        return Facts(company=tidy_company(clause))
    return Facts()


def _is_bare_title(clause: str) -> bool:
    return is_title(clause) and not is_sentence(clause) and len(clause.split()) <= 5


def _stated(clause: str, *, asked: bool) -> Facts:
    work = stated_work(clause, asked=asked)
    return Facts(company=work.company, title=work.title)
