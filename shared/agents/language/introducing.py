"""Introductions as people speak of them: made, not made, called off, offered, wished for, "
"refused."""

import re
from dataclasses import dataclass

from shared.agents.language.names import tidy_name
from shared.agents.language.plausible import Verdict, judged_name
from shared.agents.language.roles import is_title
from shared.agents.language.words import matches, tokens, word_set

_NAMED = (
    r"(?-i:[A-Z])[\w'-]{1,30} (?-i:[A-Z])[\w'-]{1,30}"
    r"(?:,? (?:(?:the|their|a|an) )?[\w' -]{2,40}? (?:at|of|from) (?-i:[A-Z])[\w'-]{1,30}"
    r"| (?:at|of|from) (?-i:[A-Z])[\w'-]{1,30})?"
)
_MAY = r"(?:would|could|might|may|can|will|(?:is|would be) (?:happy|glad|willing) to)"
_OFFERS = (
    r"\b(?:i|we)(?:'d| would| could| can| will|'ll| might| may)*(?: also| easily| definitely| "
    r"certainly| gladly| be (?:happy|glad|able) to| love to)* (?:introduce|intro|connect|put) "
    r"(?P<to>.+?) (?:to|with|in touch with) (?P<who>.{2,120})$|"
    r"^\W*(?:\w+\W+){0,3}?(?:happy|glad|can|let me|able)(?: to)? (?:introduce|intro|connect|put) "
    r"(?P<to2>.+?) (?:to|with|in touch with) (?P<who2>.{2,120})$|"
    r"\b(?:happy|glad) to (?:make|do) (?:an?|the) intro(?:duction)? (?:(?:for|of) (?P<to3>\w+) )?"
    r"(?:to|with) (?P<who3>.{2,120})$|"
    r"\bi know (?P<who4>.{2,80}?)[,.;:]? (?:-+ )?(?:want|would you like|shall i|should "
    r"i|happy|i can|"
    r"can|do you want)\b.*\b(?:intro\w*|connect)\b|"
    r"^(?P<who5>.{2,60}?) (?:would be|is|might be|could be) (?:perfect|great|good|an? "
    r"(?:good|great|"
    r"perfect) (?:fit|match|person)|the right person)\b.*\b(?:i can|happy to|could) (?:intro\w*|"
    r"connect)\b|"
    # Somebody by name who may help: "I know someone: Jo Lee at Initech", "my friend Jo would talk".
    rf"\bi (?:do |might )?know (?:some ?(?:one|body)|(?:a|the right) \w+)(?: \w+){{0,3}}"
    rf"(?: ?[:,]| -+) (?P<who6>{_NAMED})|"
    rf"\b(?:my|a) (?:good |old |former |ex[- ])*(?:friend|colleague|co-?worker|boss|contact|buddy|"
    rf"partner|client|neighbou?r|brother|sister|cofounder|co-founder),? (?P<who7>{_NAMED}),? "
    rf"{_MAY}\b|\bbut (?P<who8>{_NAMED}) {_MAY} (?:know|help|talk|speak|chat)\b"
)
_OURSELVES = frozenset({"me", "us", "myself", "ourselves"})
_WISHES = (
    r"\b(?:(?:i|we)(?:'d| would|'m| am| really| also)*(?: like| love| want| need| hoping| keen| "
    r"trying| looking)(?: to)? (?:meet|talk (?:to|with)|speak (?:to|with)|be "
    r"(?:introduced|connected) "
    r"(?:to|with)|get (?:introduced|connected|an? intro(?:duction)?) (?:to|with)|connect with|an? "
    r"intro(?:duction)? (?:to|with)|reach)|(?:introduce|connect|intro) (?:me|us) (?:to|with)|put "
    r"(?:me|us) in touch with|(?:get|set) (?:me|us|up)(?: up)? (?:an? )?(?:meeting|"
    r"call|chat|intro(?:duction)?) (?:with|to)|can (?:i|we) (?:meet|talk to|speak (?:to|with))|"
    r"(?:want|need|looking for|request(?:ing)?)(?: an?)? "
    r"(?:intro(?:duction)"
    r"?|connection) (?:to|with)) (?P<who>.+)$"
)
_NEVER = (
    r"\b(?:never(?: ever)?(?: again)?|don'?t(?: ever)?|do not(?: ever)?|no more|stop)(?: want to| "
    r"please)? (?:with|introduc\w+ me (?:to|with)|connect\w* me (?:to|with)|intro(?:s|ductions?)? "
    r"(?:me )?(?:to|with|from|for)|put\w* me in touch with|match\w* me with|(?:be )?(?:introduced|"
    r"connected) (?:to|with))(?: any ?(?:one|body) (?:at|from))? (?P<who>.+)$|"
    r"\b(?:never|don'?t ever|do not ever)(?: want to)? (?:meet|hear (?:from|of|about)|talk to|deal "
    r"with)(?: any ?(?:one|body) (?:at|from))? (?P<who2>.+?)(?: (?:again|ever|anymore|any "
    r"more))?\W*$|"
    r"\bno (?:more )?intro(?:s|ductions?) (?:to|with|from|for) (?P<who4>.+)$|"
    r"\bkeep (?P<who5>.+?) away(?: from me)?\W*$|"
    r"^\W*(?:please )?block (?!off\b|out\b|the\b|my\b|time\b)(?P<who3>.+)$"
)
_AGAIN = (
    r"^\W*(?:please )?unblock (?P<who>.+)$|\b(?:you (?:can|may)|ok(?:ay)? to|fine to) (?:introduce|"
    r"connect|intro|match) me (?:to|with) (?P<who2>.+?) (?:again|after all)\W*$"
)
# "My friend Jo Lee" is named, "a guy" is not.
_NAMELESS = re.compile(
    r"^(?:a|an|my|our|the) (?:[\w-]+ ){1,3}?(?=(?-i:[A-Z])[\w'-]+)", re.IGNORECASE
)
_NOBODY = (
    r"^(?:a|an|the|my|our|some ?(?:one|body)|any ?(?:one|body)|people|folks|others?|guys?|lots|"
    r"many|several|two|three|it|that|this|him|her|them)\b"
)
_ITS = word_set("it that this them him her he she they person one guy company")
_REST = re.compile(
    r"[,;.]? ?\b(?:because|since|about|regarding|re|to (?:talk|discuss|ask|learn|pitch|compare|see|"
    r"show|sell|explore|get|hear|find)|for (?!\d)|as (?:we|i)|so (?:that|we|i)|it'?s about|"
    r"we (?:want|need|are|have)|i (?:want|need|am|have)|he|she|they|who|and (?:offer|pay|put))\b|"
    r"[;.] |, (?:\d+|for \d+) credits",
    re.IGNORECASE,
)
_CREDITS = (
    r"(?:\bfor |\bwith |\boffer(?:ing)? |\bpay(?:ing)? |\bput(?:ting)? (?:in "
    r")?)?(\d{1,5}) credits?\b"
)


