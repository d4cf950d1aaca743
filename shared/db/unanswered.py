"""Texts that nobody answers: kept for an operator, their opt-outs obeyed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from psycopg.types.json import Jsonb

from shared.db.pool import Database

UnansweredOutcome = Literal["duplicate", "silent", "recorded", "out", "in"]


@dataclass(frozen=True, kw_only=True)
class UnansweredText:
    """A text as Twilio delivered it, from a sender or on a channel that nobody answers."""

    sid: str
    kind: str  # a value of shared.domain.phone.SenderKind
    channel: str
    sender: str | None  # as Twilio wrote it
    known_as: tuple[str, ...]  # numbers (E.164) under which the person may be known
    body: str
    media: tuple[dict[str, str], ...] = ()
    consent: str = "none"  # a value of shared.domain.consent.Consent
    consent_source: str = "keyword"
    sent_at: datetime | None = None


def record_unanswered(
    database: Database, text: UnansweredText, *, now: datetime | None = None
) -> UnansweredOutcome:
    """Stores the text, once per SID, and changes the consent of the person with its number."""
    return database.value(
        "select record_unanswered_text(%s, %s, %s, %s, %s, %s, %s, %s, %s, %s,"
        " coalesce(%s, now()))",
        (
            text.sid,
            text.kind,
            text.channel,
            text.sender,
            list(text.known_as),
            text.body,
            Jsonb(list(text.media)),
            text.consent,
            text.consent_source,
            text.sent_at,
            now,
        ),
    )
