"""The closed lists of values, as the database's CHECK constraints hold them."""

from enum import StrEnum


class AgentType(StrEnum):
    """Who answers a person; `users.poc_agent_type`."""

    BOUNCER = "bouncer"  # not verified yet: onboarding
    CONCIERGE = "concierge"  # a verified member
    INNOVATOR = "innovator"  # a verified solution provider


class Role(StrEnum):
    """Who wrote a message; `messages.role`."""

    USER = "user"
    BOUNCER = "bouncer"
    CONCIERGE = "concierge"
    INNOVATOR = "innovator"
    SYSTEM = "system"  # fixed wording: consent confirmations, HELP, apologies


class Priority(StrEnum):
    """Urgency everywhere. Rank it with `rank`: the order of the text means nothing."""

    URGENT = "urgent"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"

    @property
    def rank(self) -> int:
        """1 (urgent) to 4 (low): the number that `private.priority_rank` gives in SQL."""
        return list(Priority).index(self) + 1


class EventType(StrEnum):
    """The types of `shared.domain.events` that an agent answers in a turn."""

    MESSAGE_RECEIVED = "user.message.received"  # a text came in; answered by the user's agent
    EMAIL_VERIFIED = "user.email.verified"  # mail arrived from the person's work address
    EMAIL_REJECTED = "user.email.rejected"  # mail arrived that proves nothing; payload.reason
    USER_VERIFIED = "user.verified"  # approved: the person becomes a member


UNNAMED = "You asked for it."  # the note of a reminder that says nothing but when
