"""What a text says about its writer, given what they were asked."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from shared.agents.language.corrections import (
    correct,
    correct_named,
    likelier_name,
    parts_named,
)
from shared.agents.language.cues import (
    denies_a_title,
    is_about_others,
    is_correction,
    is_former,
    is_wish,
    says_it_is_wrong,
)
from shared.agents.language.facts import Ask, Doubt, Facts, Said, known
from shared.agents.language.names import (
    Named,
    as_spelled,
    bare_name,
    corrected,
    last_name_as_written,
    likeness,
    own_name,
    parts_of_name,
    says_how_it_is_written,
    split_name,
    tidy_name,
)
from shared.agents.language.plausible import Verdict, judged_name
from shared.agents.language.referrers import bare_referrer, told_by
from shared.agents.language.roles import is_department, is_talk, is_title
from shared.agents.language.words import clauses, matches, plain
from shared.agents.language.work import (
    Work,
    listed_work,
    own_called,
    stated_work,
    tidy_company,
    tidy_title,
)
from shared.domain.context import User

_LINKEDIN = re.compile(
    r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/in/[\w%.-]{1,200}/?", re.IGNORECASE
)
_EMAIL = re.compile(r"\b[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)
_QUESTION = (
    r"^(?:so |and |but |wait,? |hi,? |hey,? )*(?:what|why|who|how|when|where|which|is|are|do|"
    r"does|did|can|could|will (?:i|you|it|this|we|they|the|my)|would|should|am)\b"
)
_EXPERTISE = (
    r"\b(?:my expertise is(?: now)?(?: in)?|(?:change|set|update) my expertise to|expertise:|"
    r"add .{2,60}? to my expertise|i'?m an expert (?:in|on|at)|i know a lot about|"
    r"i speciali[sz]e in|my speciali?ty is|ask me (?:anything |questions |stuff |whatever "
    r")?(?:about|on|re)) "
    r"([^.;!?\n]{2,200}?)(?:,? any ?time\b.*|,? whenever\b.*|, (?:i|it|that|we|been)\b.*|$)"
)
_HESITATION = re.compile(r"\b(?:u+h+|u+m+|er+m*|hm+)\b[,. ]*|,? and yours?\W*$", re.IGNORECASE)
# "bo at acme dot io", as people write it who fear collectors of addresses.
_SPOKEN_EMAIL = re.compile(
    r"\b(?P<who>[a-z0-9][\w.]{0,40})(?: at | ?[\[(]at[\])] ?)"
    r"(?P<domain>[a-z0-9][a-z0-9-]{0,60}(?:(?: dot | ?[\[(]dot[\])] ?)[a-z]{2,12}){1,3})\b",
    re.IGNORECASE,
)
_MOST, _LONGEST = 16, 400  # clauses of a text, characters of a clause: the rest is no introduction
_ALIKE = 0.6  # from which on a spelled name is the known one, written right
_PICTOGRAMS = re.compile(r"[\U0001F000-\U0001FAFF\u2190-\u2bff\ufe0f\u200d]")


def typed_email(text: str) -> str | None:
    """An email address in the text, in small letters."""
    found = _EMAIL.search(text)
    if found is None and (spoken := _SPOKEN_EMAIL.search(text)):
        domain = re.sub(r"\W+dot\W+", ".", spoken["domain"], flags=re.IGNORECASE)
        return f"{spoken['who']}@{domain}".lower()
    return found.group(0).lower() if found else None


def without_addresses(text: str) -> str:
    """The text without email addresses and links."""
    return re.sub(r"https?://\S+", " ", _EMAIL.sub(" ", _LINKEDIN.sub(" ", text)))


def is_question(text: str) -> bool:
    """Whether the text asks something."""
    return "?" in text or matches(_QUESTION, text.strip()) is not None


def read_profile(text: str, asked: Ask | None, user: User) -> Said:
    """The facts of one text. `user` has what is known already, which corrections refer to."""
    facts = Facts()
    if link := _LINKEDIN.search(text):
        facts = replace(facts, linkedin_url=link.group(0)[:500])
    if expertise := matches(_EXPERTISE, text):
        tags = [tag.strip()[:60] for tag in re.split(r",| and ", expertise.group(1)) if tag.strip()]
        facts = replace(facts, expertise=tuple(tags[:10]))
        text = text.replace(expertise.group(0), " ")
    said = Said(facts=replace(facts, corrects=bool(facts) and is_correction(text)))
    if asked is Ask.REFERRER and any(told_by(one, asked=False)[0] for one in clauses(text)):
        asked = Ask.NAME  # somewhere it says who; the rest is about themselves
    text = _labelled_apart(re.sub(r"\s*\(([^()]{3,80})\)\s*,?", r", \1. ", text))
    parts = clauses(_PICTOGRAMS.sub(" ", plain(without_addresses(text))))
    for clause in _apart([part[:_LONGEST] for part in parts[:_MOST]]):
        if len(parts) > 1 and matches(_ASIDE, clause):
            continue
        asks = len(clause.split()) > 1 and is_question(clause)  # "Do" alone is a name
        bare = None if asks or f"{clause}?" in text else asked
        found = read_clause(clause, bare, user, said.facts)
        corrects = bool(found.facts) and (
            is_correction(clause) or _spells_what_is_known(clause, found.facts, user)
        )
        said = Said(
            facts=replace(found.facts, corrects=corrects).over(said.facts),
            doubt=found.doubt or said.doubt,
            others=found.others or said.others,
            second_job=found.second_job or said.second_job,
        )
        asked = _still_asked(asked, said.facts)
    if said.doubt and said.facts.only(*_columns(said.doubt.asked)):
        said = replace(said, doubt=None)
    return said


# "Ok back. I'm Tara Quinn": what says nothing beside what follows.
_ASIDE = (
    r"^\W*(?:(?:ok(?:ay)?|oh|right|ah|so|well|hi|hey|hello|sorry|yes|yeah|lol|haha|now|i'?m|am|got "
    r"it|sure|fine|"
    r"good|great)\b[\s,]*)*(?:back|right|here|ready|there|again|sorry|ok(?:ay)?|sure|fine|now)\W*$"
)
# "At Zepto. Wait, no, Blinkit"
_NO_WAIT = (
    r"^(?:(?:wait|no|oops|sorry|actually|i mean|i meant|scratch that|correction)\b[\s,]*)+(?:it'?s "
    r"|at |i'?m at )?"
    r"(?P<right>[\w&'-]+(?: [\w&'-]+){0,2})$"
)
_LABEL = re.compile(
    r"\b(name|company|title|role|position|employer|referred by|told by|sent by)\b(?: is)?(?= \w)",
    re.IGNORECASE,
)
_SENTENCE_OF = {
    **{label: f"my {label} is" for label in ("name", "company", "title", "role", "position")},
    "employer": "my company is",
}
_THEMSELVES = re.compile(
    r"\s*[,;]\s*(?:(?:and|but|while)\s+)?(?=(?:i'?m|i am|im|i work|i run|my (?:name|company|"
    r"title))\b)|"
    r"\s+(?:but|and|while)\s+(?=(?:i'?m|i am|im|i work|i run)\b)",
    re.IGNORECASE,
)


def _apart(parts: list[str]) -> Iterator[str]:
    """ "My brother works at Google, I'm at Walmart": what is said of others, and of themselves."""
    for part in parts:
        yield from _THEMSELVES.split(part) if is_about_others(part) else (part,)


def _labelled_apart(text: str) -> str:
    """ "Name Arjun Mehta company Zerodha title lead", dictated without a mark, as sentences."""
    labels = list(_LABEL.finditer(text))
    if len({found[1].lower() for found in labels}) < 3 or re.search(r"[,.;:\n]", text):
        return text
    return _LABEL.sub(lambda found: f". {_SENTENCE_OF.get(found[1].lower(), found[1])} ", text)


def _spells_what_is_known(clause: str, facts: Facts, user: User) -> bool:
    """ "Katarina with a K", after Catarina: whoever spells a name puts it right."""
    return says_how_it_is_written(clause) and all(
        likeness(str(value), str(known(user, column) or value)) >= _ALIKE
        for column, value in facts.said().items()
    )


def _columns(asked: Ask) -> tuple[str, ...]:
    return {
        Ask.REFERRER: ("referrer_name",),
        Ask.NAME: ("first_name",),
        Ask.LAST_NAME: ("last_name",),
    }.get(asked, ("company", "title"))


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


def read_clause(clause: str, asked: Ask | None, user: User, so_far: Facts) -> Said:
    """The facts of one clause."""
    clause = re.sub(_AS_OF, "", _HESITATION.sub("", clause).strip() or clause, flags=re.IGNORECASE)
    clause = as_spelled(clause)
    if completed := _completed(clause, user, so_far):
        return Said(facts=completed)
    who, rest = told_by(clause, asked=asked is Ask.REFERRER)
    told = Facts(referrer_name=who[:255] if who else None)
    if not rest or (who and matches(_ASIDE, rest)):
        return Said(facts=told)
    if is_about_others(rest):
        named = _read_referrer(rest, user, so_far) if asked is Ask.REFERRER and not who else Said()
        return named if named.facts or named.doubt else Said(facts=told, others=not told)
    if who:
        asked = None if asked is Ask.REFERRER else asked
    named_already = user.first_name and user.last_name
    introduced = _introduction(
        rest, alone=not named_already and (asked is not Ask.REFERRER or bool(who))
    )
    if introduced:
        return Said(facts=introduced.over(told))
    named = _read_name(rest, asked, user, so_far)
    found = replace(named, facts=named.facts.over(told))
    if named.facts.company or named.facts.title or found.doubt:
        return found
    if named.facts.last_name and not named.facts.first_name:
        return found
    work = _read_work(rest, None if who and asked is None else asked, named.facts)
    facts = Facts(company=work.company, title=work.title).over(found.facts)
    if not facts and asked is Ask.REFERRER:
        return _read_referrer(rest, user, so_far)
    return Said(facts=facts, second_job=work.second)


def _completed(clause: str, user: User, so_far: Facts) -> Facts:
    """What puts right, or completes, a fact of the clause before."""
    if whole := _whole_referrer(clause, user, so_far):
        return Facts(referrer_name=whole)
    said = matches(_NO_WAIT, clause) if so_far.company and not so_far.corrects else None
    if said is None or is_talk(said["right"]) or is_title(said["right"]):
        return Facts()
    return Facts(company=tidy_company(said["right"]))


def _whole_referrer(clause: str, user: User, so_far: Facts) -> str | None:
    """The full name of who referred them, after the first name alone: "Olu Adebayo I mean"."""
    first = so_far.referrer_name or user.name_dropped
    meant = re.sub(
        r"[\s,]*\b(?:i mean|i meant|to be (?:exact|precise)|actually|sorry)\b[\s,]*",
        " ",
        clause,
        flags=re.I,
    )
    cue = so_far.referrer_name is not None or meant != clause
    if not first or " " in first or not cue:
        return None
    named = bare_name(re.split(r" (?:from|at|of) |,", meant.strip())[0].strip())
    if named is None or named.verdict is not Verdict.YES:
        return None
    given, last = split_name(named.name)
    return named.name[:255] if last and given.casefold() == first.casefold() else None


def _introduction(clause: str, *, alone: bool) -> Facts:
    """Name, title and company in a list, as in "Angela Davis, VP of Engineering, Contoso".

    `alone`: it is not the answer to who referred them.
    """
    head, comma, rest = re.sub(r", (jr|sr)\b", r" \1", clause, flags=re.I).partition(",")
    name = bare_name(head) if alone else None
    if not comma or name is None or name.verdict is not Verdict.YES or is_title(head):
        return Facts()
    work = _work_in(rest.strip(), asked=True)
    if not work.title or (" " not in name.name and not work.company):
        return Facts()
    first, last = split_name(name.name)
    return Facts(
        first_name=name.nickname or first, last_name=last, company=work.company, title=work.title
    )


def _read_referrer(clause: str, user: User, so_far: Facts) -> Said:
    first_name = so_far.first_name or user.first_name
    named = bare_name(clause)
    if named and named.verdict is Verdict.YES and not user.last_name and first_name:
        first, last = split_name(named.name)
        # Their full name, texted after the first name alone, where a referrer was asked for.
        if last and first.casefold() == first_name.casefold():
            return Said(facts=Facts(last_name=last))
    by = bare_referrer(clause)
    if by is None:
        return Said()
    if by.verdict is Verdict.YES:
        return Said(facts=Facts(referrer_name=by.name[:255]))
    return Said(doubt=Doubt(Ask.REFERRER, by.name)) if by.verdict is Verdict.DOUBT else Said()


def _read_name(clause: str, asked: Ask | None, user: User, so_far: Facts) -> Said:
    right = corrected(clause)
    if right and (says_it_is_wrong(clause) or right[1] or is_correction(clause)):
        found = correct_named(clause, *right)
        if found:
            return Said(facts=likelier_name(found, clause, user))
    if parts := _named_parts(clause):
        columns: dict[str, Any] = {column: named.name for column, named in parts.items()}
        facts = Facts(**columns)
        ask = Ask.LAST_NAME if "last_name" in parts else Ask.NAME
        named = min(parts.values(), key=lambda named: named.verdict)
        return _judged(_beside(named, facts, user, so_far), ask, facts)
    if right and (says_it_is_wrong(clause) or right[1] or denies_a_title(clause)):
        found = correct(*right, user, so_far, asked)
        if found:
            return Said(facts=found)
    # "It's Rose" says who writes, though we asked who told them: "it was Rose" would answer that.
    if named := own_name(clause, it_is=asked is not Ask.LAST_NAME):
        return _judged(named, Ask.NAME, parts_named(named))
    if asked is Ask.LAST_NAME and (named := bare_name(clause)):
        facts = _last_name(last_name_as_written(named), so_far.first_name or user.first_name)
        return _judged(_beside(named, facts, user, so_far), asked, facts)
    lone = asked is None and not user.first_name and not so_far.first_name
    if asked is Ask.NAME or (lone and len(clause.split()) > 1):
        named = bare_name(clause)
        whole = named is not None and 1 < len(named.name.split()) >= len(clause.split()) - 1
        if named and (asked or (whole and named.verdict is Verdict.YES)):
            return _judged(named, Ask.NAME, parts_named(named))
    return Said()


def _named_parts(clause: str) -> dict[str, Named]:
    """First and last name where the clause calls them so: "it's Siobhan, last name Burke"."""
    parts = parts_of_name(clause)
    head, comma, _ = clause.partition(",")
    if parts and comma and "first_name" not in parts:
        before = bare_name(head)
        if before is not None and before.verdict is Verdict.YES and " " not in before.name:
            return {"first_name": before, **parts}
    return parts


def _beside(named: Named, facts: Facts, user: User, so_far: Facts) -> Named:
    """The part of a name judged beside the other part: "May" is a last name after "Mark"."""
    parts = (facts.first_name or so_far.first_name or user.first_name, facts.last_name)
    whole = judged_name(" ".join(filter(None, parts)))
    return replace(named, verdict=max(named.verdict, whole)) if all(parts) else named


def _judged(named: Named, asked: Ask, facts: Facts) -> Said:
    if named.verdict is Verdict.YES:
        return Said(facts=facts)
    return Said(doubt=Doubt(asked, named.name)) if named.verdict is Verdict.DOUBT else Said()


def _last_name(name: str, first_name: str | None) -> Facts:
    """An answer to "and your last name?", which may repeat the first name."""
    first, last = split_name(name)
    if last and first_name and first.casefold() == first_name.casefold():
        return Facts(last_name=last)
    return Facts(last_name=name)


def as_it_stands(words: str, asked: Ask, user: User) -> Facts:
    """What they said again after it was asked about, as the answer to that."""
    if asked is Ask.REFERRER:
        return Facts(referrer_name=tidy_name(words))
    if asked is Ask.LAST_NAME:
        return _last_name(tidy_name(words), user.first_name)
    if asked is Ask.NAME:
        first, last = split_name(tidy_name(words))
        return Facts(first_name=first, last_name=last)
    work = listed_work(words)
    if asked is Ask.TITLE:
        return Facts(title=tidy_title(words) or None)
    return Facts(company=work.company or tidy_company(words), title=work.title)


def _read_work(clause: str, asked: Ask | None, named: Facts) -> Work:
    if named.first_name:
        # "Sarah Chen, CTO at Acme": what follows the name is an answer too, asked or not.
        at = max(clause.casefold().find(named.first_name.casefold()), 0)
        before, comma, rest = clause[at:].partition(",")
        follows = (
            bool(comma)
            and not parts_of_name(rest)
            and not rest.strip().casefold().startswith(named.first_name.casefold())
            and not is_correction(clause)
            and named.first_name.casefold() in before.casefold()
        )
        work = _work_in(rest.strip() if follows else clause, asked=follows)
        place = _from(clause) or _from(before)
        return replace(work, company=work.company or place.company)
    stated = _work_in(clause, asked=asked is Ask.WORK)
    if stated:
        return stated
    name = re.sub(
        r"^(?:it'?s|it is|at|called|named|the name is|actually|,| )+ ", "", clause, flags=re.I
    )
    talk = is_talk(name) or is_former(clause) or is_wish(name)
    if asked not in (None, Ask.TITLE, Ask.COMPANY) and _is_bare_title(clause):
        return Work(title=tidy_title(clause))
    if asked is Ask.TITLE and (is_title(clause) or is_department(clause) or not talk):
        title = re.sub(r"^(?:i'?m|i am|it'?s|as)\s+", "", clause, flags=re.IGNORECASE)
        return Work(title=tidy_title(title) or None) if not is_former(clause) else Work()
    if asked is Ask.COMPANY and not talk:
        return Work(company=tidy_company(name))
    return Work()


def _from(clause: str) -> Work:
    """ "Ana Ruiz from Stripe" names a company, "Ana Ruiz from Lagos" a place."""
    found = matches(r"\bfrom (?:the )?(?!now\b|here\b|then\b|home\b)([^,;()]{2,40})$", clause)
    if found is None or is_talk(found.group(1)) or matches(r"\b(?:told|sent|refer)", clause):
        return Work()
    from shared.agents.language.places import read_zone  # places are many: only where one may be

    if read_zone(found.group(1)) is not None:
        return Work()
    return Work(company=tidy_company(found.group(1)))


_NEXT_JOB = re.compile(
    r"(?:\s+(?:and|but|then)\s+|[,;]\s*)(?=(?:i|i'?m|now|just|joined|moved|started|currently)\b)",
    re.IGNORECASE,
)


_PUT_RIGHT = (
    r"^\W*(?:(?:no|nope|that'?s|it'?s|thats|its|is)\b[\s,]*)*(?:wrong|incorrect|outdated|out of "
    r"date|old)\b[\s,.]*"
    r"(?=i'?m |i am |i work )"
)
_AS_OF = (
    r",? (?:as of|effective|starting|since) (?:last|this|next|today|now|yesterday|tomorrow|mon|tue"
    r"|wed|thu|fri|"
    r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)\w*(?: (?:week|month|year|morning|\d+))?"
)


def _work_in(text: str, *, asked: bool) -> Work:
    """The work that a phrase states, unless that is over, or somebody's that they look for."""
    text = re.sub(_AS_OF, "", text, flags=re.IGNORECASE)
    text = re.sub(_PUT_RIGHT, "now ", text, flags=re.IGNORECASE)  # "wrong, im at Paystack"
    if asked and matches(r"\b(?:i|my|our) own\b", text) and (own := own_called(text, asked=asked)):
        return own
    parts = _NEXT_JOB.split(text)
    found = Work()
    for part in parts:
        if is_former(part) or is_wish(part):
            continue
        work = stated_work(part, asked=asked)
        found = Work(
            found.company or work.company,
            found.title or work.title,
            found.second or work.second,
        )
    return found


def _is_bare_title(clause: str) -> bool:
    return is_title(clause) and not is_talk(clause) and len(clause.split()) <= 5


__all__ = [
    "as_it_stands",
    "is_question",
    "read_profile",
    "typed_email",
    "without_addresses",
]
