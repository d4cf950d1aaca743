"""Charts: round axes, marks where the values are, gaps where there are none."""

from hypothesis import given
from hypothesis import strategies as st

from shared.pages.charts import Chart, Series, round_ticks, written
from tests.fixtures.examples import each


@each(
    "highest, ticks",
    [
        (0, [0, 1]),
        (1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (7, [0, 2, 4, 6, 8]),
        (81, [0, 20, 40, 60, 80, 100]),
        (100, [0, 20, 40, 60, 80, 100]),
        (430, [0, 100, 200, 300, 400, 500]),
    ],
)
def test_an_axis_has_few_round_numbers(highest: float, ticks: list[float]) -> None:
    assert round_ticks(highest) == ticks


@given(st.floats(1e-3, 1e12))
def test_an_axis_reaches_its_highest_value_and_not_much_further(highest: float) -> None:
    ticks = round_ticks(highest)
    assert ticks[0] == 0
    assert 2 <= len(ticks) <= 6
    assert highest <= ticks[-1] * (1 + 1e-9) <= highest * 2.5


def test_bars_stand_on_each_other_and_lines_stop_where_there_is_no_value() -> None:
    first, second = Series("a", [2, 0]), Series("b", [6, None])
    bars = Chart("n", "t", "m", ["1 Mar", "2 Mar"], [first, second])
    assert bars.top == 8
    (low, empty), (high,) = bars.marks(first), bars.marks(second)
    assert (low.y, low.height) == (75, 25)
    assert empty.height == 0
    assert (high.y, high.height) == (0, 75)
    assert high.title == "1 Mar: 6 b"

    line = Series("l", [1, None, 2, 1])
    chart = Chart("n", "t", "m", list("abcd"), [line], "lines")
    assert [piece[0] for piece in chart.line(line).split() if piece[0].isalpha()] == ["M", "M", "L"]


def test_the_axis_names_at_most_six_places_with_the_first_and_the_last() -> None:
    labels = [str(number) for number in range(365)]
    shown = Chart("n", "t", "m", labels, [Series("a", [1] * 365)]).shown_labels
    assert (shown[0], shown[-1], len(shown)) == ("0", "364", 5)
    assert Chart("n", "t", "m", [], []).shown_labels == []


def test_numbers_are_written_as_people_read_them() -> None:
    assert [written(one) for one in (0, 1234, 44.12, 0.253, 2.0)] == [
        *("0", "1,234", "44.1", "0.25", "2")
    ]
