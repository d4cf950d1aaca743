"""One turn with Claude. Importing this module imports pydantic-ai and the Anthropic SDK."""

import asyncio
import json
import time
from decimal import Decimal
from typing import Any

from anthropic import AsyncAnthropic
from genai_prices import Usage, calc_price
from pydantic_ai.direct import model_request
from pydantic_ai.messages import (
    ModelMessage,
    ModelRequest,
    ModelResponse,
    TextPart,
    ToolCallPart,
    ToolReturnPart,
    UserPromptPart,
)
from pydantic_ai.models import ModelRequestParameters
from pydantic_ai.models.anthropic import AnthropicModel, AnthropicModelSettings
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.tools import ToolDefinition

from shared.domain.context import TurnContext
from shared.domain.decision import ActionRecord
from shared.errors import ModelUnavailable
from shared.llm.interface import AgentSpec, Tool, Toolbox, storable
from shared.llm.truth import Untrue, untrue

MAX_REQUESTS = 4  # model requests in one turn
CHARACTERS_PER_TOKEN = 4  # of English, roughly
MAX_TOKENS = 700  # of one answer; a reply is a few hundred characters
# US dollars per token for a model that the price list does not know: the dearest Claude's.
FALLBACK_INPUT = Decimal(15) / 1_000_000
FALLBACK_OUTPUT = Decimal(75) / 1_000_000
_SETTINGS = AnthropicModelSettings(
    max_tokens=MAX_TOKENS,
    thinking=False,  # newer models think unless told not to, and a text wants an answer in seconds
    anthropic_cache_instructions=True,
    anthropic_cache_tool_definitions=True,
)


