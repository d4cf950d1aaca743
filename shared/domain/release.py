"""What becomes of everything that waits for one person: released, held, superseded or cancelled.

Pure: the situation comes in as the database read it, verdicts go out, and `settle_release` applies
them in one transaction that checks again what may have changed.

Order is true priority, then age. The budget is 5 a local calendar day and 2 in any 60 minutes
unless the person's `user_message_budget` says otherwise; a sequence counts once. `urgent` skips
the budget, not the quiet hours. A pause that they asked for holds everything until it ends, save
the reminders that they set, unless they meant these too. Who has texted within the last 10 minutes
is in conversation: neither quiet hours nor budget holds back what is relevant to them. What goes
out is counted in every case.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from uuid import UUID

from shared.domain.queued import QueuedFollowup, QueuedReEngagement
from shared.domain.quiet_hours import day_end, local_day
from shared.domain.re_engagement import APART, SILENCE
from shared.domain.relevance import Relevance
from shared.domain.situation import IN_CONVERSATION, Item, Situation
from shared.domain.values import Priority

HOUR = timedelta(minutes=60)  # a release counts for 60 minutes, its first moment included
MOST_ATTEMPTS = 5  # claims without a settlement; then a row is cancelled
_PAUSE_CHECK = timedelta(hours=1)  # of a pause without an end
_SEQUENCE_CHECK = timedelta(hours=1)  # of a sequence that lacks parts
_SEQUENCE_PATIENCE = timedelta(hours=24)
_GOOD_HOUR_WITHIN = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of items that belong together: one, or a sequence in its order."""

    items: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Release(Verdict):
    """Goes out now, before `send_before`; `within_budget`: only if the budget allows it."""

    send_before: datetime | None
    within_budget: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class Hold(Verdict):
    """Waits until a moment. `approved`: it waits for nothing but its sequence."""

    until: datetime
    reason: str
    approved: bool = False


@dataclass(frozen=True, kw_only=True)
class Supersede(Verdict):
    """Overtaken by what the person has written; `reformulate`: its agent is asked for new words."""

    reason: str
    reformulate: bool


@dataclass(frozen=True, kw_only=True)
class Cancel(Verdict):
    """Will never be said; `error` where something is broken rather than decided."""

    reason: str
    error: bool = False


@dataclass(frozen=True, kw_only=True)
class Judge(Verdict):
    """Not decided before its relevance is known: judge it and decide again."""


Judgements = Mapping[UUID, Relevance]  # by the id of a unit's first item


def decide(
    situation: Situation, now: datetime, judgements: Judgements | None = None
) -> list[Verdict]:
    """One verdict for each item or sequence, in the order in which they are to go out.

    While a Judge is among them the others are provisional: it may take their place in the budget.
    """
    known = judgements or {}
    released = 0
    verdicts: list[Verdict] = []
    for items in _units(situation.items):
        verdict = _never(situation, items, now) or _not_yet(situation, items, now)
        verdict = verdict or _moment(situation, items, now, known, released)
        if isinstance(verdict, Release):
            released += 1
            if any(_re_engages(item) for item in items):
                situation = replace(situation, last_re_engagement_at=now)
        verdicts.append(verdict)
    return verdicts


def valid_until(situation: Situation, now: datetime) -> datetime:
    """Until when verdicts of `now` may be settled; from then on the rules may say otherwise."""
    moments = [day_end(situation.home.home, now)]
    if situation.quiet_hours is not None and not situation.quiet_hours.quiet_at(now):
        quiet = situation.quiet_hours.next_quiet(now)
        moments += [quiet] if quiet is not None else []
    if situation.last_inbound_at is not None and situation.in_conversation(now):
        moments.append(situation.last_inbound_at + IN_CONVERSATION)
    return min(moments)


def _units(items: Iterable[Item]) -> list[tuple[Item, ...]]:
    """Items that go out together, units by their most urgent and then oldest item."""
    by_unit = sorted(items, key=lambda item: str(item.sequence_id or item.id))
    units = [
        tuple(sorted(group, key=lambda item: (item.position or 0, item.seq)))
        for _, group in groupby(by_unit, key=lambda item: item.sequence_id or item.id)
    ]
    return sorted(units, key=_unit_rank)


