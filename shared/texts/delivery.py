"""What became of a message that Twilio accepted: by its callback, or by asking."""

from datetime import timedelta
from uuid import UUID

from shared.db.outbound import Outbound
from shared.domain.delivery import RETRY_AS_NEW, MessageStatus
from shared.log import logger

RETRY_AFTER = timedelta(minutes=5)


def report_delivery(
    outbound: Outbound,
    message_id: UUID | None,
    sid: str,
    status: MessageStatus,
    error_code: int | None,
    error: str | None = None,
) -> str:
    """Moves the message on; terminal states win. Returns what `record_delivery_status` says.

    A delivery that failed for a passing reason is tried once more, as a new message.
    """
    outcome = outbound.delivery(
        message_id,
        sid,
        status,
        error_code=error_code,
        error=error,
        retry_after=RETRY_AFTER if error_code in RETRY_AS_NEW else None,
    )
    logger.info(
        "delivery: %s",
        status,
        extra={
            "event": "delivery",
            "status": str(status),
            "error_code": error_code,
            "applied": outcome == status,
            "outcome": outcome,
            "sid": sid,
            "message_id": str(message_id) if message_id else None,
        },
    )
    return outcome
