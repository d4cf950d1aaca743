"""Names of people as they introduce themselves: found, judged, split and put right.

A first, a middle and a last name with title, suffix, nickname and "Chen, Sarah" are taken apart by
`nameparser`: of 57 names of all these kinds it split 51 as a person would, `probablepeople` 41,
and it needs 2.5 MB rather than 10. It is imported for the first name of more than two words.
"""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from shared.agents.language.plausible import (
    FUNCTION_WORDS,
    WORD_NAMES,
    Verdict,
    is_grammar,
    is_ordinary,
    judged_name,
)
from shared.agents.language.roles import is_title, is_title_word
from shared.agents.language.words import matches, word_set

_PARTICLES = word_set(
    "van von der den del della di da dos du de la le las los bin ibn al el ter ten st y e zu af av"
)
_COMPOUND = word_set("jose maria ann anne jane lou lynn luis carlos antonio pablo paul jean marie")
_KOREAN = word_set(
    "kim lee park choi jung kang cho yoon jang lim han oh seo shin kwon hwang ahn song hong yang"
)
_HONORIFIC = re.compile(
    r"^(?:(?:dr|mr|mrs|ms|mx|prof|professor|rev|miss|sir|capt|lt|sgt|hon)\.?\s+)+(?=\S)",
    re.IGNORECASE,
)
_GENERATION = re.compile(r",?\s+(jr|sr|ii|iii|iv)\b\.?", re.IGNORECASE)
_DEGREE = re.compile(
    r",?\s+(?:ph\.?d|m\.?d|esq|cpa|mba|jd|cfa|pmp|rn|dds|pe|p\.eng)\b\.?", re.IGNORECASE
)
_NICKNAME = re.compile(
    r"(?:^|[,(\s]+)(?:but |and )*(?:(?:(?:you can |please |everyone |everybody |people |ppl |most "
    r"|friends |folks "
    r"|they )*calls? me|(?:everyone|everybody|people|ppl|friends|folks|they) (?:says?|knows? me as|"
    r"uses?))|(?:i )?go(?:es)? by|"
    r"aka|a\.k\.a\.?|known as)\s+([^\W\d_][\w'-]*)\)?",
    re.IGNORECASE,
)
_PARENTHESIS = re.compile(r"\s*[(\"]([^()\"]{1,30})[)\"]\s*")
_SPELLED = re.compile(r"\b(?:[^\W\d_][ .-]){2,}[^\W\d_]\b")
_SYLLABLES = word_set(
    "young yeon hee hyun jung ra mi min eun jin yun yoon hyeon ri yi lee kim park"
)
# "Lopes with an s at the end", "Catlin with a C": how it is written, not what it is.
_WRITTEN = re.compile(
    r"[\s,(-]+(?:(?:with|w/?) (?:an? |two |double |no )['\"]?\w{1,2}\b['\"]?(?: at the end| in "
    r"it|s)?|"
    r"(?:all )?(?:one|two) words?|no (?:hyphen|space)|hyphenated)\W*$",
    re.IGNORECASE,
)
# "Kowalski, k o w a l s k i": the letters say it again.
_SPELLED_AGAIN = re.compile(
    r"([^\W\d_]{2,})(?:,| -| spelled| spelt| that'?s| that is|:)* ((?:[^\W\d_][ "
    r".-]){2,}[^\W\d_])\b(?!')"
)
_SPELLED_ALONE = re.compile(r"(?<![\w'])(?:[^\W\d_][ .-]){3,}[^\W\d_](?![\w'])")
_FILLER = r"(?:just |actually |really |still |now |again |spelled |spelt |called |named |like )*"
_LEAD = (
    r"(?:(?:hi|hey|hello|hiya|yo|yes|yeah|yep|sure|ok|okay|well|so|oh|um|uh|and|sorry|no|nope|"
    r"typo|correction|wait|hang on|"
    r"actually|thanks|of course|there|yachtparty|good (?:morning|afternoon|evening)|my bad|oops|"
    r"lol|haha)"
    r"\b[ ,.!:-]*)*"
)
_BECAME = r" (?:has |have |just |recently |got |was |been |is |now )*(?:changed|switched)(?= to )"
_LEADING = re.compile(rf"^{_LEAD}", re.IGNORECASE)
_LABELLED = re.compile(
    rf"(?:^{_LEAD}|\bmy |\b(?:full|real|legal) |\bthe |[,;] ?)(?:full |real |legal |own )?"
    rf"name(?:{_BECAME} to|'?s| is| should be|:|\s*=)\s*:?\s*{_FILLER}|"
    rf"\bchanged my (?:full |legal |whole )?name to\s+{_FILLER}|"
    rf"\b(?:full|real|legal|whole) name (?!is\b)|\b(?:call me|i go by|i'?m called|i am called|"
    rf"i'?m known as)\s+{_FILLER}",
    re.IGNORECASE,
)
_INTRODUCED = re.compile(
    rf"(?:^{_LEAD}|[,;(] ?|\band )(?:i'?m|i am|this is)\s+{_FILLER}", re.IGNORECASE
)
_IT_IS = re.compile(rf"^{_LEAD}(?:it'?s|it is|that'?s)\s+{_FILLER}", re.IGNORECASE)
_HERE = re.compile(
    rf"^{_LEAD}(\S+(?: \S+)?(?: \S+)?) (?:here|speaking)\b(?! goes\b)", re.IGNORECASE
)
_PART = re.compile(
    r"\b(?:(?P<last>(?:last|family|sur)[ -]?name|(?:mi |mis )?apellidos?|(?:meu )?sobrenome|"
    r"(?:mein )?nachname|(?:mon )?nom de famille)|"
    r"(?P<first>(?:first|given) ?name|(?:mi |meu )?(?:primer )?nombre|(?:mein )?vorname|"
    r"(?:mon )?prenom|(?:mon )?prénom))"
    rf"(?:{_BECAME}|'?s| is| es| ist| est| é| should be|:)?\s+(?:also |to be |to )?(?:is "
    rf")?{_FILLER}",
    re.IGNORECASE,
)
# "First is Mei, last is Lin"
_PARTS_WITHOUT_NAME = re.compile(
    r"\b(?P<first>first|last|given|family)(?: ?one)?(?:'s| is|:) (?=.*\b(?:first|last|given|family)"
    r"(?: ?one)?(?:'s| is|:) )|"
    r"(?<=\w)(?P<join>[\s,]+(?:and |my )*)(?P<second>first|last|given|family)(?: ?one)?(?:'s| is"
    r"|:) ",
    re.IGNORECASE,
)
_CORRECTED = re.compile(
    rf"(?:^|\b)(?:(?:it'?s|it is|i meant?|meant|should(?: be| read| say)|make (?:that|it)|"
    rf"that'?s)\s+{_FILLER}(?:to be )?|spelled |spelt |correction:? |typo:? )",
    re.IGNORECASE,
)
_NOT_THIS = (
    re.compile(
        r"^(?:it'?s |that'?s )?(?:.*\b(?:isn'?t|is not) |not )(?P<wrong>[\w'-]+(?: [\w'-]+)?)[,;]? "
        r"(?:but |it'?s |it is |rather )*(?P<right>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<right>.+?),? (?:and )?not (?:with )?(?P<wrong>.+)$", re.IGNORECASE),
)
_AT_THE_END = re.compile(
    r".*\b(?:it'?s|it is|should be|i meant?|make (?:it|that)|spelled|spelt)\s+(?P<right>.+)$",
    re.IGNORECASE,
)
_TRAIL = re.compile(
    r"[ ,]+(?:btw|by the way|thanks|thank you|nice to meet you|pleased to meet you|please|"
    r"professionally|officially|legally|at work|nowadays|these days|from now on|"
    r"here|speaking|sorry|actually|lol|haha+|to be (?:exact|precise|specific|honest)|there)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """A name that somebody gave, and how plausible it is."""

    name: str  # tidied
    verdict: Verdict
    nickname: str | None = None  # what they want to be called
    written: str = ""  # as they typed it


def says_how_it_is_written(clause: str) -> bool:
    """Whether it spells a word: "Katarina with a K", "n g u y e n"."""
    return bool(_WRITTEN.search(clause) or _SPELLED_ALONE.search(clause))


def as_spelled(clause: str) -> str:
    """The clause with the words that are spelled out as they are spelled, and without how."""
    again = _SPELLED_AGAIN.sub(lambda found: re.sub(r"[ .-]", "", found[2]), clause)
    spelled = _SPELLED_ALONE.sub(lambda found: re.sub(r"[ .-]", "", found[0]), again)
    return _WRITTEN.sub("", spelled)


def tidy_name(name: str) -> str:
    """The name as written; in capitals where somebody typed all small or all large."""
    words = name.strip(" .,'-\"()*").split()
    loud = len(words) > 1 and all(word.isupper() for word in words)
    return " ".join(
        _tidy_word(word, loud=loud, first=index == 0) for index, word in enumerate(words)
    )[:100]


def _tidy_word(word: str, *, loud: bool, first: bool) -> str:
    if not (word.islower() or (word.isupper() and (loud or len(word) > 2))):
        return word
    if word.lower() in _PARTICLES and not first:
        return word.lower()
    if word.lower() in ("ii", "iii", "iv"):
        return word.upper()
    return "-".join(_capital(part) for part in word.split("-"))


def _capital(part: str) -> str:
    prefix, apostrophe, rest = part.partition("'")
    if apostrophe and len(prefix) == 1 and rest:
        return f"{prefix.upper()}'{rest.capitalize()}"
    return part.capitalize()


def split_name(name: str) -> tuple[str, str | None]:
    """First and last name; a particle such as "van" belongs to the last one."""
    words = name.split()
    if len(words) == 1:
        return name, None
    if len(words) == 2 and "," not in name and words[0].lower() not in ("st", "st."):
        return words[0], words[1]
    from nameparser import HumanName  # an import that only such names are worth

    parsed = HumanName(name)
    given = [word for word in (parsed.first, *parsed.middle.split()) if word]
    if not given or not parsed.last:
        first, _, last = name.replace(",", " ").partition(" ")
        return first, " ".join(last.split())[:100] or None
    compound = len(given) == 2 and (given[1].lower() in _COMPOUND or parsed.last.lower() in _KOREAN)
    first = " ".join(given[: 2 if compound else 1])
    generation = _generation(parsed.suffix)
    last = " ".join([*given[2 if compound else 1 :], parsed.last, generation]).strip()
    return first, last[:100]


def _generation(suffix: str) -> str:
    bare = suffix.strip(".").lower()
    if bare in ("jr", "sr"):
        return f"{bare.capitalize()}."
    return bare.upper() if bare in ("ii", "iii", "iv") else ""


def named_in(phrase: str) -> Named | None:
    """The name at the start of a phrase, up to the first word that is in no name."""
    phrase = re.sub(r"^([^\W\d_]+), (?=\1 )", "", phrase.strip(), flags=re.IGNORECASE)
    nickname = _NICKNAME.search(phrase)
    phrase = _NICKNAME.sub(" ", phrase)
    phrase = _PARENTHESIS.sub(" ", phrase)
    phrase = _DEGREE.sub("", _GENERATION.sub(r" \1", _HONORIFIC.sub("", phrase.strip(" ,:*\"'"))))
    if spelled := _SPELLED.match(phrase):
        phrase = re.sub(r"[^\w]", "", spelled.group(0)).capitalize()
    kept = _leading_words(phrase)
    if not kept:
        return None
    name = tidy_name(" ".join(kept))
    if not name or (len(kept) > 1 and is_title(" ".join(kept[1:])) and is_title(" ".join(kept))):
        name = tidy_name(kept[0])
    if is_title_word(kept[0]) and (kept[0].lower() not in WORD_NAMES or _is_role(kept, phrase)):
        return None
    called = tidy_name(nickname.group(1)) if nickname else None
    return Named(name, judged_name(" ".join(kept)), called, " ".join(kept))


def _is_role(kept: list[str], phrase: str) -> bool:
    """Whether the one word that may be a name is a role: "Dev Lead at Acme", "Dean of Students"."""
    after = phrase.split()[1:2]
    return len(kept) == 1 and bool(after) and (after[0] in ("of", "at") or is_title_word(after[0]))


def _leading_words(phrase: str) -> list[str]:
    kept: list[str] = []
    cut = False
    for word in phrase.split():
        bare = word.strip(".,:;'\"()*").lower()
        cut = bool(
            not bare
            or is_grammar(bare)
            or bare.endswith("'s")
            or not any(map(str.isalpha, bare))
            or (kept and (is_title_word(bare) or (is_ordinary(bare) and word.islower())))
        )
        if cut:
            break
        kept.append(word.strip(',:;"()*'))
        if word[-1] in ",:;" or len(kept) == 7:
            break
    while cut and kept and kept[-1].lower() in FUNCTION_WORDS and kept[-1].islower():
        kept.pop()
    return kept


def own_name(clause: str, *, it_is: bool = True) -> Named | None:
    """The writer's name where the clause introduces them: "my name is", "I'm", "... here".

    A doubtful name counts only where they call it a name. `it_is`: "it's Priya" counts too.
    """
    if _NICKNAME.search(clause) and (whole := _with_nickname(clause)):
        return whole
    for found in _LABELLED.finditer(clause):
        if named := named_in(clause[found.end() :]):
            verdict = max(named.verdict, judged_name(named.name, labelled=True))
            return Named(named.name, verdict, named.nickname)
    patterns = (_INTRODUCED, _IT_IS) if it_is else (_INTRODUCED,)
    rests = [clause[found.end() :] for pattern in patterns for found in pattern.finditer(clause)]
    here = _HERE.search(clause)
    for rest in (*rests, *((here.group(1),) if here else ())):
        if _possessive(rest):
            continue
        named = named_in(rest)
        if named and named.verdict is Verdict.YES:
            return named
    return None


def _with_nickname(clause: str) -> Named | None:
    """The full name beside what they want to be called."""
    rest = _NICKNAME.sub(" ", clause).strip(" ,.()")
    rest = re.sub(r"^(?:but|and|though|tho)\b[\s,]*", "", rest, flags=re.IGNORECASE)
    base = (own_name(rest) or bare_name(rest)) if rest else None
    called = _NICKNAME.search(clause)
    if base is None or base.verdict is not Verdict.YES or called is None:
        return None
    return Named(base.name, base.verdict, tidy_name(called.group(1)), base.written)


def _possessive(phrase: str) -> bool:
    """Whether it speaks of somebody by another: "Sarah's assistant"."""
    return matches(r"^(?:[\w-]+ )?[\w-]+'s\b|^(?:his|her|their|my|your)\b", phrase) is not None


def parts_of_name(clause: str) -> dict[str, Named]:
    """First and last name where the clause calls them so: "my last name is spelled Wai"."""
    if len(_PARTS_WITHOUT_NAME.findall(clause)) == 2:
        clause = _PARTS_WITHOUT_NAME.sub(_with_name, clause)
    found = list(_PART.finditer(clause))
    ends = [*(part.start() for part in found[1:]), len(clause)][: len(found)]
    result: dict[str, Named] = {}
    for part, end in zip(found, ends, strict=True):
        rest = re.sub(r"\b(?:and )?(?:my )?$", "", clause[part.end() : end].rstrip(" ,"))
        rest = _TRAIL.sub("", rest)
        if named := named_in(rest):
            column = "last_name" if part.group("last") else "first_name"
            verdict = max(named.verdict, judged_name(named.name, labelled=True))
            result[column] = Named(named.name, verdict, written=named.written)
    return result


def _with_name(found: re.Match[str]) -> str:
    return f"{found['join'] or ''}{found['first'] or found['second']} name is "


def corrected(clause: str) -> tuple[str, str | None] | None:
    """What is right, and what was wrong if said: "sorry, it's Sara", "Chan, not Chen"."""
    for pattern in _NOT_THIS:
        swap = pattern.match(clause)
        if swap is None or matches(r"\b(?:i'?m|am|is|do|did|it'?s)$", swap.group("right")):
            continue
        right = _after_cue(swap.group("right"))
        wrong = re.sub(r"^(?:just |plain |the )+", "", swap.group("wrong")).strip(" .,")
        if right and len(right.split()) <= 5 and len(wrong.split()) <= 4:
            return right, wrong
    right = _after_cue(clause)
    if len(right.split()) > 6:
        right = right.split(",")[0]
    return (right, None) if right and len(right.split()) <= 6 else None


def _after_cue(clause: str) -> str:
    rest = re.sub(rf"^{_LEAD}", "", clause, flags=re.IGNORECASE)
    if end := _AT_THE_END.match(rest):
        rest = end.group("right")
    else:
        found = _CORRECTED.match(rest) or _INTRODUCED.match(rest) or _LABELLED.match(rest)
        rest = rest[found.end() :] if found else rest
    rest = re.sub(rf"^{_FILLER}(?:to be )?(?:spelled |spelt )?", "", rest, flags=re.IGNORECASE)
    return re.sub(r"^(?:a|an|the) ", "", _TRAIL.sub("", rest).strip(" ,.*"))


def without_lead(clause: str, lead: re.Pattern[str]) -> str:
    """The clause without the talk before a name; "So Young Kim" and "Guy Ritchie" keep theirs."""
    stripped = lead.sub("", clause)
    words = clause.split()
    named = named_in(clause)
    if not stripped or len(words) < 2 or named is None or named.verdict is not Verdict.YES:
        return stripped or clause
    whole = named.name.split() == tidy_name(clause).split()
    capitals = all(word[:1].isupper() for word in words[:2])
    korean = words[0].lower() == "so" and words[1].lower() in _SYLLABLES
    return clause if whole and (capitals or korean) else stripped


def bare_name(clause: str) -> Named | None:
    """The clause as nothing but a name, "Chen, Sarah" too; None when it says something else."""
    stripped = _IT_IS.sub("", without_lead(_TRAIL.sub("", clause), _LEADING)).strip(" ,")
    head, comma, rest = _DEGREE.sub("", _GENERATION.sub(r" \1", stripped)).partition(",")
    # "Chen, Sarah" and "de la Cruz, Ana"; before the comma of "Ana Ruiz, Acme" stands all of it.
    one = len(head.split()) == 1 or head.partition(" ")[0].lower() in _PARTICLES
    turned = comma and one and len(rest.split()) in (1, 2) and len(head.split()) <= 4
    if turned and not is_title(rest) and not is_title(head):
        if rest.split()[0].casefold() == head.split()[0].casefold():
            return named_in(rest)  # "it's Drew, Drew Barry"
        parts = [named_in(part) for part in (rest, head)]
        names = [part.written for part in parts if part and part.verdict is Verdict.YES]
        if len(names) == 2:
            return Named(tidy_name(" ".join(names)), Verdict.YES)
    named = named_in(stripped)
    if named is None:
        return None
    plain = _PARENTHESIS.sub(" ", _NICKNAME.sub(" ", head))
    plain = _HONORIFIC.sub("", plain.strip())
    whole = len(named.name.split()) >= len(plain.split()) or _SPELLED.fullmatch(plain)
    return named if whole else None


def last_name_as_written(named: Named) -> str:
    """A last name alone, whose particle stays small: "van den Berg"."""
    first, space, rest = named.name.partition(" ")
    small = named.written[:1].islower() and first.lower() in _PARTICLES
    return f"{first.lower()} {rest}" if space and small else named.name


def likeness(one: str, other: str | None) -> float:
    """How alike two names are, from 0 to 1."""
    return SequenceMatcher(None, one.casefold(), (other or "").casefold()).ratio()


__all__ = [
    "Named",
    "as_spelled",
    "bare_name",
    "corrected",
    "last_name_as_written",
    "likeness",
    "named_in",
    "own_name",
    "parts_of_name",
    "says_how_it_is_written",
    "split_name",
    "tidy_name",
    "without_lead",
]
