"""What an agent knows when it decides: one person, their conversation, and what to answer.

The database assembles it in the same round trip that records a text (`turn_context` in
`sql/functions`); the models here are that document's shape.
"""

from datetime import datetime, time
from decimal import Decimal
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any, cast
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError

from shared.domain import exact_json
from shared.domain.dialogue import OpenQuestion
from shared.domain.introductions import Introductions
from shared.domain.loops import Entity, Loop, LoopStatus, LoopType
from shared.domain.model import Document
from shared.domain.recurrence import Recurrence
from shared.domain.research import Research
from shared.domain.values import UNNAMED, AgentType, EventType


def _within_a_day(clock: Any) -> Any:
    return "00:00" if clock == "24:00:00" else clock


# Postgres has a time at the end of the day, Python has not: on the clock it is midnight.
ClockTime = Annotated[time, BeforeValidator(_within_a_day)]


class Goal(Document):
    """Something a person said they want, in their words."""

    text: str
    stated_at: datetime

    @property
    def id(self) -> str:
        """Names it while it is in the same words, in whatever case."""
        return sha256(self.text.casefold().encode()).hexdigest()[:8]


def _read(document: Any) -> Any:
    """A column that comes as its JSON text; None if nobody can read it."""
    if not isinstance(document, str):
        return document
    try:
        return exact_json.loads(document)
    except (ValueError, RecursionError):
        return None


def _readable_goals(goals: Any) -> list[Any]:
    """Without what is none: whatever else stands there must not cost its person the turn."""
    read = _read(goals)
    listed = cast("list[Any]", read) if isinstance(read, list) else []
    return [goal for goal in listed if _is_a(Goal, goal)]


def _readable_question(question: Any) -> Any:
    read = _read(question)
    return read if _is_a(OpenQuestion, read) else None


def _is_a(model: type[Document], value: Any) -> bool:
    try:
        model.model_validate(value)
    except ValidationError:
        return False
    return True


# The question, or None where the column holds what nobody can read.
ReadableQuestion = Annotated[OpenQuestion | None, BeforeValidator(_readable_question)]


class User(Document):
    """The texting person's own row, and nobody else's."""

    id: UUID
    phone_number: str
    email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    company: str | None = None
    title: str | None = None
    linkedin_url: str | None = None
    verified: bool = False
    innovator: bool = False
    expertise: list[str] = Field(default_factory=list)
    poc_agent_type: AgentType = AgentType.BOUNCER
    quiet_hours_start: ClockTime | None = None
    quiet_hours_end: ClockTime | None = None
    timezone: str | None = None  # IANA name, None while unknown
    rest_days: list[int] = Field(default_factory=list)  # ISO, 1 is Monday: nothing proactive
    proactive_paused_until: datetime | None = None  # nothing proactive before, by their wish
    reminders_paused: bool = False  # nor their own reminders
    frustrated_until: datetime | None = None  # no re-engagement before
    daily_limit: int = 5  # texts that we start, a local calendar day
    hourly_limit: int = 2  # the same, in any 60 minutes
    credit_balance: int = 0
    status_level: str = "member"
    goals: Annotated[list[Goal], BeforeValidator(_readable_goals)] = Field(default_factory=list)
    referred_by: UUID | None = None
    name_dropped: str | None = None  # a referrer who matches no member, as the person wrote it
    email_verified: bool = False
    email_verification_token: str
    onboarding_completed_at: datetime | None = None
    declined_at: datetime | None = None  # a person has declined them as a member
    opted_out_at: datetime | None = None
    created_at: datetime

    @property
    def referral_answered(self) -> bool:
        """Whether the question "who referred you" has an answer, a name or none."""
        return self.referred_by is not None or self.name_dropped is not None


class Conversation(Document):
    """The thread; the summary covers what is older than `messages` of the context."""

    id: UUID
    status: str
    conversation_summary: str | None = None
    open_question: ReadableQuestion = None
    person_asked_at: datetime | None = None  # they wait for a human to answer


class HistoryMessage(Document):
    """One of the last 20 messages, oldest first."""

    id: UUID
    role: str
    direction: str
    content: str
    media_count: int = 0
    created_at: datetime


