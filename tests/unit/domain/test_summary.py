from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.summary import MOST_WORDS, Summary, answering_hours

POINTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=300), max_size=20).map(
    lambda points: [point for point in points if " ".join(point.split()).strip(" .")]
)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_summary_is_one_line_a_part_and_empty_parts_are_left_out() -> None:
    summary = Summary(needs=["a CRM", "a lawyer."], facts=["runs Acme"], mood="calm")
    assert summary.text() == "Needs: a CRM; a lawyer.\nFacts: runs Acme.\nMood: calm."
    assert Summary().text() == ""


def test_a_stored_summary_is_read_back_as_it_was() -> None:
    summary = Summary(needs=["a CRM"], facts=["x", "y, z"], pending=["We said: ok"], mood="calm")
    assert Summary.read(summary.text()) == summary
    assert Summary.read(None) == Summary()


def test_a_text_of_another_form_counts_as_facts() -> None:
    assert Summary.read("She runs Acme. She lives in Oslo.").facts == [
        "She runs Acme",
        "She lives in Oslo",
    ]


def test_what_holds_nothing_but_blanks_and_stops_is_no_point() -> None:
    assert Summary.read("Needs: . ;\x1f; a CRM\n\x1f\n ..") == Summary(needs=["a CRM"])


def test_when_it_is_too_long_the_oldest_points_of_the_longest_part_give_way() -> None:
    facts = [f"fact {number} {'word ' * 28}" for number in range(10)]
    text = Summary(needs=["a CRM"], facts=facts, mood="calm").text()
    assert len(text.split()) <= MOST_WORDS
    assert "Needs: a CRM." in text
    assert "fact 9" in text
    assert "fact 0" not in text


@given(needs=POINTS, facts=POINTS, pending=POINTS, mood=st.text(max_size=200))
def test_whatever_it_is_made_of_it_keeps_to_200_words(
    needs: list[str], facts: list[str], pending: list[str], mood: str
) -> None:
    summary = Summary(needs=needs, facts=facts, pending=pending, mood=mood)
    text = summary.text()
    assert len(text.split()) <= MOST_WORDS
    assert len(Summary.read(text).text().split()) <= MOST_WORDS


def test_the_hours_in_which_they_answer_are_local_and_need_two_texts() -> None:
    new_york = ZoneInfo("America/New_York")
    before = NOON  # 7 in the morning there; a week later, in summer time, 8
    texts = [before, before + timedelta(minutes=5), before + timedelta(days=7)]
    assert answering_hours(texts, new_york) == [7]
    assert answering_hours([*texts, texts[-1]], new_york) == [7, 8]
    assert answering_hours([], new_york) == []


def test_an_hour_with_less_than_a_twentieth_of_their_texts_does_not_count() -> None:
    texts = [NOON] * 60 + [NOON + timedelta(hours=3)] * 2
    assert answering_hours(texts, ZoneInfo("UTC")) == [12]
