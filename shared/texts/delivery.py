"""What became of a message that Twilio accepted: by its callback, or by asking."""

from uuid import UUID

from shared.db.outbound import Outbound
from shared.domain.delivery import AGAIN, ErrorKind, MessageStatus, classify_error, opts_out
from shared.log import logger


def report_delivery(
    outbound: Outbound,
    message_id: UUID | None,
    sid: str,
    status: MessageStatus,
    error_code: int | None,
    error: str | None = None,
) -> str:
    """Moves the message on; terminal states win. Returns what `record_delivery_status` says.

    What the error code means is the same as in an answer to the create call: it may be the person's
    opt-out, and a text that may still get through goes out once more, as a new message.
    """
    kind = None if error_code is None else classify_error(error_code)
    again = AGAIN.get(kind) if kind else None
    outcome = outbound.delivery(
        message_id,
        sid,
        status,
        error_code=error_code,
        error=error,
        retry_after=again.after if again else None,
        most_attempts=again.most_attempts if again and kind is not ErrorKind.PASSING else None,
        opts_out=opts_out(error_code),
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
