"""Goals: what a member wants, remembered in their words."""

from dataclasses import dataclass

from shared.agents.capability import Capability, Example, Intent, Situation, Specificity
from shared.agents.language import followups, wishes
from shared.agents.language.texts import Sentence
from shared.agents.language.topics import Topic, topics
from shared.agents.language.words import matches, shortened
from shared.domain.context import TurnContext
from shared.domain.effects.member import StoreGoal
from shared.llm.interface import AgentSettings, Arguments, Tool, Toolbox, ToolResult

NO_SEARCH = "It's only noted so far: I can't search or introduce people by text yet."
_CORRECTION = (
    r"^(?:sorry|actually|no,|no wait|i meant?|correction|or rather|scratch that)[,: ]+(.+)$"
)


class GoalText(Arguments):
    """A goal in the person's own words."""

    goal: Sentence


@dataclass(frozen=True, kw_only=True)
class Note:
    """A goal to remember; `search`: they ask us to find somebody, which no tool does."""

    goal: str
    search: bool = False


@dataclass(frozen=True)
class TakeBack:
    """A goal is not one any more, which no tool takes back."""


Wish = Note | TakeBack


def _store_goal(context: TurnContext, given: GoalText, settings: AgentSettings) -> ToolResult:
    known = {goal.text.casefold() for goal in context.user.goals}
    if given.goal.casefold() in known:
        return ToolResult(told={"already_stored": given.goal})
    return ToolResult(told={"stored": given.goal}, effects=(StoreGoal(text=given.goal),))


STORE_USER_GOAL = Tool(
    name="store_user_goal",
    description="Remembers something the person wants, in their words.",
    arguments=GoalText,
    run=_store_goal,
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if wishes.drops_goal(text):
        return Intent(wish=TakeBack())
    if Topic.INJECTION in topics(text):
        return None
    goal = wishes.goal_in(text)
    if goal is None:
        return None
    return Intent(
        wish=Note(goal=goal, search=wishes.wants_search(text)), specificity=Specificity.LOOSE
    )


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, TakeBack):
        return "I can't take a goal back by text, but I can note a new one."
    told = box.run("store_user_goal", {"goal": wish.goal[:500]})
    if "error" in told:
        return "I couldn't note that. Could you put it in a sentence?"
    stored = (
        "I have that noted already."
        if "already_stored" in told
        else f'Noted: "{shortened(told["stored"])}".'
    )
    return f"{stored} {NO_SEARCH}" if wish.search else stored


def _merged(earlier: str, later: str) -> str | None:
    """ "Actually a designer" worked into "I need a lawyer"."""
    said = matches(_CORRECTION, later)
    if said and not followups.wants_followup(earlier) and wishes.goal_in(earlier):
        return wishes.corrected_goal(earlier, said.group(1))
    return None


GOALS: Capability[Wish] = Capability(
    name="goals",
    read=_read,
    answer=_answer,
    tools=(STORE_USER_GOAL,),
    instructions="""\
- Remember their goals (store_user_goal): store one when they say what they want, look for or need,
  in their words. When they ask for research, an expert's answer or an introduction, which is not
  possible by text yet, store it as a goal, and say honestly that it is noted and no more than that.
""",
    ability="note what you're looking for",
    label="note that as a goal",
    chosen_by=r"\b(?:goal|note|remember|save)\b",
    chosen=lambda text: Note(goal=text),
    merged=_merged,
    examples=(
        Example(text="I'm looking for a CRM", wish=Note(goal="I'm looking for a CRM")),
        Example(text="Hi, I want to hire a designer", wish=Note(goal="I want to hire a designer")),
        Example(text="remember that I hate cold calls", wish=Note(goal="I hate cold calls")),
        Example(
            text="can you find me a designer",
            wish=Note(goal="can you find me a designer", search=True),
        ),
        Example(text="I'm no longer looking for a CRM", wish=TakeBack()),
    ),
    counter_examples=("I need a reminder tomorrow at 9", "what needs my attention?", "thanks"),
)

__all__ = ["GOALS"]
