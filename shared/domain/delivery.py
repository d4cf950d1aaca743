"""Where a message can be on its way, who may move it, and what Twilio's error codes mean.

::

    pending ─▶ queued_for_send ─▶ sending ─▶ sent ─▶ delivered | undelivered | failed
                     ▲               │
                     └── retry ──────┤  certainly not accepted
                                     └▶ unconfirmed  nobody knows yet whether Twilio accepted it

Callbacks arrive out of order and more than once, so they obey a lattice: they only ever move a
message forward, and a terminal state never moves again.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple


class MessageStatus(StrEnum):
    """`messages.status`."""

    PENDING = "pending"  # written, nobody told yet
    QUEUED_FOR_SEND = "queued_for_send"  # a sender was told; also waiting for a retry
    SENDING = "sending"  # leased by a sender, the attempt counted
    UNCONFIRMED = "unconfirmed"  # the create call's outcome is unknown: never sent again blindly
    SENT = "sent"  # accepted by Twilio, not yet known to have arrived
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"  # the carrier did not deliver it
    FAILED = "failed"  # refused by us or Twilio
    CANCELLED = "cancelled"  # withdrawn before it was sent: opt-out, superseded
    RECEIVED = "received"  # every inbound message


_FROM_TWILIO: Mapping[str, MessageStatus] = MappingProxyType(
    {
        "accepted": MessageStatus.SENT,
        "scheduled": MessageStatus.SENT,
        "queued": MessageStatus.SENT,
        "sending": MessageStatus.SENT,
        "sent": MessageStatus.SENT,
        "delivered": MessageStatus.DELIVERED,
        "read": MessageStatus.DELIVERED,
        "undelivered": MessageStatus.UNDELIVERED,
        "failed": MessageStatus.FAILED,
        "canceled": MessageStatus.CANCELLED,
    }
)


def from_twilio(status: str) -> MessageStatus | None:
    """What a status of Twilio's (`MessageStatus` in a callback, `status` in its API) is for us.

    Everything that Twilio has accepted and not settled is `sent`. None for a word that is not
    known: Twilio adds them without notice, and an unknown one moves nothing.
    """
    return _FROM_TWILIO.get(status)


class ErrorKind(StrEnum):
    """What to do about an error code of Twilio's, on whichever path it arrives."""

    PERMANENT = "permanent"  # the same message to the same number will never go through
    OPT_OUT = "opt_out"  # permanent, and the person wants no texts: it counts as their opt-out
    RETRYABLE = "retryable"  # certainly not processed; the same call may succeed soon
    DEFERRED = "deferred"  # certainly not processed; later, when a limit or a queue allows it
    PASSING = "passing"  # the carrier did not deliver it, for a reason that may pass: once more


class ErrorFact(NamedTuple):
    """One line of the table of error codes."""

    kind: ErrorKind
    meaning: str  # for traces and operators; holds nothing personal
    for_operators: bool  # account, sender, registration or content: an operator has to mend it


class Again(NamedTuple):
    """How a message is tried again after an error."""

    after: timedelta  # the wait; the longest one where waits grow
    most_attempts: int  # of one text, its repetitions under new SIDs included


AGAIN: Mapping[ErrorKind, Again] = MappingProxyType(
    {
        ErrorKind.RETRYABLE: Again(timedelta(minutes=5), 12),
        # Allowed hours, daily limits and full queues change slowly: a day of attempts.
        ErrorKind.DEFERRED: Again(timedelta(minutes=15), 96),
        ErrorKind.PASSING: Again(timedelta(minutes=5), 2),
    }
)
"""Kinds that are tried again. After the create call the message is queued again; after a callback,
when Twilio has ended the message, its text goes out as a new one."""


def _facts(
    kind: ErrorKind, meanings: Mapping[int, str], *, for_operators: bool = False
) -> dict[int, ErrorFact]:
    return {code: ErrorFact(kind, meaning, for_operators) for code, meaning in meanings.items()}


