"""What a clause says besides facts: that something known is wrong, or that it is about others."""

from shared.agents.language.roles import is_title
from shared.agents.language.words import matches

_WRONG = (
    r"\b(?:sorry|actually|correction|i meant?|typo|typo'?d|wrong|misspel\w*|mistyped|spelled|spelt|"
    r"oops|whoops|(?:no,? |oh )wait|wait,? no|my bad|my mistake|should (?:be|say|read)|instead|"
    r"make (?:it|that)|"
    r"autocorrect\w*|rather)\b|(?:^|\w,?|\bbut|\band) ?\bnot \w|\bisn'?t \w|^\*\s?\w|\w\*$"
)
_CHANGED = (
    r"\b(?:change|update|correct|fix|edit|replace|set|switch)\b.{0,30}\b(?:name|surname|company|"
    r"employer|title|role|position|job|linkedin|expertise|profile)\b|"
    r"\b(?:moved|moving|switched|transferred|went|jumped) (?:over )?to\b|\bjoin(?:ed|ing)\b|"
    r"\b(?:started|starting|began|start) (?:a new |work|at\b|with\b|as\b)|\bpromoted\b|"
    r"\bchanged (?:jobs|companies|roles|my|to)\b|\bno longer\b|\b(?:new|another) (?:job|role|title|"
    r"position|gig|company|employer|(?:last |first )?name|surname|linkedin)\b|"
    r"\b(?:i'?m|i am|i work|working|work) now\b|\bnow (?:at|with|work|the|a|an|vp|cto|ceo|my)\b|"
    r"\bnow(?:$|, )|\b(?:bought|acquired|taken over) by\b|\b(?:rebranded|renamed|merged)\b|"
    r"\b(?:left|quit) .{1,40} for \w|\bgot married\b|\b(?:call me|i go by|goes by)\b|"
    r"\b(?:my|the) (?:full |real |legal |first |last |family |job |company |current )?"
    r"(?:name|surname|title|role|position|company|employer|job|linkedin|expertise)"
    r"(?:'?s| is| should|:)|"
    r"\b(?:name|surname|title|role|position|company|employer|job|linkedin) (?:is now|is changed to|"
    r"(?:has |was |just |got )*changed to|becomes?|became)\b|\b(?:called|named) [\w &.'-]+ now\b"
)
_DENIES = (
    r"^(?:(?:oh|hm+|um+|er)\b[\s,]*)*(?:(?:no|wait|oops)\b[\s,]*)+"
    r"(?:it'?s|its|i'?m|im|i am)\s+(.+)$"
)
_PERSON = (
    r"(?:wife|husband|spouse|partner|girlfriend|boyfriend|fiancee?|mom|mum|mother|dad|father|"
    r"son|daughter|brother|sister|cousin|uncle|aunt|friend|buddy|colleague|coworker|co-worker|"
    r"boss|manager|assistant|secretary|ea|pa|roommate|kid|kids|parents?|nephew|niece|client|"
    r"co-?founder|mentor|neighbou?r|team(?:mate)?|ex|intern|nanny|sister-in-law|brother-in-law)"
)
_LEAD = (
    r"^(?:(?:oh|so|and|well|btw|no|yes|hi|hey|hello|actually|sorry|but|um|uh|fyi|by the way|"
    r"wrong person|because)\b[ ,.!]*)*"
)
_VERB = (
    r"(?:'s|'re|s| is| are| was| works?| runs?| leads?| just| got| has| had| moved| joined| knows?|"
    r" started| teaches| manages| owns| lives| said| says| told| wants?| needs?| asked| heads|"
    r" founded)"
)
_OTHERS = (
    rf"{_LEAD}(?:he|she|they|we both){_VERB}\b",
    rf"{_LEAD}(?:my|his|her|their|our|your|the) (?:\w+ ){{0,2}}?{_PERSON}\b"
    r"(?! (?:referred|told|sent|invited|introduced|recommended|suggested|mentioned|said|"
    r"is my referr))",
    rf"{_LEAD}(?:this is|it'?s|i'?m|i am|here'?s|speaking (?:for|on behalf of)) "
    rf"(?:actually |just )?(?:his|her|their|(?!my\b)[\w-]+(?: [\w-]+)?'s?) (?:\w+ )?{_PERSON}\b",
    rf"{_LEAD}(?:this is|it'?s|i'?m|i am) (?:actually )?[\w'-]+(?: [\w'-]+)?,? (?:his|her|their|the"
    rf"|(?!my\b)[\w-]+'?s)"
    rf" (?:\w+ )?{_PERSON}\b",
    rf"\b(?:his|her|their) (?:\w+ )?{_PERSON} (?:here|speaking|texting|writing)\b",
    rf"{_LEAD}(?:this is|it'?s) (?:my|a|the) (?:\w+ )?{_PERSON}(?:'s)?(?: (?:number|phone|cell))",
    r"\b(?:wrong (?:person|guy)|not (?:her|him|them|[A-Z]\w+'s phone)|borrowed|using) "
    r"(?:his|her|their|[A-Z]\w+'s) (?:phone|cell|mobile|number)\b",
)
_NAMED_OTHER = (
    rf"{_LEAD}(?!(?:i|i'm|im|my|name|title|company|role|job|it|its|it's|this|that|that's|what|who|"
    r"how|why|where|when|which|there|employer|actually|sorry|surname|position|linkedin|here|mine|"
    r"everything|no|yes|so|and|wait|oh|well|the|new|current|work|last|first|full|full-time|is|am|was|work|"
    r"just|finally|recently|currently|officially|also|now|today|still)\b)"
    r"(?P<who>[^\W\d_][\w.'-]*(?: [^\W\d_][\w.'-]*)?)"
    r"(?: is| works| runs| leads| got| has| was| moved| joined| started|'s)\b(?P<rest>.*)$"
)
# "The new CEO of Larkspur is my old boss"
_SOMEBODYS_ROLE = (
    rf"{_LEAD}(?:the|our|their|that) (?P<role>[\w -]{{2,40}}?)(?: (?:of|at|for|from|over at) "
    r"[\w&.' -]{2,30}?)? (?:is|was|are|were|has|had|just|said|told|wants?|asked|left|joined|quit|"
    r"knows|says)\b(?! (?:me|now me)\W*$)"
)
_FORMER = (
    r"\b(?:used to (?:be|work)|formerly|previously|ex-|former|was (?:at|with|a|an|the)|"
    r"(?:left|quit|leaving|resigned from|laid off from|fired from|let go from|retired from) "
    r"(?!(?:a|the) (?:message|voicemail))|worked (?:at|for|as))"
)
_WISHES = (
    r"\b(?:looking for|looking to|need|want|hiring|hire|find|meet|meeting|remind|"
    r"know (?:any|some|a)|"
    r"call|talk|speak|intro(?:duce|duction)?|interview(?:ing)?|pitch(?:ing)?|visiting|"
    r"waiting|applying|applied|hope|wish|if|could|would|might|may|maybe|considering|thinking)\b"
)


