"""Answering: a member who was asked a question answers it, adds to it, passes, or says "never"."""

from shared.agents.asking import ask
from shared.agents.capabilities.answering_reading import (
    Answer,
    NeverAbout,
    NoAnswer,
    Pass,
    Ready,
    Wish,
    by_name,
    perhaps,
    read_answered,
    read_asked,
    read_confirm,
)
from shared.agents.capabilities.answering_tools import (
    ANSWERED,
    BLOCK_TOPICS,
    PASS_COMMUNITY_REQUEST,
    RECORD_COMMUNITY_RESPONSE,
    UNBLOCK_TOPICS,
    asked_called,
)
from shared.agents.capability import (
    Capability,
    Example,
    Intent,
    ItemKind,
    QuestionKind,
    Situation,
    Specificity,
)
from shared.agents.describe import QUOTED
from shared.agents.language.answers import is_elsewhere, is_pass, is_substantive, knows_someone
from shared.agents.language.asking_others import again_about, never_about
from shared.agents.language.questions import is_question
from shared.agents.language.words import matches, shortened
from shared.agents.rendering import COMMUNITY_ASKED
from shared.domain.context import AskState, PriorityItem, TurnContext
from shared.llm.interface import AgentSettings, Toolbox

CONFIRM = "community_confirm"
# The word that every question names for it: it counts though something else was said since.
_BY_THE_WORD = (
    r"^\W*(?:(?:i|i'll|i will|ok|sorry|let me|hard)\W+)*pass(?: on (?:that|it|this)(?: one)?)?\W*$"
)
ITEM = "community_request"  # `user_priorities.item_type`


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    if tags := never_about(text):
        return Intent(wish=NeverAbout(tuple(tags)), specificity=Specificity.NAMED)
    if tags := again_about(text):
        return Intent(wish=NeverAbout(tuple(tags), again=True), specificity=Specificity.NAMED)
    shown = [one for one in situation.context.asked_requests if one.shown_at is not None]
    if not shown or is_elsewhere(text):
        return None
    if found := by_name(text, shown):
        return Intent(wish=found, specificity=Specificity.NAMED)
    told = {item.item_id for item in situation.context.shown_last if item.item_type == ITEM}
    last = [one for one in shown if one.id in told and one.state is AskState.ASKED]
    if len(last) == 1 and is_pass(text) and knows_someone(text):
        return Intent(wish=Pass(str(last[0].id), text), specificity=Specificity.NAMED)
    asked = [one for one in shown if one.state is AskState.ASKED and one.open]
    if len(asked) == 1 and matches(_BY_THE_WORD, text):
        return Intent(wish=Pass(str(asked[0].id)))
    if not is_substantive(text) or is_question(text):
        return None
    if len(last) == 1 and len(told) == 1:
        return Intent(wish=Answer(str(last[0].id), text), goes_on=lambda _: True)
    return perhaps(text, shown, situation.now)


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, NeverAbout):
        told = box.run(
            "unblock_topics" if wish.again else "block_topics", {"topics": list(wish.tags)}
        )
        if wish.again:
            return f"All right, I may ask you about {told['about']} again."
        return f"All right, I won't ask you about {told['never_about']} again."
    if isinstance(wish, NoAnswer):
        return "All right, I pass nothing on."
    if isinstance(wish, Pass):
        return _passed(wish, box)
    if isinstance(wish, Answer):
        return _recorded(wish, box)
    found = asked_called(box.context, wish.id)
    if found is None:
        return ""
    ask(box, COMMUNITY_ASKED, [found.id])
    who = found.asker_name or "them"
    if isinstance(wish, Ready):
        return f"Good. What should I tell {who}?"
    context = f" They add: {shortened(found.context)}." if found.context else ""
    return (
        f'All I have from {found.asker or who} is: "{shortened(found.question)}".{context} Text me'
        ' what you know, or "pass".'
    )


