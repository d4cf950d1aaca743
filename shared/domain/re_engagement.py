"""Whether somebody who fell silent may be written to once more.

Sources: the Bouncer re-engages once, softly, 24 h after silence, and then never again; a member 30
days after a goal, and 7 days after something was shown to them first and they said nothing to it,
the newest of these counts. At most once in 7 days, and three that stay without an answer in 90 days
end it for good, except for a priority that scores above 90. Who asked for a pause is left alone
until it ends, and who found it too many texts for 60 days: both only put it off.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

SILENCE = timedelta(hours=24)
FRUSTRATED = timedelta(days=60)  # after words of annoyance
APART = timedelta(days=7)
WINDOW = timedelta(days=90)
ANSWER_WITHIN = timedelta(days=14)  # a text that comes later is no answer any more
MOST_UNANSWERED = 3
WORTH_IT = 90  # a priority's score above which it may go to somebody who is left alone


class Ruling(StrEnum):
    """What to do, and why."""

    GO = "go"
    GO_WITH_PRIORITY = "go_with_priority"  # left alone otherwise, but this matters enough
    OPTED_OUT = "opted_out"
    NOT_SILENT = "not_silent"  # they have written in the last 24 hours
    JOINED = "joined"  # joining is done, or waits for a person of ours
    ONCE_ONLY = "once_only"  # unverified, and it has been tried
    WAITING = "waiting"  # another one waits to go out
    PUT_OFF = "put_off"  # they asked for a pause, or for fewer texts: once more when that is over
    TOO_SOON = "too_soon"  # less than 7 days after the last one
    PAUSE = "pause"  # three in 90 days stayed without an answer: from now on, left alone
    PAUSED = "paused"  # left alone already


@dataclass(frozen=True, kw_only=True)
class History:
    """What the rules look at. Times carry a zone; `sent` is in order, oldest first."""

    verified: bool
    by_bouncer: bool  # whether the one who asks only knows people who are joining
    onboarding_completed: bool
    opted_out: bool
    last_text_at: datetime | None  # the last that they wrote
    sent: Sequence[datetime] = ()  # re-engagements that went out
    texts: Sequence[datetime] = ()  # theirs: at least the first after each of `sent`
    waiting: bool = False  # one waits in the queue
    paused: bool = False
    wanted_quiet_until: datetime | None = None  # by their own wish
    best_score: float | None = None  # of their active priorities, 0 to 100


def unanswered(history: History, now: datetime) -> list[datetime]:
    """Those that got no text within 14 days, nor before the next one, or until now."""
    ends = [*history.sent, now][1:]
    return [
        start
        for start, end in zip(history.sent, ends, strict=False)
        if not any(start < text <= min(end, start + ANSWER_WITHIN) for text in history.texts)
    ]


def _left_alone(history: History, now: datetime) -> bool:
    """Whether three within 90 days stayed unanswered: whenever that was, it is for good."""
    alone = unanswered(history, now)
    return history.paused or any(
        last - first < WINDOW
        for first, last in zip(alone, alone[MOST_UNANSWERED - 1 :], strict=False)
    )


def ruling(history: History, now: datetime) -> Ruling:
    """What the rules say at this moment."""
    if history.opted_out:
        return Ruling.OPTED_OUT
    if history.last_text_at is not None and history.last_text_at > now - SILENCE:
        return Ruling.NOT_SILENT
    if history.waiting:
        return Ruling.WAITING
    over = _over(history)
    if over is not None:
        return over
    if history.wanted_quiet_until is not None and history.wanted_quiet_until > now:
        return Ruling.PUT_OFF
    return _of_member(history, now) if history.verified else Ruling.GO


def _over(history: History) -> Ruling | None:
    """Why whoever is joining, or has joined since, is not asked any more."""
    if history.by_bouncer and history.verified:
        return Ruling.JOINED
    if history.verified:
        return None
    if history.onboarding_completed:
        return Ruling.JOINED
    return Ruling.ONCE_ONLY if history.sent else None


def _of_member(history: History, now: datetime) -> Ruling:
    if history.sent and history.sent[-1] > now - APART:
        return Ruling.TOO_SOON
    if not _left_alone(history, now):
        return Ruling.GO
    if history.best_score is not None and history.best_score > WORTH_IT:
        return Ruling.GO_WITH_PRIORITY
    return Ruling.PAUSED if history.paused else Ruling.PAUSE