def _unit_rank(items: tuple[Item, ...]) -> tuple[int, datetime, int]:
    return (
        min(item.priority.rank for item in items),
        min(item.created_at for item in items),
        min(item.seq for item in items),
    )


def _never(situation: Situation, items: tuple[Item, ...], now: datetime) -> Verdict | None:
    """Why it will not be said at all."""
    if situation.opted_out:
        return Cancel(items=items, reason="opted out")
    broken = next((item for item in items if item.data is None), None)
    if broken is not None:
        return Cancel(items=items, reason=broken.problem, error=True)
    failing = next((item for item in items if item.attempts > MOST_ATTEMPTS), None)
    if failing is not None:
        error = failing.last_error or "the orchestrator died over it"
        return Cancel(items=items, reason=f"failed {MOST_ATTEMPTS} times: {error}", error=True)
    if any(item.moot for item in items):
        return Cancel(items=items, reason="nothing of it matters any more")
    if any(item.expires_at is not None and item.expires_at <= now for item in items):
        return Cancel(items=items, reason="expired while it waited")
    if any(_re_engages(item) for item in items):
        return _no_re_engagement(situation, items, now)
    return None


def _their_own(items: tuple[Item, ...]) -> bool:
    """Whether it is all what they asked to be reminded of."""
    return all(isinstance(item.data, QueuedFollowup) for item in items)


def _re_engages(item: Item) -> bool:
    return isinstance(item.data, QueuedReEngagement)


def _no_re_engagement(
    situation: Situation, items: tuple[Item, ...], now: datetime
) -> Verdict | None:
    if situation.re_engagement_paused:
        return Cancel(items=items, reason="re-engagement is paused for good")
    # It was asked for after a day's silence; a text that crossed with that ended the silence too.
    asked = items[0].created_at
    if situation.last_inbound_at is not None and situation.last_inbound_at > asked - SILENCE:
        return Supersede(items=items, reason="they have written by themselves", reformulate=False)
    last = situation.last_re_engagement_at
    if last is not None and now < last + APART:
        return Cancel(items=items, reason="re-engaged less than 7 days ago")
    return None


def _not_yet(situation: Situation, items: tuple[Item, ...], now: datetime) -> Verdict | None:
    """Why it cannot be said yet, whatever the hour and the budget."""
    if situation.paused:
        until = situation.paused_until or now + _PAUSE_CHECK
        return Hold(items=items, until=until, reason="the conversation is paused")
    until = situation.asked_pause_until
    if until is not None and until > now and (situation.reminders_paused or not _their_own(items)):
        return Hold(items=items, until=until, reason="a pause that they asked for")
    until = situation.frustrated_until
    if until is not None and until > now and any(_re_engages(item) for item in items):
        return Hold(items=items, until=until, reason="they found it too many texts")
    if items[0].sequence_id is None:
        return None
    sent = situation.sent_positions.get(items[0].sequence_id, frozenset())
    total = max(item.total or 1 for item in items)
    if {item.position for item in items} | sent < set(range(1, total + 1)):
        if now >= max(item.created_at for item in items) + _SEQUENCE_PATIENCE:
            return Cancel(items=items, reason="its sequence stayed incomplete for 24 hours")
        until = now + _SEQUENCE_CHECK
        return Hold(items=items, until=until, reason="its sequence is incomplete", approved=True)
    later = [item.scheduled_for for item in items if not item.approved and item.scheduled_for > now]
    if later:
        reason = "a part of its sequence is due later"
        return Hold(items=items, until=max(later), reason=reason, approved=True)
    return None


def _moment(
    situation: Situation,
    items: tuple[Item, ...],
    now: datetime,
    judgements: Judgements,
    released: int,
) -> Verdict:
    """Whether this is the moment for it: relevance, then quiet hours, then budget."""
    judged = judgements.get(items[0].id)
    if judged is None and _may_be_stale(situation, items):
        return Judge(items=items)
    if judged is Relevance.STALE and _may_be_stale(situation, items):
        asks = any(item.data is not None and item.data.reformulate for item in items)
        return Supersede(
            items=items, reason="stale: the conversation has moved on", reformulate=asks
        )
    hold = _held_by_the_clock(situation, items, now) or _held_by_budget(
        situation, items, now, released
    )
    if hold is not None:
        if not situation.in_conversation(now):
            return hold
        relevant = _relevant(situation, items, judged)
        if relevant is None:
            return Judge(items=items)
        if not relevant:
            return hold
    return Release(
        items=items,
        send_before=_send_before(situation, now, overriding=hold is not None),
        within_budget=hold is None and not _urgent(items),
        why="in conversation" if hold else "urgent" if _urgent(items) else "within budget",
    )


