"""The web as a scenario has it: pages of a provider that a step may slow down or break."""

from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager
from enum import StrEnum
from typing import Any

from shared.providers.tavily import TavilySearch
from tests.fixtures.providers import TAVILY_KEY, ProvidersStandIn, Scripted

_PATIENCE = 0.5  # seconds of a call; 8 in operation


class Web(StrEnum):
    """How the provider behaves from now on."""

    ANSWERS = "answers"
    SLOW = "slow"  # later than we wait
    BUSY = "busy"  # 429
    DOWN = "down"
    NONSENSE = "nonsense"
    REFUSES = "refuses"  # the key


_FAULTS = {
    Web.BUSY: Scripted(status=429, headers={"Retry-After": "20"}),
    Web.DOWN: Scripted(status=503),
    Web.NONSENSE: Scripted(body=b"<html>welcome</html>"),
    Web.REFUSES: Scripted(status=401),
}


class WebStandIn:
    """The provider, and the real client that asks it."""

    def __init__(self, provider: ProvidersStandIn, client: TavilySearch) -> None:
        self._provider = provider
        self.client = client

    @property
    def sent(self) -> str:
        """All that has been sent to it."""
        return "\n".join(asked.everything for asked in self._provider.asked)

    def behave(self, how: Web) -> None:
        """From now on."""
        self._provider.fault = _FAULTS.get(how)
        self._provider.delay_seconds = float("inf") if how is Web.SLOW else 0.0


@contextmanager
def web_of(pages: Sequence[dict[str, Any]] | None) -> Generator[WebStandIn | None]:
    """A provider that finds these pages, whatever is asked; None: none is configured."""
    if pages is None:
        yield None
        return
    with (
        ProvidersStandIn() as provider,
        closing(TavilySearch(TAVILY_KEY, provider.url, _PATIENCE)) as client,
    ):
        provider.pages.extend(pages)
        yield WebStandIn(provider, client)


__all__ = ["Web", "WebStandIn", "web_of"]
