"""What somebody merely tells, and asks nothing with: it is answered, and nothing is stored."""

from shared.agents.language.questions import is_question
from shared.agents.language.times import names_a_clock
from shared.agents.language.topics import is_foreign
from shared.agents.language.words import matches

_LEAD = (
    r"^(?:(?:ugh|oh|ah|well|so|and|but|haha|lol|wow|man|honestly|tbh|btw|fyi|actually|also|anyway|"
    r"no|yes|yeah|ok(?:ay)?|hey|hi|damn|geez|omg|yay|sigh|turns out|guess what|funny|apparently|"
    r"oops|sorry|thx|thanks|morning)\b[\s,.!-]*)*"
)
_OWN = (
    r"(?:i'?m|i am|i'?ve|i'?d|i'?ll|i|we'?re|we'?ve|we'?ll|we|got|had|just|thinking|thought|hope|"
    r"hoping|been|feel(?:s|ing)?|gotta|glad|wish|can'?t|couldn'?t|didn'?t|finally|almost|still)\b"
)
_OTHERS = (
    r"(?:my|our|his|her|their|the|that|this|these|those|he|she|they|it|it'?s|that'?s|there|"
    r"everyone|"
    r"everybody|nobody|people|somebody|someone|today|work|life|traffic|(?-i:[A-Z])\w+)\b"
)
_VERB = (
    r"\b(?:is|are|was|were|am|been|has|had|have|do|does|did|will|would|might|may|could|should|can|"
    r"just|got|gets?|went|goes|said|says|told|came|became|made|makes|took|left|lost|won|broke|"
    r"feels?|felt|thinks?|knows?|knew|hurts?|lives?|loves?|hates?|likes?|works?|runs|keeps?|"
    r"looks?|sounds?|means?|seems?|\w{3,}ed|\w+n'?t)\b|'(?:s|re|m|ve|ll|d)\b|\b(?:im|ive|its|"
    r"thats)\b"
)
# What speaks to us, or asks for something, is no mere remark.
_TO_US = (
    r"\?|\b(?:you|u|ur|your|yours|please|pls|plz|remind|text me|message me|ping|note|goal|"
    r"cancel|need|want|looking for|reminders?|intro(?:duce)? (?:me|us|to)|should i|let's|tell me)\b"
)


def is_remark(text: str) -> bool:
    """Whether a text tells something, of its writer or of others, and asks for nothing."""
    if len(text.split()) < 2 or matches(_TO_US, text) or is_question(text):
        return False
    if names_a_clock(text) or is_foreign(text):
        return False
    if matches(_LEAD + _OWN, text):
        return True
    found = matches(_LEAD + _OTHERS, text)
    return found is not None and matches(_VERB, text[found.start() :]) is not None


__all__ = ["is_remark"]
