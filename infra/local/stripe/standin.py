"""The stand-in as a whole: a server in a thread."""

from collections.abc import Sequence

from starlette.routing import BaseRoute

from infra.local.stripe.api import Api, act
from infra.local.stripe.events import Posts
from infra.local.stripe.faults import Faults
from infra.local.stripe.sessions import Session, Sessions
from infra.local.twilio.server import Server


class StripeStandIn:
    """Stripe's API, the payment page, and the events that follow from it.

    `webhook_url` is credit_webhook's address. Sessions are kept in memory: they end with it.
    """

    def __init__(self, api_key: str, webhook_secret: str, webhook_url: str, port: int = 0) -> None:
        self._api_key = api_key
        self._webhook_secret = webhook_secret
        self._webhook_url = webhook_url
        self._port = port
        self._sessions = Sessions()
        self.faults = Faults()
        self._running: tuple[Server, Posts] | None = None

    def start(self) -> None:
        """Serve until `stop`; returns when requests are answered. OSError if the port is taken."""
        posts = Posts(self._webhook_url, self._webhook_secret, self.faults)

        def routes(server: Server) -> Sequence[BaseRoute]:
            return Api(self._api_key, self._sessions, self.faults, posts, server.drop).routes()

        server = Server(self._port, routes, posts.close)
        self._port = server.port
        self._running = (server, posts)

    def stop(self) -> None:
        """Stop serving. Stopped already: nothing."""
        running, self._running = self._running, None
        if running is not None:
            running[0].stop()

    @property
    def runs(self) -> bool:
        """Whether it serves."""
        return self._running is not None

    @property
    def url(self) -> str:
        """Where the API answers: the value of STRIPE_API_BASE_URL."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def sessions(self) -> list[Session]:
        """All sessions, in the order in which they were made."""
        return self._sessions.all()

    @property
    def answered(self) -> list[tuple[str, int]]:
        """The types of the events that were posted, with what the webhook answered; 0: nothing."""
        return list(self._running[1].answered) if self._running else []

    def press(self, session: Session, action: str) -> None:
        """A button of the payment page, such as pay or refund."""
        if self._running is None:
            raise RuntimeError("the stand-in is not running")
        server, posts = self._running
        server.call(act, session, action, posts)
