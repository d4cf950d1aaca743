"""Wishes about lists of contacts: "upload my contacts", "withdraw my last upload"."""

import re
from enum import StrEnum

from shared.agents.language.followups import wants_followup
from shared.agents.language.words import matches


class Uploading(StrEnum):
    """What somebody wants with their contacts."""

    UPLOAD = "upload"
    WITHDRAW = "withdraw"  # a whole upload
    REMOVE_ONE = "remove one"
    LIST = "list"  # what they have uploaded


_OWN = (
    r"(?:(?:my|our|some|a|an|the|these|those|more|new|few|whole|entire|full|another|of|"
    r"all|list|file|csv)\s+)*"
)
_LISTS = (
    r"(?:contacts?(?:[ -]?lists?)?|prospects?(?: lists?)?|leads?(?: lists?)?|"
    r"connections?(?:\.csv)?|"
    r"address ?book|rolodex|csv(?: file)?|spreadsheet|excel(?: file| sheet)?|crm(?: export)?|"
    r"(?:linkedin|hubspot|salesforce|google|outlook|apollo)(?: contacts?| connections?|"
    r" exports?| leads?| list)?|"
    r"(?:list|file|export) (?:of|with) (?:\w+ ){0,2}(?:people|contacts|prospects|leads|"
    r"names|customers|companies))"
)
_PUT = (
    r"(?:upload(?:ing)?|import(?:ing)?|add(?:ing)?|load(?:ing)?|send(?:ing)?(?: you| u)?|"
    r"shar(?:e|ing)|"
    r"give you|bring(?: in)?|put in|sync(?:ing)?|submit|drop|attach|provide|"
    r"hand(?: you)?(?: over)?)"
)
_UPLOAD = (
    rf"\b{_PUT}\s+(?:in\s+)?{_OWN}{_LISTS}\b",
    rf"\b(?:upload|import)\s+{_OWN}(?:\w+ )?{_LISTS}\b",
    r"\b(?:upload|import) (?:link|page|url|form)\b|\blink (?:to|for) (?:the )?(?:upload|"
    r"import)\w*\b",
    r"^\W*(?:(?:i|we|can|could|please|want|to|wanna|would|like|how|do|where|let|"
    r"me)\b\W*)*(?:upload|import)\W*$",
    rf"\b(?:have|got|'ve)\s+{_OWN}(?:csv|spreadsheet|list of (?:contacts|prospects|leads|"
    rf"people))\b",
    r"\bupload (?:a )?(?:csv|file|list|people|names|them|it)\b",
    rf"\b(?:where|how) (?:do|can|should) (?:i|we) {_PUT}\s+{_OWN}(?:people|names|{_LISTS})\b",
)
_BACK = (
    r"(?:withdraw|take back|undo|revert|retract|pull(?: back)?|delete|remove|erase|cancel|"
    r"discard|"
    r"roll ?back|get rid of|wipe|forget)"
)
_UPLOADED = (
    rf"(?:uploads?|imports?|batch(?:es)?|csv|upload(?:ed)? {_LISTS}|"
    rf"(?:{_LISTS}|list|file|people|ones) (?:that )?(?:i|we)(?:'ve| have)? "
    rf"(?:just )?(?:uploaded|imported|added|sent)|"
    r"(?:contacts|prospects|leads)(?: lists?)?|contact list|prospect list|lead list)"
)
_WHICH = (
    r"(?:(?:my|our|the|that|this|last|latest|most|recent|newest|first|second|third|whole|"
    r"entire|all|of|linkedin|hubspot|salesforce|google|outlook|apollo)\s+)*"
)
_WITHDRAW = (
    rf"\b{_BACK}\s+{_WHICH}{_UPLOADED}\b",
    rf"\b(?:take|pull|get|roll)\s+{_WHICH}{_UPLOADED}\s+back\b",
    r"\b(?:i|we) (?:uploaded|imported) the wrong (?:file|list|contacts|csv|people|one)\b",
    r"\bundo (?:the|my|that) (?:upload|import)\b",
)
_REMOVE_ONE = (
    r"\b(?:remove|delete|take|drop|erase)\s+(?!all\b|every)(?:[^.?!\n]|"
    r"[.](?=\w)){2,60}?\s+(?:from|off|out of)\s+"
    r"(?:my|our|the)\s+(?:\w+ )?(?:contacts?(?: list)?|prospects?(?: list)?|"
    r"leads?(?: list)?|uploads?|list)\b",
    r"\b(?:remove|delete)\s+(?:a|one|one of my|a single|an)\s+(?:contact|prospect|lead|"
    r"person)\b",
)
_LIST = (
    r"\b(?:what|which|who|how many)\b[^.?!\n]{0,40}\b(?:have i|did i|i have|i've|i) "
    r"(?:\w+ )?(?:upload|import)(?:ed)?\b",
    r"\bhow many (?:contacts|prospects|leads)\b[^.?!\n]{0,30}\b(?:i|my|mine)\b",
    r"\b(?:did|has|is) (?:my|the) (?:upload|import)\b|\b(?:show|list|see) (?:me )?(?:my|"
    r"all my) (?:uploads|prospects|uploaded contacts)\b",
    r"\bwhat (?:happened|became) (?:to|of) my (?:upload|contacts|prospects|list)\b",
)
_NOT = (
    r"\b(?:don'?t|do not|never|won'?t|wouldn'?t|can'?t|cannot|not|no need to|stop|without|"
    r"why|rather not)\b"
    r"[^.?!\n]{0,25}\b(?:upload|import|add|send|share|withdraw|remove|delete|take)"
)
_ELSEWHERE = (
    r"\b(?:to|into|onto|on|in)\s+(?:my|our|the|a)\s+"
    r"(?:website|site|crm|app|server|drive|github|wiki|calendar|instagram|youtube|store|"
    r"shop|portal|hubspot|salesforce)\b"
)


def read_uploading(text: str) -> Uploading | None:
    """What a text wants with contacts; None when it is about something else."""
    if wants_followup(text) or matches(_NOT, text) or matches(_ELSEWHERE, text):
        return None
    for what, patterns in (
        (Uploading.LIST, _LIST),
        (Uploading.REMOVE_ONE, _REMOVE_ONE),
        (Uploading.WITHDRAW, _WITHDRAW),
        (Uploading.UPLOAD, _UPLOAD),
    ):
        if any(re.search(pattern, text, re.IGNORECASE) for pattern in patterns):
            return what
    return None


__all__ = ["Uploading", "read_uploading"]
