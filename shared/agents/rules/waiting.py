"""What waits to be sent to a member: told when they ask, cancelled when they do not want it."""

from shared.agents.reading import wishes
from shared.agents.reading.words import SENTENCE_WORDS, matches, places_in, tokens, word_set
from shared.agents.rules.turn import Pending
from shared.agents.zones import spoken, zone_of
from shared.domain.context import Waiting
from shared.llm.interface import Toolbox

NOTHING = "Nothing waits to be sent to you."
_ASKED = "should I cancel"  # ends every question of ours about what to cancel
_SET = ("I'll text you", "Moved:")  # begins every promise of ours
_TOLD = "Still to come:"  # begins every list of ours
MOST_LISTED = 5  # in one text
_UNTELLING = SENTENCE_WORDS | word_set(
    """
    the a an of on for in with at to cancel delete remove drop forget scrap kill clear remind
    reminding reminder reminders follow follow-up follow-ups followup followups up alarm alarms
    nudge nudging ping pinging scheduled texts messages don't needn't no one ones
    last other anymore longer move change reschedule push postpone delay shift switch bump make
    instead
    """
)


def waiting(text: str, now: Pending, box: Toolbox) -> str:
    """Cancels what the person does not want, or asks which; "" when the text is not about it."""
    items = box.context.waiting
    asked = _ASKED in now.last_reply
    if wishes.is_unwanted(text):
        if not items:
            return NOTHING
        meant = chosen(text, items)
        return _cancel(meant, box) if meant else _ask(items, box)
    if asked and items:
        if matches(r"\b(?:neither|none|no|nope|nothing|never ?mind|leave it|keep)\b", text):
            return "All right, it stays as it is."
        if meant := _answered(text, items):
            return _cancel(meant, box)
    if wishes.takes_back(text) and (meant := _pointed_at(text, now, items, box)):
        return _cancel(meant, box) if len(meant) == 1 else _ask(meant, box)
    if wishes.asks_what_waits(text):
        return f"{_TOLD} {listed(items, box)}." if items else NOTHING
    return ""


def _pointed_at(text: str, now: Pending, items: list[Waiting], box: Toolbox) -> list[Waiting]:
    """What "that" is: just set, or just told; where it was told, "never mind" points at nothing."""
    if now.last_reply.startswith(_TOLD) and not matches(r"never ?mind|forget", text):
        return items[:MOST_LISTED]
    return just_set(now, items, box)


def just_set(now: Pending, items: list[Waiting], box: Toolbox) -> list[Waiting]:
    """What our last text said that it would come, by its moment and its words."""
    if not any(words in now.last_reply for words in _SET):
        return []
    zone = zone_of(box.context.user, box.settings)
    timely = [item for item in items if spoken(item.due, zone) in now.last_reply]
    worded = [item for item in items if item.summary and item.summary[:40] in now.last_reply]
    return [item for item in timely if item in worded] or timely or worded


def chosen(text: str, items: list[Waiting]) -> list[Waiting]:
    """What a request means: all, the one whose words it has, or the only one there is."""
    if matches(r"\b(?:all|every|everything|both)\b", text):
        return items
    said = _telling(text)
    if not said:
        return items if len(items) == 1 else []
    shared = [len(said & _telling(item.summary)) for item in items]
    best = max(shared)
    return [items[shared.index(best)]] if best and shared.count(best) == 1 else []


def _answered(text: str, items: list[Waiting]) -> list[Waiting]:
    if matches(r"^(?:yes|yeah|yep|yup|sure|ok|okay|please|do|correct|right)\b", text):
        return items if len(items) == 1 else []
    if places := places_in(text, len(items)):
        return [items[places[0]]]
    return chosen(text, items) if _telling(text) or matches(r"\b(?:all|both)\b", text) else []


def _telling(text: str) -> set[str]:
    return {word for word in tokens(text) if word not in _UNTELLING and len(word) > 1}


def _cancel(items: list[Waiting], box: Toolbox) -> str:
    replies: list[str] = []
    for item in items:
        told = box.run("cancel_queued_message", {"id": str(item.id)})
        if "error" in told:
            replies.append(f"I couldn't cancel that: {told['error']}.")
        else:
            replies.append(f"Cancelled: {quoted(told['cancelled'])}, due {told['was_due']}.")
    return " ".join(replies)


def _ask(items: list[Waiting], box: Toolbox) -> str:
    which = "it" if len(items) == 1 else "which of them"
    if len(items) == 1:
        return f"What waits is {listed(items, box)}; {_ASKED} {which}?"
    return f"What waits is {listed(items, box)}; {which} {_ASKED}?"


def listed(items: list[Waiting], box: Toolbox) -> str:
    """The next of them with their moments, and how many more there are."""
    zone = zone_of(box.context.user, box.settings)
    parts = [f"{quoted(item.summary)} ({spoken(item.due, zone)})" for item in items[:MOST_LISTED]]
    if more := len(items) - len(parts):
        parts.append(f"{more} more")
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1]


def quoted(summary: str) -> str:
    """What something is about, shortened, in quotation marks."""
    text = summary.rstrip(" .!?") or "a message"
    return f'"{text if len(text) <= 60 else text[:57].rstrip() + "..."}"'
