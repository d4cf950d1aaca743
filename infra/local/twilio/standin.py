"""The stand-in as a whole: a server in a thread, its messages, its faults, its listeners."""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from starlette.routing import Route

from infra.local.twilio.api import MessagesApi
from infra.local.twilio.control import control_routes
from infra.local.twilio.faults import Dice, Faults
from infra.local.twilio.messages import Message, MessageLog
from infra.local.twilio.network import (
    Account,
    Network,
    OptOut,
    OptOuts,
    Timing,
    inbound_message,
)
from infra.local.twilio.server import Server
from infra.local.twilio.webhooks import Webhooks

Listener = Callable[[dict[str, Any]], None]

_log = logging.getLogger(__name__)


class TwilioStandIn:
    """Twilio on this machine, for one account with one number; safe to share among threads.

    - It speaks the Messages API at `url` and posts signed webhooks: texts from phones to
      `webhook_base_url` + `/sms`, delivery to the callback that came with the message.
    - `webhook_overrides` is the fragment that the number's webhook is configured with, such as
      `rc=5&rp=all` for five retries on any failure; empty is Twilio's default.
    - `opt_out`: whether Twilio handles STOP and START itself; see OptOuts.
    - Everything is in memory. TwiML answers are passed to the listeners, not obeyed.
    """

    def __init__(
        self,
        account_sid: str,
        auth_token: str,
        webhook_base_url: str,
        number: str,
        *,
        messaging_service_sid: str = "",
        port: int = 0,
        faults: Faults | None = None,
        seed: int = 0,
        timing: Timing | None = None,
        opt_out: OptOut = "default",
        webhook_overrides: str = "",
    ) -> None:
        self.account = Account(
            sid=account_sid,
            auth_token=auth_token,
            number=number,
            messaging_service_sid=messaging_service_sid,
        )
        self.webhook_base_url = webhook_base_url
        self._overrides = webhook_overrides
        self._port = port
        self._timing = timing or Timing()
        self._dice = Dice(faults or Faults(), seed)
        self._messages = MessageLog()
        self._opt_outs = OptOuts(opt_out)
        self._listeners: list[Listener] = []
        self._lock = threading.Lock()
        self._running: tuple[Server, Network] | None = None

    def start(self) -> None:
        """Serve until `stop`; returns when requests are answered. OSError if the port is taken."""
        if self._running is not None:
            raise RuntimeError("the stand-in is running already")
        network = self._make_network()
        self._running = (self._serve(network), network)
        self._port = self._running[0].port  # a restart is found at the same address

    def stop(self) -> None:
        """Stop serving, drop what is under way, keep the messages. Stopped already: nothing."""
        running, self._running = self._running, None
        if running is not None:
            running[0].stop()

    @property
    def url(self) -> str:
        """Where the API answers: the value of TWILIO_API_BASE_URL."""
        if not self._port:
            raise RuntimeError("the stand-in has no port before its first start")
        return f"http://127.0.0.1:{self._port}"

    @property
    def faults(self) -> Faults:
        """What goes wrong from now on; may be replaced while it runs."""
        return self._dice.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._dice.set(faults)

    @property
    def injected(self) -> dict[str, int]:
        """How often each fault has hit so far."""
        return self._dice.injected

    @property
    def blocked(self) -> frozenset[str]:
        """The numbers that Twilio itself takes for opted out."""
        return self._opt_outs.blocked

    def messages(self) -> list[Message]:
        """All messages in the order in which they were accepted or received."""
        return self._messages.all()

    def state(self) -> dict[str, Any]:
        """Faults, counts and blocked numbers, as JSON."""
        return {
            "faults": self.faults.to_document(),
            "injected": self.injected,
            "messages": self._messages.count_by(lambda m: f"{m.direction} {m.status}"),
            "blocked": sorted(self.blocked),
        }

    def receive(
        self,
        from_: str,
        body: str,
        media_urls: Sequence[str] = (),
        opt_out_type: str | None = None,
    ) -> str:
        """A phone texts the number: the webhook is posted, and the SID returned at once.

        The message is in the account's list from now on, whether or not the webhook gets through.
        `opt_out_type` is posted in place of what Twilio would say of the words.
        """
        if self._running is None:
            raise RuntimeError("the stand-in is not running")
        server, network = self._running
        message = inbound_message(self.account, from_, body, media_urls)
        answer, noticed = self._opt_outs.hear(from_, body)
        self._messages.add(message)
        url = f"{self.webhook_base_url}/sms"
        if self._overrides:
            url += f"#{self._overrides}"
        server.call(network.post_inbound, message, url, opt_out_type or noticed)
        if answer:
            self._emit("phone.received", sid="", sender=self.account.number, to=from_, body=answer)
        return message.sid

    def add_listener(self, listener: Listener) -> None:
        """Call `listener` with each event from now on, in the server's thread: it must be quick.

        Every event has `type` and `at` (epoch seconds, fractions), the others as far as they apply:
        `sid`, `sender`, `to`, `body`, `url`.

        - api.create, api.accepted (`status_callback`), api.refused (`code`), api.fault (`fault`)
        - inbound.posted, inbound.answered (`status`, `ms`, `answer`), inbound.failed (`error`)
        - callback.posted, .answered, .failed likewise, and `message_status`
        - phone.received: the text is on the phone; an empty `sid` if Twilio itself wrote it
        """
        with self._lock:
            self._listeners.append(listener)

    def remove_listener(self, listener: Listener) -> None:
        """Call `listener` no more."""
        with self._lock:
            self._listeners.remove(listener)

    def _emit(self, kind: str, **about: Any) -> None:
        event = {"type": kind, "at": time.time(), **about}
        with self._lock:
            listeners = list(self._listeners)
        for listener in listeners:
            try:
                listener(event)
            except Exception:
                _log.exception("a listener failed on %s", kind)

    def _make_network(self) -> Network:
        webhooks = Webhooks(
            self.account.auth_token,
            self._emit,
            total_seconds=self._timing.webhook,
            pause_seconds=self._timing.retry_pause,
        )
        return Network(
            self.account,
            self._messages,
            self._dice,
            self._emit,
            webhooks,
            self._timing,
            self._opt_outs,
        )

    def _serve(self, network: Network) -> Server:
        def routes(server: Server) -> list[Route]:
            api = MessagesApi(
                self.account,
                self._messages,
                self._dice,
                self._emit,
                self._opt_outs,
                network,
                server.drop,
            )
            return [*api.routes(), *control_routes(self)]

        return Server(self._port, routes, network.close)
