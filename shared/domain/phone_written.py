"""Whether a phone has written a text by itself: a reaction, an edit, a driving or vacation note.

Such a text is nobody's answer: it is recorded and nothing else. The wording is data, in
`phone_wording`. A person who writes such words in prose is not caught: a reaction must be the whole
text, with the quoted words at its end; a driving note must consist of nothing but its own
sentences; a vacation note must have several of the parts that make one.
"""

import re
import unicodedata
from functools import cache

from shared.domain.phone_wording import (
    EDITS,
    HEADINGS,
    NOTES,
    REACTIONS,
    THINGS,
    UNMISTAKABLE,
    Cues,
)

LONGEST = 2_000  # characters; longer notes are written by people, or by mail

_QUOTED = "\ue000"  # stands for what is in quotation marks; Unicode leaves it to private use
_CLOSING = {"\u201c": "\u201d", "\u201e": "\u201c\u201d", "\u00ab": "\u00bb", '"': '"'} | {
    "\u201d": "\u201d",
    "\u2039": "\u203a",
    "\u300c": "\u300d",
    "\u300e": "\u300f",
}
_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc`\u00b4", "'"))
_INVISIBLE = re.compile("[\u200b-\u200f\u2060-\u2064\ufeff\ufe0e\ufe0f]")
_IN_SINGLE_QUOTES = re.compile(r"(?<!\w)'.+'(?!\w)")  # as Dutch has them
_EMOJI = rf"[^\w\s{_QUOTED}]+(?: [^\w\s{_QUOTED}]+)*"
# Signs that NFKC turns into letters, and digits in a key's frame.
_LETTERLIKE = re.compile(
    "[\u2122\u2139\u24c2\u3297\u3299\U0001f100-\U0001f1e5\U0001f200-\U0001f251]"
    "|[0-9#*]\ufe0f?\u20e3"
)
_COUNT = r"(?<!\d)\d{1,4}"  # of pictures: a text of digits alone must not be read again at each
_POLITE = re.compile(
    r"(?:sorry|hi|hello|hey|hola|lo siento|bonjour|desole|hallo|entschuldigung|ciao)"
)
# What a person asks of us, or answers, in such a text: then it is theirs.
_WISH = re.compile(
    r"\b(?:remind|introduc\w*|intro|set|cancel|tell me|send me|yes|yeah|yep|sure|can you|could you"
    r"|would you|i want|i need|looking for|add|find|si|claro|recuerd\w*|presenta\w*|oui"
    r"|rappelle-moi|rappelez-moi|presente\w*|ja|gerne|erinner\w*|stell\w*|sim|lembr\w*|apresent\w*)\b"
)
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|\+?\d[\d ()./-]{5,}\d")
_SENTENCE = re.compile(r"[.!?,;:()\[\]\n]+|\s[-\u2013\u2014]+\s|\bor\b|\band\b")


def written_by_phone(body: str) -> bool:
    """Whether a phone wrote the text `body`, not a person. Never raises, whatever the text."""
    if not body.strip() or len(body) > LONGEST:
        return False
    text = folded(body)
    return (
        _is_reaction(text)
        or edited_text(body) is not None
        or bool(_machine().search(text))
        or any(_is_note(text, cues) for cues in NOTES.values())
    )


def is_machines_heading(text: str) -> bool:
    """Whether a folded line begins as answering machines head theirs: "Automatic reply: ..."."""
    return bool(_heading().match(text))


def edited_text(body: str) -> str | None:
    """What a text says after its writer edited it, where the phone tells so in a new text."""
    if len(body) > LONGEST or not _edit().fullmatch(_with_quotes_marked(folded(body))):
        return None
    marks = [place for place, char in enumerate(body) if char in _CLOSING]
    return body[marks[0] + 1 :].strip().rstrip("".join(_CLOSING.values()) + "\u201c .") or None


def folded(text: str) -> str:
    """The text without accents, capitals, invisible characters and kinds of apostrophes."""
    if text.isascii():  # nearly every text: nothing of the rest is in it
        return " ".join(text.casefold().translate(_APOSTROPHES).split())
    signs = _LETTERLIKE.sub("\u2605", text)
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", signs)).translate(_APOSTROPHES)
    letters = unicodedata.normalize("NFD", plain.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())


def _with_quotes_marked(text: str) -> str:
    """The text with every outermost quotation, also one cut off at the end, as one sign."""
    if _CLOSING.keys().isdisjoint(text):
        return " ".join(text.split())
    said: list[str] = []
    opened: list[str] = []
    for place, char in enumerate(text):
        if opened and char in _CLOSING[opened[-1]] and _closes(text, place):
            opened.pop()
            if not opened:
                said.append(f" {_QUOTED} ")
        elif char in _CLOSING:
            opened.append(char)
        elif not opened:
            said.append(char)
    if opened:
        said.append(f" {_QUOTED}")
    return " ".join("".join(said).split())


def _closes(text: str, place: int) -> bool:
    """Whether the mark ends a quotation: some may also begin one within another."""
    if text[place] not in '"\u201c':
        return True
    return place + 1 == len(text) or not text[place + 1].isalnum()


def _pattern(template: str, it: str) -> str:
    pattern = re.escape(folded(template)).replace(r"\ ", " ?")
    pattern = pattern.replace(": ?" + re.escape("{it}"), ":? ?" + re.escape("{it}"))
    for name, meant in (("it", it), ("emoji", _EMOJI), ("name", _QUOTED), ("n", _COUNT)):
        pattern = pattern.replace(re.escape(f"{{{name}}}"), f"(?:{meant})")
    return pattern


def _phrases(alternatives: str) -> str:
    """Whole words only, where the language divides its words."""
    return "|".join(
        rf"\b{re.escape(one)}" if one.isascii() else re.escape(one)
        for one in folded(alternatives).split("|")
    )


def _is_reaction(text: str) -> bool:
    """Nearly every text has nothing that a reaction could be to: their pattern takes a while."""
    readings = {_with_quotes_marked(text), _IN_SINGLE_QUOTES.sub(_QUOTED, text)}
    return any(
        bool(_reaction().fullmatch(marked.replace(f": {_QUOTED}", f" {_QUOTED}")))
        for marked in readings
        if _QUOTED in marked or any(_thing(one).search(marked) for one in THINGS)
    )


@cache
def _thing(language: str) -> re.Pattern[str]:
    things = map(re.escape, folded(THINGS[language]).split("|"))
    return re.compile("|".join(one.replace(re.escape("{n}"), _COUNT) for one in things))


@cache
def _reaction() -> re.Pattern[str]:
    patterns: list[str] = []
    for language, lines in REACTIONS.items():
        it = f"{_QUOTED}|{_thing(language).pattern}"
        patterns += [_pattern(one, it) for line in lines for one in line.split("|")]
    return re.compile(f"(?:{'|'.join(patterns)})[.!]?")


@cache
def _edit() -> re.Pattern[str]:
    patterns = [_pattern(one, _QUOTED) for line in EDITS for one in line.split("|")]
    return re.compile("|".join(patterns))


def _headings() -> str:
    headings = "|".join(re.escape(one) for line in HEADINGS for one in folded(line).split("|"))
    return headings.replace(r"\ ", "[ -]?")


@cache
def _heading() -> re.Pattern[str]:
    named = _headings()
    return re.compile(rf"^[\[(*]+(?:{named})[\])*]+|^(?:{named})\s*[:\u2013\u2014-]")


@cache
def _machine() -> re.Pattern[str]:
    sentences = "|".join(map(_phrases, UNMISTAKABLE))
    signed = rf"[\[(](?:{_headings()})(?: (?:from|von|de|da|van)\b[^\])]*)?[\])]$"
    return re.compile(rf"{_heading().pattern}|{signed}|{sentences}")


@cache
def _cues(cues: Cues) -> dict[str, re.Pattern[str]]:
    return {part: re.compile(_phrases(words)) for part, words in cues._asdict().items()}


def _is_note(text: str, cues: Cues) -> bool:
    ours = _cues(cues)
    if not (ours["driving"].search(text) or ours["away"].search(text)):
        return False
    found = {part for part, cue in ours.items() if cue.search(text)}
    if "driving" in found and ("feature" in found or _says_only_that(text, cues)):
        return True
    if "away" not in found:
        return False
    formal = found & {"thanks", "out_of_reach"}
    return bool(formal) or {"later", "instead"} <= found or _says_only_that(text, cues)


def _says_only_that(text: str, cues: Cues) -> bool:
    """Whether every part of the text is one of such a note, and one says that they write later.

    "I'm driving right now, remind me at 5 to call Bo" has a part of its writer's own.
    """
    ours = _cues(cues)
    text = _ADDRESS.sub(" ", text)
    parts = [part.strip() for part in _SENTENCE.split(text) if part and part.strip()]
    parts = [part for part in parts if not _POLITE.fullmatch(part)]
    if not all(any(cue.search(part) for cue in ours.values()) for part in parts):
        return False
    later = ours["later"].search(text) or ours["instead"].search(text)
    return bool(later) and not _WISH.search(text)
