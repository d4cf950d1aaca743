"""An example of a reader: every event of an organisation's stream, handled at least once, in order.

    python -m infra.examples.stream_consumer --org ORG --group crm --forward-to https://n8n/webhook

Reads `system_events:ORG` as a member of a consumer group and posts each event, as `event_ingest`
shows it, to an address, such as that of n8n's webhook; without one it writes JSON lines to standard
output. `REDIS_URL` names the server; `FORWARD_TOKEN`, if set, is sent along as bearer token.

What makes it lose nothing when it dies, or Redis does: an entry is acknowledged after it was
handled and not before, what it had in hand when it ended comes first when it is back, and what
another member left behind for a minute is taken over. An event that comes twice (the publisher
promises at least once) is known by its id and handled once, but for a crash right between the
handling and its note: a handler has to bear that, best by using the id as idempotency key.

Order is kept by one member in each group at a time; more of them share the load and lose the order.
An event that fails again and again is put aside, into the stream `...:dead:GROUP`. Where nobody can
be reached, no event is at fault: then all wait, in order, however long it takes.
"""

import argparse
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import httpx2
import redis

from shared.domain import exact_json

logger = logging.getLogger("stream_consumer")

KNOWN_SECONDS = 7 * 86_400  # for which a handled event is known again
MOST_DELIVERIES = 10  # of one event, before it is put aside
LONGEST_PAUSE = 30.0  # seconds between attempts

_AWAY = (429, 502, 503, 504)  # who answers this, or nothing, has not looked at the event

Event = dict[str, Any]
Entry = tuple[str, dict[str, str]]


class HandlerAway(Exception):
    """Whoever handles the events cannot be reached, whatever the event."""


def event_of(fields: dict[str, str]) -> Event:
    """The event as `event_ingest` shows it; numbers of its payload are int or Decimal."""
    return {
        "id": fields["id"],
        "org_id": fields["org_id"],
        "event_type": fields["event_type"],
        "occurred_at": fields["occurred_at"],
        "actor": {"id": fields["actor_id"], "type": fields["actor_type"]},
        "primary_entity": {
            "id": fields["primary_entity_id"],
            "type": fields["primary_entity_type"],
        },
        "payload": exact_json.loads(fields["payload"]),
        "created_at": fields["created_at"],
    }


