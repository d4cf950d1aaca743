"""What goes wrong on demand, and the dice that decide when."""

import random
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Faults:
    """How often the stand-in misbehaves: probabilities from 0 to 1, all 0 by default.

    `next` makes faults certain: {"drop_after_accepting": 2} hits the next two occasions of that
    fault whatever its probability.
    """

    # Answers to the create call
    delay: float = 0  # answered after delay_seconds more
    delay_seconds: float = 1
    too_many_requests: float = 0  # 429 with code 20429, not accepted
    unavailable: float = 0  # 503, not accepted
    error_before_accepting: float = 0  # 500 with code 20500, not accepted
    error_after_accepting: float = 0  # the same answer, and the message goes out
    drop_before_accepting: float = 0  # the connection ends without an answer, not accepted
    drop_after_accepting: float = 0  # the same, and the message goes out
    refuse: float = 0  # 400 with refuse_code
    refuse_code: int = 21614
    # Answers to reading
    reads_unavailable: float = 0  # 503 from list and fetch
    list_lag_seconds: float = 0  # how long the list does not show a message
    # The way to the phone
    undelivered: float = 0  # ends undelivered with undelivered_code
    undelivered_code: int = 30005
    failed: float = 0  # ends failed with failed_code
    failed_code: int = 30007
    # Status callbacks: lost and duplicate for each, reordered for a message's all
    lost_callback: float = 0
    duplicate_callback: float = 0
    reordered_callbacks: float = 0
    # Inbound webhooks
    duplicate_inbound: float = 0
    # How the account is set: what list and fetch show of a message, and what reaches the phone
    redact_bodies: bool = False  # no bodies
    redact_numbers: bool = False  # XXXX for the last four digits of the phones' numbers
    shorten_links: bool = False  # other links than were given

    next: Mapping[str, int] = field(default_factory=dict[str, int])

    def __post_init__(self) -> None:
        if unknown := set(self.next) - FAULTS:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        for name in FAULTS:
            if not 0 <= getattr(self, name) <= 1:
                raise ValueError(f"{name} is not a probability from 0 to 1")

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> "Faults":
        """Faults from the JSON of the control address; ValueError names what does not belong."""
        if unknown := set(document) - {item.name for item in fields(cls)}:
            raise ValueError(f"no such fault: {', '.join(sorted(unknown))}")
        try:
            return cls(**document)
        except TypeError as error:
            raise ValueError(str(error)) from error

    def to_document(self) -> dict[str, Any]:
        """The same as JSON."""
        return asdict(self)


FAULTS = frozenset(
    {
        *("delay", "too_many_requests", "unavailable", "refuse", "reads_unavailable"),
        *("error_before_accepting", "error_after_accepting"),
        *("drop_before_accepting", "drop_after_accepting"),
        *("undelivered", "failed", "lost_callback", "duplicate_callback"),
        *("reordered_callbacks", "duplicate_inbound"),
    }
)
"""The faults that are probabilities and that `next` may name."""


class Dice:
    """Decides whether a fault hits, and counts the hits. Safe to share among threads.

    A throw depends on the seed, the fault and the occasion's key only, never on what was thrown
    before: the same messages meet the same faults in whatever order threads bring them.
    """

    def __init__(self, faults: Faults, seed: int) -> None:
        self._lock = threading.Lock()
        self._seed = seed
        self._injected: Counter[str] = Counter()
        self.set(faults)

    def set(self, faults: Faults) -> None:
        """Replace the faults from now on; the counts go on."""
        with self._lock:
            self._faults = faults
            self._next = dict(faults.next)

    @property
    def faults(self) -> Faults:
        """The faults as they were set."""
        with self._lock:
            return self._faults

    @property
    def injected(self) -> dict[str, int]:
        """How often each fault has hit."""
        with self._lock:
            return dict(self._injected)

    def hits(self, fault: str, key: str) -> bool:
        """Whether `fault` hits the occasion that `key` names."""
        with self._lock:
            if self._next.get(fault, 0) > 0:
                self._next[fault] -= 1
                hit = True
            else:
                probability = getattr(self._faults, fault)
                # Not for secrets: it has to be repeatable.
                throw = random.Random(f"{self._seed}/{fault}/{key}").random  # noqa: S311
                hit = probability > 0 and throw() < probability
            self._injected[fault] += hit
            return hit
