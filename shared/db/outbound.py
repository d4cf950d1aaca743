"""Outbound messages: claimed, sent, settled, confirmed.

Every call is one statement, guarded by the statuses it may leave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from shared.db.pool import Database

BeginOutcome = Literal["call", "lost", "late", "quiet", "opted_out", "delivered"]


@dataclass(frozen=True)
class ClaimedMessage:
    """A message that is ours to send, its attempt already committed."""

    id: UUID
    user_id: UUID
    phone_number: str
    content: str
    purpose: str
    attempts: int
    retry_of: UUID | None = None  # the undelivered message that it repeats
    retry_of_sid: str | None = None


@dataclass(frozen=True)
class UnconfirmedMessage:
    """A message that Twilio may have; its list is to be read."""

    id: UUID
    phone_number: str
    content: str
    attempts: int
    attempted_at: datetime
    held_until: datetime  # fences this reading: another one, or the same twice, settles nothing
    due_for: timedelta  # how long its reading had been due when it was claimed


@dataclass(frozen=True)
class Outbound:
    """The calls of the sending protocol.

    `lease` bounds one attempt; `reconcile_after` is the wait before each reading of Twilio's list;
    `check_after` is how long Twilio has to report what became of an accepted message.
    """

    database: Database
    lease: timedelta = timedelta(seconds=30)
    reconcile_after: timedelta = timedelta(seconds=60)
    check_after: timedelta = timedelta(minutes=10)

    def claim(
        self,
        limit: int,
        token: UUID,
        *,
        now: datetime | None = None,
    ) -> list[ClaimedMessage]:
        """The oldest unfinished message of each person, where it is due."""
        rows = self.database.rows(
            "select id, user_id, phone_number, content, purpose, attempts, retry_of,"
            " retry_of_sid from claim_messages(%s, %s, %s, %s, coalesce(%s, now()))",
            (limit, token, self.lease, self.reconcile_after, now),
        )
        return [ClaimedMessage(*row) for row in rows]

    def begin(
        self,
        message: ClaimedMessage,
        token: UUID,
        *,
        content: str,
        segments: int,
        call_limit: timedelta,
        now: datetime | None = None,
    ) -> BeginOutcome:
        """The last look before the call; only `call` allows it. Stores what is really sent."""
        return self.database.value(
            "select begin_send(%s, %s, %s, %s, %s, coalesce(%s, clock_timestamp()))",
            (message.id, token, content, segments, call_limit, now),
        )

    def accepted(
        self, message_id: UUID, token: UUID, sid: str, *, now: datetime | None = None
    ) -> str:
        """Twilio took it; recorded even when the lease was lost meanwhile."""
        return self.database.value(
            "select settle_send(%s, %s, 'accepted', p_sid => %s, p_check_after => %s,"
            " p_now => coalesce(%s, now()))",
            (message_id, token, sid, self.check_after, now),
        )

    def refused(
        self,
        message_id: UUID,
        token: UUID,
        code: int | None,
        error: str,
        *,
        opts_out: bool = False,
        now: datetime | None = None,
    ) -> str:
        """Twilio refused it for good: `failed`; with `opts_out` for a wish of the person's."""
        return self.database.value(
            "select settle_send(%s, %s, 'refused', p_error_code => %s, p_error => %s,"
            " p_opts_out => %s, p_now => coalesce(%s, now()))",
            (message_id, token, code, error, opts_out, now),
        )

    def again(
        self,
        message_id: UUID,
        token: UUID,
        code: int | None,
        error: str,
        *,
        after: timedelta,
        now: datetime | None = None,
    ) -> str:
        """Certainly not accepted: queued again after a while."""
        return self.database.value(
            "select settle_send(%s, %s, 'again', p_error_code => %s, p_error => %s,"
            " p_again_in => %s, p_now => coalesce(%s, now()))",
            (message_id, token, code, error, after, now),
        )

    def unconfirmed(
        self, message_id: UUID, token: UUID, error: str, *, now: datetime | None = None
    ) -> str:
        """Nobody knows whether Twilio took it: its list is read before anything is sent again."""
        return self.database.value(
            "select settle_send(%s, %s, 'unconfirmed', p_error => %s, p_again_in => %s,"
            " p_now => coalesce(%s, now()))",
            (message_id, token, error, self.reconcile_after, now),
        )

    def claim_unconfirmed(
        self, limit: int, *, now: datetime | None = None
    ) -> list[UnconfirmedMessage]:
        """Messages whose next reading of Twilio's list is due."""
        rows = self.database.rows(
            "select id, phone_number, content, attempts, attempted_at, held_until, due_for"
            " from claim_unconfirmed(%s, %s, coalesce(%s, now()))",
            (limit, self.lease, now),
        )
        return [UnconfirmedMessage(*row) for row in rows]

    def settle_unconfirmed(
        self,
        message: UnconfirmedMessage,
        sids: Sequence[str],
        *,
        unclear: Sequence[str] = (),
        whole: bool = True,
        now: datetime | None = None,
    ) -> str:
        """The list was read: what in it is the message, and what may be; `whole`: to its end.

        Returns `found`, `absent` once, `unknown`, `queued`, `cancelled`, `failed`, `moved`.
        """
        return self.database.value(
            "select settle_unconfirmed(%s, %s, %s, %s, p_unclear => %s, p_whole => %s,"
            " p_now => coalesce(%s, now()))",
            (
                message.id,
                message.held_until,
                list(sids),
                self.reconcile_after,
                list(unclear),
                whole,
                now,
            ),
        )

    def claim_unreported(
        self, limit: int, *, now: datetime | None = None
    ) -> list[tuple[UUID, str]]:
        """Accepted messages, with their SIDs, whose end Twilio has to be asked for."""
        rows = self.database.rows(
            "select id, twilio_message_sid from claim_unreported(%s, p_now => coalesce(%s, now()))",
            (limit, now),
        )
        return [(message_id, sid) for message_id, sid in rows]

    def delivery(
        self,
        message_id: UUID | None,
        sid: str,
        status: str,
        *,
        error_code: int | None = None,
        error: str | None = None,
        retry_after: timedelta | None = None,
        most_attempts: int | None = None,
        opts_out: bool = False,
        now: datetime | None = None,
    ) -> str:
        """What Twilio reports. Terminal states win; repeated and late reports move nothing.

        With `retry_after` a delivery that failed is tried as a new message: while its text has had
        less than `most_attempts`, or once where that is None. `opts_out`: it failed because the
        person wants no texts.
        """
        return self.database.value(
            "select record_delivery_status(%s, %s, %s, %s, %s, %s, %s, %s, %s,"
            " coalesce(%s, now()))",
            (
                message_id,
                sid,
                status,
                error_code,
                error,
                retry_after,
                most_attempts,
                opts_out,
                self.check_after,
                now,
            ),
        )