def _may_be_stale(situation: Situation, items: tuple[Item, ...]) -> bool:
    last = situation.last_inbound_at
    return last is not None and any(
        item.requires_fresh_context and last > item.created_at for item in items
    )


def _relevant(
    situation: Situation, items: tuple[Item, ...], judged: Relevance | None
) -> bool | None:
    """Whether it is relevant to the conversation going on; None: has to be judged.

    Of what they asked to be reminded of now they have said so themselves. Of what is urgent or high
    and needs no fresh context its author has: answers to what the person did outside the
    conversation, an approval or a proved email.
    """
    if _their_own(items):
        return True
    if judged is not None:
        return judged is Relevance.RELEVANT
    important = all(item.priority in (Priority.URGENT, Priority.HIGH) for item in items)
    return True if important and not any(i.requires_fresh_context for i in items) else None


def _urgent(items: tuple[Item, ...]) -> bool:
    return any(item.priority is Priority.URGENT for item in items)


def _held_by_the_clock(situation: Situation, items: tuple[Item, ...], now: datetime) -> Hold | None:
    hours = situation.quiet_hours
    if hours is not None and hours.quiet_at(now):
        until = hours.next_awake(now) or now + timedelta(days=1)
        reason = "a day of rest" if hours.rests_at(now) else "quiet hours"
        return Hold(items=items, until=until, reason=reason)
    if all(item.priority is Priority.LOW for item in items):
        good = _good_hour(situation, now)
        if good is not None and good > now:
            return Hold(items=items, until=good, reason="waits for an hour at which they answer")
    return None


def _good_hour(situation: Situation, now: datetime) -> datetime | None:
    """The first moment within 24 hours that lies in an hour at which they answer, and is awake."""
    zone = situation.home.home

    def good(moment: datetime) -> bool:
        awake = situation.quiet_hours is None or not situation.quiet_hours.quiet_at(moment)
        return awake and moment.astimezone(zone).hour in situation.answering_hours

    quarter = timedelta(minutes=15)  # zones differ by quarters of an hour at the finest
    next_quarter = now.replace(minute=now.minute // 15 * 15, second=0, microsecond=0) + quarter
    steps = [now, *(next_quarter + n * quarter for n in range(_GOOD_HOUR_WITHIN // quarter))]
    return next((moment for moment in steps if good(moment)), None)


def _held_by_budget(
    situation: Situation, items: tuple[Item, ...], now: datetime, released: int
) -> Hold | None:
    """Held until the budget allows it again, if it does not after what is released before it."""
    if _urgent(items):
        return None
    budget = situation.budget
    zone = situation.home.home
    if budget.sent_on.get(local_day(zone, now), 0) + released >= budget.daily_limit:
        reason = f"over budget: {budget.daily_limit} a day"
        return Hold(items=items, until=_awake(situation, day_end(zone, now)), reason=reason)
    counted = sorted(
        [at for at in budget.released if at > now - HOUR] + [now] * released, reverse=True
    )
    if len(counted) >= budget.hourly_limit:
        limit = budget.hourly_limit
        free = counted[limit - 1] + HOUR if limit > 0 else day_end(zone, now)
        reason = f"over budget: {limit} in 60 minutes"
        return Hold(items=items, until=_awake(situation, free), reason=reason)
    return None


def _awake(situation: Situation, moment: datetime) -> datetime:
    hours = situation.quiet_hours
    return (hours.next_awake(moment) if hours is not None else None) or moment


def _send_before(situation: Situation, now: datetime, *, overriding: bool) -> datetime | None:
    """When it must be out: as quiet hours begin, or as the conversation that overrides them ends.

    Not every text to somebody in conversation may disturb the night, only what is relevant to it.
    """
    hours = situation.quiet_hours
    quiet = hours.next_quiet(now) if hours is not None else None
    if quiet is None:
        return None
    if overriding and situation.last_inbound_at is not None:
        return max(quiet, situation.last_inbound_at + IN_CONVERSATION)
    return quiet