@dataclass(frozen=True)
class Person:
    """Somebody outside or elsewhere, as they were named."""

    name: str
    title: str | None = None
    company: str | None = None


@dataclass(frozen=True)
class Offered:
    """ "I can introduce `to` to `who`". `to`: a name, or empty for whoever has asked."""

    who: Person
    to: str = ""


@dataclass(frozen=True)
class Wished:
    """Whom they want to meet, why, and for how many credits."""

    who: Person
    reason: str = ""
    credits: int = 0


def offered_in(text: str) -> Offered | None:
    """An introduction that they volunteer."""
    found = matches(_OFFERS, text.rstrip(" .!"))
    if (
        found is None
        or ("?" in text and not found["who4"])
        or matches(r"\b(?:can'?t|cannot|won'?t)\b", text)
    ):
        return None
    groups = found.groupdict()
    to = next((groups[one] for one in ("to", "to2", "to3") if groups[one]), "")
    names = ("who", "who2", "who3", "who4", "who5", "who6", "who7", "who8")
    who = next((groups[one] for one in names if groups[one]), "")
    if to.lower() in _OURSELVES or not who or (len(tokens(to)) > 4 and not matches(_NOBODY, who)):
        return None
    if matches(_NOBODY, who) and not matches(_NOBODY, _NAMELESS.sub("", to)):
        who, to = to, ""  # "my friend Lars at Klarna to someone here who needs advice"
    person = person_in(_NAMELESS.sub("", _REST.split(who)[0]))
    if (
        person is None
        or matches(_NOBODY, person.name)
        or person.name.lower() in ("you", "me", "us")
    ):
        return None
    asked = to.lower() in ("", "you", "u", "them", "her", "him", "the asker", "whoever asks")
    return Offered(person, "" if asked else tidy_name(re.sub(r"^put ", "", to, flags=re.I)))


