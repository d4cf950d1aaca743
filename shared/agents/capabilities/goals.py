"""Goals: what a member wants, remembered in their words, listed, changed and taken back."""

import re

from shared.agents.asking import ask
from shared.agents.capabilities.goal_tools import (
    DROP_USER_GOAL,
    NOTED,
    STORE_USER_GOAL,
    Ask,
    Change,
    Drop,
    Keep,
    Note,
    Tell,
    Unwanted,
    Wish,
    goals_by_id,
)
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    QuestionKind,
    Rephrased,
    Situation,
    Specificity,
)
from shared.agents.language import followups, wanting
from shared.agents.language.asking_others import asks_members
from shared.agents.language.times import is_time_only
from shared.agents.language.topics import Topic, is_only_courtesy, topics
from shared.agents.language.words import matches, places_in, shortened
from shared.domain.context import Goal, TurnContext
from shared.domain.dialogue import OpenQuestion
from shared.domain.effects.member import DropGoal
from shared.llm.interface import AgentSettings, Toolbox

WHAT_WANTED = "goal_wanted"
TOLD, WHICH = "goals_told", "goal_which"
MOST_TOLD = 5  # in one text
_LONGEST_TOLD = 45  # characters of each
_LONGEST_NEED = 25  # words that answer what they are after
_ALL = r"\b(?:all|both|everything|every|each)\b"
_NONE_OF_THEM = r"\b(?:neither|none|no|nope|nothing|never ?mind|leave (?:it|them)|keep)\b"
_YES = r"^(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please|do|correct|right)\b"
_BESIDES = r"\b(?:too|also|as well|another|and)\b"
# What begins an order, or a question, rather than what somebody is after.
_ORDER = (
    r"^(?:please |pls |can you |could you )*(?:remind|text|ping|nudge|message|tell|show|list|"
    r"cancel|move|set|mute|pause|stop|don'?t|no (?:texts?|messages?|more)|what|who|when|where|why|"
    r"how|is|"
    r"are|do|does|am|change|drop|quiet|forget)\b"
)


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    goals = situation.context.user.goals
    if Topic.INJECTION in topics(text) or followups.is_unwanted(text):
        return None
    if wanting.asks_goals(text):
        return Intent(wish=Tell())
    if listed := wanting.goals_listed(text):
        return Intent(wish=Note(goal=listed[0], more=tuple(listed[1:])))
    if wish := _changed(text, goals) or _dropped(text, goals):
        return Intent(wish=wish, specificity=Specificity.NAMED, label="take a goal off")
    if asks_members(text):
        return None
    if wanting.is_vague(text):
        return Intent(wish=Ask(), specificity=Specificity.LOOSE)
    if goal := wanting.goal_in(text):
        return Intent(wish=Note(goal=goal), specificity=Specificity.LOOSE)
    if wanting.negates(text):
        return Intent(wish=Unwanted(), specificity=Specificity.LOOSE)
    if matches(r"\b(?:found|hired)\b", text) and wanting.settles(text):
        return Intent(wish=Unwanted(settled=True), specificity=Specificity.LOOSE)
    return None


def _dropped(text: str, goals: list[Goal]) -> Drop | None:
    """Which goals are to go: named as goals, or by their words."""
    named = wanting.names_goals(text)
    asked = wanting.drops(text) and not wanting.goal_in(text)
    if not (asked or wanting.settles(text) or wanting.negates(text)):
        return None
    meant = _meant(text, goals, named=named)
    every = matches(_ALL, text) or matches(r"\b(?:my|the) goals\b", text)
    if len(meant) == 1 or (meant and every):
        return Drop(_ids(meant))
    if meant or (named and asked):
        return Drop(_ids(meant or goals), sure=False)
    return None


def _changed(text: str, goals: list[Goal]) -> Change | None:
    """ "Change the lawyer goal to an accountant"; "I don't need a lawyer but an accountant"."""
    said = matches(
        r"\b(?:change|update|make|switch|turn|swap|replace)\b(.+?)\b(?:to|into|for|with|by)\b "
        r"(.+)$",
        text,
    )
    said = said or matches(r"^(?:(?:so|ok|fyi|hey)\b ?)*(?:the|my) (.+?) is now (.+?)\W*$", text)
    said = said or matches(r"\b(?:don'?t|not) (?:need |want |looking for )?(.+?) but (.+)$", text)
    if said is None:
        return None
    meant = _meant(said.group(1), goals, named=wanting.names_goals(said.group(1)))
    if len(meant) != 1 or matches(_ALL, said.group(1)) or is_time_only(said.group(2)):
        return None
    return Change(meant[0].id, wanting.replaced_in(meant[0].text, said.group(2)))


def _meant(text: str, goals: list[Goal], *, named: bool) -> list[Goal]:
    """The goals that a text means: by place, all, those with most of its words, the only one.

    Place, "all" and nothing at all count only where it is said that goals are meant.
    """
    if named and matches(_ALL, text):
        return goals
    said = wanting.telling(text) or _hiring(text)
    shared = [len(said & (wanting.telling(goal.text) | _hiring(goal.text))) for goal in goals]
    if best := max(shared, default=0):
        return [goal for goal, words in zip(goals, shared, strict=True) if words == best]
    if not named:
        return []
    places = [goals[place] for place in places_in(text, len(goals))]
    plural = matches(r"\bgoals\b", text) and not said
    return places or (goals if len(goals) == 1 or plural else [])


