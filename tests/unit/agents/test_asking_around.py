"""Questions to the other members, and questions to a member, as transcripts."""

from dataclasses import replace
from datetime import timedelta

from shared.agents.rendering import Facts, left_open, plain_words
from shared.domain.community import MOST_A_DAY, MOST_OPEN
from shared.domain.context import AskState, OpenRequest
from shared.domain.queued import (
    QueuedCommunityClosed,
    QueuedCommunityRequest,
    QueuedCommunityResponse,
)
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member
from tests.unit.agents.test_community_corpus import PRIYAS, a_phone

PRIYA_ASKS = QueuedCommunityRequest(
    request_id=PRIYAS.id, text=PRIYAS.question, asker="Priya Patel (CEO, Acme)"
)


def is_asked() -> Phone:
    phone = a_phone("shown")
    phone.is_told(Facts(data=PRIYA_ASKS))
    return phone


def test_a_question_is_put_and_changed_and_taken_back() -> None:
    phone = Phone(user=a_member())
    reply = phone.says("who knows a good fractional CFO?")
    assert "members who know finance leadership" in reply
    assert "pass on what they answer" in reply
    assert phone.says("any answers yet?").startswith('Open: "who knows a good fractional CFO".')
    reply = phone.says("who knows a good fractional CFO")
    assert "open already" in reply
    phone.says("actually who knows a good tax accountant?")
    assert [one.question for one in phone.context([]).open_questions] == [
        "who knows a good tax accountant?"
    ]
    assert phone.says("scratch that").startswith("Withdrawn:")
    assert phone.context([]).open_questions == []
    assert phone.says("any answers yet?") == "No question of yours is open."


def test_what_members_may_know_is_offered_to_be_asked() -> None:
    phone = Phone(user=a_member())
    assert phone.says("how do I price my SaaS?").endswith("ask members who know pricing and SaaS?")
    assert "Your question is in" in phone.says("yes please")
    assert "What should I ask" in phone.says("anyone here who can help with something?")
    assert '"I need help with payroll"' in phone.says("payroll")


def test_who_asks_too_much_hears_so_and_may_withdraw_one() -> None:
    phone = Phone(user=a_member())
    subjects = ["pricing", "payroll", "hiring", "taxes", "fundraising", "design"]
    for subject in subjects[:MOST_OPEN]:
        phone.says(f"who knows {subject}?")
    reply = phone.says("who knows taxes?")
    assert "3 questions open, the most at a time" in reply
    assert len(reply) <= 320
    assert phone.says("the second") == 'Withdrawn: "who knows payroll".'
    phone.says("who knows taxes?")
    phone.says("cancel my taxes question")
    phone.says("who knows fundraising?")
    phone.says("cancel my fundraising question")
    assert f"asked {MOST_A_DAY} questions within a day" in phone.says("who knows design?")
    assert len(phone.community_requests) == MOST_A_DAY


def test_an_expert_answers_adds_and_is_promised_no_more_than_credits_for_useful_answers() -> None:
    phone = is_asked()
    assert phone.transcript[-1] == (
        '< Priya Patel (CEO, Acme) asks: "anyone here dealt with SOC 2?" If you know, text me your'
        ' answer, or "pass". Useful answers earn credits.'
    )
    reply = phone.says("We used Vanta. It took 3 months, and the policies took longest.")
    assert reply == "Thank you. I pass that on to Priya."
    assert phone.asked_requests[0].state is AskState.ANSWERED
    assert "Added" in phone.says("also, ask for the startup discount")
    phone.asked_requests = [PRIYAS.model_copy(update={"state": AskState.REWARDED})]
    assert "rewarded already" in phone.says("one more thing: SOC 2 type 1 is not worth it")


def test_all_sentences_of_an_answer_are_the_answer_though_one_sounds_like_a_question() -> None:
    told = (
        "We used Vanta. Start six months early, pick an auditor who knows your stack. Budget 25k."
    )
    phone = is_asked()
    assert phone.says(f"{told} And remind me tomorrow at 3pm to call Bo").startswith("Thank you.")
    assert [one.summary for one in phone.waiting] == ["call Bo"]


