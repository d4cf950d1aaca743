"""Research on solutions: what becomes of a search, step by step, and what its member is told.

`TRANSITIONS` is the state machine, which SQL holds (`sql/functions/research`): a test tries every
state, action and actor against it. A search as it goes its way:

    initial_research ──store──▶ evaluate_initial ──evaluate──▶ awaiting_expert_responses
      ▲      ▲  │                     │                                  │
      │      │  └────────┬────────────┘                                  │ two answers, the
      │      │           │ 24 hours are over                             │ question is over,
      │      │           ▼                                               │ or 24 hours are
      │      │    final_evaluation ◀──────────────finish─────────────────┘
      │      │           │
      │      │        complete (the action)
      │      │           ▼
      │      └──────  complete ◀── refine begins it anew, from every step too: twice at most
      └ refine
                      every step before complete ──cancel──▶ cancelled

Whatever happens to a step, the search ends: its deadline is a task of its own.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from shared.agents.passed_on import clause
from shared.agents.researched import told_option, words_of_option
from shared.domain.effects.background import QueueMessage
from shared.domain.effects.community import PublishCommunityRequest
from shared.domain.effects.research import News
from shared.domain.expertise import expertise_tags_of
from shared.domain.queued import QueuedSolutionUpdate
from shared.domain.research import FITS_WELL, USEFUL, Found, Research
from shared.domain.values import Priority

MOST_TOLD = 3  # options in one text
MOST_KEPT = 5  # of each source
ENOUGH_ANSWERS = 2
SCORE, SCORE_MET = 75, 90  # of an update, among what matters to the member


class State(StrEnum):
    """`solution_workflows.current_step`, and `cancelled`, which is a status."""

    INITIAL_RESEARCH = "initial_research"
    EVALUATE_INITIAL = "evaluate_initial"
    AWAITING = "awaiting_expert_responses"
    FINAL_EVALUATION = "final_evaluation"
    COMPLETE = "complete"
    CANCELLED = "cancelled"


class Action(StrEnum):
    """What may happen to a search."""

    BEGIN = "begin"  # its first step is to be done
    STORE = "store"
    EVALUATE = "evaluate"
    FINISH = "finish"  # no more answers are waited for, at the deadline
    COMPLETE = "complete"
    REFINE = "refine"
    CANCEL = "cancel"


class Actor(StrEnum):
    """Who does it."""

    MEMBER = "member"  # whose search it is
    STRANGER = "stranger"
    SYSTEM = "system"


_LIVE = (
    State.INITIAL_RESEARCH,
    State.EVALUATE_INITIAL,
    State.AWAITING,
    State.FINAL_EVALUATION,
)
# From which state, what, by whom: the state after it. What is not here is refused.
TRANSITIONS: Mapping[tuple[State, Action, Actor], State] = {
    (State.INITIAL_RESEARCH, Action.BEGIN, Actor.SYSTEM): State.INITIAL_RESEARCH,
    (State.INITIAL_RESEARCH, Action.STORE, Actor.SYSTEM): State.EVALUATE_INITIAL,
    (State.EVALUATE_INITIAL, Action.EVALUATE, Actor.SYSTEM): State.AWAITING,
    **{(state, Action.FINISH, Actor.SYSTEM): State.FINAL_EVALUATION for state in _LIVE[:3]},
    (State.FINAL_EVALUATION, Action.COMPLETE, Actor.SYSTEM): State.COMPLETE,
    **{
        (state, Action.REFINE, Actor.MEMBER): State.INITIAL_RESEARCH
        for state in (*_LIVE, State.COMPLETE)
    },
    **{(state, Action.CANCEL, Actor.MEMBER): State.CANCELLED for state in _LIVE},
}


def tags_of(search: Research) -> list[str]:
    """The subjects of a search, its category first."""
    said = expertise_tags_of(search.wanted)
    category = [search.category] if search.category else []
    return list(dict.fromkeys([*category, *without_general(said)]))


def without_general(tags: list[str]) -> list[str]:
    """Tags without that of choosing software, which every search is about."""
    return [tag for tag in tags if tag != "vendor-selection"]


def question_of(search: Research) -> PublishCommunityRequest:
    """What the members are asked."""
    return PublishCommunityRequest(
        question=f"Can you recommend {clause(search.need)}?",
        expertise_needed=tags_of(search),
        requester_context="; ".join(search.details) or None,
        context_type="solution_workflow",
        context_id=search.id,
    )


def waited_enough(search: Research, now: datetime) -> str | None:
    """Why no more answers are waited for, at a moment with time zone; None while they are."""
    judged = sum(answer.score is not None for answer in search.answers)
    if search.step == State.AWAITING and judged >= ENOUGH_ANSWERS:
        return f"{judged} members have answered"
    if search.step == State.AWAITING and not search.question_open:
        return "no question to the members is open"
    if search.deadline_at is not None and now >= search.deadline_at:
        return "24 hours are over"
    return None


def is_met(search: Research) -> bool:
    """The quality threshold: an option that fits well, or an answer that was useful."""
    fits = any(option.fit >= FITS_WELL for option in search.options)
    return fits or any((answer.score or 0) >= USEFUL for answer in search.answers)


def first_news(search: Research, agent_id: str) -> News | None:
    """What is told after the first step: None where nothing was found."""
    if not search.options:
        return None
    return _news(search, "first", agent_id, members_asked=True)


def final_news(search: Research, agent_id: str) -> News:
    """What is told at the end, which may be that nothing was found."""
    # The question of the search, or one of their own that says the same.
    return _news(search, "ended", agent_id, members_asked=search.question_asked_at is not None)


def _news(search: Research, what: Any, agent_id: str, *, members_asked: bool) -> News:
    options = search.options
    data = QueuedSolutionUpdate(
        text=search.wanted,
        what=what,
        options=[told_option(one) for one in options[:MOST_TOLD]],
        more=len(options[MOST_TOLD:]),
        fits=bool(options) and options[0].fit >= FITS_WELL,
        answers=len(search.answers),
        members_asked=members_asked,
        web_failed=search.web_outcome in ("unavailable", "refused"),
    )
    message = QueueMessage(
        agent_id=agent_id, message_data=data.model_dump(mode="json"), priority=Priority.MEDIUM
    )
    score = SCORE_MET if is_met(search) else SCORE
    return News(score=score, item=_item(search, what, options), message=message)


def _item(search: Research, what: str, options: list[Found]) -> dict[str, Any]:
    """The words of the priority: speaking of it needs nothing else."""
    begins = "first findings for" if what == "first" else "your search for"
    answers = len(search.answers)
    told = _names(options) or (
        f"{answers} answer{'' if answers == 1 else 's'}" if answers else "nothing was found"
    )
    return {
        "summary": f"{begins} {clause(search.wanted)}: {told}",
        "primary_name": options[0].name if options else None,
        "secondary_name": None,
        "context": "; ".join(words_of_option(told_option(one)) for one in options[:MOST_KEPT]),
        "metadata": {"round": search.round, "what": what},
    }


def _names(options: list[Found]) -> str:
    if not options:
        return ""
    more = len(options) - 1
    return options[0].name + (f" and {more} more" if more else "")


__all__ = [
    "ENOUGH_ANSWERS",
    "MOST_KEPT",
    "TRANSITIONS",
    "Action",
    "Actor",
    "State",
    "final_news",
    "first_news",
    "is_met",
    "question_of",
    "tags_of",
    "waited_enough",
    "without_general",
]
