"""Letters of other scripts that look like Latin ones: a phone's other keyboard, or a trick.

"STOP" in Cyrillic letters reads as STOP to whoever wrote it. A word is rewritten only if all of
it then is Latin, so that words of other languages stay as they are. Source of the likenesses:
Unicode's confusables (UTS 39), those of single letters.
"""

# ruff: noqa: RUF001 - what looks alike is what this is about

import re
import unicodedata

_LIKE = (
    # Cyrillic, capital and small
    ("АВЕЅІЈКМНОРСТУХҮԚԜӀЗ", "ABESIJKMHOPCTYXYQWIZ"),
    ("авеѕіјкмнорстухүԛԝԁһѵӏԍ", "abesijkmhopctyxyqwdhvlg"),
    # Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX"),
    ("αβεικνορτυχϲϳ", "abeiknoptyxcj"),
    # Armenian
    ("ՍՏՕԼ", "USOL"),
    ("աեհոսցօքպռ", "wthnugopun"),
    # Cherokee
    ("ᎪᏴᏟᎠᎬᎻᎫᏦᏞᎷᏢᎡᏚᎢᏙᎳᏃᎤ", "ABCDEHJKLMPRSTVWZO"),
    # Small capitals, of phonetic writing and of "fonts" for phones
    ("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz"),
    # Latin letters that Unicode does not compose of a letter and a mark
    ("øłđħıŧȿ", "oldhits"),
)
_LATIN = str.maketrans(
    {char: plain for chars, plains in _LIKE for char, plain in zip(chars, plains, strict=True)}
)
# Those of ASCII; a line break is one too.
_CONTROLS = {
    code: None
    for code in range(128)
    if unicodedata.category(chr(code)) == "Cc" and not chr(code).isspace()
}
_WORD = re.compile(r"[^\W_]+")
_INDICATORS = re.compile(r"[\s\U0001f1e6-\U0001f1ff]*")


def latin_letters(text: str) -> str:
    """The text in one form of each letter (NFKC), without invisible signs, look-alikes as Latin."""
    if _INDICATORS.fullmatch(text):  # "🇸 🇹 🇴 🇵"; among words they are flags
        text = "".join(chr(ord(char) - 0x1F1E6 + ord("A")) for char in text if not char.isspace())
    if text.isascii():
        return text.translate(_CONTROLS)
    plain = "".join(
        char
        for char in unicodedata.normalize("NFKC", text)
        if unicodedata.category(char) not in ("Cf", "Cc") or char.isspace()
    )
    return plain if plain.isascii() else _WORD.sub(_rewritten, plain)


def _rewritten(word: re.Match[str]) -> str:
    latin = word[0].translate(_LATIN)
    return latin if latin.isascii() else word[0]
