"""The tool by which both engines leave a question open: `ask_question`."""

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from shared.agents.capability import Capability
from shared.agents.language.texts import Line, OneLine
from shared.domain.context import TurnContext
from shared.domain.dialogue import OpenQuestion, Option
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

NAME = "ask_question"
_DESCRIPTION = """\
Says what your reply leaves open, so that the person's next text is understood as the answer. Call
it whenever your reply asks one of these, in whatever words you ask it. Kinds:
"""


class Question(Arguments):
    """What is left open."""

    kind: Line
    about: Annotated[
        dict[str, Annotated[str, OneLine, Field(max_length=1600)]],
        Field(max_length=6, description="what the answer is to be joined to; see the kinds"),
    ] = Field(default_factory=dict)
    option_ids: Annotated[
        list[Annotated[str, Field(max_length=64)]],
        Field(max_length=10, description="ids from the context, in the order in which you tell"),
    ] = Field(default_factory=list)


def asking_tool(capabilities: Iterable[Capability[Any]]) -> Tool[Question]:
    """The tool for the questions of these capabilities."""
    kinds = {kind.kind: kind for capability in capabilities for kind in capability.questions}

    def run(context: TurnContext, given: Question, settings: AgentSettings) -> ToolResult:
        kind = kinds.get(given.kind)
        if kind is None:
            return ToolResult(told={"error": f"there is no kind {given.kind}: {', '.join(kinds)}"})
        if strange := sorted(set(given.about) - kind.about):
            return ToolResult(told={"error": f"{kind.kind} has nothing about {', '.join(strange)}"})
        known = kind.options(context)
        if unknown := [id for id in given.option_ids if id not in known]:
            return ToolResult(told={"error": f"not in the context: {', '.join(unknown)}"})
        options = [Option(id=id, name=known[id]) for id in given.option_ids]
        question = OpenQuestion(
            kind=kind.kind, about=dict(given.about), options=options, asked_at=context.now
        )
        return ToolResult(told={"asked": kind.kind}, question=question)

    lines = [f"- {kind.kind}: {kind.meaning}" for kind in kinds.values()]
    return Tool(name=NAME, description=_DESCRIPTION + "\n".join(lines), arguments=Question, run=run)


def ask(box: Toolbox, kind: str, option_ids: Iterable[object] = (), **about: str) -> None:
    """Leaves a question open. Raises ValueError when the kind or an option is not of this turn."""
    arguments = {"kind": kind, "about": about, "option_ids": [str(id) for id in option_ids]}
    # The question itself is stored with the conversation: a record of having asked it says no more.
    told = box.run(NAME, arguments, log=False)
    if "error" in told:
        raise ValueError(f"the question {kind} cannot be left open: {told['error']}")


__all__ = ["ask", "asking_tool"]
