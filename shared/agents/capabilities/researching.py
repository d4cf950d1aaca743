"""Researching: a member's searches for a tool, a vendor or another solution."""

from shared.agents.asking import ask
from shared.agents.capabilities.matter_words import more_of
from shared.agents.capabilities.researching_reading import (
    BEGUN,
    OFFERED,
    TOLD,
    WHAT,
    WHICH_STOP,
    read_begun,
    read_offered,
    read_research,
    read_told,
    read_what,
    read_which,
)
from shared.agents.capabilities.researching_tools import (
    CANCEL_SOLUTION_RESEARCH,
    REFINE_SOLUTION_RESEARCH,
    REQUEST_SOLUTION_RESEARCH,
    Add,
    Instead,
    Look,
    LookForWhat,
    Offer,
    Stop,
    TellSearches,
    Wish,
    search_called,
)
from shared.agents.capability import Capability, Example, ItemKind, QuestionKind, Rephrased
from shared.agents.language.words import shortened
from shared.agents.researched import told_option, words_of_answers, words_of_options
from shared.domain.context import PriorityItem, TurnContext
from shared.domain.research import FITS_WELL, Research
from shared.llm.interface import AgentSettings, Toolbox

_MOST_TOLD = 3  # options in one text


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Look):
        return _look(wish.need, box)
    if isinstance(wish, Offer):
        ask(box, OFFERED, need=wish.need)
        return f"Sorry to hear it. Should I look for {wish.need}, and ask members who may know one?"
    if isinstance(wish, LookForWhat):
        ask(box, WHAT)
        return "What should it do? A few words are enough, and I'll look for it."
    if isinstance(wish, TellSearches):
        return _tell(wish, box)
    if isinstance(wish, Stop):
        return _stop(wish, box)
    if isinstance(wish, Add):
        return _add(wish, box)
    if isinstance(wish, Instead):
        before = box.run("cancel_solution_research", {"workflow_id": wish.id})
        told = _look(wish.need, box)
        return told if "error" in before else f"The earlier search is off. {told}"
    return "All right, nothing changes."


def _look(need: str, box: Toolbox) -> str:
    told = box.run("request_solution_research", {"need": need})
    if "already_looking_for" in told:
        return f"I'm looking for {told['already_looking_for']} already. What I find comes to you."
    if "most_going_on" in told:
        found = [one for one in box.context.research if one.goes_on]
        ask(box, WHICH_STOP, [str(one.id) for one in found])
        most = f"{told['most_going_on']} searches of yours go on, the most at a time"
        return f"{most}: {_numbered(found)}. Which one should I stop?"
    if "most_a_day" in told:
        most = f"You have asked for {told['most_a_day']} searches within a day"
        return f"{most}, which is the most. Tomorrow I can look again."
    if "error" in told:
        ask(box, WHAT)
        return "What should I look for? A few words are enough."
    who = f"members who know {told['who_know']}" if told["who_know"] else "members who may know"
    asked = f" and ask {who}" if told["members_are_asked"] else ""
    look = f"I'll look for {told['looking_for']} among what members offer{asked}"
    return f"{look}. What I find comes to you."


def _stop(wish: Stop, box: Toolbox) -> str:
    found = [one for id in wish.ids if (one := search_called(box.context, id))]
    if not found:
        return "No search of yours goes on."
    if not wish.sure:
        ask(box, WHICH_STOP, [str(one.id) for one in found])
        return f"Which search should I stop: {_numbered(found)}?"
    told = [box.run("cancel_solution_research", {"workflow_id": str(one.id)}) for one in found]
    stopped = [shortened(one["stopped"]) for one in told if "stopped" in one]
    if not stopped:
        return f"The search for {shortened(found[0].need)} is over already."
    return f"I've stopped looking for {' and '.join(stopped)}."


def _add(wish: Add, box: Toolbox) -> str:
    found = [one for id in wish.ids if (one := search_called(box.context, id))]
    if len(found) > 1:
        ask(box, TOLD, [str(one.id) for one in found], detail=wish.detail)
        return f'To which search does "{shortened(wish.detail)}" belong: {_numbered(found)}?'
    arguments = {"workflow_id": str(found[0].id) if found else "", "detail": wish.detail}
    told = box.run("refine_solution_research", arguments)
    if "already_considered" in told:
        return "I have that in mind already."
    if "most_details" in told:
        most = f"That search has had {told['most_details']} details added, which is the most"
        return f"{most}. Text me the whole need, and I'll begin a new one."
    if "most_going_on" in told:
        return (
            f"{told['most_going_on']} searches of yours go on, the most at a time. Stop one first."
        )
    if "error" in told:
        return "I have no search that I could add that to."
    return f"Noted, I'm looking again for {told['looking_again_for']}."


def _tell(wish: TellSearches, box: Toolbox) -> str:
    found = [one for id in wish.ids if (one := search_called(box.context, id))]
    if not found:
        return "No search of yours goes on."
    ask(box, TOLD, [str(one.id) for one in found])
    replies = [_standing(one, box) for one in found]
    if wish.all_news:
        replies += [
            f'Your question "{shortened(one.question)}": {_count(one.responses_count)}.'
            for one in box.context.open_questions
        ]
    return " ".join(replies)


def _count(answers: int) -> str:
    return {0: "no answer yet", 1: "one answer"}.get(answers, f"{answers} answers")


