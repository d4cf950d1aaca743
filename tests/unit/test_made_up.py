"""Texts with made-up names, numbers and addresses, each always the same."""

import pytest

from shared.privacy.made_up import MadeUp

PEOPLE = ("Dana Brook", "Will Power", "Bo", "Élise O'Neill")
COMPANIES = ("Acme Robotics", "Notion", "Open Bank")


@pytest.fixture(name="made_up")
def fixture_made_up() -> MadeUp:
    return MadeUp(PEOPLE, COMPANIES)


@pytest.mark.parametrize(
    "text",
    [
        "Dana Brook will introduce you: dana@acme-robotics.test.",
        "i'm dana brook from acme robotics",
        "ask Élise O'Neill, +44 7911 123456",
        "Will Power said it. Tell Bo's team, or Will Power",
        "call 212-555-0142 or (646) 555 0188",
        "https://www.linkedin.com/in/dana-brook and www.acme.test/team/brook",
        "remind me to call Bob Stone",
        "We use ACME ROBOTICS",
        "NOTION works with Open Bank",
    ],
)
def test_nothing_of_a_person_is_left_and_the_same_becomes_the_same(
    made_up: MadeUp, text: str
) -> None:
    other = made_up.text(text)
    for told in ("dana", "brook", "acme", "lise", "neill", "power", "bob", "stone", "notion"):
        assert told not in other.casefold()
    for told in ("open bank", "bo's", "7911 123456", "0142", "0188"):
        assert told not in other.casefold()
    assert made_up.text(text) == other


@pytest.mark.parametrize(
    "text",
    [
        "Will you text me on 2026-11-29 at 9:30?",
        "I need to open a bank account. 500 credits, $1,200",
        "Find me a CFO in New York who knows HubSpot",
        "Thanks. Remind me Monday.",
        "VP Sales, Head of People",
    ],
)
def test_words_that_name_nobody_stay(made_up: MadeUp, text: str) -> None:
    assert made_up.text(text) == text


def test_names_keep_their_case_and_numbers_their_form_and_area(made_up: MadeUp) -> None:
    first, last = made_up.text("Dana Brook").split()
    assert made_up.text("dana BROOK") == f"{first.casefold()} {last.upper()}"
    national = made_up.text("(212) 867-5309")
    assert national.startswith("(212) 555-")
    assert made_up.text("+12128675309")[2:] == "".join(filter(str.isdigit, national))


def test_two_exports_do_not_tell_who_is_whom_by_each_other() -> None:
    text = "Dana Brook, Acme Robotics, 3f2a91c0-0000-4000-8000-000000000000"
    assert MadeUp(PEOPLE, COMPANIES).text(text) != MadeUp(PEOPLE, COMPANIES).text(text)
