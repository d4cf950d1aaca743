"""Whether a text asks something, with or without a question mark."""

from shared.agents.language.words import matches

_LEAD = (
    r"^\W*(?:(?:so|and|but|ok(?:ay)?|hey|hi|hello|yo|um+|uh+|wait|sorry|oh|btw|also|quick question|"
    r"just wondering|please|pls|lol)\b[\s,:.!-]*)*"
)
_WHO = (
    r"(?:i|you|u|ya|we|they|he|she|it|this|that|these|those|there|the|a|an|my|your|ur|our|their|"
    r"his|her|any|some|all|any(?:one|body|thing)|some(?:one|body)|every(?:one|body|thing)|"
    r"people|members|texts?|intros?|credits?|stop|\w+s)"
)
_VERB = (
    r"(?:is|are|r|do|does|did|can|could|will|would|should|have|has|am|was|were|isn'?t|aren'?t|"
    r"don'?t|doesn'?t|didn'?t|can'?t|couldn'?t|won'?t|wouldn'?t|shouldn'?t|haven'?t|hasn'?t)"
)
_ASKS = (
    rf"{_LEAD}(?!do (?:it|that|this)\b|will do\b)(?:"
    r"(?:what|why|who|how|when|where|which|whose|whom)(?:'?s|'?re|'?d)?\b(?! (?:a|an) \w+ \w+ ?!)"
    rf"|(?:whats|whos|hows|wheres|whens|wat|wut|y)\b|{_VERB} {_WHO}\b"
    r"|any (?:news|updates?|progress|word|luck|idea|chance|thoughts|way)\b)"
)
# "When I land, ..." and "which reminds me" begin no question.
_SUBORDINATE = (
    rf"{_LEAD}(?:when(?:ever)?|where(?:ver)?|how(?:ever)?|what(?:ever)?) (?:i|we|he|she|they|it|my|"
    r"the|you|u)\b(?!'?s\b)(?:'?m|'?re)? ?(?!do\b|does\b|did\b|can\b)\w+ .*,|"
    rf"{_LEAD}(?:which reminds me|how (?:nice|cool|sweet|kind|lovely|funny|sad|weird)|what an? |"
    r"whatever\b|who cares|why not\W*$|what the (?:hell|fuck|heck))"
)
_IN_THE_END = (
    r"\b(?:what (?:happens|do i do|then|now|should i do|does (?:that|it) mean)|or (?:no|not|what)|"
    r"is that (?:ok|right|possible|you|it))\W*$"
)


def is_question(text: str) -> bool:
    """Whether a text asks something."""
    if "?" in text:
        return True
    if matches(_SUBORDINATE, text):
        return False
    return matches(_ASKS, text) is not None or matches(_IN_THE_END, text) is not None


__all__ = ["is_question"]
