from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from shared.llm.claude import ClaudeEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn


@pytest.fixture(autouse=True)
def no_real_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine that would ask the real API is an error in a test."""
    make = ClaudeEngine.__init__

    def guarded(engine: ClaudeEngine, **arguments: Any) -> None:
        host = urlsplit(str(arguments["base_url"])).hostname
        assert host == "127.0.0.1", f"a test must not ask {host or 'the real API'}"
        make(engine, **arguments)

    monkeypatch.setattr(ClaudeEngine, "__init__", guarded)


@pytest.fixture
def stand_in() -> Iterator[AnthropicStandIn]:
    with AnthropicStandIn() as running:
        yield running


@pytest.fixture
def claude(stand_in: AnthropicStandIn) -> Iterator[ClaudeEngine]:
    engine = ClaudeEngine(api_key="key", base_url=stand_in.url, model="claude-sonnet-5-5")
    engine.warm()  # loading the library takes seconds where others use the machine too
    yield engine
    engine.close()
