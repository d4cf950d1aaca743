"""Introductions: the three flows as data, and what time brings to each.

`FLOWS` are the state machines, which SQL holds (`sql/functions/introductions`): a test tries every
status, action and actor against it, with the money and with who is told. In all of them the maker
is whoever earns (the connector, who was asked; the member who is asked whether they want to meet;
the volunteer), and the beneficiary whoever benefits and pays (the innovator; who asked; who is
introduced). `dormant` is of older data and as good as open.

intro_opportunity      a member may introduce somebody outside to an innovator

    open ──accept──▶ accepted ──report──▶ completed      the beneficiary's word, or the maker's
     │ ▲ │              │                                and 7 days without an objection
     │ │ └──expire──┐   ├──decline──▶ declined
     │ │            ▼   │
     │ │         expired◀──expire, or the third objection
     │ └── a rival's decline or end ──┐
     ├──────── a rival's accept ──▶ paused ── a rival's completion ──▶ cancelled
     └──decline──▶ declined

connection_request     a member is asked whether they want to meet another

    open ──accept──▶ accepted ──report──▶ completed      both sides' word, or one's and 7 days
      │                 ├──decline──▶ declined
      ├──decline──▶ declined
      └──expire──▶ expired ◀──expire, or the third objection

intro_offer            a member volunteers to introduce somebody outside to another

    pending_introducee_response ──accept──▶ pending_connector_confirmation ──confirm──▶ confirmed
      │ the beneficiary declines: introducee_declined; the maker declines: connector_declined
      └──expire, or the third objection──▶ expired        confirmed ──report──▶ completed
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.model import Document

FOLLOW_UP_AFTER = timedelta(days=7)  # of what was agreed; and again, and for an objection
MOST_ASKED = 3  # times, then it is over
REMIND_AFTER = timedelta(days=3)  # the volunteer
CONFIRM_WITHIN = timedelta(days=7)


class Flow(StrEnum):
    """`item_type` of an introduction."""

    OPPORTUNITY = "intro_opportunity"
    REQUEST = "connection_request"
    OFFER = "intro_offer"


class Actor(StrEnum):
    """Who does something to it."""

    MAKER = "maker"
    BENEFICIARY = "beneficiary"
    STRANGER = "stranger"
    SYSTEM = "system"


class Action(StrEnum):
    """What may happen to it."""

    ACCEPT = "accept"
    DECLINE = "decline"
    CONFIRM = "confirm"
    REPORT = "report"  # it has happened
    OBJECT = "object"  # it has not
    EXPIRE = "expire"
    REMIND = "remind"
    ASK = "ask"  # whether it happened
    COMPLETE = "complete"  # nobody has objected to a report


class Money(StrEnum):
    """What becomes of the bounty."""

    NONE = "none"
    RESERVED = "reserved"
    PAID = "paid"
    RELEASED = "released"


class Rivals(StrEnum):
    """What becomes of the other opportunities to be introduced to the same person."""

    NONE = "none"
    PAUSED = "paused"
    RESUMED = "resumed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Outcome:
    """What a transition changes. `told`: who hears what, by `QueuedIntroduction.what`."""

    status: str
    money: Money = Money.NONE
    rivals: Rivals = Rivals.NONE
    told: frozenset[tuple[Actor, str]] = frozenset()
    reported: Actor | None = None  # who says from now on that it is done


@dataclass(frozen=True)
class Step:
    """From a status, somebody does something: what follows."""

    status: str
    action: Action
    actor: Actor
    outcome: Outcome
    reported: Actor | None = None  # who has said before that it is done


def _told(**by: str) -> frozenset[tuple[Actor, str]]:
    return frozenset((Actor(who), what) for who, what in by.items())


_BOTH_INTRODUCED = _told(maker="introduced", beneficiary="introduced")
_M, _B, _S = Actor.MAKER, Actor.BENEFICIARY, Actor.SYSTEM


def _agreed(
    status: str, over: Mapping[Actor, str], resumed: Rivals, cancelled: Rivals
) -> Iterator[Step]:
    """What may happen once contacts are exchanged: the same of opportunities and offers.

    `over` is the status after each side's decline.
    """
    completed = Outcome(
        "completed", Money.PAID, cancelled, _told(maker="completed", beneficiary="completed")
    )
    by_beneficiary = Outcome("completed", Money.PAID, cancelled, _told(maker="completed"))
    gone = _told(maker="not_needed", beneficiary="not_coming")
    for before in (None, _M):
        yield Step(status, Action.REPORT, _B, by_beneficiary, before)
        heard = _told(maker="objected") if before else frozenset[tuple[Actor, str]]()
        yield Step(status, Action.OBJECT, _B, Outcome(status, told=heard), before)
        for actor, after in over.items():
            other = {(who, what) for who, what in gone if who is not actor}
            ended = Outcome(after, Money.RELEASED, resumed, frozenset(other))
            yield Step(status, Action.DECLINE, actor, ended, before)
    asked = _told(beneficiary="happened")
    yield Step(status, Action.REPORT, _M, Outcome(status, told=asked, reported=_M))
    yield Step(status, Action.OBJECT, _M, Outcome(status), _M)  # takes their own word back
    yield Step(status, Action.ASK, _S, Outcome(status, told=asked))
    yield Step(status, Action.EXPIRE, _S, Outcome("expired", Money.RELEASED, resumed, gone))
    yield Step(status, Action.COMPLETE, _S, completed, _M)


def _opportunity() -> Iterator[Step]:
    for status in ("open", "dormant"):
        accepted = Outcome("accepted", Money.RESERVED, Rivals.PAUSED, _BOTH_INTRODUCED)
        yield Step(status, Action.ACCEPT, _M, accepted)
        yield Step(status, Action.DECLINE, _M, Outcome("declined"))
        yield Step(status, Action.EXPIRE, _S, Outcome("expired"))
    yield Step("paused", Action.EXPIRE, _S, Outcome("expired"))
    yield from _agreed("accepted", {_M: "declined"}, Rivals.RESUMED, Rivals.CANCELLED)


def _request() -> Iterator[Step]:
    """Both sides meet, so that each may report and object; credits are set aside from the start."""
    released = Money.RELEASED
    for status in ("open", "dormant"):
        yield Step(status, Action.ACCEPT, _M, Outcome("accepted", told=_BOTH_INTRODUCED))
        yield Step(status, Action.DECLINE, _M, Outcome("declined", released))
        yield Step(status, Action.EXPIRE, _S, Outcome("expired", released))
    other = {_M: _B, _B: _M}
    for actor in (_M, _B):
        told = {other[actor].value: "happened"}
        reported = Outcome("accepted", told=_told(**told), reported=actor)
        yield Step("accepted", Action.REPORT, actor, reported)
        done = {"maker": "completed"} | ({"beneficiary": "completed"} if actor is _M else {})
        second = Outcome("completed", Money.PAID, told=_told(**done))
        yield Step("accepted", Action.REPORT, actor, second, other[actor])
        yield Step("accepted", Action.OBJECT, actor, Outcome("accepted"))
        yield Step("accepted", Action.OBJECT, actor, Outcome("accepted"), actor)
        heard = Outcome("accepted", told=_told(**{other[actor].value: "objected"}))
        yield Step("accepted", Action.OBJECT, actor, heard, other[actor])
        lapsed = _told(maker="completed", beneficiary="completed")
        completed = Outcome("completed", Money.PAID, told=lapsed)
        yield Step("accepted", Action.COMPLETE, _S, completed, actor)
    for before in (None, _M, _B):
        declined = Outcome("declined", released, told=_told(beneficiary="not_coming"))
        yield Step("accepted", Action.DECLINE, _M, declined, before)
    asked = Outcome("accepted", told=_told(beneficiary="happened"))
    yield Step("accepted", Action.ASK, _S, asked)
    yield Step("accepted", Action.EXPIRE, _S, Outcome("expired", released))


def _offer() -> Iterator[Step]:
    first, second = "pending_introducee_response", "pending_connector_confirmation"
    not_needed, not_coming = _told(maker="not_needed"), _told(beneficiary="not_coming")
    willing = Outcome(second, Money.RESERVED, told=_told(maker="willing"))
    yield Step(first, Action.ACCEPT, _B, willing)
    yield Step(first, Action.DECLINE, _B, Outcome("introducee_declined", told=not_needed))
    yield Step(first, Action.EXPIRE, _S, Outcome("expired", told=not_needed))
    yield Step(second, Action.CONFIRM, _M, Outcome("confirmed", told=_BOTH_INTRODUCED))
    released = Money.RELEASED
    ended = Outcome("connector_declined", released, told=not_coming)
    yield Step(second, Action.DECLINE, _M, ended)
    ended = Outcome("introducee_declined", released, told=not_needed)
    yield Step(second, Action.DECLINE, _B, ended)
    yield Step(second, Action.REMIND, _S, Outcome(second, told=_told(maker="willing")))
    ended = Outcome("expired", released, told=not_needed | not_coming)
    yield Step(second, Action.EXPIRE, _S, ended)
    over = {_M: "connector_declined", _B: "introducee_declined"}
    yield from _agreed("confirmed", over, Rivals.NONE, Rivals.NONE)


FLOWS: Mapping[Flow, tuple[Step, ...]] = {
    Flow.OPPORTUNITY: tuple(_opportunity()),
    Flow.REQUEST: tuple(_request()),
    Flow.OFFER: tuple(_offer()),
}
STATUSES: Mapping[Flow, tuple[str, ...]] = {
    Flow.OPPORTUNITY: (
        *("open", "dormant", "paused", "accepted", "declined", "completed", "cancelled"),
        "expired",
    ),
    Flow.REQUEST: ("open", "dormant", "accepted", "declined", "completed", "expired"),
    Flow.OFFER: (
        *("pending_introducee_response", "pending_connector_confirmation", "confirmed"),
        *("introducee_declined", "connector_declined", "completed", "expired"),
    ),
}
AGREED = frozenset({"accepted", "confirmed"})


def outcome_of(
    flow: Flow, status: str, reported: Actor | None, action: Action, actor: Actor
) -> Outcome | None:
    """What follows; None when it is refused."""
    found = (
        step.outcome
        for step in FLOWS[flow]
        if (step.status, step.reported, step.action, step.actor)
        == (status, reported, action, actor)
    )
    return next(found, None)


class State(Document):
    """How far an introduction has come; `private.introduction_state` reads it."""

    item_type: Flow
    status: str
    reported_at: datetime | None = None
    asked_at: datetime | None = None
    asked_count: int = 0
    updated_at: datetime
    expires_at: datetime | None = None


def due_step(state: State, now: datetime) -> Action | None:
    """What is due for it at a moment with time zone; None: nothing, or it is over."""
    if state.status in AGREED:
        if state.reported_at is not None:
            due = now >= state.reported_at + FOLLOW_UP_AFTER
            return Action.COMPLETE if due else None
        if now < (state.asked_at or state.updated_at) + FOLLOW_UP_AFTER:
            return None
        return Action.ASK if state.asked_count < MOST_ASKED else Action.EXPIRE
    live = ("open", "dormant", "paused", "pending_introducee_response")
    waits = state.status == "pending_connector_confirmation"
    if state.status not in live and not waits:
        return None
    if state.expires_at is not None and now >= state.expires_at:
        return Action.EXPIRE
    if waits and state.expires_at is not None:
        return Action.REMIND if now >= state.expires_at - CONFIRM_WITHIN + REMIND_AFTER else None
    return None


__all__ = [
    "AGREED",
    "FLOWS",
    "STATUSES",
    "Action",
    "Actor",
    "Flow",
    "Money",
    "Outcome",
    "Rivals",
    "State",
    "Step",
    "due_step",
    "outcome_of",
]
