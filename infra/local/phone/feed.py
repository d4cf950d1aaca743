"""What the page shows of the database: texts with their traces, and who waits for approval."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

SHOWN = 200  # texts a phone, the latest

_PICTURE = re.compile(r"/pictures/[0-9a-f]{32}")

_MESSAGES = """
    SELECT shown.phone_number AS number, m.id, m.seq, m.direction, m.role, m.content AS text,
           m.status, m.segments, m.media, m.trace, m.error_code, m.error_message, m.created_at,
           m.available_at, m.twilio_message_sid AS sid,
           (SELECT e.payload ->> 'message_id' FROM events e WHERE e.id = m.in_reply_to) AS answers,
           m.direction = 'outbound' OR coalesce(
               (SELECT e.processed FROM events e
                WHERE e.source = 'twilio' AND e.request_id = m.twilio_message_sid), true)
               AS answered
    FROM users shown
    CROSS JOIN LATERAL (SELECT * FROM messages m WHERE m.user_id = shown.id
                        ORDER BY m.created_at DESC, m.seq DESC LIMIT %(shown)s) m
    WHERE shown.phone_number = ANY (%(numbers)s)
    ORDER BY m.seq
"""

_APPROVALS = """
    SELECT u.id AS user_id, concat_ws(' ', u.first_name, u.last_name) AS name, u.title, u.company,
           u.email, u.phone_number AS number,
           'told by ' || coalesce(nullif(concat_ws(' ', r.first_name, r.last_name), ''),
                                  u.name_dropped) AS referral
    FROM users u LEFT JOIN users r ON r.id = u.referred_by
    WHERE u.onboarding_completed_at IS NOT NULL AND NOT u.verified
    ORDER BY u.onboarding_completed_at LIMIT 20
"""


class Feed:
    """Reads for one stream, on a connection of its own. An async context manager."""

    def __init__(self, owner_url: str) -> None:
        self._owner_url = owner_url

    async def __aenter__(self) -> "Feed":
        self._connection = await psycopg.AsyncConnection[dict[str, Any]].connect(
            self._owner_url, autocommit=True, row_factory=dict_row
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._connection.close()

    async def messages(self, numbers: Sequence[str]) -> list[dict[str, Any]]:
        """The latest texts of these phones, oldest first."""
        cursor = await self._connection.execute(
            _MESSAGES, {"numbers": list(numbers), "shown": SHOWN}
        )
        return [_shown(row) for row in await cursor.fetchall()]

    async def approvals(self) -> list[dict[str, Any]]:
        """Who has finished onboarding and waits for a person."""
        cursor = await self._connection.execute(_APPROVALS)
        return [_plain(row) for row in await cursor.fetchall()]

    async def approve(self, user_id: str, agent_type: str) -> None:
        """Approves one of them; psycopg.Error if there is no such user or agent."""
        await self._connection.execute("SELECT approve_user(%s::uuid, %s)", (user_id, agent_type))


def _shown(row: dict[str, Any]) -> dict[str, Any]:
    urls = [str(item.get("url", "")) for item in row.pop("media")]
    # The page loads only pictures that it stored itself, and never another machine's.
    paths = [urlsplit(url).path for url in urls]
    return {**_plain(row), "pictures": [path for path in paths if _PICTURE.fullmatch(path)]}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _value(value) for name, value in row.items()}


def _value(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
