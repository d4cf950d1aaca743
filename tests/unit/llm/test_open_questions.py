"""A question that the model has asked, in any words, is answered to the rules.

Tuesday, June 2nd 2026, 10 in the morning in New York. The model's questions use wordings that the
rules never use; then the model falls silent and the rules read the answer.
"""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.agents.concierge import CONCIERGE
from shared.agents.innovator import INNOVATOR
from shared.domain.context import Goal, PriorityItem, Waiting
from shared.domain.introductions import Side
from shared.domain.loops import LoopType
from shared.domain.values import AgentType
from shared.llm.claude import ClaudeEngine
from shared.llm.interface import Toolbox
from shared.llm.rules import RuleEngine
from tests.fixtures.anthropic_standin import AnthropicStandIn, text, tool_calls
from tests.fixtures.checkout import CheckoutStub
from tests.fixtures.phone_simulation import (
    SETTINGS,
    START,
    Phone,
    a_member,
    a_text,
    a_user,
    an_open_loop,
)
from tests.unit.agents.test_introductions_by_text import AGREED, an_innovator, opportunity
from tests.unit.agents.test_uploading import an_upload


def a_followup(note: str, hours: int) -> Waiting:
    data = {"kind": "followup", "note": note}
    return Waiting(id=uuid4(), due=START + timedelta(hours=hours), data=data)


def asked(
    phone: Phone,
    claude: ClaudeEngine,
    stand_in: AnthropicStandIn,
    *calls: Any,
    words: str,
    said: str = "hm",
) -> Phone:
    """The model answers a text with these tool calls and words; after that only the rules do."""
    stand_in.script(tool_calls(*calls), text(words))
    phone.engine = claude
    assert phone.says(said) == words
    phone.engine = RuleEngine()
    return phone


def question(kind: str, ids: list[Any] | None = None, **about: str) -> tuple[str, dict[str, Any]]:
    arguments = {"kind": kind, "about": about, "option_ids": [str(id) for id in ids or ()]}
    return ("ask_question", arguments)