def test_what_is_said_after_a_question_is_part_of_it_and_another_wish_is_not() -> None:
    phone = Phone(user=a_member())
    phone.says("anyone here been through a SOC 2 audit? trying to figure out which auditor to use.")
    (asked,) = phone.community_requests
    assert asked.question.endswith("which auditor to use.")
    assert phone.user.goals == []
    phone.says("who knows payroll? what's my balance? thanks!")
    assert "who knows payroll?" in [one.question for one in phone.community_requests]


@each(
    "words, reply",
    [
        ("not me, but I know someone", "noted that you know someone"),
        ("pass", "leave that one to others"),
        ("sure, happy to help", "What should I tell Priya?"),
        ("how many people do they have?", "All I have from Priya is"),
        ("never ask me about SOC 2", "won't ask you about SOC 2 again"),
        ("what's my balance?", "Your balance is"),
    ],
)
def test_what_else_an_expert_may_say(words: str, reply: str) -> None:
    phone = is_asked()
    assert reply in phone.says(words)


def test_after_a_yes_and_a_word_back_the_question_is_still_there() -> None:
    phone = is_asked()
    phone.says("yes")
    phone.says("how many people do they have?")
    phone.says("We used Vanta and were done in 3 months")
    assert phone.asked_requests[0].state is AskState.ANSWERED


def test_a_late_answer_is_thanked_for() -> None:
    phone = a_phone("closed")
    reply = phone.says("on the SOC 2 question: we used Vanta and it took three months")
    assert reply.startswith("Thank you. That question has closed meanwhile")


def test_something_told_out_of_the_blue_is_no_answer_before_they_say_so() -> None:
    phone = a_phone("shown")
    reply = phone.says("we did SOC 2 with Vanta in about three months last year")
    assert reply.startswith("Is that your answer to Priya's question")
    assert phone.says("yes") == "Thank you. I pass that on to Priya."
    phone = a_phone("shown")
    phone.says("we did SOC 2 with Vanta in about three months last year")
    assert phone.says("no") == "All right, I pass nothing on."
    assert phone.asked_requests[0].state is AskState.ASKED


def test_soon_after_a_question_what_nobody_understands_may_be_its_answer() -> None:
    phone = a_phone("asked")
    phone.says("what's my balance?")
    reply = phone.says("ok here goes: thirty minutes every monday, and the rep brings a date")
    assert reply.startswith("Is that your answer to Priya's question")
    assert phone.says("yes") == "Thank you. I pass that on to Priya."
    later = a_phone("shown")
    reply = later.says("ok here goes: thirty minutes every monday, and the rep brings a date")
    assert "Priya" not in reply


def test_two_that_were_asked_are_told_apart_by_name() -> None:
    phone = a_phone("shown")
    other = PRIYAS.model_copy(
        update={"id": START_ID, "question": "who knows payroll?", "asker_name": "Lee"}
    )
    phone.asked_requests = [*phone.asked_requests, other.model_copy(update={"tags": ["payroll"]})]
    phone.says("on payroll: use Gusto, it took us a day to set up")
    assert [one.state for one in phone.asked_requests] == [AskState.ASKED, AskState.ANSWERED]


START_ID = replace(Phone(), now=START).user.id


def test_what_is_told_of_answers_and_of_an_end_without_one() -> None:
    answer = QueuedCommunityResponse(
        text='Ask for "fixed scope"!', expert="Dana, VP Finance", question="who knows a good CFO?"
    )
    words = plain_words(Facts(data=answer))
    assert (
        words
        == 'Dana, VP Finance on your question "who knows a good CFO?": "Ask for \'fixed scope\'."'
    )
    more = answer.model_copy(update={"more": True})
    assert str(plain_words(Facts(data=more))).startswith("Dana, VP Finance adds:")
    assert left_open(Facts(data=answer), START) is None
    closed = plain_words(Facts(data=QueuedCommunityClosed(text="who knows a good CFO?")))
    assert closed is not None
    assert "If you put it in other words, I'll ask again." in closed


def test_a_question_of_yesterday_counts_no_more() -> None:
    phone = Phone(user=a_member())
    old = OpenRequest(
        id=START_ID,
        question="who knows x y?",
        status="cancelled",
        open=False,
        created_at=START - timedelta(days=1, minutes=1),
    )
    phone.community_requests = [old] * MOST_A_DAY
    assert "Your question is in" in phone.says("who knows design?")