def is_correction(text: str) -> bool:
    """Whether it says that something is wrong or has changed, so that what is known gives way."""
    return denies_a_title(text) or matches(f"{_WRONG}|{_CHANGED}", text) is not None


def denies_a_title(text: str) -> bool:
    """Whether it puts a title right by a mere no: "no it's cofounder"."""
    denied = matches(_DENIES, text)
    return denied is not None and is_title(denied.group(1))


def says_it_is_wrong(text: str) -> bool:
    """Whether it puts right what was said before, without naming what it is about."""
    return matches(_WRONG, text) is not None


def is_about_others(clause: str) -> bool:
    """Whether a clause speaks of somebody else, or somebody else writes on the same phone."""
    if any(matches(pattern, clause) for pattern in _OTHERS):
        return True
    role = matches(_SOMEBODYS_ROLE, clause)
    if role is not None and is_title(role.group("role")):
        return True
    found = matches(_NAMED_OTHER, clause)
    if found is None or matches(r"\b(?:i|my|me|mine|we|our)\b", found.group("rest")):
        return False
    return is_title(found.group("rest")) or bool(
        matches(r"\b(?:works|runs|leads|moved|joined|started)\b", clause)
    )


def is_former(clause: str) -> bool:
    """Whether a clause speaks of work that is over."""
    moved = matches(r"\b(?:left|leaving|quit) .{1,40}? (?:for|to join) \w", clause)
    return matches(_FORMER, clause) is not None and moved is None


def is_wish(clause: str) -> bool:
    """Whether a clause wants or plans something, so that what it names is not the writer's own."""
    return matches(_WISHES, clause) is not None


__all__ = [
    "denies_a_title",
    "is_about_others",
    "is_correction",
    "is_former",
    "is_wish",
    "says_it_is_wrong",
]