class TurnEvent(Document):
    """Something that this turn has to answer."""

    id: UUID
    event_type: EventType
    occurred_at: datetime
    attempts: int = 1
    message_id: UUID | None = None
    text: str | None = None  # the inbound text, for `user.message.received`
    media_count: int = 0  # pictures that came with it
    payload: dict[str, Any] = Field(default_factory=dict)


class PriorityStatus(StrEnum):
    """`user_priorities.status`."""

    ACTIVE = "active"  # not shown yet
    PRESENTED = "presented"  # shown, and open
    DORMANT = "dormant"  # shown twice and left without an answer: open, brought up no more
    ACTIONED = "actioned"  # answered
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class PriorityItem(Document):
    """Something that matters to this person: one of the five top ones, or shown lately."""

    id: UUID
    priority_rank: int
    item_type: str
    item_id: UUID
    value_score: Decimal | None = None
    item_summary: str | None = None
    item_primary_name: str | None = None
    item_secondary_name: str | None = None
    item_context: str | None = None
    status: PriorityStatus = PriorityStatus.ACTIVE
    expires_at: datetime | None = None
    presentation_count: int = 0
    last_presented_at: datetime | None = None
    presented_message_id: UUID | None = None  # our last text that told of it
    presented_position: int | None = None  # among what that text told of, from 1
    put_off_until: datetime | None = None  # they said "later"

    def is_open(self, now: datetime) -> bool:
        """Whether it can still be answered at a moment with time zone."""
        ended = (PriorityStatus.ACTIONED, PriorityStatus.EXPIRED, PriorityStatus.CANCELLED)
        return self.status not in ended and (self.expires_at is None or self.expires_at > now)


class OpenRequest(Document):
    """A question that this person has put to the community: open ones, and all of the last day."""

    id: UUID
    question: str  # in their own words
    status: str
    responses_count: int = 0
    created_at: datetime
    asked_as: UUID | None = None  # the id under which they asked it, if others had asked the same
    tags: list[str] = Field(default_factory=list)  # of expertise
    open: bool = True

    def is_called(self, id: str) -> bool:
        """Whether an id that they were given means this question."""
        return id in (str(self.id), str(self.asked_as))


class AskState(StrEnum):
    """How somebody who was asked stands to the question."""

    ASKED = "asked"
    PASSED = "passed"
    ANSWERED = "answered"  # may be added to
    REWARDED = "rewarded"


class AskedRequest(Document):
    """A question that was put to this person in the last 14 days, in its asker's words."""

    id: UUID
    question: str
    tags: list[str] = Field(default_factory=list)  # of expertise
    context: str | None = None
    asker_name: str | None = None  # the first name
    asker: str | None = None  # the name with title and company, as they were told
    open: bool = True  # False: a late answer reaches nobody
    shown_at: datetime | None = None  # when they last heard of it
    state: AskState = AskState.ASKED


class Waiting(Document):
    """What will be said to this person later: a queued message, or a follow-up to come."""

    id: UUID
    due: datetime
    data: dict[str, Any]  # a shape of shared.domain.queued

    @property
    def summary(self) -> str:
        """What it is about, in words; empty when its data has none."""
        fixed = {
            "priorities": "what matters to you now",
            "re_engagement": "checking in with you",
            "credits": "your purchase of credits",
            "introduction": "an introduction of yours",
            "solution_update": "news of your search",
        }
        if (kind := self.data.get("kind")) in fixed:
            return fixed[kind]
        if self.data.get("note") == UNNAMED:
            return "a reminder"
        words = self.data.get("note") or self.data.get("text") or ""
        return " ".join(str(words).split())[:200]

    @property
    def recurrence(self) -> Recurrence | None:
        """How it repeats; None for what comes once."""
        rule, first = self.data.get("recurrence"), self.data.get("first")
        if not rule or not first:
            return None
        return Recurrence(rule=rule, first=first, timezone=self.data.get("timezone"))


