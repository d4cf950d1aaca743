"""Wishes to talk to a human instead of software: how people word them."""

from shared.agents.language.words import matches

# Not "a person who has raised a series A": that is somebody for the members to name.
_OF_A_KIND = (
    r"(?! (?:in|who|that|with|of|good|working|doing|resources?|at (?!yacht|your)|"
    r"from (?!your|the|yacht)))"
)
_HUMAN = (
    r"(?:an? |the |some |your |any )?(?:(?:real|actual|live|proper) )*(?:human(?: being)?s?|person|"
    r"operator|(?:support |customer )?agent|representative|rep|manager|supervisor|"
    r"support(?: team| staff| person)?|staff|team|customer (?:service|support|care))\b" + _OF_A_KIND
)
_SOMEBODY = (
    r"(?:some|any)(?:one|body)(?: (?:real|human|else|in charge|please|there|here|"
    r"(?:from|on|in|at) (?:your|the|yachtparty)(?: (?:team|side|company|office|staff))?))*\W*$"
)
_REAL = r"(?:human(?: being)?|(?:real|actual|live) (?:human|person|agent))\b(?! \w)"
ASKS_FOR_PERSON = (
    rf"\b(?:talk|speak|chat|text) (?:to|with) (?:{_HUMAN}|{_SOMEBODY})|"
    rf"\b(?:connect|transfer|forward|switch|patch|pass|hand|put|get) (?:me|us)"
    rf"(?: (?:over|through|in touch))? (?:to|with|on to) (?:{_HUMAN}|{_SOMEBODY})|"
    rf"\b(?:give|get|send|bring|find) (?:me|us) (?:an? |the )?{_REAL}|"
    rf"\b(?:need|want|prefer|like|require) (?:an? |some )?{_REAL}|"
    r"^\W*(?:(?:an?|the|real|actual|live) )*(?:operator|agent|representative|customer (?:service|"
    r"support|care))\W*$|"
    r"\b(?:real |actual |live )*(?:human|person|operator|agent|representative|customer (?:service|"
    r"support|care)) (?:please|pls|plz)\W*$|"
    r"\b(?:is|are) there (?:an? |any )?(?:real |actual |live )?(?:human|person|people|some(?:one|"
    r"body)|any(?:one|body))s?(?: (?:real|human))? (?:(?:that |who )?(?:i|we) can |to )(?:talk|"
    r"speak|text|chat)(?: (?:to|with))?\W*$|"
    r"\b(?:can|could|will|would|have|ask) (?:an? (?:real )?(?:human|person)|(?:some|any)(?:one|"
    r"body))(?: from (?:your|the) team)?(?: please)? (?:to )?(?:call|contact|phone|ring|"
    r"reach out to|get in touch with) me\b|"
    r"(?:\b(?:not|no longer|tired of|sick of|done|hate|instead of)|n'?t) (?:want(?: to)? |wanna |"
    r"like to )?(?:be )?(?:talk|speak|text|chat)(?:ing)? (?:to|with) (?:an? |this |the )?(?:bot|"
    r"machine|robot|computer|ai|software|program)\b|"
    r"\bhablar con (?:una persona|un humano|alguien)\b|\bparler (?:à|a|avec) (?:une (?:vraie )?"
    r"personne|un humain|quelqu'un)\b|\bmit (?:einem|einer) (?:echten )?(?:menschen|person) "
    r"(?:sprechen|reden)\b|\bfalar com (?:uma pessoa|um humano|algu[eé]m)\b"
)
_LATER = r"\b(?:remind(?:er)?|schedule|note)\b"  # something of theirs, to be thought of then
_NOBODY = (
    r"(?:\b(?:do not|no longer|not|never)|\bdon'?t) (?:need|want|have)(?: to (?:talk|speak|chat) "
    r"(?:to|with))? (?:an? |the |any )?(?:real )?(?:human|person|operator)\b"
    r"(?! (?:who|in|at|that|with))|"
    r"\b(?:no need|not necessary)\b.{0,20}\b(?:human|person|operator|team)\b|"
    r"\b(?:never ?mind|cancel|forget|call off|drop)\b.{0,12}\b(?:the |that )?(?:human|real person|"
    r"operator|request for a (?:human|person))\b"
)
_WHEN = (
    r"\b(?:when|how (?:soon|long)|is|has|have|did|will)\b.{0,40}\b(?:human|person|some(?:one|body)|"
    r"any(?:one|body)|team|operator)\b.{0,40}\b(?:answer\w*|repl\w+|com(?:e|es|ing)|join\w*|"
    r"respond\w*|get(?:ting)? back|here|writ\w+|text\w*|call\w*)\b|"
    r"\bwhere(?:'?s| is) (?:the|that|my) (?:human|person)\b|"
    r"\bstill waiting for (?:a|the|that|your) (?:human|person|team)\b"
)


def asks_for_person(text: str) -> bool:
    """Whether they want to talk to a human of ours."""
    if matches(_LATER, text) or needs_no_person(text):
        return False
    return matches(ASKS_FOR_PERSON, text.strip()) is not None


def needs_no_person(text: str) -> bool:
    """Whether they say that they need none (any more)."""
    return matches(_NOBODY, text) is not None


def asks_when(text: str) -> bool:
    """Whether they ask, having asked for one, when a human comes."""
    return matches(_WHEN, text) is not None


__all__ = ["ASKS_FOR_PERSON", "asks_for_person", "asks_when", "needs_no_person"]