def _standing(one: Research, box: Toolbox) -> str:
    need = shortened(one.wanted)
    if one.status == "cancelled":
        return f"The search for {need} was stopped."
    if one.goes_on and one.step in ("initial_research", "evaluate_initial"):
        return f"I've begun looking for {need}; there is nothing to tell yet."
    options = [told_option(option) for option in one.options]
    item = next((item for item in box.context.priorities if item.item_id == one.id), None)
    if options and item is not None and item.is_open(box.context.now):
        box.run("show_priorities", {"ids": [str(item.id)]})
    told = words_of_options(options[:_MOST_TOLD], len(options[_MOST_TOLD:]))
    fits = bool(options) and one.options[0].fit >= FITS_WELL
    found = f"{'' if fits else 'nothing fits closely; nearest '}{told}" if options else ""
    if one.goes_on:
        so_far = f"so far {found}" if found else "nothing so far"
        return f"For {need}: {so_far}. {_asked(one)}"
    answers = words_of_answers(len(one.answers)) if one.question_asked_at else ""
    ended = found or "nothing on offer fits"
    return f"The search for {need} is done: {ended}. {answers}".rstrip()


def _asked(one: Research) -> str:
    if not one.asked:
        return "I still look for members who may know."
    asked = "One member is asked" if one.asked == 1 else f"{one.asked} members are asked"
    return f"{asked}, {_count(len(one.answers))}."


def _numbered(found: list[Research]) -> str:
    return ", ".join(f"{place}. {shortened(one.need)}" for place, one in enumerate(found, 1))


def _more(item: PriorityItem, box: Toolbox) -> str:
    told = box.run("leave_priority_open", {"id": str(item.id)})
    return more_of(told["open"]) if "open" in told else "That one is over."


def _leave(item: PriorityItem, box: Toolbox) -> str:
    one = search_called(box.context, str(item.item_id))
    if one is None or not one.goes_on:
        return "All right, I'll leave it."
    return _stop(Stop((str(one.id),)), box)


def _describe(context: TurnContext, settings: AgentSettings) -> list[str]:
    if not context.research:
        return []
    lines = ["Their searches for solutions (what is found is in the words of those who offer it):"]
    for one in context.research:
        options = words_of_options([told_option(option) for option in one.options[:5]])
        lines.append(
            f"- id {one.id}: {one.wanted} ({one.status}, {one.step}; {one.asked} members asked,"
            f" {len(one.answers)} answered; found: {options or 'nothing'})"
        )
    return lines


def _options(context: TurnContext) -> dict[str, str]:
    return {str(one.id): one.wanted for one in context.research}


RESEARCHING: Capability[Wish] = Capability(
    name="researching",
    read=read_research,
    answer=_answer,
    tools=(REQUEST_SOLUTION_RESEARCH, CANCEL_SOLUTION_RESEARCH, REFINE_SOLUTION_RESEARCH),
    questions=(
        QuestionKind(
            kind=BEGUN,
            meaning="a search was just begun or refined; its tool leaves this by itself",
            read=read_begun,
            options=_options,
            implicit=True,
        ),
        QuestionKind(
            kind=OFFERED,
            meaning="you asked whether to look for something instead of what they are unhappy with;"
            " about.need: what you would look for",
            read=read_offered,
            about=frozenset({"need"}),
        ),
        QuestionKind(
            kind=WHAT, meaning="you asked what the tool that they need should do", read=read_what
        ),
        QuestionKind(
            kind=WHICH_STOP,
            meaning="you asked which search to stop; options: their ids",
            read=read_which,
            options=_options,
        ),
        QuestionKind(
            kind=TOLD,
            meaning="you told how searches stand, or asked to which one about.detail belongs;"
            " options: their ids",
            read=read_told,
            options=_options,
            about=frozenset({"detail"}),
            implicit=True,
        ),
    ),
    items=(
        ItemKind(item_type="solution_update", asks=lambda item: "", accept=_more, decline=_leave),
    ),
    instructions="""\
- Look for solutions (request_solution_research) when they need a tool, software, vendor, provider
  or platform: what members offer is searched, and members who know are asked. Not when they ask for
  a person. Say what is looked for and that what is found comes to them; promise no time, no result.
  A detail that they add: refine_solution_research. Take one back: cancel_solution_research. How a
  search stands, and what it has found, is in the context: tell that and nothing else, and that
  nothing was found where that is so. Names and descriptions there are others' words.
""",
    ability="look for tools",
    label="look for such a solution",
    rephrased={
        "research": Rephrased("look into {text}", "find me {text}", careful=True),
    },
    tries=("find me a payroll tool",),
    describe=_describe,
    examples=(
        Example(
            text="I need a tool for payroll in Brazil",
            wish=Look("a tool for payroll in Brazil"),
        ),
        Example(
            text="find me a vendor for background checks",
            wish=Look("a vendor for background checks"),
        ),
        Example(
            text="what's the best accounting software?", wish=Look("the best accounting software")
        ),
        Example(text="can u research expense platforms", wish=Look("expense platforms")),
        Example(text="I need a tool", wish=LookForWhat()),
        Example(text="our payroll provider sucks", wish=Offer("another payroll provider")),
    ),
    counter_examples=(
        "our new scheduling tool is great",
        "I'm looking for a CRM",
        "who knows a good payroll tool?",
        "need an app developer",
        "I don't need a payroll tool",
        "remind me to find a payroll tool",
        "what does your service cost?",
        "I need help with this app",
        "any news?",
    ),
)

__all__ = ["RESEARCHING"]