class ClaudeClient:
    """A connection to the Messages API, used from one event loop."""

    def __init__(self, api_key: str, base_url: str, model: str) -> None:
        # Each request is logged, so none is repeated behind our back: no retries in the SDK.
        self._sdk = AsyncAnthropic(api_key=api_key, base_url=base_url or None, max_retries=0)
        self._model_name = model
        self._model = AnthropicModel(model, provider=AnthropicProvider(anthropic_client=self._sdk))

    async def close(self) -> None:
        """Closes the connections."""
        await self._sdk.close()

    async def turn(self, spec: AgentSpec, toolbox: Toolbox) -> str:
        """The reply: what the model writes once it calls no more tools.

        Every request becomes a record in the toolbox's log, failed and cancelled ones too. A reply
        that is not true (`shared.llm.truth`) is sent back once. Raises ModelUnavailable when there
        is no usable reply, and the library's errors as they are.
        """
        messages = conversation(spec, toolbox)
        parameters = ModelRequestParameters(function_tools=[_definition(t) for t in spec.tools])
        new: dict[str, Any] = {"texts": toolbox.context.texts}
        read = _read(messages, spec)
        refused = False
        for _ in range(MAX_REQUESTS):
            response = await self.request(messages, parameters, toolbox.log, new)
            if not response.tool_calls:
                text = (response.text or "").strip()
                if not text:
                    raise ModelUnavailable("the reply was empty")
                problem = untrue(text, toolbox, "\n".join(read))
                if problem is None:
                    return text
                error = f"the reply {problem.why}"
                toolbox.log[-1] = toolbox.log[-1].model_copy(update={"error": error})
                if refused:
                    raise ModelUnavailable(error)
                refused = True
                messages += [response, _sent_back(problem, spec)]
                new = {"sent_back": problem.why}
                continue
            results = [await _result(call, toolbox) for call in response.tool_calls]
            messages += [response, ModelRequest(parts=results, instructions=spec.instructions)]
            read += [str(result.content) for result in results]
            new = {"tool_results": [storable(result.content) for result in results]}
        raise ModelUnavailable(f"no reply within {MAX_REQUESTS} requests")

    async def request(
        self,
        messages: list[ModelMessage],
        parameters: ModelRequestParameters,
        log: list[ActionRecord],
        new: dict[str, Any],
    ) -> ModelResponse:
        """One request, recorded in `log` whatever comes of it; `new` is what its record shows.

        Raises ModelUnavailable for an answer that broke off, the library's errors as they are.
        """
        started = time.perf_counter()
        try:
            response = await model_request(
                self._model,
                messages,
                model_settings=_SETTINGS,
                model_request_parameters=parameters,
            )
        except (Exception, asyncio.CancelledError) as error:
            tools = parameters.function_tools + parameters.output_tools
            asked = len(str(tools)) + sum(len(str(m)) for m in messages)
            record = self._record(started, new, error=_failure(error))
            if isinstance(error, asyncio.CancelledError):  # given up, but billed for what it read
                record = record.model_copy(update={"cost_usd": self._least_cost(asked)})
            log.append(record)
            raise
        log.append(self._record(started, new, response=response))
        if response.finish_reason in ("length", "content_filter", "error"):
            raise ModelUnavailable(f"the answer ended early: {response.finish_reason}")
        return response

    def _least_cost(self, characters: int) -> Decimal:
        """What reading a prompt of so many characters costs, four of them a token."""
        usage = Usage(input_tokens=characters // CHARACTERS_PER_TOKEN)
        try:
            return calc_price(usage, self._model_name, provider_id="anthropic").total_price
        except LookupError:
            return characters // CHARACTERS_PER_TOKEN * FALLBACK_INPUT

    def _record(
        self,
        started: float,
        new: dict[str, Any],
        *,
        response: ModelResponse | None = None,
        error: str | None = None,
    ) -> ActionRecord:
        latency = round((time.perf_counter() - started) * 1000)
        if response is None:
            return ActionRecord(
                action_type="llm_call",
                model_used=self._model_name,
                latency_ms=latency,
                input_data=new,
                error=error,
            )
        usage = response.usage
        return ActionRecord(
            action_type="llm_call",
            model_used=response.model_name or self._model_name,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost_usd=cost_of(response),
            latency_ms=latency,
            input_data=new,
            output_data=storable(
                {
                    "text": response.text,
                    "tool_calls": [
                        {"tool": call.tool_name, "arguments": call.args}
                        for call in response.tool_calls
                    ],
                    "cache_read_tokens": usage.cache_read_tokens,
                    "cache_write_tokens": usage.cache_write_tokens,
                }
            ),
        )


def _failure(error: BaseException) -> str:
    """The failure for the log: its kind and the beginning of its message."""
    if isinstance(error, TimeoutError | asyncio.CancelledError):
        return "took too long"
    if isinstance(error, ModelUnavailable):
        return str(error)
    return f"{type(error).__name__}: {error}"[:500]


def cost_of(response: ModelResponse) -> Decimal:
    """US dollars by the price list; for an unknown model, those of the dearest one."""
    try:
        return response.cost().total_price
    except (LookupError, ValueError, AssertionError):
        usage = response.usage
        return usage.input_tokens * FALLBACK_INPUT + usage.output_tokens * FALLBACK_OUTPUT


def conversation(spec: AgentSpec, toolbox: Toolbox) -> list[ModelMessage]:
    """The history by role, then this turn: what the agent knows, and the texts to answer."""
    context = toolbox.context
    messages = _history(context)
    prompt = [f"<context>\n{spec.describe(context, toolbox.settings)}\n</context>"]
    prompt += [f"<text>{_escaped(text)}</text>" for text in context.texts]
    parts = [UserPromptPart(content="\n".join(prompt))]
    messages.append(ModelRequest(parts=parts, instructions=spec.instructions))
    return messages


def _history(context: TurnContext) -> list[ModelMessage]:
    answering = {event.message_id for event in context.events if event.message_id}
    messages: list[ModelMessage] = []
    for message in context.messages:
        if message.id in answering or not message.content.strip():
            continue
        if message.direction == "outbound":
            if not messages:  # the API wants a conversation to begin with its user
                messages.append(_said("(earlier messages are left out)"))
            messages.append(ModelResponse(parts=[TextPart(content=message.content)]))
        else:
            messages.append(_said(message.content))
    return messages


def _read(messages: list[ModelMessage], spec: AgentSpec) -> list[str]:
    """All that the model has read when a turn begins."""
    parts = [part for message in messages for part in message.parts]
    written = [str(getattr(part, "content", "")) for part in parts]
    return [spec.instructions, *(tool.description for tool in spec.tools), *written]


def _sent_back(problem: Untrue, spec: AgentSpec) -> ModelRequest:
    words = (
        f"<refused>Your reply was not sent: it {problem.why} ({problem.detail}). Call the tool that"
        " does it, or write the reply without it.</refused>"
    )
    return ModelRequest(parts=[UserPromptPart(content=words)], instructions=spec.instructions)


def _said(text: str) -> ModelRequest:
    return ModelRequest(parts=[UserPromptPart(content=text)])


def _escaped(text: str) -> str:
    """The text such that it cannot close its own quotation."""
    return text.replace("<", "&lt;")


def _definition(tool: Tool[Any]) -> ToolDefinition:
    return ToolDefinition(
        name=tool.name,
        description=tool.description,
        parameters_json_schema=tool.arguments.model_json_schema(),
    )


async def _result(call: ToolCallPart, toolbox: Toolbox) -> ToolReturnPart:
    """What a call gives. One that waits for somebody else holds up no other turn."""
    if toolbox.asks_outside(call.tool_name):
        return await asyncio.to_thread(_run, call, toolbox)
    return _run(call, toolbox)


def _run(call: ToolCallPart, toolbox: Toolbox) -> ToolReturnPart:
    """Runs one call; what cannot be read as arguments is told to the model as an error."""
    try:
        arguments = call.args_as_dict()
    except (ValueError, AssertionError):
        arguments = {"arguments_that_are_not_json": str(call.args)}
    told = toolbox.run(call.tool_name, arguments)
    return ToolReturnPart(
        tool_name=call.tool_name,
        tool_call_id=call.tool_call_id,
        content=json.dumps(told, ensure_ascii=False),
    )
