"""The phone network behind Twilio: carries messages to phones and texts from them."""

import asyncio
import threading
from collections.abc import Awaitable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from infra.local.twilio.faults import Dice
from infra.local.twilio.messages import Message, MessageLog, new_sid, now
from infra.local.twilio.webhooks import Emit, Parameters, Webhooks

OptOut = Literal["off", "default", "advanced"]

STOP_WORDS = frozenset(
    {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"}
)
START_WORDS = frozenset({"START", "UNSTOP", "YES"})
HELP_WORDS = frozenset({"HELP", "INFO"})
_ANSWERS = {
    "STOP": "You are unsubscribed and get no more messages from this number. START undoes it.",
    "START": "You get messages from this number again. HELP for help, STOP to unsubscribe.",
    "HELP": "STOP unsubscribes you from this number. Message and data rates may apply.",
}


@dataclass(frozen=True, kw_only=True)
class Timing:
    """How long the network takes, in seconds."""

    sent: float = 0.05  # from accepted to sent
    delivered: float = 0.1  # from sent to its end
    webhook: float = 15  # all that a webhook gets, its retries included
    retry_pause: float = 0.1  # before the first retry; doubles


@dataclass(frozen=True, kw_only=True)
class Account:
    """Whose messages they are."""

    sid: str
    auth_token: str
    number: str
    messaging_service_sid: str = ""


class Network:
    """Carries messages, in the server's event loop."""

    def __init__(
        self,
        account: Account,
        log: MessageLog,
        dice: Dice,
        emit: Emit,
        webhooks: Webhooks,
        timing: Timing,
        opt_outs: "OptOuts",
    ) -> None:
        self._account = account
        self._opt_outs = opt_outs
        self._log = log
        self._dice = dice
        self._emit = emit
        self._webhooks = webhooks
        self._timing = timing
        self._tasks: set[asyncio.Task[None]] = set()

    async def close(self) -> None:
        """Drop what is under way."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._webhooks.close()

    def deliver(self, message: Message, key: str) -> None:
        """Carry an accepted message to its phone; `key` names the occasion to the dice."""
        self._spawn(self._carry(message, key))

    def post_inbound(self, message: Message, url: str, opt_out_type: str | None) -> None:
        """Tell the application of a text from a phone."""
        parameters = _inbound_parameters(self._account, message, opt_out_type)
        key = f"{message.from_}/{message.body}"
        copies = 2 if self._dice.hits("duplicate_inbound", key) else 1
        for _ in range(copies):
            self._spawn(
                self._webhooks.post(
                    "inbound",
                    url,
                    parameters,
                    sid=message.sid,
                    sender=message.from_,
                    to=message.to,
                    body=message.body,
                )
            )

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _carry(self, message: Message, key: str) -> None:
        outcome, error_code = self._outcome(message, key)
        reports: list[Message] = []
        last: Awaitable[None] | None = None
        # The statuses after the one that create answered with: that one has no callback.
        await asyncio.sleep(self._timing.sent)
        changed = self._log.update(
            message.sid, status="sent", sent=now(), from_=message.from_ or self._account.number
        )
        reports.append(changed)
        reordered = bool(message.status_callback) and self._dice.hits("reordered_callbacks", key)
        if not reordered:
            last = self._report(changed, key, after=None)
        await asyncio.sleep(self._timing.delivered)
        changed = self._log.update(message.sid, status=outcome, error_code=error_code)
        reports.append(changed)
        if outcome == "delivered":
            self._emit(
                "phone.received",
                sid=message.sid,
                sender=changed.from_,
                to=message.to,
                body=message.body,
            )
        for report in reversed(reports) if reordered else [changed]:
            last = self._report(report, key, after=last)

    def _outcome(self, message: Message, key: str) -> tuple[str, int | None]:
        faults = self._dice.faults
        if message.messaging_service_sid and message.to in self._opt_outs.blocked:
            return "failed", 21610
        if self._dice.hits("failed", key):
            return "failed", faults.failed_code
        if self._dice.hits("undelivered", key):
            return "undelivered", faults.undelivered_code
        return "delivered", None

    def _report(
        self, message: Message, key: str, after: Awaitable[None] | None
    ) -> asyncio.Task[None]:
        return self._spawn(self._call_back(message, key, after))

    async def _call_back(self, message: Message, key: str, after: Awaitable[None] | None) -> None:
        if after is not None:
            await after
        key = f"{key}/{message.status}"
        if not message.status_callback or self._dice.hits("lost_callback", key):
            return
        copies = 2 if self._dice.hits("duplicate_callback", key) else 1
        parameters = _callback_parameters(self._account, message)
        for _ in range(copies):
            await self._webhooks.post(
                "callback",
                message.status_callback,
                parameters,
                sid=message.sid,
                message_status=message.status,
                to=message.to,
            )


class OptOuts:
    """Twilio's own handling of the opt-out words for the account's number.

    `off`: none. `default`: Twilio answers and blocks, and the webhook is posted as ever.
    `advanced`: the same, and the webhook names an `OptOutType`.
    """

    def __init__(self, mode: OptOut) -> None:
        self._mode = mode
        self._lock = threading.Lock()
        self._blocked: set[str] = set()

    @property
    def blocked(self) -> frozenset[str]:
        """The numbers that have opted out."""
        with self._lock:
            return frozenset(self._blocked)

    def hear(self, number: str, body: str) -> tuple[str | None, str | None]:
        """What Twilio answers to a text from `number`, and the OptOutType that it posts."""
        kind = None if self._mode == "off" else self._obey(number, body.strip().upper())
        if kind is None:
            return None, None
        return _ANSWERS[kind], kind if self._mode == "advanced" else None

    def _obey(self, number: str, word: str) -> str | None:
        with self._lock:
            if word in STOP_WORDS:
                self._blocked.add(number)
                return "STOP"
            if word in START_WORDS and (word != "YES" or number in self._blocked):
                self._blocked.discard(number)
                return "START"
        return "HELP" if word in HELP_WORDS else None


def inbound_message(
    account: Account, sender: str, body: str, media_urls: Sequence[str] = ()
) -> Message:
    """A text from a phone, as the account's message list keeps it."""
    created = now()
    channel, colon, _ = sender.rpartition(":")
    address = "yachtparty_agent" if channel == "rcs" else account.number
    return Message(
        sid=new_sid(media=bool(media_urls)),
        direction="inbound",
        from_=sender,
        to=f"{channel}{colon}{address}",
        body=body,
        status="received",
        created=created,
        sent=created,
        media_urls=tuple(media_urls),
        messaging_service_sid=account.messaging_service_sid or None,
    )


def _inbound_parameters(account: Account, message: Message, opt_out_type: str | None) -> Parameters:
    parameters = [
        ("ToCountry", _country(message.to)),
        *((name, "") for name in ("ToState", "ToCity", "ToZip")),
        ("FromCountry", _country(message.from_)),
        *((name, "") for name in ("FromState", "FromCity", "FromZip")),
        ("SmsMessageSid", message.sid),
        ("NumMedia", str(len(message.media_urls))),
        ("SmsSid", message.sid),
        ("SmsStatus", "received"),
        ("Body", message.body),
        ("To", message.to),
        ("NumSegments", str(message.segments)),
        ("MessageSid", message.sid),
        ("AccountSid", account.sid),
        ("From", message.from_),
        ("ApiVersion", "2010-04-01"),
    ]
    if message.messaging_service_sid:
        parameters.append(("MessagingServiceSid", message.messaging_service_sid))
    if opt_out_type:
        parameters.append(("OptOutType", opt_out_type))
    for position, url in enumerate(message.media_urls):
        parameters += [(f"MediaContentType{position}", "image/jpeg"), (f"MediaUrl{position}", url)]
    return parameters


def _callback_parameters(account: Account, message: Message) -> Parameters:
    parameters = [
        ("SmsSid", message.sid),
        ("SmsStatus", message.status),
        ("MessageStatus", message.status),
        ("To", message.to),
        ("MessageSid", message.sid),
        ("AccountSid", account.sid),
        ("From", message.from_),
        ("ApiVersion", "2010-04-01"),
    ]
    if message.messaging_service_sid:
        parameters.append(("MessagingServiceSid", message.messaging_service_sid))
    if message.error_code is not None:
        parameters.append(("ErrorCode", str(message.error_code)))
    return parameters


def _country(number: str) -> str:
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number, None)
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.region_code_for_country_code(parsed.country_code or 0)
