"""What an agent is made of, and what an engine does with it.

An agent is data: instructions, tools, and the rules that stand in for the model. An engine turns
an agent and a context into a decision. Tools are pure: they read the context and return what the
writer of the reply is told, plus effects that the database applies when the turn is settled.
"""

import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Any, Generic, Protocol, TypeVar, cast
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from shared.domain.context import TurnContext
from shared.domain.decision import ActionRecord, Decision
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.base import Effect
from shared.domain.purchases import Checkout
from shared.domain.uploads import UploadLinks
from shared.domain.values import AgentType
from shared.llm.ask import problems


@dataclass(frozen=True, kw_only=True)
class AgentSettings:
    """The settings that agents speak of."""

    mail_domain: str = ""  # of the addresses that prove an email; empty: mail is not set up
    support_contact: str = ""  # what to name for things that no agent can do; may be empty
    default_timezone: str = "America/New_York"  # IANA name
    checkout: Checkout | None = None  # makes payment pages; None: nothing can be bought
    credit_price_cents: int = 100
    uploads: UploadLinks | None = None  # makes upload links; None: contacts cannot be uploaded


class Arguments(BaseModel):
    """Base of every tool's arguments: unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Nothing(Arguments):
    """No arguments."""


ArgumentsT = TypeVar("ArgumentsT", bound=Arguments)


@dataclass(frozen=True, kw_only=True)
class ToolResult:
    """What a tool answers. `told` holds JSON values only; `told["error"]` says why it refused.

    `question` is what it leaves open for the next text: what was asked, or has just been set.
    `verbatim` is what the reply has to hold to the letter, such as a link: see `with_verbatim`.
    `shown` are the rows of `user_priorities` that the reply tells of, in its order.
    """

    told: dict[str, Any]
    effects: tuple[Effect, ...] = ()
    question: OpenQuestion | None = None
    shown: tuple[UUID, ...] = ()
    verbatim: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Tool(Generic[ArgumentsT]):
    """Something an agent can do, only ever to the texting person's own rows.

    With `asks_outside` it may wait some seconds for somebody else's answer, by a port that the
    settings hand in; what it asked for must harm nobody when the turn is dropped.
    """

    name: str
    description: str
    arguments: type[ArgumentsT]
    run: Callable[[TurnContext, ArgumentsT, AgentSettings], ToolResult]
    asks_outside: bool = False


class Toolbox:
    """One turn's tools: runs them in order and keeps their effects, questions and records."""

    def __init__(
        self, tools: tuple[Tool[Any], ...], context: TurnContext, settings: AgentSettings
    ) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self.settings = settings
        self.context = context  # as the effects of this turn have left it
        self.question: OpenQuestion | None = None  # the last that a tool of this turn left open
        self.shown: list[UUID] = []  # of what matters to them: what the reply tells of
        self.verbatim: list[str] = []  # what the reply has to hold to the letter
        self.effects: list[Effect] = []
        self.log: list[ActionRecord] = []

    def asks_outside(self, name: str) -> bool:
        """Whether the tool of this name may wait for somebody else's answer."""
        tool = self._tools.get(name)
        return tool is not None and tool.asks_outside

    def left_open(self) -> OpenQuestion | None:
        """What is open after this turn: what its tools asked; else, without a text, what was."""
        return self.question or (None if self.context.texts else self.context.open_question)

    def run(self, name: str, arguments: Mapping[str, Any], *, log: bool = True) -> dict[str, Any]:
        """What the tool tells. Wrong names and arguments are told as errors, never raised."""
        started = time.perf_counter()
        given: dict[str, Any] = storable(arguments)
        told = self._run(name, given)
        if not log:
            return told
        self.log.append(
            ActionRecord(
                action_type="function_execution",
                latency_ms=round((time.perf_counter() - started) * 1000),
                input_data={"tool": name, "arguments": given},
                output_data=told,
                error=told.get("error"),
            )
        )
        return told

    def _run(self, name: str, arguments: dict[str, Any]) -> dict[str, Any]:
        tool = self._tools.get(name)
        if tool is None:
            return {"error": f"there is no tool {name}"}
        try:
            checked = tool.arguments.model_validate(arguments)
        except ValidationError as error:
            return {"error": problems(error)}
        result = tool.run(self.context, checked, self.settings)
        for effect in result.effects:
            self.effects.append(effect)
            self.context = effect.apply(self.context)
        self.question = result.question or self.question
        self.verbatim += result.verbatim
        self.shown += [id for id in result.shown if id not in self.shown]
        return result.told


@dataclass(frozen=True, kw_only=True)
class AgentSpec:
    """One conversational agent. The same tools serve the model and the rules."""

    type: AgentType
    instructions: str  # the same for everybody, so that the model's provider can cache it
    describe: Callable[[TurnContext, AgentSettings], str]  # the part that differs per turn
    tools: tuple[Tool[Any], ...]
    rules: Callable[[Toolbox], list[str]]  # calls tools, then writes replies from their results

    @cached_property
    def prompt_version(self) -> str:
        """Names these instructions and tools: another one whenever any of them changes."""
        told = [self.instructions, *(_told_of(tool) for tool in self.tools)]
        return f"{self.type}-{sha256(chr(0).join(told).encode()).hexdigest()[:8]}"


def _told_of(tool: Tool[Any]) -> str:
    """All that a model is told of a tool, without the price of making its JSON schema."""
    fields = [
        (name, str(field.annotation), field.description, [_limit(one) for one in field.metadata])
        for name, field in tool.arguments.model_fields.items()
    ]
    return f"{tool.name} {tool.description} {fields}"


def _limit(metadata: Any) -> str:
    """A constraint of a field in words that are the same in every process."""
    function = getattr(metadata, "func", None)
    return repr(metadata) if function is None else str(getattr(function, "__qualname__", ""))


class Engine(Protocol):
    """Makes decisions."""

    def decide(
        self, spec: AgentSpec, context: TurnContext, settings: AgentSettings, seconds: float
    ) -> Decision:
        """A decision within `seconds`; raises ModelUnavailable if that fails."""
        ...


def storable(value: Any) -> Any:
    """The same JSON value without what Postgres refuses in text: NUL and lone surrogates."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    if isinstance(value, Mapping):
        items = cast("Mapping[Any, Any]", value).items()
        return {storable(str(key)): storable(item) for key, item in items}
    if isinstance(value, list | tuple):
        return [storable(item) for item in cast("list[Any] | tuple[Any, ...]", value)]
    return value


def with_verbatim(reply: str, verbatim: Sequence[str]) -> str:
    """The reply with what it has to hold to the letter: a link that a model wrote down wrongly is
    put right, one that it left out stands at the end."""
    for link in verbatim:
        if link in reply:
            continue
        origin = re.match(r"https?://[^/]+", link)
        near = re.compile(re.escape(origin[0]) + r"\S*") if origin else None
        if near is not None and near.search(reply):
            reply = near.sub(lambda _, link=link: link, reply, count=1)
        else:
            reply = f"{reply.rstrip()}\n{link}"
    return reply


def cleaned_replies(replies: list[str]) -> list[str]:
    """Replies without surrounding space and without empty ones."""
    stripped = (storable(reply).strip() for reply in replies)
    return [reply for reply in stripped if reply]
