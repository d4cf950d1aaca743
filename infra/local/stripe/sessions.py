"""The account's Checkout sessions, and what happens to their payments. No network."""

import secrets
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

State = Literal["open", "paid", "unpaid", "cancelled", "failed"]


@dataclass
class Session:
    """A Checkout session; amounts in cents."""

    id: str
    amount: int
    currency: str
    quantity: int
    name: str
    metadata: dict[str, str]
    client_reference_id: str | None
    success_url: str
    cancel_url: str
    url: str = ""
    state: State = "open"
    refunded: int = 0
    dispute: str = ""  # its status; empty: none
    created: int = field(default_factory=lambda: int(time.time()))

    @property
    def intent(self) -> str:
        """The id of its payment."""
        return self.id.replace("cs_test_", "pi_")

    def document(self) -> dict[str, Any]:
        """As the API gives it."""
        done = self.state in ("paid", "unpaid", "failed")
        return {
            "id": self.id,
            "object": "checkout.session",
            "amount_total": self.amount,
            "client_reference_id": self.client_reference_id,
            "created": self.created,
            "currency": self.currency,
            "expires_at": self.created + 86_400,
            "livemode": False,
            "metadata": self.metadata,
            "mode": "payment",
            "payment_intent": self.intent if done else None,
            "payment_status": "paid" if self.state == "paid" else "unpaid",
            "status": "complete" if done else "open",
            "success_url": self.success_url,
            "cancel_url": self.cancel_url,
            "url": None if done else self.url,
        }

    def charge(self) -> dict[str, Any]:
        """The charge of its payment."""
        return {
            "id": self.intent.replace("pi_", "ch_"),
            "object": "charge",
            "amount": self.amount,
            "amount_refunded": self.refunded,
            "currency": self.currency,
            "metadata": self.metadata,
            "payment_intent": self.intent,
            "refunded": self.refunded == self.amount,
        }

    def disputed(self) -> dict[str, Any]:
        """The dispute of its payment."""
        return {
            "id": self.intent.replace("pi_", "dp_"),
            "object": "dispute",
            "amount": self.amount,
            "charge": self.intent.replace("pi_", "ch_"),
            "currency": self.currency,
            "payment_intent": self.intent,
            "status": self.dispute,
        }


class Refused(Exception):
    """The API refuses a request; the words are Stripe's way of saying what is wrong."""


class Sessions:
    """Every session, by id, and what each idempotency key was used for. Safe among threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sessions: dict[str, Session] = {}
        self._keys: dict[str, tuple[Mapping[str, str], Any]] = {}

    def make(self, form: Mapping[str, str], base_url: str) -> Session:
        """A new session from the request's fields. Raises Refused."""
        item = "line_items[0]"
        price = f"{item}[price_data]"
        needed = ("mode", "success_url", f"{item}[quantity]", f"{price}[unit_amount]")
        for name in (*needed, f"{price}[currency]", f"{price}[product_data][name]"):
            if not form.get(name):
                raise Refused(f"Missing required param: {name}.")
        if form["mode"] != "payment":
            raise Refused("This account sells single payments only.")
        quantity, cents = int(form[f"{item}[quantity]"]), int(form[f"{price}[unit_amount]"])
        session = Session(
            id=f"cs_test_{secrets.token_hex(24)}",
            amount=quantity * cents,
            currency=form[f"{price}[currency]"],
            quantity=quantity,
            name=form[f"{price}[product_data][name]"],
            metadata={
                name.removeprefix("metadata[").removesuffix("]"): value
                for name, value in form.items()
                if name.startswith("metadata[")
            },
            client_reference_id=form.get("client_reference_id"),
            success_url=form["success_url"],
            cancel_url=form.get("cancel_url", form["success_url"]),
        )
        session.url = f"{base_url}/pay/{session.id}"
        with self._lock:
            self._sessions[session.id] = session
        return session

    def find(self, id: str) -> Session | None:
        """The session, if there is one."""
        with self._lock:
            return self._sessions.get(id)

    def all(self) -> list[Session]:
        """All of them, in the order in which they were made."""
        with self._lock:
            return list(self._sessions.values())

    def replay(self, key: str, form: Mapping[str, str]) -> Any:
        """What the same key was answered before; None for a new one. Raises Refused."""
        with self._lock:
            before = self._keys.get(key)
        if before is None:
            return None
        if before[0] != form:
            raise Refused("Keys for idempotent requests can only be used with the same parameters.")
        return before[1]

    def remember(self, key: str, form: Mapping[str, str], answer: Any) -> None:
        """What this key was answered, whatever it was."""
        with self._lock:
            self._keys[key] = (dict(form), answer)
