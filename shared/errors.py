"""Every error that crosses a module boundary.

::

    YachtpartyError
    ├── CallerError               the caller is at fault; nothing was written
    │   ├── MalformedRequest      400
    │   ├── NotAuthenticated      401  no or wrong bearer token
    │   ├── BadSignature          403  Twilio's or the mail provider's signature does not fit
    │   ├── NotAllowed            403  known, but not the owner of what is named
    │   ├── NotFound              404  nothing of the caller's has this name
    │   ├── Conflict              409  the same key stands for something else already
    │   ├── TooSlow               408  the request was not there in time
    │   └── BodyTooLarge          413
    ├── ConfigurationError        a setting is missing or wrong; named in the message
    ├── DatabaseUnavailable       retryable: answered 503 so that the caller comes again
    ├── TooBusy                   retryable: more is being read than memory allows
    ├── StorageUnavailable        retryable: the archive's storage failed; nothing was deleted
    ├── DatabaseRejected          a statement broke a rule of the schema: a defect of ours
    ├── LeaseLost                 another worker has the row now; its work stands, ours is dropped
    ├── EffectNoLongerApplies     retryable: decide again on fresh context
    ├── PermanentFailure          a task that no retry can help: dead at once, with the reason
    ├── SendError                 Twilio's create call
    │   ├── SendNotAccepted       retryable: certainly not accepted (refused connection, 429, 503)
    │   ├── SendDeferred          retryable later: outside allowed hours, daily limit, queue full
    │   ├── SendRefused           permanent: Twilio's error code says it never will be
    │   └── SendOutcomeUnknown    never sent again before the message list was asked
    ├── TwilioUnavailable         retryable: a read from Twilio's API failed
    ├── TransportUnavailable      retryable: Redis cannot be reached; what it was to get waits
    ├── ProviderError             research on the web or on people (`shared.providers`)
    │   ├── ProviderUnavailable   retryable: no answer in time, 5xx, or an unreadable answer
    │   ├── ProviderBusy          retryable, after its `seconds`: 429
    │   └── ProviderRefused       permanent: the key, the plan's limit or the question
    ├── CloudLogUnavailable       retryable: a read from Google's log failed
    ├── TurnSuperseded            a newer text came while the model thought: decide with everything
    └── ModelUnavailable          the model failed or took too long: the rules answer
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shared.domain.decision import ActionRecord


class YachtpartyError(Exception):
    """Base of all; `retryable` says whether the same work may succeed later."""

    retryable = False


class CallerError(YachtpartyError):
    """The caller is at fault. `field` names the offending part; `status` is the HTTP answer.

    `more` are further members of the answer's problem document.
    """

    status = 400
    title = "The request is malformed"

    def __init__(
        self, detail: str, *, field: str | None = None, more: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field
        self.more = more or {}


class MalformedRequest(CallerError):
    """A field is missing, too long or not what it should be."""


class NotAuthenticated(CallerError):
    """No bearer token, or a wrong one."""

    status = 401
    title = "Not authenticated"


class BadSignature(CallerError):
    """The request was not signed by whom it says it comes from."""

    status = 403
    title = "The signature does not match"


class NotAllowed(CallerError):
    """The caller is known, and not the owner of what the request names."""

    status = 403
    title = "Not allowed"


class NotFound(CallerError):
    """Nothing of the caller's has this name; whether anybody else's has is not told."""

    status = 404
    title = "Not found"


class Conflict(CallerError):
    """The same key stands for something else already."""

    status = 409
    title = "Conflict"


class TooSlow(CallerError):
    """The request was not there in time, and was not looked at."""

    status = 408
    title = "The request took too long"


class BodyTooLarge(CallerError):
    """The body is over its limit and was not read.

    `status` is what tells its caller so: there are some who come again for hours after a 413.
    """

    status = 413
    title = "The body is too large"

    def __init__(self, detail: str, *, status: int = 413) -> None:
        super().__init__(detail)
        self.status = status


class ConfigurationError(YachtpartyError):
    """A setting is missing or wrong; the message names it and says what to do."""


class DatabaseUnavailable(YachtpartyError):
    """The database cannot be reached, or did not answer in time."""

    retryable = True


class TooBusy(YachtpartyError):
    """As much is being read as memory allows: answered 503 so that the caller comes again."""

    retryable = True


class StorageUnavailable(YachtpartyError):
    """The archive's storage failed, or what it gave back is not what was stored."""

    retryable = True


class DatabaseRejected(YachtpartyError):
    """A statement broke a rule of the schema: a defect of ours, never retried."""


class LeaseLost(YachtpartyError):
    """The lease is no longer ours: everything this worker did for the row is dropped."""


class EffectNoLongerApplies(YachtpartyError):
    """An effect met a state it may not change; decide again on fresh context."""

    retryable = True


class PermanentFailure(YachtpartyError):
    """A task can never succeed: its type, its arguments or what it is about is gone."""


class SendError(YachtpartyError):
    """Twilio did not confirm a message. `code` is Twilio's error code, if it gave one."""

    def __init__(self, detail: str, *, code: int | None = None) -> None:
        super().__init__(detail)
        self.code = code


class SendNotAccepted(SendError):
    """Certainly not accepted: the connection was refused, or Twilio said 429 or 503."""

    retryable = True


class SendDeferred(SendError):
    """Not now: outside allowed hours, over a daily limit, or the queue is full."""

    retryable = True


class SendRefused(SendError):
    """Never: the number, the content or the recipient's consent forbids it."""


class SendOutcomeUnknown(SendError):
    """Twilio may have accepted it: a timeout, a lost connection, 500, 502 or 504."""


class TwilioUnavailable(YachtpartyError):
    """A read from Twilio's API failed; nothing is known and nothing was changed."""

    retryable = True


class TwilioListTooLong(TwilioUnavailable):
    """Twilio's list has more pages than are read: what it would show stays unknown."""


class TransportUnavailable(YachtpartyError):
    """Redis cannot be reached, or did not answer in time; it may have taken what it was given."""

    retryable = True


class ProviderError(YachtpartyError):
    """A provider of research did not answer. `provider` names it; no text holds what was asked."""

    def __init__(self, provider: str, detail: str) -> None:
        super().__init__(f"{provider}: {detail}")
        self.provider = provider


class ProviderUnavailable(ProviderError):
    """It could not be reached, took too long, failed, or its answer could not be read."""

    retryable = True


class ProviderBusy(ProviderError):
    """It has been asked too much: again after `seconds`."""

    retryable = True

    def __init__(self, provider: str, detail: str, *, seconds: float) -> None:
        super().__init__(provider, detail)
        self.seconds = seconds


class ProviderRefused(ProviderError):
    """It will not answer this: the key, the plan's limit or the question itself is at fault.

    `this_alone` says that it is this question; others may be answered.
    """

    def __init__(self, provider: str, detail: str, *, this_alone: bool = False) -> None:
        super().__init__(provider, detail)
        self.this_alone = this_alone


class ModelUnavailable(YachtpartyError):
    """The model failed, was refused or took too long; `log` has the calls that were made."""

    retryable = True

    def __init__(self, detail: str, *, log: Sequence[ActionRecord] = ()) -> None:
        super().__init__(detail)
        self.log = tuple(log)


class CloudLogUnavailable(YachtpartyError):
    """Google's log cannot be read now."""

    retryable = True


class TurnSuperseded(YachtpartyError):
    """A newer text came while the model was thinking; `log` has the calls that were made."""

    retryable = True

    def __init__(self, detail: str, *, log: Sequence[ActionRecord] = ()) -> None:
        super().__init__(detail)
        self.log = tuple(log)