@dataclass
class Consumer:
    """A member of a consumer group. `handle` raises to have an event again later."""

    client: Any  # a redis.Redis with decode_responses
    stream: str
    group: str
    name: str  # keep it over restarts: what is in hand is remembered by it
    handle: Callable[[Event], None]  # raises HandlerAway, or anything else about the event itself
    abandoned_after: float = 60  # seconds that another member holds an entry without a word
    wait: float = 5  # seconds for new entries
    batch: int = 100
    stopped: threading.Event = field(default_factory=threading.Event)
    _in_hand: bool = True  # whether entries may be ours already
    _pause: float = 1

    def run(self) -> None:
        """Until `stopped` is set; the event in hand is finished."""
        while not self.stopped.is_set():
            try:
                self._ensure_group()
                while not self.stopped.is_set():
                    self._handle_all(self._next())
                    self._pause = 1
            except Exception as error:
                # Not the error's text: it may quote the event.
                logger.warning("again in %.0f s: %s", self._pause, type(error).__name__)
                self._in_hand = True
                self.stopped.wait(self._pause)
                self._pause = min(self._pause * 2, LONGEST_PAUSE)

    def _ensure_group(self) -> None:
        try:
            self.client.xgroup_create(self.stream, self.group, id="0", mkstream=True)
        except redis.ResponseError as error:
            if "BUSYGROUP" not in str(error):
                raise

    def _next(self) -> list[Entry]:
        """What is in hand, then what others abandoned, then what is new: oldest first."""
        if self._in_hand:
            # One by one: what is read again counts as delivered again, and only the first may.
            entries = self._read("0", 1)
            if entries:
                return self._not_hopeless(*entries)
            self._in_hand = False
        claimed = self.client.xautoclaim(
            self.stream,
            self.group,
            self.name,
            min_idle_time=int(self.abandoned_after * 1000),
            count=self.batch,
        )
        if claimed[1]:
            self._in_hand = True
            return []
        return self._read(">", self.batch, block=int(self.wait * 1000))

    def _read(self, after: str, count: int, block: int | None = None) -> list[Entry]:
        answer = self.client.xreadgroup(
            self.group, self.name, {self.stream: after}, count=count, block=block
        )
        return [entry for _, entries in answer or () for entry in entries]

    def _handle_all(self, entries: Sequence[Entry]) -> None:
        for entry_id, fields in entries:
            if self.stopped.is_set():
                return
            if not fields:
                logger.error("entry %s was trimmed: read it from system_events", entry_id)
                self.client.xack(self.stream, self.group, entry_id)
                continue
            known = f"{self.stream}:{self.group}:done:{fields['id']}"
            if not self.client.exists(known):
                self._handle(entry_id, event_of(fields))
            with self.client.pipeline(transaction=True) as both:
                both.set(known, entry_id, ex=KNOWN_SECONDS)
                both.xack(self.stream, self.group, entry_id)
                both.execute()

    def _handle(self, entry_id: str, event: Event) -> None:
        try:
            self.handle(event)
        except HandlerAway:
            # As if it had not been delivered: its deliveries are what it is put aside for.
            self.client.xclaim(
                self.stream, self.group, self.name, 0, [entry_id], retrycount=0, justid=True
            )
            raise

    def _not_hopeless(self, entry: Entry) -> list[Entry]:
        """The entry, unless it was delivered too often: then it is put aside."""
        entry_id, fields = entry
        (held,) = self.client.xpending_range(self.stream, self.group, entry_id, entry_id, 1)
        if not fields or held["times_delivered"] <= MOST_DELIVERIES:
            return [entry]
        logger.error("event %s is put aside", fields["id"])
        with self.client.pipeline(transaction=True) as both:
            both.xadd(f"{self.stream}:dead:{self.group}", fields)
            both.xack(self.stream, self.group, entry_id)
            both.execute()
        return []


def forward_to(url: str, token: str) -> Callable[[Event], None]:
    """Posts events there; what is not answered 2xx is an error, no connection is HandlerAway."""
    headers = {"Content-Type": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    client = httpx2.Client(timeout=30, headers=headers)

    def forward(event: Event) -> None:
        try:
            answer = client.post(url, content=exact_json.dumps(event))
        except (httpx2.ConnectError, httpx2.ConnectTimeout) as error:
            raise HandlerAway from error
        if answer.status_code in _AWAY:
            raise HandlerAway
        answer.raise_for_status()

    return forward


def write(event: Event) -> None:
    """One line of JSON."""
    sys.stdout.write(exact_json.dumps(event) + "\n")
    sys.stdout.flush()


def main() -> None:
    """The command. SIGTERM and Ctrl-C end it after the event in hand."""
    logging.basicConfig(level=logging.INFO)
    parser = argparse.ArgumentParser(description="Reads an organisation's events.")
    parser.add_argument("--org", required=True, help="the organisation's id")
    parser.add_argument("--group", required=True, help="who reads, for example crm")
    parser.add_argument("--name", default="one", help="this member of the group")
    parser.add_argument("--abandoned-after", type=float, default=60, metavar="SECONDS")
    parser.add_argument("--forward-to", metavar="URL")
    given = parser.parse_args()
    client = cast("Any", redis.Redis).from_url(
        os.environ.get("REDIS_URL", "redis://127.0.0.1:6379"),
        decode_responses=True,
        socket_timeout=30,
    )
    consumer = Consumer(
        client,
        f"system_events:{given.org}",
        given.group,
        given.name,
        forward_to(given.forward_to, os.environ.get("FORWARD_TOKEN", ""))
        if given.forward_to
        else write,
        abandoned_after=given.abandoned_after,
    )

    def stop(_number: int, _frame: object) -> None:
        consumer.stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    consumer.run()


if __name__ == "__main__":
    main()
