"""Web research by Tavily's search API.

Sent: at most 400 characters of the question and its category, without mail addresses, links and
phone numbers; how many results are wanted. Nothing says who asks.
Source: docs.tavily.com/api-reference/endpoint/search (POST /search, a bearer key, `results` with
title, url, content, and score from 0 to 1), help.tavily.com for the errors: 400 and 401 refuse,
429 asks to wait, 432 and 433 are a plan's limits, which only its owner can lift.
"""

import math
from typing import Any, cast
from urllib.parse import urlsplit

from shared.providers.asked import one_line, publishable
from shared.providers.http import JsonApi
from shared.providers.web import WebOption

SECONDS = 8.0  # of a call; a basic search takes one or two
LONGEST_QUESTION = 400  # characters
MOST_RESULTS = 20
LONGEST_TITLE = 200
LONGEST_SUMMARY = 600
LONGEST_URL = 500


class TavilySearch:
    """A `WebResearch`. Cheap to make; may be shared among threads."""

    def __init__(self, api_key: str, base_url: str, seconds: float = SECONDS) -> None:
        headers = {"Authorization": f"Bearer {api_key}"}
        self._api = JsonApi("tavily", base_url, headers, seconds)

    def options(self, question: str, category: str | None, limit: int) -> list[WebOption]:
        """See `WebResearch.options`. A question of which nothing may be sent has no options."""
        asked = publishable(" ".join(filter(None, (category, question))), longest=LONGEST_QUESTION)
        wanted = min(limit, MOST_RESULTS)
        if not asked or wanted < 1:
            return []
        answer = self._api.call(
            "POST",
            "/search",
            body={
                "query": asked,
                "search_depth": "basic",
                "topic": "general",
                "max_results": wanted,
                "include_answer": False,
                "include_raw_content": False,
                "include_images": False,
            },
        )
        found: object = (answer or {}).get("results")
        listed = cast(list[object], found) if isinstance(found, list) else []
        read = {one.url: one for one in map(_option, listed[:MOST_RESULTS]) if one is not None}
        return sorted(read.values(), key=lambda one: -one.fit)[:wanted]

    def close(self) -> None:
        """Closes the connections."""
        self._api.close()


def _option(entry: object) -> WebOption | None:
    """A result; None for one that cannot be told: without a title, or a link of the web."""
    if not isinstance(entry, dict):
        return None
    result = cast(dict[str, Any], entry)
    title, url, content = (_text(result.get(name)) for name in ("title", "url", "content"))
    line = one_line(title, LONGEST_TITLE)
    if not line or not _is_link(url):
        return None
    return WebOption(line, url, one_line(content, LONGEST_SUMMARY), _fit(result.get("score")))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _is_link(url: str) -> bool:
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST_URL:
        return False
    try:
        parts = urlsplit(url)
        return (
            parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
        )
    except ValueError:
        return False


def _fit(score: object) -> float:
    if isinstance(score, bool) or not isinstance(score, int | float) or not math.isfinite(score):
        return 0.0
    return min(max(float(score), 0.0), 1.0)


__all__ = ["TavilySearch"]