def is_offer(text: str) -> bool:
    """Whether they volunteer an introduction."""
    return offered_in(text) is not None


def wished_in(text: str) -> Wished | None:
    """Somebody by name whom they want to meet; None for whoever does some work."""
    credits = matches(_CREDITS, text)
    plain = re.sub(_CREDITS, " ", text, flags=re.IGNORECASE)
    found = matches(_WISHES, plain.rstrip(" .!?"))
    if found is None:
        return None
    who = found["who"]
    cut = _REST.search(who)
    person = person_in(who[: cut.start()] if cut else who)
    if person is None or not _is_named(person):
        return None
    reason = who[cut.start() :].strip(" ,.;:-") if cut else ""
    return Wished(person, " ".join(reason.split()), int(credits[1]) if credits else 0)


def _is_named(person: Person) -> bool:
    words = person.name.split()
    return len(words) >= 2 and judged_name(person.name) is not Verdict.NO


def person_in(phrase: str) -> Person | None:
    """ "Jo Lee, CFO at Initech", "Jo Lee (CFO, Initech)", "Jo at Initech"."""
    phrase = " ".join(phrase.replace("(", ",").replace(")", " ").split()).strip(" ,.;:-")
    if not phrase or len(phrase) > 120:
        return None
    head, _, rest = phrase.partition(",")
    name, company = _at(head)
    title = None
    for part in (one.strip() for one in rest.split(",") if one.strip()):
        what, where = _at(part)
        if is_title(re.sub(r"^(?:the|their|a|an) ", "", what, flags=re.I)) and title is None:
            title = re.sub(r"^(?:the|their|a|an) ", "", what, flags=re.IGNORECASE)
        elif company is None and not where:
            company = what
        company = company or where
    return Person(tidy_name(name), title, company) if name else None


def _at(phrase: str) -> tuple[str, str | None]:
    # "Head of Payroll" is a title, "CEO of Acme" names a company.
    by = (
        r"(?:at|@)"
        if matches(r"\s(?:at|@)\s|\b(?:heads?|[se]?vp|director|lead) of ", phrase)
        else (r"(?:at|from|of|@)")
    )
    found = re.split(rf"\s+{by}\s+", phrase, maxsplit=1, flags=re.IGNORECASE)
    if len(found) == 1:
        return found[0].strip(), None
    return found[0].strip(), found[1].strip(" .,") or None


@dataclass(frozen=True)
class Never:
    """Whom they never want to be brought together with. Empty: whom they were told of last."""

    name: str
    again: bool = False  # they may be after all


def never_in(text: str) -> Never | None:
    """ "Never with Acme", "block Jo Lee", "unblock Acme"."""
    for pattern, again in ((_AGAIN, True), (_NEVER, False)):
        found = matches(pattern, text.rstrip(" .!"))
        if found is None:
            continue
        who = next((group for group in found.groupdict().values() if group), "")
        who = re.sub(
            r"(?:,? (?:again|ever|anymore|any more|please|thanks|thank you))+$", "", who.strip()
        )
        words = tokens(who)
        if not words or len(words) > 6:
            return None
        pointed = set(words) - {"the", "a", "again"} <= _ITS
        return Never("" if pointed else who.strip(" .,!'\""), again)
    return None


__all__ = [
    "Never",
    "Offered",
    "Person",
    "Wished",
    "is_offer",
    "never_in",
    "offered_in",
    "person_in",
    "wished_in",
]
