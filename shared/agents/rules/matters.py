"""What a person says to a text about what matters to them: they hear more of it, or leave it."""

from shared.agents.reading import wishes
from shared.agents.reading.words import SENTENCE_WORDS, matches, places_in, tokens
from shared.agents.rendering import MATTER, MATTERS, WHICH_ONE, about, clause
from shared.agents.rules.turn import Pending
from shared.domain.context import PriorityItem
from shared.llm.interface import Toolbox

_YES = (
    r"^(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|go (?:on|ahead)|tell me|more|interested|"
    r"of course|why|what(?:'s| is) (?:it|that|this)|who(?:'s| is) (?:it|that|this))\b|"
    r"\b(?:tell me|hear|know|say) more\b"
)
_NO = r"^(?:no|nope|nah|not|never ?mind|neither|none)\b|\b(?:not (?:now|interested)|no thanks?)\b"


def matters(text: str, now: Pending, box: Toolbox) -> str:
    """Tells what is known of the item that is meant; "" when the text is about something else."""
    if not now.last_reply.startswith((MATTERS, MATTER)) or wishes.goal_in(text):
        return ""
    spoken = [item for item in box.context.priorities if clause(about(item)) in now.last_reply]
    if not spoken:
        return ""
    if matches(_NO, text):
        return "All right, I'll leave it."
    meant = _meant(text, spoken)
    if meant:
        return " ".join(_known(item) for item in meant)
    return WHICH_ONE if matches(_YES, text) else ""


def _meant(text: str, spoken: list[PriorityItem]) -> list[PriorityItem]:
    if len(spoken) == 1:
        return spoken if matches(_YES, text) else []
    if matches(r"\b(?:both|all|everything)\b", text):
        return spoken
    said = {word for word in tokens(text) if word not in SENTENCE_WORDS and len(word) > 2}
    named = [item for item in spoken if said & set(tokens(about(item)))]
    if len(named) == 1:
        return named
    return [spoken[place] for place in places_in(text, len(spoken))]


def _known(item: PriorityItem) -> str:
    told = clause(about(item))
    more = clause(item.item_context or "")
    return (
        f"{told}: {more}." if more and more != told else f"{told}: that is all I have on it so far."
    )