# Sources: twilio.com/docs/api/errors, one page a code. No code belongs to one path: with a
# messaging service the create call accepts nearly everything, and what it would have answered
# arrives in a status callback, or when Twilio is asked for the message's end. HTTP statuses stand
# in the same table because Twilio's front end answers some of them without a code of its own.
ERRORS: Mapping[int, ErrorFact] = MappingProxyType(
    _facts(
        ErrorKind.PERMANENT,
        {
            21211: "the recipient's number is not valid",
            21266: "sender and recipient are the same number",
            21602: "the message is empty",
            21604: "no recipient was given",
            21605: "the message is too long",
            21612: "no route from this sender to this recipient",
            21614: "the recipient's number is not a mobile number",
            21617: "the message is over 1600 characters",
            21619: "the message has neither text nor media",
            21620: "a media URL is not valid",
            21635: "the recipient's number is a landline",
            30004: "the recipient blocks messages, or cannot receive them",
            30005: "the recipient's number is unknown or no longer in service",
            30006: "the recipient is a landline or its carrier cannot be reached",
            30010: "the message costs more than the limit given",
            30011: "the carrier does not support media from this sender",
            30019: "the content is too large for the carrier",
            30036: "the validity period ended before the message was sent",
            30038: "the message was taken for a one-time password and blocked",
            30039: "a loop of messages was detected",
            30410: "the recipient's carrier timed out",
        },
    )
    | _facts(
        ErrorKind.PERMANENT,
        {
            21408: "sending to the recipient's country is not enabled",
            21608: "a trial account may text verified numbers only",
            30002: "the account was suspended between queueing and sending",
            30007: "the carrier filtered the message as unwanted",
            30024: "the sender's number is not provisioned at the carrier",
            30032: "the toll-free sender is not verified",
            30033: "the sender's campaign is suspended",
            30034: "the sender is not registered with the carriers (A10DLC)",
            30035: "the sender's registration is in progress",
            30040: "the carrier refused the sender's registration",
            30450: "Twilio held the message back as suspicious",
            30453: "the message was held back as fraudulent traffic",
        },
        for_operators=True,
    )
    | _facts(
        ErrorKind.OPT_OUT,
        {
            21610: "the recipient has opted out",
            63014: "the recipient has opted out or blocks the sender on this channel",
        },
    )
    | _facts(
        ErrorKind.PASSING,
        {
            30003: "the recipient's phone is unreachable: switched off or without coverage",
            30008: "the carrier gave no reason",
            30017: "the carrier's network is congested",
        },
    )
    | _facts(
        ErrorKind.RETRYABLE,
        {
            429: "too many requests",
            503: "Twilio is not available",
            20429: "too many requests",
            20503: "Twilio is not available",
        },
    )
    | _facts(
        ErrorKind.RETRYABLE,
        {
            # Ours to mend, and no fault of the message: nothing waiting must be lost over them.
            20003: "the account's credentials were refused",
            20005: "the account is not active",
            20404: "the account does not exist at this address",
        },
        for_operators=True,
    )
    | _facts(
        ErrorKind.DEFERRED,
        {
            21611: "the sender's queue is full",
            30001: "the queue is full",
            30022: "over the carrier's rate for this sender",
            30023: "over the carrier's daily limit for this sender",
            30610: "outside the hours in which the recipient may be texted",
            63018: "over the channel's rate for this sender",
        },
    )
    | _facts(
        ErrorKind.DEFERRED,
        {
            # Ours to mend too, and an operator needs more time for it than a retry gives.
            21210: "the sender number is not verified for this account",
            21212: "the sender number is not valid",
            21601: "the sender number cannot send texts",
            21603: "no sender was given",
            21606: "the sender is not a number of this account that can text",
            21609: "the status callback's URL is not valid",
            21659: "the sender is not a Twilio number",
            21660: "the sender belongs to another account",
            21701: "the messaging service does not exist",
            21703: "the messaging service has no sender",
            21704: "the messaging service has no sender for this recipient",
            21705: "the messaging service is not valid",
            63038: "over the account's daily limit",
        },
        for_operators=True,
    )
)


def classify_error(code: int) -> ErrorKind:
    """What to do about Twilio's error `code`. One that the table lacks is permanent.

    Repeating what Twilio refused for a reason we do not know helps nobody; an operator sees it.
    """
    fact = ERRORS.get(code)
    return fact.kind if fact else ErrorKind.PERMANENT


def opts_out(code: int | None) -> bool:
    """Whether `code` says that the person wants no texts: Twilio knows what we do not."""
    return code is not None and classify_error(code) is ErrorKind.OPT_OUT


def error_meaning(code: int) -> str:
    """Twilio's error `code` in a few words for traces and logs."""
    fact = ERRORS.get(code)
    return fact.meaning if fact else f"Twilio error {code}"
