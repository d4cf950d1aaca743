"""Words for what was queued: structured data becomes a text, just before it goes out.

Finished prose goes out as it stands. The rest is worded by the model where there is one, and by
fixed sentences otherwise; either way from the facts given and nothing else.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

from shared.agents.introduced import name_of, words_of_introduction
from shared.agents.passed_on import OF_OTHERS, as_said, clause, words_of_others
from shared.agents.researched import words_of_research
from shared.agents.voice import VOICE
from shared.domain.context import PriorityItem
from shared.domain.dialogue import OpenQuestion, Option
from shared.domain.queued import (
    AnyQueuedData,
    QueuedCommunityRequest,
    QueuedCredits,
    QueuedFollowup,
    QueuedIntroduction,
    QueuedPriorities,
    QueuedReEngagement,
    QueuedSolutionUpdate,
    QueuedText,
)
from shared.domain.values import UNNAMED
from shared.llm.ask import Question, quoted

MOST_SPOKEN_OF = 3  # items in one text: more is a list, and nobody answers a list
PROMPT_VERSION = "rendering-1"
REMINDER = "Coming back to you as you asked:"
HOW_IT_STANDS = "How does it stand?"
MATTERS = "Something that may matter to you:"
MATTER = "A few things that may matter to you:"
WHICH_ONE = "Which one shall we look at?"
# The kinds of question that such a text leaves open; the capabilities own how they are answered.
REMINDER_CAME = "reminder_came"
PRIORITIES_SHOWN = "priorities_shown"
COMMUNITY_ASKED = "community_asked_them"
INTRODUCTION_HAPPENED = "introduction_happened"
DECIDE = "decide"  # about.asked of PRIORITIES_SHOWN: yes accepts it

# Never by the model: what others say is passed on under their name, and what became of
# somebody's money is said in the same words to everybody.
_SAID_AS_IT_STANDS = (
    QueuedText,
    QueuedCredits,
    QueuedIntroduction,
    QueuedSolutionUpdate,
    *OF_OTHERS,
)
_CREDITS = {
    "bought": "Your payment went through: {credits} {were} added to your balance.",
    "failed": "Your payment for {credits} didn't go through, so none were added."
    " Nothing was charged.",
    "taken_back": "Your purchase was refunded or disputed, so {credits} {were} taken back.",
    "given_back": "{credits} from your purchase {were} put back: the refund or dispute fell away.",
}

_INSTRUCTIONS = (
    VOICE
    + """
What you do now
- You write one text that starts the conversation; nobody has just written to you. The facts are
  given as data. Say what they say, nothing more, in at most two sentences, then at most one
  question. Do not greet at length, do not apologise for writing, do not mention data or queues.
"""
)


class Worded(BaseModel):
    """The text to send."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What may be spoken of. `priorities` are those of the data that still matter, by rank."""

    data: AnyQueuedData
    first_name: str | None = None
    priorities: Sequence[PriorityItem] = ()


def plain_words(facts: Facts) -> str | None:
    """The text by fixed sentences; None when nothing is left to speak of."""
    data = facts.data
    if isinstance(data, QueuedText):
        return data.text
    if isinstance(data, QueuedFollowup) and data.note == UNNAMED:
        return "This is the reminder that you asked for."
    if isinstance(data, QueuedFollowup):
        return _calm(f"{REMINDER} {clause(data.note)}. {HOW_IT_STANDS}")
    if isinstance(data, QueuedReEngagement):
        name = f", {facts.first_name}" if facts.first_name else ""
        reached = f" We had come to {clause(data.last_step)}." if data.last_step else ""
        return _calm(f"No hurry{name}: I'm here whenever you want to go on.{reached}")
    if (told := _as_it_stands(data)) is not None:
        return _calm(told)
    spoken = [clause(about(item)) for item in facts.priorities[:MOST_SPOKEN_OF]]
    if not spoken:
        return None
    if len(spoken) == 1:
        return _calm(f"{MATTERS} {spoken[0]}. Want to hear more?")
    listed = "; ".join(spoken)
    return _calm(f"{MATTER} {listed}. {WHICH_ONE}")


