"""Introductions as a phone sees them: accepted, reported, called off, offered, wished for."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.agents.rendering import Facts, plain_words
from shared.domain.context import AskedRequest, PriorityItem
from shared.domain.effects.introductions import (
    AcceptIntroduction,
    BlockIntroductions,
    ConfirmIntroduction,
    DeclineIntroduction,
    DropBounty,
    ObjectToIntroduction,
    OfferIntroduction,
    ReportIntroduction,
    UnblockIntroductions,
    WishIntroduction,
)
from shared.domain.introductions import Introduction, Introductions, Stage, Wish
from shared.domain.queued import QueuedIntroduction, QueuedPriorities
from shared.domain.values import AgentType
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member


def intro(item_type: str, **columns: Any) -> Introduction:
    row = {
        "id": uuid4(),
        "item_type": item_type,
        "side": "beneficiary" if item_type == "intro_offer" else "maker",
        "status": "open",
        "stage": "open",
        "who": "Ines Ito",
        "work": "CEO, Acme",
        "updated_at": START,
        **columns,
    }
    return Introduction.model_validate(row)


def opportunity(**columns: Any) -> Introduction:
    row = {"third": "Jo Lee (CFO, Initech)", "bounty": 50, **columns}
    return intro("intro_opportunity", **row)


def matter(one: Introduction, **columns: Any) -> PriorityItem:
    summaries = {
        "intro_opportunity": "Ines Ito (CEO, Acme) would like an introduction to Jo Lee",
        "connection_request": f"{one.who} would like to meet you",
        "intro_offer": f"{one.who} offers to introduce you to a CFO at Initech",
    }
    row = {
        "id": uuid4(),
        "priority_rank": 1,
        "item_type": one.item_type,
        "item_id": one.id,
        "value_score": 60,
        "item_summary": summaries[one.item_type],
        "item_primary_name": one.who,
        **columns,
    }
    return PriorityItem.model_validate(row)


def phone(*items: Introduction, available: int = 0, **more: Any) -> Phone:
    """A member who has been told of what waits for them."""
    matters = [matter(one) for one in items if one.is_mine_to_answer]
    known = Introductions(items=list(items), available=available)
    made = Phone(user=a_member(), priorities=matters, introductions=known, **more)
    if matters:
        data = QueuedPriorities(priority_ids=[item.id for item in matters])
        made.is_told(Facts(data=data, priorities=matters))
    return made


def an_innovator(*items: Introduction, available: int = 0) -> Phone:
    made = phone(*items, available=available)
    made.user = a_member(poc_agent_type=AgentType.INNOVATOR, innovator=True)
    return made


def effects(made: Phone) -> list[Any]:
    assert made.decision is not None
    return made.decision.effects


YES = ("yes, intro me", "happy to meet them", "I'm in, go ahead", "accept", "sure, connect us")


@pytest.mark.parametrize("text", YES)
def test_yes_to_meeting_somebody_accepts_it(text: str) -> None:
    one = intro("connection_request")
    made = phone(one)
    reply = made.says(text)
    assert [type(effect) for effect in effects(made)] == [AcceptIntroduction]
    assert reply == "Good. I text you and Ines Ito each other's address now."
    assert "already" in made.says("accept Ines Ito")


@pytest.mark.parametrize("text", ["no thanks", "pass", "not interested", "I'd rather not"])
def test_no_declines_it(text: str) -> None:
    made = phone(intro("connection_request"))
    assert made.says(text) == "All right, I won't bring that one up again."
    assert [type(effect) for effect in effects(made)] == [DeclineIntroduction]


def test_later_comes_back_then() -> None:
    made = phone(opportunity())
    assert "in March" in made.says("not now, in March")
    made.says("March 10 at 9")
    assert [effect.kind for effect in effects(made)] == ["put_off_priority"]


def test_yes_with_two_open_asks_which_and_accepts_neither() -> None:
    made = phone(intro("connection_request"), intro("connection_request", who="Sam Poe"))
    assert made.says("yes").startswith("Which one do you mean")
    assert effects(made) == []
    assert "put you in touch" in made.says("Sam")
    assert "Sam Poe" in made.says("yes")


def test_the_connector_is_told_what_it_pays_and_accepts_at_that() -> None:
    made = phone(opportunity())
    assert "50 credits are yours once it has happened" in made.says("happy to introduce them")
    assert effects(made)[0].bounty == 50


def test_a_bounty_that_cannot_be_paid_is_told_before_anything_is_accepted() -> None:
    made = phone(opportunity(funded=False))
    reply = made.says("happy to introduce them")
    assert "can't put up the 50 credits any more" in reply
    assert [type(effect) for effect in effects(made)] == [DropBounty]
    assert made.says("yes") == "Thank you. I text you and Ines Ito each other's address now."
    (accepted,) = effects(made)
    assert accepted == AcceptIntroduction(
        item_type="intro_opportunity", item_id=accepted.item_id, bounty=0
    )


def test_who_comes_second_is_told_kindly() -> None:
    one = opportunity()
    made = phone(one)
    paused = one.model_copy(update={"stage": Stage.PAUSED, "status": "paused"})
    made.introductions = Introductions(items=[paused])
    made.priorities = [item.model_copy(update={"status": "cancelled"}) for item in made.priorities]
    reply = made.says("happy to introduce Jo Lee")
    assert effects(made) == []
    assert reply == (
        "Thank you. Another member is introducing Jo Lee (CFO, Initech) at the moment, so nothing"
        " is needed from you now."
    )


def test_an_innovator_agrees_to_what_an_introduction_costs_before_it_is_accepted() -> None:
    made = an_innovator(intro("intro_offer", third="CFO at Initech", bounty=25), available=100)
    assert "costs you 25 credits" in made.says("yes, connect me")
    assert effects(made) == []
    assert "25 credits are set aside until you have met" in made.says("yes")
    assert effects(made)[0].bounty == 25


@each(
    "text, kind",
    [
        ("yes they are", ConfirmIntroduction),
        ("Jo said yes", ConfirmIntroduction),
        ("she'd love to", ConfirmIntroduction),
        ("he is willing", ConfirmIntroduction),
        ("sorry Jo said no", DeclineIntroduction),
        ("no, Jo isn't interested", DeclineIntroduction),
    ],
)
def test_a_volunteer_says_whether_the_third_person_is_willing(text: str, kind: type) -> None:
    one = intro(
        *("intro_offer",),
        side="maker",
        stage="to_confirm",
        status="pending_connector_confirmation",
        third="Jo Lee (CFO, Initech)",
    )
    made = phone(one)
    data = QueuedIntroduction(
        what="willing",
        item_type="intro_offer",
        item_id=one.id,
        name="Ines Ito (CEO, Acme)",
        third=one.third,
        priority_ids=[made.priorities[0].id],
    )
    made.is_told(Facts(data=data))
    made.says(text)
    assert [type(effect) for effect in effects(made)] == [kind]


AGREED = {"stage": "agreed", "status": "accepted"}


@each(
    "text, kind",
    [
        ("I made the intro", ReportIntroduction),
        ("done, introduced them this morning", ReportIntroduction),
        ("I introduced Ines to Jo yesterday", ReportIntroduction),
        ("intro is done", ReportIntroduction),
        ("made the intro just now", ReportIntroduction),
        ("sent the intro email", ReportIntroduction),
        ("introduced!", ReportIntroduction),
        ("i put them in touch", ReportIntroduction),
        ("they're in touch now", ReportIntroduction),
        ("I emailed them both", ReportIntroduction),
        ("sorry, Jo said no", DeclineIntroduction),
        ("I changed my mind about the intro to Jo", DeclineIntroduction),
        ("drop the intro", DeclineIntroduction),
        ("I can't make the intro after all", DeclineIntroduction),
        ("please call off the intro to Jo", DeclineIntroduction),
    ],
)
def test_a_connector_says_what_has_become_of_it(text: str, kind: type) -> None:
    made = phone(opportunity(**AGREED))
    made.says(text)
    assert [type(effect) for effect in effects(made)] == [kind]


@each(
    "text, kind",
    [
        ("we met", ReportIntroduction),
        ("Dana introduced me last week", ReportIntroduction),
        ("had a great call with Jo", ReportIntroduction),
        ("it never happened", ObjectToIntroduction),
        ("nothing happened", ObjectToIntroduction),
        ("no one introduced me", ObjectToIntroduction),
        ("it didn't work out", ObjectToIntroduction),
        ("Dana hasn't introduced me", ObjectToIntroduction),
        ("she never introduced me", ObjectToIntroduction),
        ("no intro yet", ObjectToIntroduction),
        ("we haven't met yet", ObjectToIntroduction),
        ("still waiting for the intro", ObjectToIntroduction),
    ],
)
def test_an_innovator_says_whether_it_happened(text: str, kind: type) -> None:
    made = an_innovator(opportunity(**AGREED, side="beneficiary", who="Dana Roe"))
    made.says(text)
    assert [type(effect) for effect in effects(made)] == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [("yes", ReportIntroduction), ("not yet", ObjectToIntroduction), ("no", ObjectToIntroduction)],
)
def test_asked_whether_it_happened_a_word_is_enough(text: str, kind: type) -> None:
    one = opportunity(**AGREED, side="beneficiary", who="Dana Roe", asked=True)
    made = an_innovator(one)
    data = QueuedIntroduction(
        what="happened", item_type=one.item_type, item_id=one.id, name="Dana Roe", third=one.third
    )
    made.is_told(Facts(data=data))
    made.says(text)
    assert [type(effect) for effect in effects(made)] == [kind]


@each(
    "text",
    [
        "I'll introduce them tomorrow",
        "I can put them in touch",
        "we met our targets",
        "I met a great designer yesterday",
        "done",
        "we talked about pricing",
        "I connected my calendar",
        "he said no to the price",
        "they are in touch with reality",
        "it happened again, my server is down",
        "Anna is interested in our product",
        "it didn't work out with the designer",
        "I haven't talked to my lawyer",
        "we met Ada at a conference",
    ],
)
def test_what_is_of_something_else_or_still_to_come_changes_no_introduction(text: str) -> None:
    for side in ("maker", "beneficiary"):
        made = phone(opportunity(**AGREED, side=side))
        made.says(text)
        kinds = (ReportIntroduction, ObjectToIntroduction, DeclineIntroduction)
        assert not any(isinstance(effect, kinds) for effect in effects(made))


@pytest.mark.parametrize(
    "text",
    [
        "does anyone need an answer from me?",
        "whom do i owe an intro?",
        "what intros are open?",
        "who wants to meet me?",
    ],
)
def test_who_waits_is_asked_in_many_ways(text: str) -> None:
    assert "would like to meet you" in phone(intro("connection_request")).says(text)


@each(
    "text",
    [
        "I could introduce you to Jo Lee",
        "can intro you to Jo Lee, cfo @ initech",
        "happy to make an intro to Jo Lee at Initech",
        "I can put Priya in touch with Jo Lee",
        "I know Jo Lee at Initech, want me to introduce you?",
        "Jo Lee at Initech would be perfect, I can connect you",
    ],
)
def test_an_offer_in_other_words(text: str) -> None:
    made = phone(asked_requests=[asked()])
    made.says(text)
    (offer,) = effects(made)
    assert isinstance(offer, OfferIntroduction)
    assert offer.prospect_name == "Jo Lee"


@pytest.mark.parametrize(
    "text",
    ["please never introduce me to anyone from Acme", "no intros to Acme", "keep Acme away"],
)
def test_a_block_in_other_words(text: str) -> None:
    assert phone().says(text) == "All right, never with Acme."


def test_of_two_it_is_asked_which_and_of_somebody_else_nothing_is_done() -> None:
    first = opportunity(**AGREED)
    second = opportunity(**AGREED, third="Kim Ray (CTO, Globex)")
    made = phone(first, second)
    assert made.says("I made the intro").startswith("Which one do you mean")
    made.says("Kim Ray")
    assert [effect.item_id for effect in effects(made)] == [second.id]
    made.says("we met Ada at a conference")
    assert effects(made) == []


def test_who_is_waiting_is_told_from_the_rows_alone() -> None:
    made = phone(opportunity(**AGREED, asked=True, side="beneficiary", who="Dana Roe"))
    assert "whether it has happened: Jo Lee" in made.says("who is waiting on me?")
    assert phone().says("who is waiting on me?").startswith("Nobody is waiting")
    two = phone(intro("connection_request"), opportunity(who="Sam Poe", work=None))
    reply = two.says("who's waiting for me?")
    assert "Ines Ito (CEO, Acme) would like to meet you" in reply
    assert "Sam Poe would like an introduction to Jo Lee (CFO, Initech), for 50 credits" in reply


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("maker", "You introduce Ines Ito (CEO, Acme) to Jo Lee (CFO, Initech)."),
        ("beneficiary", "Ines Ito (CEO, Acme) introduces you to Jo Lee (CFO, Initech)."),
    ],
)
def test_who_is_asked_about_after_both_have_agreed_is_told(side: str, said: str) -> None:
    assert phone(opportunity(**AGREED, side=side)).says("whos ines").startswith(said)
    assert said not in phone(opportunity(side=side)).says("whos ines")


def test_a_report_may_say_what_happens_next() -> None:
    made = phone(opportunity(**AGREED))
    made.says("i made the intro, they're talking thursday")
    assert [type(effect).__name__ for effect in effects(made)] == ["ReportIntroduction"]


def asked(name: str = "Priya") -> AskedRequest:
    row = {
        "id": uuid4(),
        "question": "who knows a good CFO?",
        "asker_name": name,
        "shown_at": START,
    }
    return AskedRequest.model_validate(row)


def test_an_introduction_is_offered_to_whoever_asked() -> None:
    question = asked()
    made = phone(asked_requests=[question])
    reply = made.says("I can introduce you to Jo Lee, CFO at Initech")
    (offer,) = effects(made)
    assert isinstance(offer, OfferIntroduction)
    assert (offer.request_id, offer.prospect_name) == (question.id, "Jo Lee")
    assert (offer.prospect_title, offer.prospect_company) == ("CFO", "Initech")
    assert reply == "Thank you. I'll come back to you if Priya would like to meet Jo Lee."


@each(
    "text, work",
    [
        ("my friend Bea Lund, Head of Payroll at Norvik would help", ("Head of Payroll", "Norvik")),
        ("I can introduce you to Bea Lund, CEO of Acme", ("CEO", "Acme")),
        ("I know someone: Bea Lund from Norvik", (None, "Norvik")),
    ],
)
def test_who_is_offered_is_read_with_title_and_company(
    text: str, work: tuple[str | None, str | None]
) -> None:
    made = phone(asked_requests=[asked()])
    made.says(text)
    offer = next(effect for effect in effects(made) if isinstance(effect, OfferIntroduction))
    assert offer.prospect_name == "Bea Lund"
    assert (offer.prospect_title, offer.prospect_company) == work


def test_how_an_introduction_goes_is_no_question_to_members() -> None:
    made = phone()
    reply = made.says("how's the intro to bea going")
    assert effects(made) == []
    assert "No introduction of yours is open" in reply


def test_a_pass_with_an_offer_is_both() -> None:
    made = phone(asked_requests=[asked()])
    made.says("not me, but I can introduce them to Jo Lee")
    kinds = {type(effect).__name__ for effect in effects(made)}
    assert kinds == {"OfferIntroduction", "PassCommunityRequest"}


def test_without_a_question_it_is_asked_to_whom() -> None:
    made = phone()
    assert made.says("I can introduce you to Jo Lee at Initech") == (
        "Good of you. To which member would you introduce Jo Lee?"
    )
    reply = made.says("Ines Ito at Acme")
    (wish,) = effects(made)
    assert isinstance(wish, WishIntroduction)
    assert (wish.wish, wish.name, wish.prospect_name) == ("introduce", "Ines Ito", "Jo Lee")
    assert "Ines Ito" in reply


@pytest.mark.parametrize("name", ["Dana Roe", "Wanda Quill"])
def test_a_wish_to_meet_is_taken_in_the_same_words_whoever_it_is(name: str) -> None:
    made = an_innovator(available=100)
    reply = made.says(f"introduce me to {name} at Hooli about pricing, 20 credits")
    (wish,) = effects(made)
    assert isinstance(wish, WishIntroduction)
    assert (wish.wish, wish.name, wish.company, wish.bounty) == ("meet", name, "Hooli", 20)
    assert reply == (
        f"I'll see who can bring you together with {name}, and come back when there is a match."
        " 20 credits are set aside for it."
    )
    assert f"{name}: no match so far" in made.says("how are my intros going?")


def test_why_is_asked_for_and_too_few_credits_are_said() -> None:
    made = an_innovator(available=10)
    assert "What shall I say it is about" in made.says("I want to meet Dana Roe")
    made.says("we both sell to hospitals")
    assert [effect.reason for effect in effects(made)] == ["we both sell to hospitals"]
    assert "You have 10 credits" in made.says("introduce me to Kim Ray about AI, 50 credits")
    assert effects(made) == []


def test_an_over_eager_seller_is_stopped_by_their_own_count() -> None:
    made = an_innovator(available=0)
    first, last = ("Ann", "Ben", "Cas", "Dan", "Eva", "Fay"), "Roe"
    for name in first[:5]:
        made.says(f"introduce me to {name} {last} about our product")
    assert made.says(f"introduce me to {first[5]} {last} about our product").startswith(
        "That is many people for one day"
    )
    assert effects(made) == []


def test_never_with_somebody_is_kept_and_may_be_taken_back() -> None:
    made = phone(intro("connection_request"))
    assert made.says("never with them") == "All right, never with Ines Ito."
    (block,) = effects(made)
    assert isinstance(block, BlockIntroductions)
    assert block.item_id is not None
    assert made.says("never with Acme") == "All right, never with Acme."
    assert made.says("unblock Acme") == "All right, Acme is possible again."
    assert [type(effect) for effect in effects(made)] == [UnblockIntroductions]


WHATS = {
    "introduced": ("dana@hooli.test", "Jo Lee", "Dana Roe"),
    "willing": ("Dana Roe", "Jo Lee"),
    "happened": ("Dana Roe", "Jo Lee"),
    "objected": ("Dana Roe", "Jo Lee"),
    "completed": ("Jo Lee",),
    "not_coming": ("Jo Lee",),
    "not_needed": ("Jo Lee",),
}


@each("what", WHATS)
@each("side", ["maker", "beneficiary"])
def test_what_is_told_is_short_and_never_a_decline(what: Any, side: Any) -> None:
    data = QueuedIntroduction(
        what=what,
        item_type="intro_opportunity",
        item_id=UUID(int=1),
        side=side,
        name="Dana Roe",
        work="VP, Hooli",
        email="dana@hooli.test",
        third="Jo Lee (CFO, Initech)",
        reason="They are hiring!",
        credits=50,
    )
    words = plain_words(Facts(data=data))
    assert words is not None
    assert len(words) <= 320
    assert not any(said in words.lower() for said in ("declin", "refus", "reject", "!"))
    for fact in WHATS[what]:
        assert fact in words


def test_wishes_of_yesterday_do_not_count() -> None:
    old = [
        Wish(id=uuid4(), kind="meet", name="A B", created_at=START.replace(day=1, hour=1))
        for _ in range(5)
    ]
    made = an_innovator()
    made.introductions = Introductions(wishes=old)
    made.says("introduce me to Dana Roe about pricing")
    assert [type(effect) for effect in effects(made)] == [WishIntroduction]