def test_when_to_remind(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    call = question("reminder_when", words="nudge me about the lease", note="the lease")
    asked(phone, claude, stand_in, call, words="Happy to. Which moment suits you?")
    phone.says("friday at 3pm")
    assert [item.summary for item in phone.waiting] == ["the lease"]


@pytest.mark.parametrize(("answer", "left"), [("the second one", ["call Bob"]), ("both", [])])
def test_which_to_cancel(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, answer: str, left: list[str]
) -> None:
    phone = Phone(user=a_member(), waiting=[a_followup("call Bob", 23), a_followup("run", 24)])
    call = question("cancel_which", [item.id for item in phone.waiting])
    asked(phone, claude, stand_in, call, words="Two are planned. Do you mean Bob or the run?")
    phone.says(answer)
    assert [item.summary for item in phone.waiting] == left


def a_series(note: str, hours: int, rule: str) -> Waiting:
    due = START + timedelta(hours=hours)
    data = {"kind": "followup", "note": note, "recurrence": rule}
    return Waiting(id=uuid4(), due=due, data={**data, "first": f"{due:%Y-%m-%dT%H:%M:%S}"})


def test_which_of_what_repeats_to_skip_once(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    waiting = [a_series("stretch", 24, "FREQ=DAILY"), a_series("run", 25, "FREQ=DAILY")]
    phone = Phone(user=a_member(timezone="UTC"), waiting=waiting)
    call = question("skip_which", [item.id for item in phone.waiting])
    asked(phone, claude, stand_in, call, words="The stretching or the run, this once?")
    phone.says("the run")
    due = {item.summary: item.due for item in phone.waiting}
    assert due == {
        "stretch": START + timedelta(hours=24),
        "run": START + timedelta(hours=49),
    }


def test_whether_to_look_for_something_better(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_member())
    call = question("research_offered", need="another payroll provider")
    asked(phone, claude, stand_in, call, words="Shall I see who else does payroll?")
    phone.says("yes please")
    assert [one.need for one in phone.research] == ["another payroll provider"]


def test_which_to_move(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member(), waiting=[a_followup("call Bob", 23), a_followup("run", 24)])
    call = question("move_which", [item.id for item in phone.waiting])
    asked(phone, claude, stand_in, call, words="Bob's or the run's, and where to?")
    phone.says("the run, friday at 5pm")
    moved = next(item for item in phone.waiting if item.summary == "run")
    assert moved.due.isoformat() == "2026-06-05T21:00:00+00:00"


def test_what_was_just_cancelled(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    at = "2026-06-05T15:00-04:00"
    call = question("reminder_cancelled", ats=at, notes="the deck", rules="", zones="")
    asked(phone, claude, stand_in, call, words="It's off.")
    assert phone.says("oh wait no put it back").startswith('Set again: "the deck"')
    assert [item.due.isoformat() for item in phone.waiting] == ["2026-06-05T19:00:00+00:00"]


def test_what_was_just_set(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    call = ("schedule_followup", {"at": "2026-06-05T15:00", "note": "the deck"})
    asked(phone, claude, stand_in, call, words="Done, you'll hear from me on Friday.")
    assert phone.says("make it 4pm").startswith("Moved:")
    assert phone.says("cancel that").startswith("Cancelled:")
    assert phone.waiting == []


def test_what_was_told_to_wait(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member(), waiting=[a_followup("call Bob", 23)])
    call = question("waiting_told", [phone.waiting[0].id])
    asked(phone, claude, stand_in, call, words="Only Bob's call is planned.")
    assert phone.says("cancel that").startswith("Cancelled:")


def test_between_which_times(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    call = question("quiet_hours_times")
    asked(phone, claude, stand_in, call, words="Tell me the span you want off.")
    phone.says("10pm to 7am")
    assert phone.user.quiet_hours_start is not None
    assert phone.user.quiet_hours_start.hour == 22


@pytest.mark.parametrize(
    ("call", "answer", "column", "value"),
    [
        (
            question("quiet_hours_set", edge="start", start="21:00", end="08:00"),
            "actually 11pm",
            "quiet_hours_start",
            time(23),
        ),
        (
            question("quiet_hours_replace", start="09:00", end="17:00"),
            "yes",
            "quiet_hours_end",
            time(17),
        ),
        (
            question("time_zone_which", place="Portland"),
            "oregon",
            "timezone",
            "America/Los_Angeles",
        ),
        (question("time_zone_sure", place="Chicago"), "yep", "timezone", "America/Chicago"),
        (question("time_zone_where"), "Berlin", "timezone", "Europe/Berlin"),
        (question("rest_days_each", days="7"), "every sunday", "rest_days", [7]),
        (question("rest_days_instead", days="5"), "yes", "rest_days", [5]),
        (question("rest_days_set", before="7"), "undo that", "rest_days", [7]),
        (question("time_zone_set", before="Europe/Berlin"), "undo", "timezone", "Europe/Berlin"),
        (question("frequency_set", a_day="1"), "undo that", "daily_limit", 1),
        (question("profile_set", title="VP"), "change it back", "title", "VP"),
        (question("pause_until", everything="yes"), "until friday", "reminders_paused", True),
        (question("paused", everything="yes"), "actually till friday", "reminders_paused", True),
        (question("rest_days_set"), "and thursdays too", "rest_days", [4]),
        (question("time_zone_set"), "sorry, paris texas", "timezone", "America/Chicago"),
        (question("profile_set", field="title"), "sorry, VP Supply", "title", "VP Supply"),
    ],
)
def test_when_and_how_often_to_text(
    claude: ClaudeEngine,
    stand_in: AnthropicStandIn,
    call: tuple[str, dict[str, Any]],
    answer: str,
    column: str,
    value: object,
) -> None:
    phone = Phone(user=a_member())
    asked(phone, claude, stand_in, call, words="How exactly would you like that?")
    phone.says(answer)
    assert getattr(phone.user, column) == value


@pytest.mark.parametrize(
    ("call", "column", "value"),
    [
        (
            ("set_time_zone", {"place": "Mountain View, California"}),
            "timezone",
            "America/Los_Angeles",
        ),
        (("set_time_zone", {"place": "Asia/Calcutta"}), "timezone", "Asia/Kolkata"),
        (("set_time_zone", {"place": "Portland"}), "timezone", None),
        (("set_time_zone", {"place": "my office"}), "timezone", None),
        (("set_rest_days", {"days": [7, 6]}), "rest_days", [6, 7]),
        (("set_rest_days", {"days": [1, 2, 3, 4, 5, 6, 7]}), "rest_days", []),
        (
            ("pause_texts", {"until": "2026-06-05T08:00", "everything": True}),
            "reminders_paused",
            True,
        ),
        (("pause_texts", {"until": "2026-06-01T08:00"}), "proactive_paused_until", None),
        (("pause_texts", {"until": "2028-06-05T08:00"}), "proactive_paused_until", None),
        (("fewer_texts", dict[str, Any]()), "daily_limit", 2),
    ],
)
def test_what_the_model_asks_for_is_checked_by_the_tool(
    claude: ClaudeEngine,
    stand_in: AnthropicStandIn,
    call: tuple[str, dict[str, Any]],
    column: str,
    value: object,
) -> None:
    phone = Phone(user=a_member(), engine=claude)
    stand_in.script(tool_calls(call), text("Understood."))
    phone.says("hm")
    assert getattr(phone.user, column) == value


@pytest.mark.parametrize("kind", ["loops_told", "dismiss_which"])
def test_which_open_loop(claude: ClaudeEngine, stand_in: AnthropicStandIn, kind: str) -> None:
    loops = [
        an_open_loop(LoopType.QUOTE_NEEDED, START + timedelta(days=1), about="a website"),
        an_open_loop(LoopType.QUOTE_NEEDED, START + timedelta(days=2), about="a logo"),
    ]
    phone = Phone(user=a_member(), open_loops=loops)
    call = question(kind, [item.id for item in loops])
    asked(phone, claude, stand_in, call, words="There are the website and the logo.")
    phone.says("dismiss the second one")
    assert [item.about for item in phone.open_loops or []] == ["a website"]


def two_that_matter() -> list[PriorityItem]:
    return [
        PriorityItem(
            id=uuid4(),
            priority_rank=rank,
            item_type="community_request",
            item_id=uuid4(),
            item_summary=summary,
            item_context=context,
        )
        for rank, summary, context in [(1, "Mike asks about CRMs", "forty seats"), (2, "Ada", None)]
    ]


def test_what_matters(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    items = two_that_matter()
    phone = Phone(user=a_member(), priorities=items)
    call = question("priorities_shown", [item.id for item in items])
    asked(phone, claude, stand_in, call, words="Two people could use you. Curious?")
    assert phone.says("the first one") == "Mike asks about CRMs: forty seats."


def test_which_of_those_was_meant_after_all(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    items = two_that_matter()
    phone = Phone(user=a_member(), priorities=items)
    ids = [item.id for item in items]
    call = question("priority_answered", ids, item=str(ids[1]), answer="more")
    asked(phone, claude, stand_in, call, words="Ada it is.")
    assert phone.says("actually the first") == "Mike asks about CRMs: forty seats."


def test_when_to_come_back_to_what_matters(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    items = two_that_matter()
    phone = Phone(user=a_member(), priorities=items)
    call = question("priority_when", [items[0].id])
    asked(phone, claude, stand_in, call, words="Sure. Which day suits you?")
    phone.says("on Friday")
    assert phone.priorities[0].put_off_until is not None


@pytest.mark.parametrize(
    ("answer", "goals"), [("the first", ["the contract"]), ("neither", list[str]())]
)
def test_which_was_meant(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, answer: str, goals: list[str]
) -> None:
    phone = Phone(user=a_member())
    call = question("which_meant", ["goals", "reminders"], text="the contract")
    asked(phone, claude, stand_in, call, words="Keep it in mind, or nudge you on it?")
    phone.says(answer)
    assert [goal.text for goal in phone.user.goals] == goals


GOALS = [Goal(text=words, stated_at=START) for words in ("I need a CRM", "looking for a designer")]


@pytest.mark.parametrize(
    ("kind", "answer", "left"),
    [
        ("goals_told", "drop the second", ["I need a CRM"]),
        ("goals_told", "forget the designer", ["I need a CRM"]),
        ("goals_told", "remove both", list[str]()),
        ("goal_which", "the first", ["looking for a designer"]),
        ("goal_which", "all of them", list[str]()),
        ("goal_which", "neither", ["I need a CRM", "looking for a designer"]),
    ],
)
def test_which_goal(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, kind: str, answer: str, left: list[str]
) -> None:
    phone = Phone(user=a_member(goals=GOALS))
    call = question(kind, [goal.id for goal in GOALS])
    asked(phone, claude, stand_in, call, words="There are the CRM and the designer.")
    phone.says(answer)
    assert [goal.text for goal in phone.user.goals] == left


def test_the_goal_that_was_just_noted(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    call = ("store_user_goal", {"goal": "I need a lawyer"})
    asked(phone, claude, stand_in, call, words="Got that down.")
    phone.says("actually an accountant")
    assert [goal.text for goal in phone.user.goals] == ["I need an accountant"]
    phone.says("scratch that")
    assert phone.user.goals == []


def test_a_goal_that_the_model_takes_back(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member(goals=GOALS))
    call = ("drop_user_goal", {"id": GOALS[0].id})
    asked(phone, claude, stand_in, call, words="The CRM is off your list.")
    assert [goal.text for goal in phone.user.goals] == ["looking for a designer"]


def test_what_they_are_after(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    asked(phone, claude, stand_in, question("goal_wanted"), words="What would help you most?")
    phone.says("a new CFO")
    assert [goal.text for goal in phone.user.goals] == ["a new CFO"]


def test_what_joining_asks(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_user(name_dropped="none"))
    call = question("profile_field", field="name")
    asked(phone, claude, stand_in, call, words="And how may I call you?")
    phone.says("Priya Raghavan")
    assert (phone.user.first_name, phone.user.last_name) == ("Priya", "Raghavan")


def test_a_reminder_that_has_come(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    phone = Phone(user=a_member())
    call = question("reminder_came", note="send the budget")
    asked(phone, claude, stand_in, call, words="The budget: any news?")
    phone.says("tomorrow please")
    assert [item.summary for item in phone.waiting] == ["send the budget"]


@pytest.mark.parametrize(("answer", "company"), [("yes please", "Globex"), ("no", "Acme")])
def test_whether_to_change_their_profile(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, answer: str, company: str
) -> None:
    phone = Phone(user=a_member())
    call = question("profile_change", company="Globex")
    asked(phone, claude, stand_in, call, words="Globex? I had Acme. Shall I put that?")
    phone.says(answer)
    assert phone.user.company == company


def test_the_new_value_of_something_in_their_profile(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_member())
    call = question("profile_value", field="title")
    asked(phone, claude, stand_in, call, words="And the new title is?")
    phone.says("VP, Supply Chain")
    assert phone.user.title == "VP, Supply Chain"


def test_whether_to_change_what_joining_knows(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_user(name_dropped="none", first_name="Sarah", last_name="Chen"))
    call = question("joining_change", first_name="Bob")
    asked(phone, claude, stand_in, call, words="Are you Bob now?", said="bob here")
    phone.says("yes")
    assert phone.user.first_name == "Bob"


def test_an_unlikely_name_that_the_model_asked_about(
    claude: ClaudeEngine, stand_in: AnthropicStandIn
) -> None:
    phone = Phone(user=a_user(name_dropped="none"))
    call = question("profile_field", field="name", doubted="Happy Day")
    asked(phone, claude, stand_in, call, words="Is that really your name?")
    phone.says("Happy Day")
    assert (phone.user.first_name, phone.user.last_name) == ("Happy", "Day")


@pytest.mark.parametrize(
    ("call", "answer", "credits"),
    [
        (question("credits_how_many"), "make it 200", 200),
        (question("credits_offered", credits="300"), "yes", 300),
        (question("credits_linked"), "actually 400", 400),
    ],
)
def test_how_many_credits_to_buy(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, call: Any, answer: str, credits: int
) -> None:
    checkout = CheckoutStub()
    user = a_member(poc_agent_type=AgentType.INNOVATOR)
    phone = Phone(user=user, settings=replace(SETTINGS, checkout=checkout))
    asked(phone, claude, stand_in, call, words="Credits, then: how many?")
    phone.says(answer)
    assert [purchase.credits for purchase in checkout.purchases] == [credits]


ONE, TWO = (opportunity(**AGREED, third=name) for name in ("Jo Lee", "Kim Ray"))


@pytest.mark.parametrize(
    ("call", "answer", "kind"),
    [
        (question("introduction_happened", [ONE.id]), "not yet", "object_to_introduction"),
        (question("introduction_happened", [ONE.id]), "yes", "report_introduction"),
        (
            question("introduction_which", [ONE.id, TWO.id], said="off"),
            "Kim",
            "decline_introduction",
        ),
        (question("introduction_to_whom", name="Jo Lee"), "Ines Ito", "wish_introduction"),
        (question("introduction_never_with"), "Acme", "block_introductions"),
        (question("connection_why", name="Dana Roe"), "about hospitals", "wish_introduction"),
    ],
)
def test_what_is_asked_of_introductions(
    claude: ClaudeEngine, stand_in: AnthropicStandIn, call: Any, answer: str, kind: str
) -> None:
    items = [one.model_copy(update={"side": Side.BENEFICIARY}) for one in (ONE, TWO)]
    phone = an_innovator(*(items if call[1]["kind"] == "introduction_happened" else (ONE, TWO)))
    asked(phone, claude, stand_in, call, words="And how is that?")
    phone.says(answer)
    assert phone.decision is not None
    assert [effect.kind for effect in phone.decision.effects] == [kind]


def test_which_upload_to_take_back(claude: ClaudeEngine, stand_in: AnthropicStandIn) -> None:
    uploads = [an_upload("linkedin", 412, 1), an_upload("csv", 3, 9)]
    phone = Phone(
        user=a_member(poc_agent_type=AgentType.INNOVATOR, innovator=True), uploads=[*uploads]
    )
    call = question("upload_which", [one.id for one in uploads])
    asked(phone, claude, stand_in, call, words="LinkedIn's or the small one?")
    phone.says("the second")
    assert phone.uploads == uploads[:1]


def test_every_kind_of_question_is_tried_here() -> None:
    described = "".join(
        tool.description
        for spec in (CONCIERGE, INNOVATOR)
        for tool in spec.tools
        if tool.name == "ask_question"
    )
    kinds = {line.split(":")[0][2:] for line in described.splitlines() if line.startswith("- ")}
    assert kinds == {
        "introduction_happened",
        "introduction_which",
        "introduction_to_whom",
        "introduction_never_with",
        "connection_why",
        "reminder_when",
        "reminder_came",
        "reminder_set",
        "cancel_which",
        "skip_which",
        "research_offered",
        "reminder_cancelled",
        "upload_which",
        "waiting_told",
        "move_which",
        "quiet_hours_times",
        "quiet_hours_set",
        "quiet_hours_replace",
        "time_zone_which",
        "time_zone_sure",
        "time_zone_where",
        "rest_days_each",
        "rest_days_instead",
        "frequency_set",
        "rest_days_set",
        "time_zone_set",
        "paused",
        "pause_until",
        "loops_told",
        "dismiss_which",
        "priorities_shown",
        "priority_answered",
        "priority_when",
        "profile_change",
        "profile_value",
        "profile_set",
        "which_meant",
        "goal_noted",
        "goals_told",
        "goal_which",
        "goal_wanted",
        # As tests.unit.llm.test_research_of_the_model tries them.
        "research_begun",
        "research_told",
        "research_what",
        "research_which_stop",
        # As tests.unit.llm.test_community_of_the_model tries them.
        "community_published",
        "community_offered",
        "community_what",
        "community_which",
        "community_told",
        "community_asked_them",
        "community_answered",
        "community_confirm",
        "credits_how_many",
        "credits_offered",
        "credits_linked",
    }


def test_a_question_ends_after_a_day_and_at_the_next_unrelated_text() -> None:
    phone = Phone(user=a_member(), waiting=[a_followup("call Bob", 50), a_followup("run", 51)])
    assert "which of them" in phone.says("cancel my reminder")
    phone.now += timedelta(days=1)
    phone.says("the second one")
    assert len(phone.waiting) == 2
    phone.says("cancel my reminder")
    phone.says("how many credits do I have?")
    phone.says("the second one")
    assert len(phone.waiting) == 2


@pytest.mark.parametrize(
    "arguments",
    [
        {"kind": "no_such_kind"},
        {"kind": "cancel_which", "option_ids": [str(uuid4())]},
        {"kind": "cancel_which", "about": {"anything": "else"}},
    ],
)
def test_what_the_model_makes_up_is_refused(arguments: dict[str, Any]) -> None:
    box = Toolbox(CONCIERGE.tools, Phone(user=a_member()).context([a_text("hi")]), SETTINGS)
    assert "error" in box.run("ask_question", arguments)
    assert box.question is None


def test_what_was_only_told_yields_to_what_another_capability_is_for() -> None:
    phone = Phone(user=a_member())
    phone.says("I need a lawyer")
    phone.says("no texts after 10pm")
    assert [goal.text for goal in phone.user.goals] == ["I need a lawyer"]
    assert phone.user.quiet_hours_start == time(22)
    phone.says("remind me friday at 3pm to call Bo")
    phone.says("actually I'm in Berlin now")
    assert [item.summary for item in phone.waiting] == ["call Bo"]
    assert phone.user.timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("texts", "kind", "later"),
    [
        (["remind me to call Bob. I'm in Portland now"], "reminder_when", "I'm in Portland now"),
        (["I'm in Portland now. remind me to call Bob"], "time_zone_which", "remind me to call"),
        (["pause for a while", "remind me to run"], "pause_until", "remind me to run"),
    ],
)
def test_one_question_is_asked_and_the_other_clause_named(
    texts: list[str], kind: str, later: str
) -> None:
    phone = Phone(user=a_member())
    reply = phone.says(*texts)
    assert later in reply
    assert reply.count("?") <= 1
    assert phone.question is not None
    assert phone.question.kind == kind


def test_what_was_just_set_displaces_no_question_of_the_same_turn() -> None:
    phone = Phone(user=a_member())
    phone.says("remind me to call Bob and remind me tomorrow at 9am to run")
    phone.says("friday at 10am")
    assert [item.summary for item in phone.waiting] == ["run", "call Bob"]
