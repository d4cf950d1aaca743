"""What stands around the words of a text: signatures, mail programs' lines, quoted mail, effects.

Phones and mail-to-text gateways add lines that their owner does not see any more. "STOP" above a
signature is still STOP.
"""

import re
import unicodedata

# Lines that programs add, in the languages of `phone_wording`; the rest of the line is the device.
_PROGRAMS = re.compile(
    r"(?:^|\s)(?:sent (?:from|via|with|by|using)|get outlook for|enviado (?:desde|via|por|do|com)"
    r"|envoye (?:de|depuis|a partir de|par)|gesendet (?:von|mit|aus)|von meinem|inviato (?:da|dal)"
    r"|cordialement envoye|powered by)"
    r" (?:my|mi|mon|meu|minha|mein\w*|mio|outlook|yahoo|gmail|aol|samsung|iphone|ios|android"
    r"|t-mobile|verizon|at&t|mail|proton\w*|the|der|dem|il|la|lo|o)\b[^\n]{0,60}$",
    re.IGNORECASE,
)
_PROGRAM_LINE = re.compile(
    r"^(?:sent|enviado|envoye|gesendet|inviato|verzonden) (?:from|via|with|by|using|desde|por"
    r"|con|do|de|depuis|von|mit|uber|da|vanaf|met) [^\n]{1,40}$",
    re.IGNORECASE,
)
# What a firm's mail server puts under every text.
_DISCLAIMER = re.compile(
    r"^[*_\s]*(?:(?:confidential|disclaimer|legal|privileged|privacy|important)\w*\b.{0,30}[:.]"
    r"|(?:confidential|privileged)\b|this (?:message|e-?mail|communication|transmission|text)"
    r"(?:,? (?:and|including) any [\w ,]+?)? (?:is|are|may|contains?)\b"
    r"|(?:este|esta|ce|cet|diese[rs]?) (?:mensaje|correo|mensagem|e-?mail|message|courriel"
    r"|nachricht)\b.{0,60}(?:confiden|vertraulich))",
    re.IGNORECASE,
)
_NO_NAMES = frozenset(
    {"no", "not", "wait", "wrong", "just", "never", "but", "i", "it", "its", "yes", "please"}
    | {"thanks", "ok", "okay", "sorry", "oops", "kidding", "lol", "jk", "that", "this", "we"}
    | {"you", "he", "she", "they", "and", "or", "so", "if", "only", "because", "now", "don't"}
    | {"dont", "do", "let"}
)
_SIGNED_AT_THE_END = re.compile(
    r"(?<=\S)\s+[-\u2013\u2014~]+\s?(?P<name>[^\W\d_][\w'.]*(?: [^\W\d_][\w'.]*){0,2})\s*$"
)
_EFFECT = re.compile(
    r"\((?:sent with|enviado con|envoye avec|gesendet mit)[^()\n]{1,40}\)\s*$", re.I
)
_ORIGINAL = re.compile(
    r"^(?:-{2,}\s*(?:original|forwarded|mensaje|message|ursprungliche|mensagem|messaggio)"
    r"|(?:on|el|le|am|em|il) .{5,120}(?:wrote|escribio|a ecrit|schrieb\b.*|escreveu|ha scritto) ?:"
    r"|from: |_{5,}|>)",
    re.IGNORECASE,
)
_DELIMITER = re.compile(r"^(?:--|__|\*\*|~~)[-_*~\s]*$")
_CLOSING = re.compile(
    r"^(?:thanks|thank you|thx|regards|best|best regards|kind regards|warm regards|cheers|sincerely"
    r"|all the best|yours|respectfully|gracias|saludos|un saludo|merci|cordialement|bien a vous"
    r"|danke|grusse|viele grusse|mfg|mit freundlichen grussen|obrigado|obrigada|abracos|att|grazie"
    r"|saluti|cordiali saluti)[,.!]*$",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"^(?:(?:tel|phone|cell|mobile|office|fax|direct|m|o|p|c|t|e|email|web)[.:]*\s*)?"
    r"(?:\+?[\d(][\d\s().x/-]{6,}|\S+@\S+\.\w+|(?:https?://|www\.)\S+)$",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_][\w'.&\u2019-]*)"
_SIGNED = re.compile(
    rf"^[-\u2013\u2014~/|*\s]*(?:{_NAME}|\||,|&|/|-|\u2013|\u00b7|\u2022)"
    rf"(?:[ ,|/]+(?:{_NAME}|&|-|\u2013|\|))*[.,]?$"
)
_PARTICLES = re.compile("de|la|del|van|der|den|von|di|da|dos|du|le|el|al|of|bin|at|for|the|and")
_MOST_LINES = 8  # that a signature has


def unframed(body: str) -> str:
    """The words of a text alone: the same text when nothing stands around it."""
    lines = _EFFECT.sub("", body.strip()).strip().splitlines()
    kept: list[str] = []
    for line in lines:
        plain = _without_accents(line.strip())
        ends = (_DELIMITER, _ORIGINAL, _PROGRAM_LINE, _DISCLAIMER)
        if kept and any(pattern.match(plain) for pattern in ends):
            break
        program = _PROGRAMS.search(plain)
        if program is not None:
            kept.append(line.strip()[: program.start()])
            break
        kept.append(line.strip())
    while kept and not kept[-1]:
        kept.pop()
    return _without_name("\n".join(_without_signature(kept)).strip())


def _without_name(text: str) -> str:
    """The text without the name behind a dash: "Quit -Marcus"."""
    signed = _SIGNED_AT_THE_END.search(text)
    if signed is None or (signed["name"].isupper() and text.isupper()):
        return text
    words = signed["name"].split()
    named = all(word[0].isupper() and word.lower() not in _NO_NAMES for word in words)
    return text[: signed.start()] if named else text


def _without_signature(lines: list[str]) -> list[str]:
    """The lines above a signature: names, titles, companies, ways to reach somebody."""
    for first in range(1, len(lines)):
        below = [line for line in lines[first:] if line]
        if len(below) <= _MOST_LINES and all(map(_is_signature, below)):
            return lines[:first]
    return lines


def _is_signature(line: str) -> bool:
    if re.search(r"\s[|\u00b7\u2022]\s", line):
        parts = re.split(r"\s[|\u00b7\u2022]\s", line)
        return all(_is_signature(part.strip()) for part in parts if part.strip())
    plain = _without_accents(line)
    if _CLOSING.match(plain) or _CONTACT.match(plain):
        return True
    words = re.findall(r"[^\W\d_]+", line)
    dashed = line[0] in "-\u2013\u2014~"
    return (
        bool(_SIGNED.match(line))
        and 1 <= len(words) <= 8
        and all(word[0].isupper() or dashed or _PARTICLES.fullmatch(word) for word in words)
    )


def _without_accents(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(char for char in letters if not unicodedata.combining(char))
