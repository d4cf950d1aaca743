"""Taking a setting back: "undo that", "set it back", "change it back to how it was"."""

from shared.agents.language.words import matches

_LEAD = (
    r"^\W*(?:(?:oh|ok(?:ay)?|actually|sorry|wait|no|hm+|ugh|please|pls|can (?:you|u)|could you|"
    r"oops|whoops|jk|just kidding|kidding|haha|lol|hey|so|well|just|nvm|never ?mind|and|then|now|"
    r"on second thoughts?|yeah|yes|let'?s)\b[\s,.]*)*"
)
_WHAT = r"(?: (?:it|that|this|them|those|everything|things|my [\w ]{2,20}?|the [\w ]{2,20}?))?"
_BEFORE = (
    r"(?: (?:to )?(?:how|what|the way|where|like) (?:it|they|that|things) (?:was|were)(?: before)?|"
    r" to (?:before|normal|the (?:old|previous|last|first|original)(?: \w+)?))?"
)
_TAKES_BACK = (
    rf"{_LEAD}(?:undo(?: (?:that|it|this|the (?:last )?(?:change|one)))?|"
    rf"(?:set|change|put|switch|turn|move|roll|go|get|take|bring){_WHAT} back{_BEFORE}|"
    rf"(?:revert|restore|reset){_WHAT}{_BEFORE}|back to (?:how|what|where|the way) (?:it|they) "
    r"(?:was|were)(?: before)?|(?:go |let'?s go )?back to (?:the )?(?:normal|usual|default|old"
    r"|regular|previous|standard)"
    r"(?: (?:hours|times?|one|ones|setting|settings|again|schedule|zone|amount|number|rhythm))*"
    r"|(?:like|as) (?:it|they) (?:was|were)(?: before)?)"
    r"(?:,? (?:please|pls|thanks|again|now|then))*\W*$"
)


def takes_setting_back(text: str) -> bool:
    """Whether what was just set or changed is to be as it was before."""
    return matches(_TAKES_BACK, text) is not None


__all__ = ["takes_setting_back"]
