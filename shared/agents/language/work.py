"""Company and title, as people write them."""

import re
from dataclasses import dataclass

from shared.agents.language.names import named_in
from shared.agents.language.plausible import Verdict
from shared.agents.language.roles import (
    is_acronym,
    is_bare_title,
    is_department,
    is_talk,
    is_title,
    is_title_word,
)
from shared.agents.language.words import matches, tokens, word_set

SELF_EMPLOYED = "Self-employed"
_ACRONYMS = {"phd": "PhD", "devops": "DevOps", "revops": "RevOps", "devrel": "DevRel"}
_NOT_COMPANIES = word_set(
    """
    home work office airport gym moment store school lunch dinner night noon midnight weekend
    party beach interested looking curious sure hiring breakfast church bed door bar mall
    hospital startup company business firm place hotel conference doctor dentist it least last
    all once
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
_COMPANY = r"([^,;()\n]{1,100}(?:,\s*(?:inc|llc|ltd|co|corp|gmbh|lp|plc)\b\.?)?)"
_SELF_EMPLOYED = (
    r"\b(?:self[- ]?employed|freelanc(?:e|er|ing)|work(?:ing)? for myself|my own (?:business|"
    r"company|boss|firm|shop|practice)|independent(?: contractor| consultant)?|"
    r"solo(?:preneur| consultant| founder)|1099)\b"
)
NO_JOB = (
    r"\b(?:between (?:jobs|roles|gigs|things|\w+ and (?:retirement|the next|something))|"
    r"unemployed|not (?:currently )?(?:working|employed)"
    r"(?: right now| at the moment)?|retired|"
    r"(?:looking|searching) for (?:a )?(?:new )?(?:job|work|role|gig)|job[- ](?:hunt|search)ing|"
    r"(?:got|was|been) (?:just |recently )?(?:laid off|let go|fired)|laid off|"
    r"(?:don'?t|do not) (?:currently )?(?:have a (?:job|company)|work)|no (?:job|company|employer)|"
    r"nowhere(?: (?:right )?now| at the moment| currently)?|"
    r"stay[- ]at[- ]home|homemaker|on (?:a )?sabbatical|on a career break|out of work)\b"
)
_TRAILING = re.compile(
    r"(?:[ ,]+(?:right now|currently|now|atm|these days|at the moment|actually|thanks|as of .*|"
    r"thank you|thx|btw|by the way|but|so|there|lol|haha+|to be (?:exact|precise|specific)|last "
    r"(?:week|month|year|monday|tuesday|wednesday|thursday|friday)|this (?:week|month|year)|"
    r"(?:(?:on|since|this|starting|from) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|starting .*"
    r"|ideally|"
    r"after the \w+|"
    r"recently|yesterday|today|since .*|for \d+ .*|instead|please|where|which|who|i'?m|is|was|"
    r"nice to meet you)(?=[ ,.]|$))+(?: .*)?$|[ ,]+and$",
    re.IGNORECASE,
)
# "North Wind, two words" says how it is written.
_SPELLING = re.compile(
    r"[\s,(-]+(?:(?:all |in |as )?(?:one|two|three) words?|no (?:space|spaces|hyphen|dash)|"
    r"(?:spelled|spelt|written) .*|(?:all )?lower ?case|all caps|with (?:an? |two |double |no )"
    r"(?:\w{1,2}|hyphen|dash|space|accent|umlaut)\b.*)\W*$",
    re.IGNORECASE,
)
# "Datadog running partnerships" says what they do there.
_DOING = re.compile(
    r"(?<=\w)\s+(?:(?i:where i'?m|and|but) )?(?:running|leading|heading|managing|handling|doing|"
    r"overseeing|working (?:on|in)|responsible for|in charge of)\s+\S.*$"
)
_ANOTHER_CLAUSE = re.compile(
    r"\s+(?:and|&|as well as|plus)\s+(?=(?:i|i'm|im|my|we|also|a|an|the|was|am|live|love|looking|"
    r"need|want|heard|found|got|would|on)\b)",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"^.*?\b(?:i'?m|i am|i work as|working as|work as|as|(?:started|promoted|appointed|named) (?:as"
    r"|to)|became)\s+(?:now |currently |also |still )*",
    re.IGNORECASE,
)
_FILLER = r"(?:just |actually |really |now |recently |also |currently |still |officially )*"
_AS = r"(?: as (?:a |an |the |their |its |our )?(?P<title>[\w&/+.', -]{2,80}))?"
_MOVES = (
    rf"^[\w&.' -]{{2,40}}? is (?:now called {_COMPANY}|called {_COMPANY} now)",
    rf"\b(?:rebranded|renamed)\b.{{0,12}}\b[\w&.'-]+ is (?:now )?(?:called|named|known as) "
    rf"{_COMPANY}",
    rf"\b(?:left|leaving|quit) [^,;]{{1,40}}? (?:for|to join) {_COMPANY}",
    rf"\b(?:got|were|was|been|is|are) (?:bought|acquired|taken over|swallowed)(?: out| up)? by "
    rf"{_COMPANY}",
    rf"\b(?:rebranded|renamed|merged)(?: (?:ourselves|it|us))? (?:to|as|into|with) {_COMPANY}",
    rf"\b(?:moved|moving|switched|transferred|went|jumped) (?:over )?to {_COMPANY}",
    rf"\b(?:joined|joining) {_COMPANY}",
    rf"\b(?:started|starting|start|began) (?:a new (?:job|role) |work(?:ing)? )?(?:at|with) "
    rf"{_COMPANY}",
    rf"\b(?:new|another) (?:job|role|position|gig|company|employer) (?:is )?(?:at|with) {_COMPANY}",
    rf"\b(?:accepted|took|got|landed) (?:a|an|the) (?:new )?(?:job|role|offer|position|gig) "
    rf"(?:at|with|from) {_COMPANY}",
    rf"\b(?:i'?m|i am|i work|working) now (?:work(?:ing)? )?(?:at|with|for) {_COMPANY}",
    rf"\bi'?m (?:at|with) {_COMPANY} now\b",
    rf"^wrong\b[\s,]*(?:i'?m|i am|i work) (?:at|with|for) {_COMPANY}",
    rf"\bnow (?:at|with|work(?:ing)? (?:at|for)) {_COMPANY}",
    rf"\bnow (?:i'?m|i am) (?:at|with) {_COMPANY}",
    rf"^(?:\w+,? ){{0,2}}(?:we'?re|we are|the company(?:'s| is)|it'?s) (?:now )?(?:called|named) "
    rf"{_COMPANY}",
)


@dataclass(frozen=True)
class Work:
    """Where somebody works and as what; either may be missing."""

    company: str | None = None
    title: str | None = None
    second: str | None = None  # another job that the clause names; one is kept

    def __bool__(self) -> bool:
        return bool(self.company or self.title)


def tidy_title(title: str) -> str:
    """The title as written; known abbreviations and the first letter in capitals."""
    title = re.sub(r" (?:over|out|up|down|here|back)$", "", title.strip(" .,-'*"), flags=re.I)
    title = _TRAILING.sub("", title)
    title = re.sub(
        r"^(?:(?:i )?(?:work|working)(?: in| as| on)? |(?:a|an|the|our|their|one of the|just|"
        r"also|now|currently|in|my|currently a|as|wait|no|oops|actually|sorry|only|nothing fancy|"
        r"nothing special|nothing big)[ ,]+)+",
        "",
        title,
        flags=re.IGNORECASE,
    )
    words = [
        re.sub(
            r"[a-z&]+",
            lambda part: (
                _ACRONYMS.get(part[0]) or (part[0].upper() if is_acronym(part[0]) else part[0])
            ),
            word,
        )
        if word.islower()
        else word
        for word in title.split()
    ]
    tidied = " ".join(words)
    return (tidied[:1].upper() + tidied[1:])[:255]


def tidy_company(company: str) -> str | None:
    """The company as written, without the talk around it; None when nothing is left."""
    company = re.sub(r"^.*?\b(?:called|named)\s+", "", company.strip(" .,-'\"*"), flags=re.I)
    company = re.sub(r"^(?:(?:over|here) )?(?:at|with)\s+", "", company, flags=re.IGNORECASE)
    company = _ANOTHER_CLAUSE.split(company)[0]
    if (second := _second(company)) is not None:
        company = re.sub(r"\s(?:and|&|also)\s+$", "", company.removesuffix(second))
    company = _without_place(_SPELLING.sub("", _DOING.sub("", company)))
    company = re.sub(r",? not\b.*$", "", _TRAILING.sub("", company), flags=re.IGNORECASE)
    company = company.strip(" .,-'\"*")
    words = tokens(re.sub(r"^(?:the|a|an|my|our|this|some)\s+", "", company, flags=re.I))
    unnamed = company.islower() and matches(r"^(?:a|an|my|our|some|this)\s", company)
    if (
        not words
        or unnamed
        or (len(words) == 1 and words[0] in _NOT_COMPANIES)
        or "@" in company
        or words[0] in ("between", "nowhere", "nothing", "none", "same")
        or matches(r"^\d{1,2}(?::\d{2})?\s?(?:am|pm|h)?$", company)
        or not any(map(str.isalpha, company))
    ):
        return None
    return _capitals(company)[:255]


def _without_place(company: str) -> str:
    """ "OCP Group in Casablanca" is OCP Group."""
    named, _, place = company.rpartition(" in ")
    if not named or not place:
        return company
    from shared.agents.language.places import read_zone  # places are many: only where one may be

    zone = read_zone(place.strip(" .,"))
    return named if zone is not None and not zone.left.strip(" .,") else company


def _capitals(company: str) -> str:
    if not company.islower():
        return company
    words = company.split()
    if len(words) == 1 and len(company) <= 5 and "&" in company:
        return company.upper()
    if not company.replace(" ", "").replace("&", "").isalpha():
        return company
    if len(words) == 1 and len(company) <= 3:
        return company.upper()
    small = ("of", "and", "the", "for", "in")
    return " ".join(
        word if word in small and index else word.capitalize() for index, word in enumerate(words)
    )


def gives_way(column: str, old: str, new: str) -> bool:
    """Whether a known value is vaguer than what is said now, so that nobody need be asked.

    "Does growth", "Sales" and the like give way to a title, having no company to one.
    """
    if column == "title":
        initials = "".join(word[0] for word in tokens(new) if word not in ("of", "the", "and"))
        return is_title(new) and (not is_title(old) or initials == old.lower())
    return column == "company" and old == SELF_EMPLOYED


def says_what_they_do(text: str) -> bool:
    """Whether it names a company and what they do there, which is no title."""
    return _DOING.search(text) is not None


def stated_work(clause: str, *, asked: bool) -> Work:
    """Company and title where the clause says so; bare phrases count only when `asked`."""
    clause = re.sub(_WITH_WHOM, r"\1 ", clause, flags=re.IGNORECASE)
    readers = (_labelled, _moved, _role_at, _field_at, _activity, own_called, _works_at, _founded)
    for reader in readers:
        if work := reader(clause, asked=asked):
            return work
    if matches(_SELF_EMPLOYED, clause) and (asked or matches(r"\bi'?m|\bi am|\bi work", clause)):
        return _of_their_own(clause)
    if not asked:
        role = matches(
            r"^(?:(?:well|so|and|ok|okay|no|wait|yes|oh)\b[\s,]*)*(?:i'?m|i am) "
            r"(?P<article>a |an |the )?(?P<role>.+)$",
            clause,
        )
        title = role["role"] if role else ""
        plain = is_title(title) and not is_talk(title)
        if role and plain and (role["article"] or is_bare_title(title)):
            return Work(title=tidy_title(title))
        return Work()
    return listed_work(clause)


def _labelled(clause: str, *, asked: bool) -> Work:
    verb = r"(?:'s| is(?: now)?| to| should (?:be|say|read)| (?:has |was )?changed to| as|:)"
    to = rf"{verb}\s+(?:now |actually |spelled |called )*"
    title = matches(rf"\b(?:title|role|position|job){to}(.{{2,100}})", clause)
    company = matches(
        rf"\b(?:company|employer|firm|workplace)(?:'s name| name)?{to}(.{{2,100}})", clause
    )
    end = r"[,;]?\s+and (?:my|the|i)\b.*|[,;]\s*(?:my|the|and|company|title|i)\b.*"
    title, company = (
        found if found and not matches(_IS_WRONG, found[1]) else None for found in (title, company)
    )
    named = re.split(end, company.group(1), flags=re.I)[0] if company else ""
    role = re.split(end, title.group(1), flags=re.I)[0] if title else ""
    if place := matches(r"^(?:at|with|for) (.+)$", role):  # "my new job is at Initech"
        return Work(company=tidy_company(place.group(1)))
    if role and (both := _role_at(role, asked=asked)):
        return both
    return Work(
        company=tidy_company(named.split(",")[0]) if named else None,
        title=tidy_title(_title_pieces(role)) if role else None,
    )


# "That title is old": what is said of it, not what it is.
_IS_WRONG = (
    r"^(?:(?:so|very|really|all|way|a bit|no longer|not|out of|just|completely|totally|kind of|"
    r"now) )*"
    r"(?:old|wrong|outdated|dated?|incorrect|right|correct|different|changing|changed|new|mine|true|"
    r"private|confidential|secret|stale|a (?:typo|mistake|secret)|none of)\b"
)
# "My own practice, it's called Bright Molar"
_CALLED = (
    r"\b(?:(?:it|that|which|thing|company|business|practice|shop|store|startup|start-up|firm|agency|"
    r"studio|clinic|place|outfit|restaurant|consultancy|fund|brand|team|one|co)(?:'s| is|s|,)? "
    r"(?:is )?"
    r"(?:called|named)|(?:it|that|which) goes by)"
)
# "I work with Dana at Orbit"
_WITH_WHOM = r"\b(work(?:ing)?) (?:with|w/) (?:[\w'-]+ ){1,3}?(?=at )"
_NO_MORE = r"\b(?:not|any ?more|any longer|no longer)\b"


def _title_pieces(text: str) -> str:
    """The start of the text as far as it is a title, such as "VP, Supply Chain"."""
    first, *rest = [piece.strip() for piece in text.split(",")]
    kept = [first]
    for piece in rest:
        if not (is_department(piece) or is_title(piece)):
            break
        kept.append(piece)
    return ", ".join(kept)


_PROMOTED = (
    r"\b(?:promoted (?:to|from .+ to)|they(?:'ve| have)? (?:just )?made me|"
    r"i (?:was|got|am being|'?ve been)(?: just)? (?:made|bumped (?:up )?to)) (.{2,80})"
)


def _moved(clause: str, *, asked: bool) -> Work:
    if found := matches(_PROMOTED, clause):
        both = _role_at(found.group(1), asked=asked)
        return both or Work(title=tidy_title(_title_pieces(found.group(1))))
    for pattern in _MOVES:
        found = matches(pattern, clause)
        if found is None:
            continue
        company, _, role = found.group(1).partition(" as ")
        place = matches(r"\bmov(?:ed|ing) ", found.group(0)) and not role
        named = tidy_company(company)
        if named and not place:
            after = clause[found.end() :].strip(" ,")  # "at Paystack now, head of people"
            beside = re.sub(r"^(?:as|i'?m|now|and)\b[\s,]*(?:an? |the )?", "", after, flags=re.I)
            role = role or (beside if is_title(beside) and not is_talk(beside) else "")
            return Work(company=named, title=tidy_title(_title_pieces(role)) if role else None)
    tail = clause.rsplit(",", 1)[-1].strip() if matches(_NO_MORE, clause) else clause
    if tail is not clause and (
        right := re.sub(r"^(?:i'?m |now |just )*(.+?)(?: now)?\W*$", r"\1", tail)
    ):
        return Work(title=tidy_title(right)) if is_title(right) and not is_talk(right) else Work()
    found = matches(r"^(?:(?:and|so|i'?m|the|a|an)\b ?)*(.{2,60}?) now\W*$", tail)
    if found and is_title(found.group(1)) and not is_talk(found.group(1)):
        return _role_at(found.group(1), asked=asked) or Work(title=tidy_title(found.group(1)))
    found = matches(r"\b(?:i'?m now|now i'?m|now) (?:the |a |an )?(.{2,80})$", clause)
    if found and is_title(found.group(1)) and not matches(r"\bat\b|@", found.group(1)):
        return Work(title=tidy_title(found.group(1)))
    return Work()


def _role_at(clause: str, *, asked: bool) -> Work:
    for found in re.finditer(
        rf"\s(?:at|@|en|chez|bei|em)\s+{_COMPANY}|@\s*{_COMPANY}", clause, re.IGNORECASE
    ):
        title = _role_before(clause[: found.start()])
        named = found.group(1) or found.group(2)
        company = tidy_company(named)
        if title and company:
            return Work(company=company, title=title, second=_second(named))
    found = matches(rf"^(.*?)\s+(?:of|for|with)\s+{_COMPANY}", clause)
    if found is None:
        return Work()
    title, company = _role_before(found.group(1)), tidy_company(found.group(2))
    if title and not company and matches(_UNNAMED, found.group(2)):
        return Work(title=title)  # "CEO of a stealth startup"
    if title and company and not is_department(company) and not is_title(company):
        return Work(company=company, title=title)
    return Work()


_DOES_AT = r"^([a-z][\w -]{2,40}) (?:at|@) (?-i:(?=[A-Z]))(.+)$"
_UNNAMED = (
    r"^(?:an?|my|our|this|the|some)\b.*"
    r"\b(?:startup|start-up|company|business|firm|fund|agency|shop)\b"
)


def _role_before(text: str) -> str | None:
    """The title at the end of the text before "at Acme", with the commas that are part of it."""
    if matches(r"\b(?:meet(?:ing)?|know|met|need|want|hire|hiring|find|looking|call|ask)\b", text):
        return None
    pieces = [piece.strip() for piece in text.split(",")]
    kept: list[str] = []
    for piece in reversed(pieces):
        role = _without_name(_SELF.sub("", piece)) if _SELF.search(piece) else piece
        if not (is_title(role) or is_department(role)) or is_talk(role):
            break
        kept.insert(0, role)
        if role != piece:
            break
    while kept and not any(is_title(piece) for piece in kept[:1]):
        kept.pop(0)
    return tidy_title(", ".join(kept)) if kept else None


def _without_name(role: str) -> str:
    """ "I'm Tom Reed CTO": the title, without the name before it."""
    named = named_in(role)
    words = role.split()
    count = len(named.name.split()) if named and named.verdict is Verdict.YES else 0
    rest = " ".join(words[count:])
    if count < 2 or not is_title(rest) or any(is_department(word) for word in words[:count]):
        return role
    return rest


def _second(company: str) -> str | None:
    """Another job after the first: "Acme and advisor at Beta"."""
    found = matches(r"\s(?:and|&|also)\s+(?:i'?m |i am |also |an? |the )*(.+)$", company)
    return found.group(1) if found and is_title(found.group(1)) else None


def own_called(clause: str, *, asked: bool) -> Work:
    """ "Dentist, I own my practice, it's called Bright Molar": a company of their own, by name."""
    found = matches(rf"{_CALLED} {_COMPANY}", clause)
    company = tidy_company(found.group(1)) if found else None
    if found is None or company is None:
        return Work()
    before = clause[: found.start()].rstrip(" ,")
    pieces = [_SELF.sub("", piece).strip() for piece in before.split(",")]
    title = next((one for one in pieces if is_title(one) and not is_talk(one)), "")
    if not title and len(pieces) > 1 and len(pieces[0].split()) <= 2 and not is_talk(pieces[0]):
        title = pieces[0]  # "baker, I own the shop, ..."
    if not title:
        own = matches(r"\b(?:own|owns|owner|run|running|runs|my own|our own)\b", before)
        began = matches(r"\b(?:founded|started|launched|built|starting|building|began)\b", before)
        title = "Founder" if began else "Owner" if own else ""
    if not title and not asked:
        return Work()
    return Work(company=company, title=tidy_title(title) if title else None)


def _field_at(clause: str, *, asked: bool) -> Work:
    found = matches(
        rf"\bi(?:'?m| am)? {_FILLER}(?:work(?:ing)? )?in ([\w &/-]{{2,40}}?)"
        rf"(?: (?:at|for|@|with) {_COMPANY})?$",
        clause,
    )
    if not found or not is_department(found.group(1)):
        return Work()
    company = tidy_company(found.group(2)) if found.group(2) else None
    return Work(company=company, title=tidy_title(found.group(1)))


def _activity(clause: str, *, asked: bool) -> Work:
    verbs = "|".join(sorted(_VERBS, key=len, reverse=True))
    found = matches(
        rf"\bi {_FILLER}({verbs}) ([\w&/ -]{{2,60}}?)(?: there| here)?"
        rf"(?: (?:at|@|for) {_COMPANY})?$",
        clause,
    )
    if not found:
        return Work()
    activity = re.sub(r"^(?:the|our|all)\s+", "", found.group(2))
    title = f"{_VERBS[found.group(1).lower()]} {activity}"[:255]
    if found.group(3):
        return Work(company=tidy_company(found.group(3)), title=title)
    return Work(title=title) if is_department(activity) else Work()


def _works_at(clause: str, *, asked: bool) -> Work:
    found = matches(
        rf"\bi(?:'?m| am)? {_FILLER}work(?:ing)? (?:at|for|with|@) {_COMPANY}", clause
    ) or (
        matches(rf"^(?:so |well |ok |and )*(?:i'?m |i am )?(?:at|with|from|@) {_COMPANY}", clause)
        if asked
        else None
    )
    if not found:
        return Work()
    company, _, role = found.group(1).partition(" as ")
    if matches(r"^(?:home|myself)\b", company):
        return Work()
    after = clause[found.end() :].strip(" ,")
    title = role if is_title(role) else after if is_title(after) and asked else ""
    return Work(company=tidy_company(company), title=tidy_title(title) if title else None)


def _founded(clause: str, *, asked: bool) -> Work:
    found = matches(rf"\bi {_FILLER}(?:co-?)?(founded|started|own|run) {_COMPANY}", clause)
    run = re.sub(r" (?:there|here)\W*$", "", found.group(2)) if found else ""
    if not found or is_talk(run) or is_department(run):
        return Work()
    title = {"own": "Owner", "run": "Runs the company"}.get(found.group(1).lower(), "Founder")
    company = tidy_company(found.group(2))
    if company is None and matches(r"^(?:a|an|my) ", found.group(2)):
        return Work(title="Owner" if title == "Runs the company" else title)
    return Work(company=company, title=title) if company else Work()


def _of_their_own(clause: str) -> Work:
    role = re.sub(rf"^.*?\b(?:i'?m|i am) {_FILLER}|\bself[- ]?employed\b", "", clause, flags=re.I)
    role = _SELF.sub("", role).strip(" ,")
    trade = re.sub(r"^(?:an? )?(?:freelance|independent|self-?employed)\s+", "", role, flags=re.I)
    named = matches(r"^[a-z]+(?: [a-z]+)?(?:or|er|ist|ian|ant|eer|man|woman|ier)$", trade)
    title = role if (is_title(role) or named) and not is_talk(role) else ""
    return Work(company=SELF_EMPLOYED, title=tidy_title(title) if title else None)


def listed_work(clause: str) -> Work:
    """A bare answer: "Acme", "founder", "Acme, founder", "VP, Supply Chain, Acme"."""
    if len(tokens(clause)) > 14:
        return Work()
    lead = re.sub(
        r"^(?:(?:so|well|ok|okay|yes|sure|um|uh|actually|sorry|i'?m|i am|it'?s|as|an?|at)"
        r"(?=[ ,])[ ,]*)+"
        r"(?=\S)",
        "",
        clause,
        flags=re.IGNORECASE,
    )
    lead = re.sub(r",\s*(?=(?:inc|llc|ltd|corp|gmbh|lp|plc)\b)", " ", lead, flags=re.IGNORECASE)
    pieces = [piece.strip() for piece in re.split(r",|\s/\s|\s\|\s|\s-\s", lead) if piece.strip()]
    named = matches(_DOES_AT, pieces[0]) if pieces else None  # "cardiologist at Mercy General"
    if named is not None and not is_talk(named[1]) and (company := tidy_company(named[2])):
        return Work(company=company, title=tidy_title(named[1]))
    if (field := _field_of_a_rank(pieces)) is not None:
        return field
    roles = [piece for piece in pieces if is_title(piece) and not is_talk(piece)]
    fields = [piece for piece in pieces if is_department(piece) and piece not in roles]
    others = [piece for piece in pieces if piece not in roles and piece not in fields]
    if not roles and fields and not others:
        return Work(title=tidy_title(", ".join(fields)))
    title = ", ".join(piece for piece in pieces if piece in roles or piece in fields)
    company = next((piece for piece in others if not is_talk(piece)), None)
    if company is None and len(pieces) == 1 and roles:
        role, company = _run_together(title)
        return Work(company=tidy_company(company) if company else None, title=tidy_title(role))
    if company is not None and len(tokens(company)) > 6:
        company = None
    return Work(
        company=tidy_company(company) if company else None,
        title=tidy_title(title) if title else None,
    )


# Ranks of a field: "VP, Field Ops at Tallow" is one title, whatever the field is called.
_RANK = (
    r"^(?:(?:senior|sr\.?|executive|associate|assistant|regional|vice) )?(?:[saer]?vp|director|"
    r"manager|head|lead|partner|principal|president|supervisor|coordinator|specialist)\W*$"
)


def _field_of_a_rank(pieces: list[str]) -> Work | None:
    """Title and company of a rank, its field and "at" a company."""
    if len(pieces) != 2 or matches(_RANK, pieces[0]) is None:
        return None
    found = matches(r"^(\S.{1,40}?) (?:at|@) (\S.{0,60})$", pieces[1])
    company = tidy_company(found[2]) if found is not None and not is_talk(found[1]) else None
    if found is None or company is None:
        return None
    return Work(company=company, title=tidy_title(f"{pieces[0]}, {found[1]}"))


def _run_together(text: str) -> tuple[str, str | None]:
    """Title and company of "software engineer google", written without a comma."""
    words = text.split()
    last = max((at for at, word in enumerate(words) if is_title_word(word)), default=-1)
    rest = " ".join(words[last + 1 :])
    joined = rest and re.match(r"(?:of|for|and|&|in|to|at|with|on|/|-)\b|\W", rest)
    final = matches(
        r"^(?:ceo|cto|cfo|coo|cmo|founder|cofounder|co-founder|engineer|manager|director|designer|"
        r"analyst|consultant|president|developer|recruiter|scientist)$",
        words[last],
    )
    if not rest or joined or not final or is_department(rest) or len(rest.split()) > 3:
        return text, None
    return " ".join(words[: last + 1]), rest


__all__ = [
    "NO_JOB",
    "SELF_EMPLOYED",
    "Work",
    "gives_way",
    "listed_work",
    "own_called",
    "says_what_they_do",
    "stated_work",
    "tidy_company",
    "tidy_title",
]
