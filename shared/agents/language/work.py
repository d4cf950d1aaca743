"""Company and title, as people write them."""

import re
from dataclasses import dataclass

from shared.agents.language.words import is_sentence, matches, tokens, word_set

_TITLE_WORDS = word_set(
    """
    ceo cto coo cfo cmo cpo cro cio ciso cso chro evp svp avp vp gm pm tpm swe sre eir md mp
    founder cofounder co-founder founding owner partner principal director manager head lead
    leader chief engineer developer programmer designer analyst consultant advisor adviser
    marketer marketing recruiter president chair chairman chairwoman chairperson investor
    associate architect scientist researcher professor lecturer teacher lawyer attorney
    counsel accountant doctor physician nurse editor writer producer strategist specialist
    coordinator administrator assistant intern officer executive exec operator buyer planner
    broker agent supervisor technician trader banker underwriter controller secretary
    salesperson sales freelancer contractor entrepreneur student copywriter photographer
    journalist therapist pharmacist dentist realtor landlord chef pilot artist
    """
)
_ACRONYMS = word_set(
    """
    ceo cto coo cfo cmo cpo cro cio ciso cso chro evp svp avp vp gm pm tpm swe sre eir md hr
    it qa ux ui ai ml
    """
)
_NOT_COMPANIES = word_set(
    """
    home work office airport gym moment store school lunch dinner night noon weekend party
    beach interested looking curious sure hiring
    """
)
_DEPARTMENTS = word_set(  # "VP of Engineering" names no company
    """
    engineering product products sales marketing operations finance people design growth data
    research hr it security partnerships legal communications strategy staff technology science
    ai development success support content brand revenue talent recruiting infrastructure
    """
)
_VERBS = {
    "run": "Runs",
    "lead": "Leads",
    "head": "Heads",
    "head up": "Heads",
    "manage": "Manages",
    "handle": "Handles",
    "oversee": "Oversees",
    "do": "Does",
    "build": "Builds",
    "design": "Designs",
    "teach": "Teaches",
}
_COMPANY = r"([^,;()\n]{1,100})"
_TITLE = r"([\w&/+.' -]{2,80}?)"
_SELF_EMPLOYED = (
    r"\b(?:self[- ]employed|freelanc(?:e|er|ing)|work for myself|my own (?:business|company|"
    r"boss)|independent contractor)\b"
)
NO_JOB = (
    r"\b(?:between jobs|unemployed|not working(?: right now| at the moment)?|retired|"
    r"looking for (?:a )?(?:new )?(?:job|work)|"
    r"laid off|don'?t have a job|no job|no company|don'?t work)\b"
)
_TRAILING = re.compile(
    r"(?:[ ,]+(?:right now|currently|now|atm|these days|at the moment|actually|thanks|"
    r"thank you|thx|and|but|so|"
    r"where|which|who|as|i'?m|is|was|nice to meet you|please))+(?: .*)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Work:
    """Where somebody works and as what; either may be missing."""

    company: str | None = None
    title: str | None = None


def is_title(text: str) -> bool:
    """Whether a phrase names a role, such as "head of product"."""
    words = [part for word in tokens(text) for part in re.split(r"[/&-]", word)] + tokens(text)
    return bool(words) and len(tokens(text)) <= 7 and any(word in _TITLE_WORDS for word in words)


def tidy_title(title: str) -> str:
    """The title as written; known abbreviations and the first letter in capitals."""
    title = re.sub(
        r"^(?:(?:i )?(?:work|working)(?: in| as| on)? |(?:a|an|the|our|their|one of the|just|"
        r"also) )+",
        "",
        title.strip(" .,-'"),
        flags=re.IGNORECASE,
    )
    words = [
        re.sub(r"[a-z]+", lambda part: part[0].upper() if part[0] in _ACRONYMS else part[0], word)
        if word.islower()
        else word
        for word in title.split()
    ]
    tidied = " ".join(words)
    return (tidied[:1].upper() + tidied[1:])[:255]


def tidy_company(company: str) -> str | None:
    """The company as written, without the talk around it; None when nothing is left."""
    company = _TRAILING.sub("", company.strip(" .,-'\""))
    company = re.sub(
        r"^(?:(?:a|an|my|our|the)\s+(?:[\w-]+\s+){0,4})?(?:called|named)\s+|,? not\b.*$",
        "",
        company,
        flags=re.IGNORECASE,
    ).strip(" .,-'\"")
    words = tokens(company)
    if (
        not words
        or words[-1] in _NOT_COMPANIES
        or "@" in company
        or not any(map(str.isalnum, company))
    ):
        return None
    if company.islower() and company.replace(" ", "").isalpha():
        company = " ".join(
            word.upper() if len(word) <= 3 and len(words) == 1 else word.capitalize()
            for word in company.split()
        )
    return company[:255]


def stated_work(clause: str, *, asked: bool) -> Work:
    """Company and title where the clause says so; bare phrases count only when `asked`."""
    for reader in (_labelled, _role_at, _activity_at, _works_at, _founded):
        work = reader(clause, asked=asked)
        if work.company or work.title:
            return work
    if matches(_SELF_EMPLOYED, clause) and (asked or matches(r"\bi'?m|\bi am|\bi work", clause)):
        return Work(company="Self-employed")
    return _listed(clause) if asked else Work()


def _labelled(clause: str, *, asked: bool) -> Work:
    title = matches(
        r"\b(?:my )?(?:job )?title(?:'s| is|:)\s+([^,;]{2,80}?)(?= and (?:my|the|i)\b|[,;]|$)",
        clause,
    )
    company = matches(r"\b(?:my |the )?company(?:'s name)?(?:'s| is|:)\s+([^,;]{2,80})", clause)
    return Work(
        company=tidy_company(company.group(1)) if company else None,
        title=tidy_title(title.group(1)) if title else None,
    )


def _role_at(clause: str, *, asked: bool) -> Work:
    for piece in (clause, *(part.strip() for part in clause.split(","))):
        found = matches(
            rf"(?:^|\b(?:i'?m|i am|as|and|work as|working as)\s+){_TITLE}\s+(?:at|@|of|for|"
            rf"with)\s+{_COMPANY}",
            piece,
        )
        if found is None:
            found = matches(rf"{_TITLE}\s*@\s*{_COMPANY}", piece)
        if found is None:
            continue
        title = re.sub(r"^.*?\b(?:i'?m|i am|as)\s+", "", found.group(1), flags=re.I)
        rest = found.group(2)
        # "Head of product at Acme": the role reaches up to the last "at".
        if deeper := matches(r"^(.{2,60}?)\s+(?:at|@)\s+(.+)$", rest):
            title, rest = f"{title} of {deeper.group(1)}", deeper.group(2)
        company = tidy_company(rest)
        if company and is_title(title) and company.lower() not in _DEPARTMENTS:
            return Work(company=company, title=tidy_title(title))
    return Work()


def _activity_at(clause: str, *, asked: bool) -> Work:
    verbs = "|".join(sorted(_VERBS, key=len, reverse=True))
    found = matches(
        rf"\bi (?:currently |now )?({verbs}) ([\w&/ -]{{2,60}}?) (?:at|@|for) {_COMPANY}", clause
    )
    if not found:
        return Work()
    activity = re.sub(r"^(?:the|our|all)\s+", "", found.group(2))
    return Work(
        company=tidy_company(found.group(3)),
        title=f"{_VERBS[found.group(1).lower()]} {activity}"[:255],
    )


def _works_at(clause: str, *, asked: bool) -> Work:
    found = matches(
        rf"\bi(?:'m| am|m)? (?:currently |now )?work(?:ing)? (?:at|for|with|@) {_COMPANY}", clause
    ) or (matches(rf"^(?:i'?m |i am )?(?:at|with|from|@) {_COMPANY}", clause) if asked else None)
    if not found:
        return Work()
    company, _, role = found.group(1).partition(" as ")
    return Work(company=tidy_company(company), title=tidy_title(role) if is_title(role) else None)


def _founded(clause: str, *, asked: bool) -> Work:
    found = matches(rf"\bi (?:co-?)?(founded|started|own|run) {_COMPANY}", clause)
    if not found or is_sentence(found.group(2)):
        return Work()
    title = {"own": "Owner", "run": "Runs the company"}.get(found.group(1).lower(), "Founder")
    return Work(company=tidy_company(found.group(2)), title=title)


def _listed(clause: str) -> Work:
    """A bare answer: "Acme", "founder", "Acme, founder", "Founder / Acme"."""
    if len(tokens(clause)) > 10:
        return Work()
    lead = re.sub(r"^(?:i'?m|i am|it'?s|as)\s+(?:a |an |the )?", "", clause, flags=re.IGNORECASE)
    pieces = [piece.strip() for piece in re.split(r",|\s/\s|\s\|\s", lead) if piece.strip()]
    title = next((piece for piece in pieces if is_title(piece)), None)
    company = next((piece for piece in pieces if piece != title and not is_sentence(piece)), None)
    if company is not None and len(tokens(company)) > 6:
        company = None
    return Work(
        company=tidy_company(company) if company else None,
        title=tidy_title(title) if title else None,
    )
