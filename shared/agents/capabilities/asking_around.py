"""Asking around: a member's questions to the other members, put, followed and taken back."""

from shared.agents.asking import ask
from shared.agents.capabilities.asking_reading import (
    asked,
    ids_of,
    named_in,
    question_in,
    read_offered,
    read_published,
    read_told,
    read_what,
    read_which,
    withdrawn,
)
from shared.agents.capabilities.asking_tools import (
    CANCEL_COMMUNITY_REQUEST,
    PUBLISH_COMMUNITY_REQUEST,
    PUBLISHED,
    Ask,
    AskWhat,
    Hurry,
    Leave,
    Offer,
    Reword,
    TellStanding,
    Wish,
    Withdraw,
    question_called,
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
from shared.agents.language import wanting
from shared.agents.language.asking_others import (
    asks_how_questions_stand,
    asks_members,
    is_unfinished,
    is_vague,
    might_ask_members,
    withdraws_question,
)
from shared.agents.language.intro_reports import asks_standing
from shared.agents.language.topics import is_only_courtesy
from shared.agents.language.words import matches, shortened
from shared.domain.context import OpenRequest, TurnContext
from shared.domain.expertise import expertise_tags_of, in_words
from shared.llm.interface import AgentSettings, Toolbox

OFFERED, WHAT = "community_offered", "community_what"
WHICH, TOLD = "community_which", "community_told"
_SETTLED = r"\b(?:found|hired|sorted|solved|figured|got (?:one|it|my answer|an answer)|no longer)\b"
# "A good accountant? Who knows one?" asks once.
_OF_THE_SAME = (
    r"^\W*(?:(?:so|and|or|pls|please)\b\W*)*"
    r"(?:who|any(?:one|body)|some(?:one|body)|does any(?:one|body))"
    r"(?: (?:here|of you|else))?(?: (?:knows?|has|have|can recommend|recommends?))?"
    r"(?: (?:one|any|some|such a (?:one|person)|(?:somebody|someone) like that))?\W*$"
)
_HURRIED = "I can't hurry anybody, but each answer comes to you as soon as I have it."


def _read(text: str, situation: Situation) -> Intent[Wish] | None:
    context = situation.context
    of_questions = context.community_requests or matches(
        r"\b(?:my|our) (?:\w+ )?questions?\b", text
    )
    if of_questions and asks_how_questions_stand(text):
        return Intent(wish=TellStanding())
    if withdraws_question(text):
        return Intent(wish=withdrawn(text, context), specificity=Specificity.NAMED)
    if matches(_SETTLED, text) and (named := named_in(text, context.open_questions)):
        return Intent(wish=Withdraw(ids_of(named), sure=len(named) == 1))
    if asks_members(text) and not asks_standing(text):
        vague = is_vague(text) or wanting.is_vague(text) or is_unfinished(text)
        wish: Wish = AskWhat() if vague else asked(text)
        return Intent(wish=wish, specificity=Specificity.LOOSE, goes_on=_goes_on)
    if might_ask_members(text):
        return Intent(wish=Offer(question_in(text)), specificity=Specificity.LOOSE)
    return None


def _merged(earlier: str, later: str) -> str | None:
    """ "Does anyone know" and "a good accountant?", texted one after the other, are one."""
    if not is_unfinished(earlier) or asks_members(later) or is_only_courtesy(later):
        return None
    return f"{earlier.rstrip(' .,')} {later}"


def _goes_on(text: str) -> bool:
    """Whether it says more of the question before it, and is neither another one nor a courtesy."""
    asks_another = asks_members(text) and not matches(_OF_THE_SAME, text)
    return not asks_another and not is_only_courtesy(text)


def _answer(wish: Wish, box: Toolbox) -> str:
    if isinstance(wish, Ask):
        return _put(wish, box)
    if isinstance(wish, Offer):
        ask(box, OFFERED, text=wish.question)
        fields = in_words(expertise_tags_of(wish.question))
        return f"I don't know that myself. Should I ask members who know {fields}?"
    if isinstance(wish, AskWhat):
        ask(box, WHAT)
        return "What should I ask the other members about?"
    if isinstance(wish, TellStanding):
        return _standing(box)
    if isinstance(wish, Leave):
        return "All right, I ask nobody."
    if isinstance(wish, Hurry):
        return "All right, no hurry." if wish.no else _HURRIED
    if isinstance(wish, Reword):
        before = box.run("cancel_community_request", {"request_id": wish.id})
        told = _put(Ask(wish.question), box)
        return told if "error" in before else f"The earlier one is withdrawn. {told}"
    return _withdraw(wish, box)


def _put(wish: Ask, box: Toolbox) -> str:
    told = box.run(
        "publish_community_request",
        {
            "question": wish.question,
            "expertise_needed": expertise_tags_of(wish.question),
            **({"desired_outcome": "introduction"} if wish.introduction else {}),
        },
    )
    if "most_open" in told:
        if not box.context.open_questions:
            return "My searches for you have as many questions open as a member may have."
        ask(box, WHICH, ids_of(box.context.open_questions))
        numbered = _numbered(box.context.open_questions)
        most = f"You have {told['most_open']} questions open, the most at a time"
        return f"{most}: {numbered}. Which one should I withdraw?"
    if "most_a_day" in told:
        most = f"You have asked {told['most_a_day']} questions within a day"
        return f"{most}, which is the most. Tomorrow I can ask again."
    if "error" in told:
        ask(box, WHAT)
        return "What should I ask the other members? A sentence is enough."
    if "already_open" in told:
        open_one = f'That one is open already: "{shortened(told["already_open"])}".'
        return f"{open_one} {_answers(told['answers'])}"
    fields = told["expertise"]
    who = f"members who know {fields}" if fields else "members who may know"
    meet = " or can introduce you" if wish.introduction else ""
    put = f'Your question is in: "{shortened(told["published"])}".'
    return f"{put} I look for {who}{meet}, and pass on what they answer."


def _answers(count: int) -> str:
    return {0: "No answer yet.", 1: "One answer so far."}.get(count, f"{count} answers so far.")


def _standing(box: Toolbox) -> str:
    questions = box.context.open_questions
    if not questions:
        return "No question of yours is open."
    ask(box, TOLD, ids_of(questions))
    if len(questions) == 1:
        one = questions[0]
        return f'Open: "{shortened(one.question)}". {_answers(one.responses_count)}'
    return f"Open: {_numbered(questions, with_answers=True)}."


def _numbered(questions: list[OpenRequest], *, with_answers: bool = False) -> str:
    def told(one: OpenRequest) -> str:
        text = one.question if len(one.question) <= 60 else f"{one.question[:57].rstrip()}..."
        count = one.responses_count
        answers = f" ({count} answer{'' if count == 1 else 's'})" if with_answers else ""
        return f'"{text.rstrip(" .?!")}"{answers}'

    return ", ".join(f"{place}. {told(one)}" for place, one in enumerate(questions, 1))


def _withdraw(wish: Withdraw, box: Toolbox) -> str:
    found = [one for id in wish.ids if (one := question_called(box.context, id))]
    if not found:
        return "No question of yours is open."
    if not wish.sure:
        ask(box, WHICH, ids_of(found))
        return f"Which should I withdraw: {_numbered(found)}?"
    told = [box.run("cancel_community_request", {"request_id": str(one.id)}) for one in found]
    words = "; ".join(f'"{shortened(one["withdrawn"])}"' for one in told if "withdrawn" in one)
    return f"Withdrawn: {words}." if words else "That one isn't open any more."


def _describe(context: TurnContext, settings: AgentSettings) -> list[str]:
    if not context.open_questions:
        return []
    return [
        "Their open questions to the members:",
        *(
            f"- id {one.id}: {one.question} ({one.responses_count} answers)"
            for one in context.open_questions
        ),
    ]


def _options(context: TurnContext) -> dict[str, str]:
    return {str(one.id): one.question for one in context.community_requests}


ASKING_AROUND: Capability[Wish] = Capability(
    name="asking_around",
    read=_read,
    answer=_answer,
    tools=(PUBLISH_COMMUNITY_REQUEST, CANCEL_COMMUNITY_REQUEST),
    questions=(
        QuestionKind(
            kind=PUBLISHED,
            meaning="a question was just put; publish_community_request leaves this by itself",
            read=read_published,
            options=_options,
            implicit=True,
        ),
        QuestionKind(
            kind=OFFERED,
            meaning="you asked whether to put something to the members; about.text: the question",
            read=read_offered,
            about=frozenset({"text"}),
        ),
        QuestionKind(kind=WHAT, meaning="you asked what to ask the members", read=read_what),
        QuestionKind(
            kind=WHICH,
            meaning="you asked which of their questions to withdraw; options: their ids",
            read=read_which,
            options=_options,
        ),
        QuestionKind(
            kind=TOLD,
            meaning="you told their open questions; options: their ids, as told",
            read=read_told,
            options=_options,
            implicit=True,
        ),
    ),
    instructions="""\
- Put their questions to other members (publish_community_request): when they ask who knows
  something or somebody, want advice or help with a subject, a recommendation, or to meet somebody
  (desired_outcome introduction). Name the expertise in a few words. A question that you cannot
  answer and members may: offer to ask them (ask_question, community_offered). Say that it is put
  and that answers are passed on, and promise nothing else; never say who is or is not a member.
  Tell how their questions stand from the context; take one back with cancel_community_request.
""",
    ability="ask other members who know",
    label="ask the other members",
    rephrased={
        "ask_people": Rephrased("ask the other members {text}", "who knows {text}", careful=True),
    },
    tries=("who knows a good accountant?",),
    merged=_merged,
    describe=_describe,
    examples=(
        Example(
            text="who knows a good fractional CFO?", wish=Ask("who knows a good fractional CFO?")
        ),
        Example(text="anyone here dealt with SOC 2?", wish=Ask("anyone here dealt with SOC 2?")),
        Example(text="need help with pricing", wish=Ask("need help with pricing")),
        Example(
            text="i want to meet a payroll expert",
            wish=Ask("i want to meet a payroll expert", introduction=True),
        ),
        Example(text="can you find me a designer", wish=Ask("can you find me a designer")),
        Example(text="how do I price my SaaS?", wish=Offer("how do I price my SaaS?")),
    ),
    counter_examples=(
        "I'm looking for a CRM",
        "what do you know about me?",
        "who else is in the network?",
        "can I talk to a human?",
        "remind me to ask who knows SOC 2",
        "don't find me a designer",
        "I want to meet you",
        "how much does it cost?",
    ),
)

__all__ = ["ASKING_AROUND"]
