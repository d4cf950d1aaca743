"""A text as the words by which its consent is read: one spelling, | and , between the parts."""

import re
import unicodedata
from functools import cache

from shared.domain.consent_wording import (
    MISSPELT,
    MISSPELT_WITHIN,
    NO_MISSPELLING,
    PHRASES,
    SHORTENED,
    SPELLINGS,
)
from shared.domain.lookalikes import latin_letters

_MARKS = str.maketrans(dict.fromkeys("\u2018\u2019\u201b\u02bc`\u00b4'", ""))
_QUOTATION = re.compile(
    '["\u201c\u201d\u201e\u00ab\u00bb][^"\u201c\u201d\u201e\u00ab\u00bb]*["\u201c\u201d\u201e\u00ab\u00bb]'
)
_SENTENCE_END = re.compile(r"[.!?;\u2026]+(?![^\W_])|[\n\r]+|\s[-\u2013\u2014]+\s|\u2014")
_BROKEN_LINE = re.compile(r"(?<=\w)[ \t]*\r?\n(?=[a-z])")
_CLAUSE_END = re.compile(r"[,:()/]")
_WORD = re.compile(r"[^\W_]+|[|,]")
_LONG_DRAWN = re.compile(r"([a-z])\1{2,}")
_SPELT_OUT = re.compile(r"(?:[a-z] ){3,}[a-z]")
_WITH = re.compile(r"\bw/ ?(?!o)")
_NUMBER_SIGN = re.compile(r"(?<=\w )#(?!\w)")
_WORD_BY_WORD = re.compile(r"(?:[^\W_]+[.!]+\s*){3,}")
_LONGEST_WORD = 40  # characters: what is longer is no word, and would be read again at each
_SHORTENED = tuple((re.compile(written), meant) for written, meant in SHORTENED)


def is_misspelt(text: str) -> bool:
    """Whether the text, written as `words_of` does, is one word that is nearly a keyword."""
    words = [one for one in text.split() if one not in "|,"]
    return (
        len(words) == 1
        and words[0] not in NO_MISSPELLING
        and any(_is_near(words[0], word) for word in MISSPELT)
    )


def _is_near(written: str, word: str) -> bool:
    """Whether one letter is missing, added, changed, or two neighbours exchanged."""
    if abs(len(written) - len(word)) > 1 or written[0] != word[0]:
        return False
    cut = range(len(word))
    swapped = {word[:i] + word[i + 1 : i + 2] + word[i] + word[i + 2 :] for i in cut}
    shorter = {word[:i] + word[i + 1 :] for i in cut}
    longer = any(written[:i] + written[i + 1 :] == word for i in range(len(written)))
    changed = len(written) == len(word) and sum(map(str.__ne__, written, word)) == 1
    return written in swapped | shorter or longer or changed or sorted(written) == sorted(word)


def words_of(body: str) -> str:
    """The text as words: lower case, no accents and apostrophes, one spelling, | and , between."""
    stripped = body.strip()
    quoted = _QUOTATION.fullmatch(stripped)
    text = stripped[1:-1] if quoted else _QUOTATION.sub(" quoted ", stripped)
    text = latin_letters(text).casefold()
    if not text.isascii():
        letters = unicodedata.normalize("NFD", text)
        text = "".join(char for char in letters if not unicodedata.combining(char))
    text = text.translate(_MARKS)
    text = _BROKEN_LINE.sub(" ", text) if stripped != stripped.upper() else text
    if _WORD_BY_WORD.fullmatch(text):
        text = text.replace(".", " ")
    text = _NUMBER_SIGN.sub(" number ", _WITH.sub("with ", text))
    text = _CLAUSE_END.sub(" , ", _SENTENCE_END.sub(" | ", text))
    text = " ".join(word[:_LONGEST_WORD] for word in _WORD.findall(_LONG_DRAWN.sub(r"\1", text)))
    if _SPELT_OUT.fullmatch(text):
        text = text.replace(" ", "")
    for written, meant in _phrases():
        text = written.sub(meant, text)
    return " ".join(map(_spelt, text.split()))


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(rf"\b{written}\b"), meant) for written, meant in PHRASES]


def _spelt(word: str) -> str:
    if word in SPELLINGS or word in NO_MISSPELLING:
        return SPELLINGS.get(word, word)
    for pattern, meant in _SHORTENED:
        if pattern.fullmatch(word):
            return meant or f"{word}g"
    if len(word) < 6:
        return word
    return next((meant for meant in MISSPELT_WITHIN if _is_near(word, meant)), word)


__all__ = ["is_misspelt", "words_of"]
