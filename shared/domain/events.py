"""The event types of the functions' own log, `events`: one class each, which is the payload.

Whoever publishes a type and whoever reacts to it use its class here; a test holds what SQL
publishes to the same classes. A payload carries ids, numbers and values of closed lists, never what
somebody wrote and never a phone number. The business's events are others: `shared.domain.catalog`.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import StringConstraints

from shared.domain.model import Value
from shared.domain.values import AgentType, EventType

# A name of the vocabulary of expertise: nothing that somebody wrote.
Tag = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class Reaction(StrEnum):
    """What an event causes."""

    TURN = "turn"  # the person's agent answers it, with all else that waits for an answer
    HANDLER = "handler"  # in the background, by `shared.events`
    AUDIT = "audit"  # nothing: it tells what happened


class Event(Value):
    """A payload. Its class is the declaration of the type."""

    event_type: ClassVar[str]  # noun.verb
    aggregate_type: ClassVar[str]  # what `aggregate_id` names; one's events are handled in order
    reaction: ClassVar[Reaction]

    @classmethod
    def lane(cls) -> Literal["conversation", "background"]:
        """`events.lane`: who takes it up."""
        return "conversation" if cls.reaction is Reaction.TURN else "background"


class MessageReceived(Event):
    """A text came in."""

    event_type = EventType.MESSAGE_RECEIVED
    aggregate_type = "user"
    reaction = Reaction.TURN
    message_id: UUID
    conversation_id: UUID


class EmailVerified(Event):
    """Mail arrived from the person's work address: it is proved."""

    event_type = EventType.EMAIL_VERIFIED
    aggregate_type = "user"
    reaction = Reaction.TURN


class EmailRejected(Event):
    """Mail arrived that proves nothing."""

    event_type = EventType.EMAIL_REJECTED
    aggregate_type = "user"
    reaction = Reaction.TURN
    reason: Literal[
        "automatic",
        "disposable_address",
        "not_addressed",
        "not_authenticated",
        "personal_address",
        "reply",
        "role_address",
        "taken",
        "unclear_sender",
        "unreadable",
    ]


class UserVerified(Event):
    """A person of ours has approved somebody, who is a member now."""

    event_type = EventType.USER_VERIFIED
    aggregate_type = "user"
    reaction = Reaction.TURN
    agent_type: AgentType  # who answers them from now on


class OnboardingInfoComplete(Event):
    """Everything is there that joining needs: the profile waits for approval."""

    event_type = "user.onboarding_info_complete"
    aggregate_type = "user"
    reaction = Reaction.HANDLER


class ConversationPaused(Event):
    """Two machines seem to be talking: replies are held back."""

    event_type = "conversation.paused"
    aggregate_type = "conversation"
    reaction = Reaction.HANDLER
    cause: Literal["same_text", "our_own_words", "quick_texts"]
    until: datetime  # with time zone; an operator may lift it before


class PersonAsked(Event):
    """Somebody wants to talk to a human."""

    event_type = "conversation.person_asked"
    aggregate_type = "conversation"
    reaction = Reaction.HANDLER


class ExpertiseChanged(Event):
    """A member has come who knows something, or says that they know something else."""

    event_type = "user.expertise_changed"
    aggregate_type = "user"
    reaction = Reaction.HANDLER


class CommunityRequestNeeded(Event):
    """Somebody has put a question to the community that nobody else had open."""

    event_type = "community.request_needed"
    aggregate_type = "community_request"
    reaction = Reaction.HANDLER
    user_id: UUID  # who asks


class NoExpertsFound(Event):
    """There is nobody to put a question to; it stays open, and is matched when somebody comes."""

    event_type = "community.no_experts_found"
    aggregate_type = "community_request"
    reaction = Reaction.AUDIT


class CommunityRequestClosed(Event):
    """A question has come to its end, by its answers or by its time."""

    event_type = "community.request_closed"
    aggregate_type = "community_request"
    reaction = Reaction.AUDIT
    responses: int


class PriorityUpdate(Event):
    """Something matters to a member so much that they are told of it by us first."""

    event_type = "priority.update"
    aggregate_type = "user"
    reaction = Reaction.HANDLER
    priority_id: UUID