def _as_it_stands(data: AnyQueuedData) -> str | None:
    """The words of what is said alike to everybody, or is others' to say; None for the rest."""
    if isinstance(data, QueuedCredits):
        return _of_credits(data)
    if isinstance(data, QueuedIntroduction):
        return words_of_introduction(data)
    if isinstance(data, QueuedSolutionUpdate):
        return words_of_research(data)
    return words_of_others(data)


def left_open(facts: Facts, now: datetime) -> OpenQuestion | None:
    """What the text leaves open for their answer, whoever words it; `now` with time zone."""
    data = facts.data
    if isinstance(data, QueuedFollowup):
        note = "" if data.note == UNNAMED else data.note
        return OpenQuestion(kind=REMINDER_CAME, about={"note": note}, asked_at=now)
    if isinstance(data, QueuedCommunityRequest):
        asked = Option(id=str(data.request_id), name=data.text[:200])
        return OpenQuestion(kind=COMMUNITY_ASKED, options=[asked], asked_at=now)
    if isinstance(data, QueuedIntroduction):
        return _of_introduction(data, now)
    if isinstance(data, QueuedPriorities) and facts.priorities:
        options = [
            Option(id=str(item.id), name=clause(about(item)))
            for item in facts.priorities[:MOST_SPOKEN_OF]
        ]
        return OpenQuestion(kind=PRIORITIES_SHOWN, options=options, asked_at=now)
    return None


def _of_introduction(data: QueuedIntroduction, now: datetime) -> OpenQuestion | None:
    if data.what == "happened":
        option = Option(id=str(data.item_id), name=name_of(data))
        return OpenQuestion(kind=INTRODUCTION_HAPPENED, options=[option], asked_at=now)
    if data.what == "willing" and data.priority_ids:
        option = Option(id=str(data.priority_ids[0]), name=name_of(data))
        about = {"asked": DECIDE}
        return OpenQuestion(kind=PRIORITIES_SHOWN, about=about, options=[option], asked_at=now)
    return None


def wording(facts: Facts) -> Question[Worded] | None:
    """What to ask for the wording; None where there is nothing to word."""
    words = plain_words(facts)
    if words is None or isinstance(facts.data, _SAID_AS_IT_STANDS):
        return None
    return Question(
        name="render_message",
        prompt_version=PROMPT_VERSION,
        instructions=_INSTRUCTIONS,
        content=_described(facts),
        answer=Worded,
        rules=lambda: Worded(text=words[:1000]),
    )


def finished(worded: Worded) -> str:
    """The wording in our voice, whoever wrote it."""
    return _calm(worded.text)


def _described(facts: Facts) -> str:
    data = facts.data
    lines = [f"Purpose: {data.kind}"]
    if facts.first_name:
        lines.append(quoted("first_name", facts.first_name))
    if isinstance(data, QueuedFollowup):
        lines.append(quoted("what_they_asked_to_be_reminded_of", data.note))
    if isinstance(data, QueuedReEngagement) and data.last_step:
        lines.append(quoted("what_they_had_come_to", data.last_step))
    if isinstance(data, QueuedPriorities):
        lines += [quoted(item.item_type, about(item)) for item in facts.priorities[:MOST_SPOKEN_OF]]
    return "\n".join(lines)


def _of_credits(data: QueuedCredits) -> str:
    one = data.credits == 1
    credits = f"{data.credits:,} credit{'' if one else 's'}"
    return _CREDITS[data.what].format(credits=credits, were="was" if one else "were")


def about(item: PriorityItem) -> str:
    """What something that matters is, in words; others' words stand under their name."""
    who = item.item_primary_name
    if item.item_type == "community_request" and who and item.item_summary:
        return f'{who} asks "{as_said(clause(item.item_summary))}"'
    answered = item.item_type == "community_response" and who
    if answered and item.item_summary and item.item_context:
        said, asked = as_said(clause(item.item_summary)), as_said(clause(item.item_context))
        return f'{who} on your question "{asked}": "{said}"'
    named = " and ".join(filter(None, (item.item_primary_name, item.item_secondary_name)))
    kind = item.item_type.replace("_", " ")
    return item.item_summary or item.item_context or (f"{kind}: {named}" if named else kind)


def _calm(text: str) -> str:
    """No exclamation marks, whoever put them there."""
    calm = text.replace("?!", "?").replace("!?", "?").replace("!", ".")
    return re.sub(r"(?<!\.)\.\.(?!\.)", ".", calm).strip()  # three are of what was shortened