def _hiring(text: str) -> set[str]:
    """ "Hire" tells one goal from another where no word of what is wanted does."""
    return {"hire"} if matches(r"\bhir(?:e|ing|es)\b|\brecruit", text) else set()


def _ids(goals: list[Goal]) -> tuple[str, ...]:
    return tuple(goal.id for goal in goals)


def _those(question: OpenQuestion, context: TurnContext) -> list[Goal]:
    known = goals_by_id(context)
    return [known[option.id] for option in question.options if option.id in known]


def _read_noted(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Actually an accountant", or "scratch that", after a goal was noted."""
    goals = _those(question, situation.context)
    if not goals:
        return None
    if followups.takes_back(text):
        return Drop(_ids(goals))
    if wanting.settles(text) and len(text.split()) <= 5 and not matches(r"\bnot\b|n't\b|\?", text):
        return Drop(_ids(goals[-1:]))  # "done, found one"
    if (besides := wanting.added(text)) and not matches(_ORDER, besides):
        return Note(goal=wanting.corrected_goal(goals[-1].text, besides))
    correction = wanting.corrected_to(text)
    if correction is None or is_time_only(correction) or matches(_ORDER, correction):
        return None
    if matches(_BESIDES, correction) or topics(correction) or is_only_courtesy(correction):
        return None
    if wanting.negates(correction) or len(correction.split()) > _LONGEST_NEED:
        return None
    return Change(goals[-1].id, wanting.corrected_goal(goals[-1].text, correction))


def _read_told(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """ "Drop the second" after a list of goals."""
    if not (wanting.drops(text) or wanting.settles(text)) or followups.is_unwanted(text):
        return None
    goals = _those(question, situation.context)
    meant = _meant(text, goals, named=True)
    if meant and (len(meant) == 1 or matches(_ALL, text) or places_in(text, len(goals))):
        return Drop(_ids(meant))
    return None


def _read_which(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """An answer to which goals to drop."""
    goals = _those(question, situation.context)
    if matches(_ORDER, text) and not wanting.drops(text):
        return None
    if matches(_NONE_OF_THEM, text) and not wanting.drops(text):
        return Keep()
    if matches(_YES, text) and len(text.split()) <= 3:
        return Drop(_ids(goals)) if len(goals) == 1 else None
    if wanting.goal_in(text) and not wanting.drops(text):
        return None
    meant = _meant(text, goals, named=len(goals) > 1)
    return Drop(_ids(meant)) if meant else None


def _read_wanted(text: str, question: OpenQuestion, situation: Situation) -> Wish | None:
    """What they are after, when we have asked: also without "I need"."""
    aside = topics(text) or is_only_courtesy(text) or is_time_only(text) or "?" in text
    if aside or matches(_ORDER, text) or wanting.negates(text) or wanting.settles(text):
        return None
    if followups.wants_followup(text) or not 1 < len(text.split()) <= _LONGEST_NEED:
        return None
    bare = re.sub(r"^\W*(?:with|for|about|on|like|maybe|so|well|um+)\s+", "", text, flags=re.I)
    return Note(goal=wanting.goal_in(bare) or bare)


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Note):
        return _note(wish, box)
    if isinstance(wish, Ask | Keep | Unwanted):
        return _nothing_stored(wish, box)
    goals = goals_by_id(box.context)
    if isinstance(wish, Change):
        old = goals[wish.id].text
        box.run("drop_user_goal", {"id": wish.id})
        told = box.run("store_user_goal", {"goal": wish.goal[:500]})
        if "error" in told:
            return f'Dropped: "{shortened(old)}", but I couldn\'t note the new one.'
        return f'Changed: "{shortened(wish.goal)}", was "{shortened(old)}".'
    if not goals and (dropped := _dropped_now(box)) and not isinstance(wish, Tell):
        return dropped  # "found one, you can close that goal"
    if not goals:
        return "No goals noted yet."
    if isinstance(wish, Tell):
        return _tell(box)
    meant = [goals[id] for id in wish.ids if id in goals]
    if not wish.sure:
        return _which(meant, box)
    told = [box.run("drop_user_goal", {"id": goal.id}) for goal in meant]
    return f"Dropped: {'; '.join(_quoted(one['dropped']) for one in told)}."


def _nothing_stored(wish: Ask | Keep | Unwanted, box: Toolbox) -> str:
    if isinstance(wish, Ask):
        ask(box, WHAT_WANTED)
        return "Who would that be, and good at what? A few words, and I'll note it."
    if isinstance(wish, Keep):
        return "All right, they stay as they are."
    return "Good to hear." if wish.settled else "All right, nothing is noted for that."


def _dropped_now(box: Toolbox) -> str:
    """What was said of the goals that this turn has dropped; empty where there are none."""
    dropped = [effect.text for effect in box.effects if isinstance(effect, DropGoal)]
    return f"Dropped: {'; '.join(map(_quoted, dropped))}." if dropped else ""


def _note(wish: Note, box: Toolbox) -> str:
    told = box.run("store_user_goal", {"goal": wish.goal[:500]})
    if "error" in told:
        return "I couldn't note that. Could you put it in a sentence?"
    if "already_stored" in told:
        return "I have that noted already."
    if not wish.more:
        return f'Noted: "{shortened(told["stored"])}".'
    others = [box.run("store_user_goal", {"goal": goal}) for goal in wish.more]
    stored = [told, *(one for one in others if "stored" in one)]
    return f"Noted: {'; '.join(_quoted(one['stored']) for one in stored)}."


def _tell(box: Toolbox) -> str:
    goals = box.context.user.goals
    ask(box, TOLD, _ids(goals[:MOST_TOLD]))
    if len(goals) == 1:
        return f'One goal is noted: {_quoted(goals[0].text)}. "Drop it" takes it off.'
    return f'Goals noted: {_numbered(goals)}. To take one off, text "drop the first".'


def _which(goals: list[Goal], box: Toolbox) -> str:
    ask(box, WHICH, _ids(goals[:MOST_TOLD]))
    if len(goals) == 1:
        return f"Should I drop {_quoted(goals[0].text)}?"
    return f"Which should I drop: {_numbered(goals)}?"


def _numbered(goals: list[Goal]) -> str:
    shown = [f"{place}. {_quoted(goal.text)}" for place, goal in enumerate(goals[:MOST_TOLD], 1)]
    more = len(goals) - len(shown)
    return ", ".join(shown) + (f", and {more} more" if more else "")


def _quoted(text: str) -> str:
    text = text.rstrip(" .!?")
    return f'"{text if len(text) <= _LONGEST_TOLD else text[: _LONGEST_TOLD - 3].rstrip() + "..."}"'


def _describe(context: TurnContext, settings: AgentSettings) -> list[str]:
    goals = context.user.goals
    return ["Their goals:", *(f"- id {goal.id}: {goal.text}" for goal in goals)] if goals else []


def _options(context: TurnContext) -> dict[str, str]:
    return {id: goal.text for id, goal in goals_by_id(context).items()}


GOALS: Capability[Wish] = Capability(
    name="goals",
    read=_read,
    answer=_answer,
    tools=(STORE_USER_GOAL, DROP_USER_GOAL),
    questions=(
        QuestionKind(
            kind=NOTED,
            meaning="a goal was just noted; store_user_goal leaves this by itself",
            read=_read_noted,
            options=_options,
            implicit=True,
        ),
        QuestionKind(
            kind=TOLD,
            meaning="you told their goals; options: their ids, as told",
            read=_read_told,
            options=_options,
            implicit=True,
        ),
        QuestionKind(
            kind=WHICH,
            meaning="you asked which goal to drop; options: their ids",
            read=_read_which,
            options=_options,
        ),
        QuestionKind(
            kind=WHAT_WANTED,
            meaning="you asked what they are after, to note it as a goal",
            read=_read_wanted,
        ),
    ),
    instructions="""\
- Remember their goals (store_user_goal): store one when they say what they want, look for or need,
  in their words. What they do not want, or want of you at once, is no goal. Take one back when they
  found it or do not want it any more (drop_user_goal), and say which.
""",
    ability="note your goals",
    label="note that as a goal",
    rephrased={
        "goal_add": Rephrased(),
        "goal_list": Rephrased("what are my goals", tells=True),
        "goal_drop": Rephrased(
            "drop my goal {text}", "drop a goal", label="take a goal off", careful=True
        ),
    },
    tries=("I need an accountant",),
    chosen_by=r"\b(?:goal|note|remember|save)\b",
    chosen=lambda text: Note(goal=text),
    merged=lambda earlier, later: _merged(earlier, later),
    describe=_describe,
    examples=(
        Example(text="I'm looking for a CRM", wish=Note(goal="I'm looking for a CRM")),
        Example(text="Hi, I want to hire a designer", wish=Note(goal="I want to hire a designer")),
        Example(text="remember that I hate cold calls", wish=Note(goal="I hate cold calls")),
        Example(text="what are my goals?", wish=Tell()),
        Example(text="I'm no longer looking for a CRM", wish=Unwanted()),
    ),
    counter_examples=(
        "I need a reminder tomorrow at 9",
        "what needs my attention?",
        "thanks",
        "no need to remind me",
        "I want to delete my account",
    ),
)


def _merged(earlier: str, later: str) -> str | None:
    """ "Actually a designer" worked into "I need a lawyer"."""
    correction = wanting.corrected_to(later)
    if not correction or followups.wants_followup(earlier) or not wanting.goal_in(earlier):
        return None
    if is_time_only(correction) or matches(_ORDER, correction) or matches(_BESIDES, correction):
        return None
    return wanting.corrected_goal(earlier, correction)


__all__ = ["GOALS", "WHAT_WANTED"]