IntroductionAction = Literal[
    "opened",
    "accepted",
    "confirmed",
    "declined",
    "reported",
    "objected",
    "completed",
    "expired",
    "cancelled",
]
IntroductionStatus = Literal[
    "open",
    "pending_introducee_response",
    "pending_connector_confirmation",
    "accepted",
    "confirmed",
    "paused",
    "dormant",
    "declined",
    "introducee_declined",
    "connector_declined",
    "completed",
    "cancelled",
    "expired",
]


class OpportunityChanged(Event):
    """A member may introduce somebody outside to an innovator: it has come to a status."""

    event_type = "intro.opportunity_changed"
    aggregate_type = "intro_opportunity"
    reaction = Reaction.AUDIT
    action: IntroductionAction
    status: IntroductionStatus
    maker_id: UUID  # the connector
    beneficiary_id: UUID | None = None  # the innovator


class OfferChanged(Event):
    """A member volunteers an introduction: it has come to a status."""

    event_type = "intro.offer_changed"
    aggregate_type = "intro_offer"
    reaction = Reaction.AUDIT
    action: IntroductionAction
    status: IntroductionStatus
    maker_id: UUID  # the volunteer
    beneficiary_id: UUID | None = None  # who is introduced


class ConnectionRequestChanged(Event):
    """A member is asked whether they want to meet another: it has come to a status."""

    event_type = "connection.request_changed"
    aggregate_type = "connection_request"
    reaction = Reaction.AUDIT
    action: IntroductionAction
    status: IntroductionStatus
    maker_id: UUID  # who is asked
    beneficiary_id: UUID | None = None  # who asks; None: somebody who is no member


class ProspectsUploaded(Event):
    """An innovator has confirmed an upload of contacts."""

    event_type = "prospects.uploaded"
    aggregate_type = "prospect_batch"
    reaction = Reaction.AUDIT
    user_id: UUID  # who uploaded them
    added: int
    known: int  # whom the same person had uploaded before


class ProspectResearchNeeded(Event):
    """Contacts have come in: who knows whom of them, or is known by whoever uploaded them?"""

    event_type = "prospect.research_needed"
    aggregate_type = "prospect_batch"
    reaction = Reaction.HANDLER
    user_id: UUID  # who uploaded them


class ProspectMatchNeeded(Event):
    """Somebody was approved: others may have listed them as a prospect."""

    event_type = "prospect.match_needed"
    aggregate_type = "user"
    reaction = Reaction.HANDLER


class ProspectJoined(Event):
    """A prospect is a member now."""

    event_type = "prospect.joined"
    aggregate_type = "prospect"
    reaction = Reaction.HANDLER
    user_id: UUID  # the member
    uploader_id: UUID


class ProspectWithdrawn(Event):
    """A prospect with open introductions was taken back by who had uploaded them."""

    event_type = "prospect.withdrawn"
    aggregate_type = "prospect"
    reaction = Reaction.HANDLER
    user_id: UUID  # who uploaded them


class SolutionNeeded(Event):
    """A member looks for a solution."""

    event_type = "user.inquiry.solution_needed"
    aggregate_type = "solution_workflow"
    reaction = Reaction.HANDLER
    user_id: UUID  # who asks


class InitialFindings(Event):
    """A search has found something, which its member is told."""

    event_type = "solution.initial_findings"
    aggregate_type = "solution_workflow"
    reaction = Reaction.AUDIT
    user_id: UUID
    options: int
    round: int


class ResearchComplete(Event):
    """A search has ended, with something or with nothing."""

    event_type = "solution.research_complete"
    aggregate_type = "solution_workflow"
    reaction = Reaction.AUDIT
    user_id: UUID
    options: int
    answers: int
    met: bool  # the quality threshold


class DemandSignal(Event):
    """Members look for something of a category in which an innovator offers a solution."""

    event_type = "solution.demand_signal"
    aggregate_type = "innovator"  # by the user's id
    reaction = Reaction.HANDLER
    category: Tag  # of expertise
    asked: int  # members within 30 days


class UserErased(Event):
    """A person was erased: what is left is an id."""

    event_type = "user.erased"
    aggregate_type = "user"
    reaction = Reaction.AUDIT


DECLARED: Mapping[str, type[Event]] = MappingProxyType(
    {declared.event_type: declared for declared in Event.__subclasses__()}
)
HANDLED = tuple(name for name, one in DECLARED.items() if one.reaction is Reaction.HANDLER)
