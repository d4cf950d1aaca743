"""Words and clauses: the ground that the other readers stand on."""

import re
from functools import lru_cache

LONGEST_READ = 1600  # one SMS body; what lies beyond is not read


def word_set(words: str) -> frozenset[str]:
    """The words of a text, apart by space."""
    return frozenset(words.split())


_QUOTES = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
_CLAUSE_END = re.compile(
    r"(?<!\bMr)(?<!\bMs)(?<!\bMrs)(?<!\bDr)(?<!\bSt)(?<!\bProf)(?<!\bRev)(?<!\b[A-Z])[.!?;]+(?=\s"
    r"|$)|[\r\n]+|\s-+\s",
    re.IGNORECASE,
)

_WORD = r"[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_]))*\.?"
NAME = rf"{_WORD}(?:\s+{_WORD}){{0,3}}"

# Words that make a phrase a sentence, or small talk, rather than a name.
SENTENCE_WORDS = word_set(
    """
    i i'm im i'll i've i'd you you're u ur we we're they he she it its it's that's me my mine
    your our their us them this that these those is are was were am be been being isn't aren't
    do does did don't dont doesn't didn't have has had haven't can can't cant could couldn't
    will won't would wouldn't should shouldn't may might must want wanna need like love hate
    know think guess hope feel see get got gonna going go come make let let's tell said say
    ask asked give gave take send sent use using try trying look looking find found help work
    works working what what's whats why who who's whos whom how how's when where where's which
    whose whether not never no nope nah none nothing nobody yes yeah yep yup sure ok okay k kk
    cool great good fine nice awesome alright right wrong true false maybe perhaps probably
    please pls thanks thank thx ty cheers sorry hi hey hello hiya howdy yo sup greetings
    morning afternoon evening night bye goodbye later soon reach out lol haha hehe hmm hm um uh
    oh ah
    wow huh wtf omg idk idc btw damn shit fuck fucking stupid idiot if then so because but or
    and though although than as about into just really very too also still already again now
    today tomorrow yesterday there here and/or some any all every much many more most
    interested curious busy tired ready new back done late confused single married available
    bored happy free stop help start ignore previous instructions test testing asap etc
    whatever everything something skip pass next anything someone anyone everyone stuff things
    thing rather prefer mind matter number phone text message email mail gmail address
    name company
    title job
    """
)


def plain(text: str) -> str:
    """At most one SMS body of the text, with typewriter quotes and without control characters."""
    kept = text[:LONGEST_READ].translate(_QUOTES)
    return "".join(char if char == "\n" or char.isprintable() else " " for char in kept).strip()


def clauses(text: str) -> list[str]:
    """The text at its sentence ends and line breaks, each part trimmed, empty ones left out."""
    parts = (part.strip(" ,:\"'()*") for part in _CLAUSE_END.split(text))
    return [" ".join(part.split()) for part in parts if part]


# The full stop of "24.12." and of "5 p.m." ends no sentence.
_SENTENCE_END = (
    r"(?<!\d\.\d\.)(?<!\d\.\d\d\.)(?<!\b[ap]\.m\.)(?<!\.\.)(?<=[.!?])\s+|"
    r"(?<=\.\.)\s+(?=[A-Z])|\n+"
)


def sentences(text: str) -> list[str]:
    """The text at its sentence ends, marks kept; at least one part."""
    parts = (part.strip() for part in re.split(_SENTENCE_END, text))
    return [part for part in parts if part] or [text]


def tokens(text: str) -> list[str]:
    """Lower-case words without the punctuation around them."""
    return [word for word in (raw.strip(".,:;!?\"'()").lower() for raw in text.split()) if word]


def is_sentence(text: str) -> bool:
    """Whether it reads as talk rather than as a bare value such as a name."""
    return any(word in SENTENCE_WORDS for word in tokens(text))


def matches(pattern: str, text: str) -> re.Match[str] | None:
    """The first place where the pattern stands in the text, whatever the case."""
    return _compiled(pattern).search(text)


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    """Kept longer than `re` keeps its own 512: one text is held against more patterns than that."""
    return re.compile(pattern, re.IGNORECASE)


_PLACES = (
    r"\b(?:first|1st|#?1|former)\b",
    r"\b(?:second|2nd|#?2|latter)\b",
    r"\b(?:third|3rd|#?3)\b",
    r"\b(?:fourth|4th|#?4)\b",
)


def places_in(text: str, of: int) -> list[int]:
    """Which of so many things a text names by their place, from 0: "the second one", "the last"."""
    places = [place for place, pattern in enumerate(_PLACES) if matches(pattern, text)]
    if of and matches(r"\blast\b", text):
        places.append(of - 1)
    return [place for place in dict.fromkeys(places) if place < of]


def shortened(text: str) -> str:
    """The text without its end mark, at most 120 characters of it."""
    text = text.rstrip(" .!?")
    return text if len(text) <= 120 else f"{text[:117].rstrip()}..."
