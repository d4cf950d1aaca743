"""Members who take back, correct or go on with what was just set: Tuesday, 10 in New York."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member

NEW_YORK = ZoneInfo("America/New_York")


def member(**columns: object) -> Phone:
    return Phone(user=a_member(credit_balance=40, **columns))


def waiting(phone: Phone) -> list[tuple[str, str]]:
    """What is to come, and when, on their own clock."""
    items = sorted(phone.waiting, key=lambda item: item.due)
    return [(f"{one.due.astimezone(NEW_YORK):%a %H:%M}", one.summary or "") for one in items]


@each("back", ["set it back", "undo that", "jk change it back please", "oops revert"])
@each(
    "words, columns",
    [
        ("im in london", {"timezone": "America/New_York"}),
        ("no texts after 10pm", {"quiet_hours_start": "21:00:00"}),
        ("too many texts", {"daily_limit": 5, "hourly_limit": 2}),
        ("two texts a day at most", {"daily_limit": 5, "hourly_limit": 2}),
        ("don't text me on weekends", {"rest_days": []}),
        ("mute until friday", {"proactive_paused_until": None}),
        ("change my last name to Whitfield", {"last_name": "Chen"}),
        ("I moved to Datadog as VP Eng", {"company": "Acme", "title": "CTO"}),
    ],
)
def test_what_was_just_set_is_as_it_was_again(
    words: str, columns: dict[str, object], back: str
) -> None:
    phone = member(timezone="America/New_York")
    before = phone.user
    phone.says(words)
    assert phone.user != before
    phone.says(back)
    after = phone.user.model_dump(mode="json")
    assert {name: after[name] for name in columns} == columns


def test_days_of_rest_before_others_come_back() -> None:
    phone = member(rest_days=[7])
    phone.says("don't text me on fridays")
    phone.says("undo that")
    assert phone.user.rest_days == [7]


def test_where_nothing_was_set_they_are_asked_which() -> None:
    phone = member()
    assert "What should I set back" in phone.says("set it back")
    assert phone.decision is not None
    assert phone.decision.effects == []


@pytest.mark.parametrize(
    "words", ["nvm im back", "i'm back early", "ok im back", "hey, back now", "nevermind, resume"]
)
def test_who_is_back_early_ends_the_pause(words: str) -> None:
    phone = member(proactive_paused_until=START + timedelta(days=7))
    assert "pause is over" in phone.says(words)
    assert phone.user.proactive_paused_until is None


@pytest.mark.parametrize(
    ("answer", "rest_days"), [("yes", [5]), ("no", []), ("remind me at 6pm to swim", [])]
)
def test_quiet_hours_leave_out_no_days_and_they_are_asked_what_is_meant(
    answer: str, rest_days: list[int]
) -> None:
    phone = member()
    phone.says("no texts after 10pm")
    assert "nothing at all on Fridays instead?" in phone.says("except fridays")
    assert phone.user.rest_days == []
    phone.says(answer)
    assert phone.user.rest_days == rest_days


@each(
    "texts, expected",
    [
        (["remind me sunday at 9am to call mom", "noon"], [("Sun 12:00", "call mom")]),
        (["remind me sunday at 9am to call mom", "monday"], [("Mon 09:00", "call mom")]),
        (["remind me at 5 to call Bo"], [("Tue 17:00", "call Bo")]),
        (["remind me at 5 to call Bo", "make it 6"], [("Tue 18:00", "call Bo")]),
        (["remind me at 5 to call Bo", "pm"], [("Tue 17:00", "call Bo")]),
        (["remind me at 5 to call Bo", "in the afternoon"], [("Tue 17:00", "call Bo")]),
        (["remind me tomorrow 5 to call Bo", "make it 6", "pm"], [("Wed 18:00", "call Bo")]),
        (["remind me thurs 4ish to ping legal", "pm"], [("Thu 16:00", "ping legal")]),
        (["remind me thurs 4ish to ping legal", "scratch the legal thing"], []),
        (["remind me thurs 4ish to ping legal", "forget it"], []),
        (["remind me next week to ping legal", "drop the legal one"], []),
        (
            ["remind me sunday at 9am to call mom", "and every monday at 8 to send the report"],
            [("Sun 09:00", "call mom"), ("Mon 08:00", "send the report")],
        ),
        (
            ["remind me tomorrow at 9am to run", "also friday at 3pm to swim"],
            [("Wed 09:00", "run"), ("Fri 15:00", "swim")],
        ),
        (["remind me tomorrow at 9am to call mom", "cancel mom"], []),
        (["remind me tomorrow", "9", "scratch that"], []),
        (["remind me at 5", "to water plants", "make it 6"], [("Tue 18:00", "water plants")]),
        (
            ["remind me tomorrow at 9am to run", "and thurs at noon lunch w/ dan"],
            [("Wed 09:00", "run"), ("Thu 12:00", "lunch w/ dan")],
        ),
        (["remind me later", "to stretch", "tomorrow at 2pm"], [("Wed 14:00", "stretch")]),
        (["remind me tomorrow at 9am to run", "ugh forget all of it"], []),
    ],
)
def test_a_reminder_goes_on_from_what_was_said(
    texts: list[str], expected: list[tuple[str, str]]
) -> None:
    phone = member()
    for text in texts:
        phone.says(text)
    assert waiting(phone) == expected
    assert phone.user.goals == []


def test_an_hour_with_one_half_left_today_is_taken_and_said() -> None:
    assert "5:00 PM" in member().says("remind me at 5 to call Bo")
    night = member()
    night.now = datetime(2026, 6, 2, 7, tzinfo=UTC)  # 3 in the morning
    assert "5 in the morning" in night.says("remind me at 5 to call Bo")


@each(
    "words, name, title, company",
    [
        ("my last name changed to Whitfield", "Sarah Whitfield", "CTO", "Acme"),
        ("my name has changed to Sarah Whitfield", "Sarah Whitfield", "CTO", "Acme"),
        ("i changed my name to Iris Wong", "Iris Wong", "CTO", "Acme"),
        ("title is now chief of staff", "Sarah Chen", "Chief of staff", "Acme"),
        ("company is now Globex", "Sarah Chen", "CTO", "Globex"),
        ("that's dumb", "Sarah Chen", "CTO", "Acme"),
        ("this is ridiculous", "Sarah Chen", "CTO", "Acme"),
    ],
)
def test_what_changed_is_set_and_what_is_no_name_is_not(
    words: str, name: str, title: str, company: str
) -> None:
    phone = member()
    assert "Should I" not in phone.says(words)
    user = phone.user
    assert (f"{user.first_name} {user.last_name}", user.title, user.company) == (
        name,
        title,
        company,
    )


@pytest.mark.parametrize(
    "words",
    [
        "i left acme last month, now at Datadog running partnerships",
        "now at Datadog leading growth",
        "i joined Datadog doing sales",
    ],
)
def test_what_they_do_at_a_new_company_is_no_part_of_its_name(words: str) -> None:
    phone = member()
    assert "what's your title there?" in phone.says(words)
    assert phone.user.company == "Datadog"
    phone.says("head of partnerships")
    assert (phone.user.title, phone.user.company) == ("Head of partnerships", "Datadog")


def test_a_title_is_corrected_without_the_words_of_the_correction() -> None:
    phone = member()
    phone.says("my title is COO now")
    phone.says("no wait CFO")
    assert phone.user.title == "CFO"


def test_being_away_for_a_while_and_back_moves_their_clock() -> None:
    phone = member(timezone="America/New_York")
    phone.says("i'm in lagos now")
    assert phone.says("for two weeks") == "All right. Tell me when you're back."
    phone.says("back to new york")
    assert phone.user.timezone == "America/New_York"


def test_a_title_may_follow_a_new_company() -> None:
    phone = member()
    phone.says("i'm at Figma now")
    phone.says("as a design lead")
    assert (phone.user.title, phone.user.company) == ("Design lead", "Figma")


def test_expertise_told_besides_is_added() -> None:
    phone = member(expertise=["tax"])
    phone.says("i also know a lot about pricing")
    assert phone.user.expertise == ["tax", "pricing"]


@each(
    "words, answer",
    [
        ("how do i earn more (credits)", "useful answers"),
        ("how do i earn more", "useful answers"),
        ("how does this make money", "Innovators buy credits"),
        ("who pays for this?", "Innovators buy credits"),
        ("how does this thing make money", "Innovators buy credits"),
        ("can i cash out", "no way to cash"),
        ("is this free", "takes a payment"),
        ("what do you have me down as", "Sarah Chen (CTO, Acme)"),
    ],
)
def test_questions_of_money_and_of_themselves_are_answered(words: str, answer: str) -> None:
    assert answer in member().says(words)


@pytest.mark.parametrize("words", ["not urgent", "no rush btw", "it's not urgent", "whenever"])
def test_a_question_that_was_put_may_be_called_not_urgent(words: str) -> None:
    phone = member()
    phone.says("who knows about SOC2?")
    assert phone.says(words) == "All right, no hurry."
    assert phone.decision is not None
    assert phone.decision.effects == []