def _recorded(wish: Answer, box: Toolbox) -> str:
    found = asked_called(box.context, wish.id)
    if found is not None and not wish.sure:
        ask(box, CONFIRM, [found.id], text=wish.words[:1600])
        who = f"{found.asker_name}'s question" if found.asker_name else "the question"
        return f'Is that your answer to {who}, "{shortened(found.question)}"?'
    told = box.run(
        "record_community_response", {"request_id": wish.id, "answer": " ".join(wish.words.split())}
    )
    if "error" in told:
        return _refused(told)
    if told["added"]:
        return f"Added; I pass that on to {told['for']} too."
    return f"Thank you. I pass that on to {told['for']}."


def _passed(wish: Pass, box: Toolbox) -> str:
    reason = {"reason": shortened(wish.words)} if len(wish.words.split()) > 2 else {}
    told = box.run("pass_community_request", {"request_id": wish.id, **reason})
    if "error" in told:
        return _refused(told)
    if told["knows_someone"]:
        return "All right, I leave that one to others, and it's noted that you know someone."
    return "All right, I leave that one to others."


def _refused(told: dict[str, object]) -> str:
    return {
        "closed": "Thank you. That question has closed meanwhile, so I can't pass it on any more.",
        "rewarded": "Thank you. Your answer there has been passed on and rewarded already.",
        "answered": "You have answered that one already.",
    }.get(str(told.get("why")), "I couldn't take that as an answer. Could you say it once more?")


def _accept(item: PriorityItem, box: Toolbox) -> str:
    return _answer(Ready(str(item.item_id)), box)


def _decline(item: PriorityItem, box: Toolbox) -> str:
    return _passed(Pass(str(item.item_id)), box)


def _describe(context: TurnContext, settings: AgentSettings) -> list[str]:
    shown = [one for one in context.asked_requests if one.shown_at is not None]
    if not shown:
        return []
    lines = [f"Questions by other members that they were asked {QUOTED}:"]
    for one in shown:
        over = "" if one.open else ", closed"
        lines.append(
            f"- id {one.id}: {one.asker_name or 'a member'}: {one.question} ({one.state}{over})"
        )
    return lines


def _options(context: TurnContext) -> dict[str, str]:
    return {str(one.id): one.question for one in context.asked_requests}


ANSWERING: Capability[Wish] = Capability(
    name="answering",
    read=_read,
    answer=_answer,
    tools=(RECORD_COMMUNITY_RESPONSE, PASS_COMMUNITY_REQUEST, BLOCK_TOPICS, UNBLOCK_TOPICS),
    questions=(
        QuestionKind(
            kind=COMMUNITY_ASKED,
            meaning="they were asked a member's question, and may answer it; options: its id",
            read=read_asked,
            options=_options,
            whole=True,
        ),
        QuestionKind(
            kind=ANSWERED,
            meaning="they have just answered; record_community_response leaves this by itself",
            read=read_answered,
            options=_options,
            implicit=True,
            whole=True,
        ),
        QuestionKind(
            kind=CONFIRM,
            meaning="you asked whether something is their answer; options: the question's id;"
            " about.text: what they wrote",
            read=read_confirm,
            options=_options,
            about=frozenset({"text"}),
        ),
    ),
    items=(
        ItemKind(
            item_type=ITEM,
            asks=lambda item: "",  # what was told of it says how to answer
            accept=_accept,
            decline=_decline,
        ),
    ),
    instructions="""\
- Questions that other members have for them stand in the context. When they answer one, record it
  in their own words (record_community_response) and say to whom it is passed on; what they add
  later is recorded too. When they do not know or want to, pass_community_request. Record only what
  is beyond doubt meant for that question; otherwise ask. A late answer is thanked for.
- "Never ask me about tax" is block_topics, and unblock_topics takes it back.
""",
    describe=_describe,
    ability="pass your answers on to members who ask",
    label="take that as your answer",
    examples=(
        Example(text="never ask me about tax", wish=NeverAbout(("tax",))),
        Example(text="no more hiring questions please", wish=NeverAbout(("hiring",))),
        Example(text="you can ask me about tax again", wish=NeverAbout(("tax",), again=True)),
    ),
    counter_examples=(
        "stop texting me",
        "never ask me that again",
        "we used Vanta and it took three months",
        "pass",
    ),
)

__all__ = ["ANSWERING"]
