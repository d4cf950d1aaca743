"""Which of the known facts a correction is about: "sorry, it's Sara", "actually VP of Sales"."""

from dataclasses import replace

from shared.agents.language.facts import Ask, Facts
from shared.agents.language.names import Named, likeness, named_in, split_name
from shared.agents.language.plausible import Verdict
from shared.agents.language.roles import is_talk, is_title
from shared.agents.language.words import matches
from shared.agents.language.work import stated_work, tidy_company, tidy_title
from shared.domain.context import User

_COLUMN_NAMED = {
    "last_name": r"\b(?:last ?name|surname|family name)\b",
    "company": r"\b(?:company|employer)\b",
    "title": r"\b(?:title|role|position)\b",
    "first_name": r"\bname\b",
}
# "Not VP sales anymore, CRO now"
_NOT_BUT = (
    r"^(?:i'?m |i am )?(?:not|no longer) .+?(?: any ?more| any longer)?,? (?:but |now |i'?m |just "
    r")+(.+?)(?: now)?\W*$|"
    r"^(?:i'?m |i am )?(?:not|no longer) .+?(?: any ?more| any longer)?, (.+?)(?: now)?\W*$"
)
_ANY_COLUMN = "|".join(_COLUMN_NAMED.values())


def parts_named(named: Named) -> Facts:
    """First and last name of a whole name; what they want to be called goes for the first."""
    first, last = split_name(named.name)
    return Facts(first_name=named.nickname or first, last_name=last)


def likelier_name(facts: Facts, clause: str, user: User) -> Facts:
    """ "My name is wrong, it's Leigh" is the last name of Sam Lee: the one that it is like."""
    new = facts.first_name
    if not new or facts.last_name or " " in new or matches(r"\bfirst\b|\bcall me\b", clause):
        return facts
    if likeness(new, user.last_name) > likeness(new, user.first_name):
        return replace(facts, first_name=None, last_name=new)
    return facts


def correct_named(clause: str, right: str, wrong: str | None) -> Facts:
    """A correction that says what it is about: "fix my last name, it's Cheng"."""
    head = right.split(",")[0]
    rest = clause.replace(head, " ")
    column = next((name for name, words in _COLUMN_NAMED.items() if matches(words, rest)), None)
    stated = r"\b(?:it'?s|it is|should be|i meant?|spelled|spelt)\s|\bnot\b|isn'?t"
    if column is None or matches(stated, clause) is None or matches(_ANY_COLUMN, head):
        return Facts()
    return _as_column(column, right if column == "title" else head, named_in(head))


def _instead(right: str) -> str:
    """What is true instead of what is not any more."""
    found = matches(_NOT_BUT, right)
    return (found[1] or found[2]) if found else right


def correct(right: str, wrong: str | None, user: User, so_far: Facts, asked: Ask | None) -> Facts:
    """Which of the known facts a correction is about: what was wrong, or what is most alike."""
    values = {
        name: getattr(so_far, name) or getattr(user, name)
        for name in ("first_name", "last_name", "company", "title")
    }
    values = {name: value for name, value in values.items() if value}
    if not values:
        return Facts()
    if (work := stated_work(right, asked=False)) and (work.company and work.title):
        return Facts(company=work.company, title=work.title)
    right = _instead(right)
    head = right.split(",")[0]
    if is_title(head) and is_talk(right):
        right = head  # "senior manager, partner was wishful thinking"
    if is_title(right) and not is_talk(right):
        return Facts(title=tidy_title(right))
    whole = " ".join(filter(None, (values.get("first_name"), values.get("last_name"))))
    named = named_in(right)
    plausible = named is not None and named.verdict is Verdict.YES
    if wrong is not None:
        about = max(values, key=lambda name: likeness(wrong, values[name]))
        if likeness(wrong, values[about]) > 0.7:
            return _as_column(about, right, named)
    if plausible and named and " " in named.name and likeness(named.name, whole) > 0.5:
        return parts_named(named)
    about = max(values, key=lambda name: likeness(right, values[name]))
    if likeness(right, values[about]) >= 0.5:
        return _as_column(about, right, named)
    if asked in (Ask.NAME, Ask.LAST_NAME) and named and plausible:
        return parts_named(named) if " " in named.name else Facts(first_name=named.name)
    return Facts()


def _as_column(column: str, value: str, named: Named | None) -> Facts:
    if column == "company":
        return Facts(company=tidy_company(value))
    if column == "title":
        return Facts(title=tidy_title(value))
    if named is None or named.verdict is Verdict.NO:
        return Facts()
    if column == "first_name" and " " in named.name:
        return parts_named(named)
    return replace(Facts(), **{column: named.name})


__all__ = ["correct", "correct_named", "likelier_name", "parts_named"]