class OpenLoop(Document):
    """Something of the person's organisation that is open, with what opened it."""

    id: UUID
    org_id: UUID
    type: LoopType
    entity_type: str
    entity_id: UUID
    due_at: datetime
    status: LoopStatus
    opened_at: datetime
    closed_at: datetime | None = None
    about: str | None = None  # written by other people
    amount: str | None = None  # decimal
    currency: str | None = None  # ISO 4217

    @property
    def loop(self) -> Loop:
        """Itself, without what opened it."""
        entity = Entity(self.org_id, self.entity_type, self.entity_id)
        times = (self.due_at, self.opened_at, self.closed_at)
        return Loop(self.id, entity, self.type, self.status, *times)


class InnovatorProfile(Document):
    """The solution provider's own listing."""

    id: UUID
    company_name: str
    solution_description: str | None = None
    categories: list[str] = Field(default_factory=list)
    target_customer_profile: str | None = None
    video_url: str | None = None
    credits_balance: int = 0
    active: bool = True
    warm_intro_bounty: int = 25


class CreditSource(Document):
    """What some of a person's credits were for."""

    label: str  # completes "40 for ..."
    credits: int


class Credits(Document):
    """A person's credits beyond their balance."""

    available: int  # the balance without what is set aside; below zero after a refund
    spent: int = 0  # on bounties, so far
    sources: list[CreditSource] = Field(default_factory=list[CreditSource])  # most first


class Upload(Document):
    """Contacts that this person has uploaded at once and not taken back."""

    id: UUID
    link_id: UUID
    source: str  # linkedin, hubspot, salesforce, google, outlook, apollo, csv
    added: int
    known: int = 0  # of the file, uploaded before
    left: int  # not taken back one by one
    created_at: datetime


class ModelSpend(Document):
    """US dollars spent on the model since midnight UTC."""

    user_today: Decimal = Decimal(0)
    system_today: Decimal = Decimal(0)


class TurnContext(Document):
    """Everything an agent may know; `events` is what the turn answers, oldest first."""

    now: datetime
    user: User
    conversation: Conversation
    events: list[TurnEvent]
    messages: list[HistoryMessage] = Field(default_factory=list)
    priorities: list[PriorityItem] = Field(default_factory=list)
    community_requests: list[OpenRequest] = Field(default_factory=list)  # newest first
    asked_requests: list[AskedRequest] = Field(default_factory=list)  # last shown first
    introductions: Introductions = Introductions()
    research: list[Research] = Field(default_factory=list[Research])  # newest first
    waiting: list[Waiting] = Field(default_factory=list)  # the next ten, soonest first
    open_loops: list[OpenLoop] | None = None  # the most pressing; None: of no organisation
    innovator: InnovatorProfile | None = None
    credits: Credits | None = None  # None: nothing is known beyond the balance
    uploads: list[Upload] = Field(default_factory=list)  # an innovator's last five, newest first
    spend: ModelSpend = ModelSpend()

    @property
    def texts(self) -> list[str]:
        """The texts to answer, oldest first; a later one corrects or extends an earlier one."""
        return [event.text for event in self.events if event.text]

    @property
    def open_questions(self) -> list[OpenRequest]:
        """Their questions to the community that can still be answered, newest first."""
        return [request for request in self.community_requests if request.open]

    @property
    def mattering(self) -> list[PriorityItem]:
        """The top five that are open, best rank first: not what has been put off, or is dormant."""
        now = self.now
        return [
            item
            for item in self.priorities
            if item.is_open(now)
            and item.status is not PriorityStatus.DORMANT
            and (item.put_off_until is None or item.put_off_until <= now)
        ][:5]

    @property
    def shown_last(self) -> list[PriorityItem]:
        """What our last text told of, in its order: empty once something else was talked about.

        Several texts of ours in a row, each of which told of something: the newest counts.
        """
        answering = {event.message_id for event in self.events if event.message_id}
        said: list[UUID] = []
        for message in reversed([one for one in self.messages if one.id not in answering]):
            if message.direction == "inbound":
                break
            said.append(message.id)
        told = {item.presented_message_id for item in self.priorities}
        newest = next((id for id in said if id in told), None)
        shown = [item for item in self.priorities if newest and item.presented_message_id == newest]
        return sorted(shown, key=lambda item: item.presented_position or 0)

    @property
    def open_question(self) -> OpenQuestion | None:
        """What our last text left open, unless it is too old to be answered."""
        question = self.conversation.open_question
        return question if question is not None and question.is_open(self.now) else None
