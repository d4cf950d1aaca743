"""The saga of research on solutions: each run does the one step that the workflow's row says.

Each step is read, decided and returned as one effect: it stores what the step has found and comes
with the task of the next one. A process that dies before that has changed nothing, and one that
does a step twice is refused by the row, which is elsewhere by then.
"""

from typing import Any

from shared.db.research import matching_innovators, names_of, search_of
from shared.domain.effects.research import (
    CompleteSolution,
    EvaluateFindings,
    FinishWaiting,
    StoreFindings,
    WebOutcome,
)
from shared.domain.expertise import label_of
from shared.domain.research import LEAST_FIT, Research
from shared.domain.tasks import SolutionContext, TaskType
from shared.errors import ProviderBusy, ProviderRefused, ProviderUnavailable
from shared.network.research import (
    MOST_KEPT,
    State,
    final_news,
    first_news,
    is_met,
    question_of,
    tags_of,
    waited_enough,
)
from shared.providers.asked import publishable
from shared.tasks.handler import ClaimedTask, Done, Handler, Ports
from shared.tasks.re_engagement import person_of


def _step(task: ClaimedTask, context: SolutionContext, ports: Ports) -> Done:
    """evaluate_solution_workflow: the next step."""
    search = search_of(ports.database, context.workflow_id, ports.now)
    if search is None or not search.goes_on:
        return Done(result={"step": "over"})
    match search.step:
        case State.INITIAL_RESEARCH:
            return _research(search, task, ports)
        case State.EVALUATE_INITIAL:
            return _evaluate(search, task)
        case State.AWAITING:
            return _wait(search, ports)
        case _:
            return _complete(search, task)


def _research(search: Research, task: ClaimedTask, ports: Ports) -> Done:
    """initial_research: the innovators, and the web if it can be searched."""
    user_id = person_of(task)
    web, outcome = _on_the_web(search, task, ports)
    innovators = matching_innovators(ports.database, user_id, search.wanted, tags_of(search))
    done = StoreFindings(
        workflow_id=search.id,
        round=search.round,
        innovators=innovators,
        web=web,
        web_outcome=outcome,
        why=f"{len(innovators)} innovators, {len(web)} pages; the web: {outcome}",
    )
    found = {"innovators": len(innovators), "pages": len(web), "web": outcome}
    return Done(result={"step": search.step, **found}, effects=(done,))


def _on_the_web(
    search: Research, task: ClaimedTask, ports: Ports
) -> tuple[list[dict[str, Any]], WebOutcome]:
    """What the provider finds, with no transaction open.

    A provider that is slow, busy or down is asked again with the task; after its last attempt the
    search goes on without it.
    """
    if ports.web is None:
        return [], "off"
    names = names_of(ports.database, person_of(task))
    question = publishable(search.wanted, names)
    category = label_of(search.category) if search.category else None
    try:
        options = ports.web.options(question, category, MOST_KEPT)
    except ProviderRefused:
        return [], "refused"  # which the provider has logged
    except (ProviderBusy, ProviderUnavailable):
        if task.attempts <= task.max_retries:
            raise
        return [], "unavailable"
    found = [
        {"title": one.title, "url": one.url, "about": one.summary or None, "fit": one.fit}
        for one in options[:MOST_KEPT]
        if one.title and one.fit >= LEAST_FIT
    ]
    return found, "answered"


def _evaluate(search: Research, task: ClaimedTask) -> Done:
    """evaluate_initial: what was found is shared, and the members are asked."""
    news = first_news(search, task.agent_type)
    met = is_met(search)
    done = EvaluateFindings(
        workflow_id=search.id,
        round=search.round,
        options=len(search.options),
        met=met,
        news=news,
        question=question_of(search),
        why=f"{len(search.options)} options, the best fits {_best(search)}; the members are asked",
    )
    return Done(result={"step": search.step, "shared": news is not None}, effects=(done,))


def _best(search: Research) -> str:
    return f"{search.options[0].fit:.2f}" if search.options else "not at all"


def _wait(search: Research, ports: Ports) -> Done:
    """awaiting_expert_responses: on, when enough has come or the time is over."""
    why = waited_enough(search, ports.now)
    if why is None:
        return Done(result={"step": search.step, "waiting": True})
    done = FinishWaiting(workflow_id=search.id, round=search.round, why=why)
    return Done(result={"step": search.step, "why": why}, effects=(done,))


def _complete(search: Research, task: ClaimedTask) -> Done:
    """final_evaluation: the member hears how it ended."""
    met = is_met(search)
    done = CompleteSolution(
        workflow_id=search.id,
        round=search.round,
        options=len(search.options),
        met=met,
        insights={"asked": search.asked, "answered": len(search.answers)},
        recommendations=[answer.model_dump(mode="json") for answer in search.answers],
        news=final_news(search, task.agent_type),
        why=f"{len(search.options)} options, the best fits {_best(search)};"
        f" {len(search.answers)} answers; the threshold is {'met' if met else 'not met'}",
    )
    return Done(result={"step": search.step, "met": met}, effects=(done,))


def _end(task: ClaimedTask, context: SolutionContext, ports: Ports) -> Done:
    """solution_workflow_timeout: it ends with what it has, wherever it has come to.

    A step that has not been done by then, since its task has died, is done once more.
    """
    search = search_of(ports.database, context.workflow_id, ports.now)
    if search is None or not search.goes_on:
        return Done(result={"step": "over"})
    if search.step != State.FINAL_EVALUATION and task.attempts > 1:
        return _wait(search, ports)
    return _step(task, context, ports)


RESEARCH_TASKS = (
    Handler(task_type=TaskType.EVALUATE_SOLUTION_WORKFLOW, context=SolutionContext, run=_step),
    Handler(task_type=TaskType.SOLUTION_WORKFLOW_TIMEOUT, context=SolutionContext, run=_end),
)

__all__ = ["RESEARCH_TASKS"]
