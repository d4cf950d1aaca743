"""Many examples as one test: each is tried, and each that fails is named."""

import inspect

import pytest

from tests.fixtures.examples import each


def test_every_example_is_tried_and_those_that_fail_are_named() -> None:
    tried: list[int] = []

    @each("number, wanted", [(1, 1), (2, 3), (3, 3), (4, 5)])
    def claim(number: int, wanted: int) -> None:
        tried.append(number)
        assert number == wanted

    with pytest.raises(ExceptionGroup, match="2 of 4 examples fail") as caught:
        claim()
    assert tried == [1, 2, 3, 4]
    notes = [error.__notes__ for error in caught.value.exceptions]
    assert notes == [["example: number = 2, wanted = 3"], ["example: number = 4, wanted = 5"]]


def test_an_error_that_was_expected_and_did_not_come_is_named_too() -> None:
    @each("text", ["1", "one"])
    def claim(text: str) -> None:
        with pytest.raises(ValueError, match="invalid literal"):
            int(text)

    with pytest.raises(BaseExceptionGroup) as caught:
        claim()
    assert [error.__notes__ for error in caught.value.exceptions] == [["example: text = '1'"]]


def test_pytest_gives_it_the_fixtures_and_the_examples_go_crosswise() -> None:
    met: list[tuple[str, str, int]] = []

    @each("left", "ab")
    @each("right", "xy")
    def claim(left: str, right: str, fixture: int) -> None:
        met.append((left, right, fixture))

    assert list(inspect.signature(claim).parameters) == ["fixture"]
    claim(fixture=1)
    assert met == [("a", "x", 1), ("a", "y", 1), ("b", "x", 1), ("b", "y", 1)]


def test_no_example_is_no_test() -> None:
    with pytest.raises(ValueError, match="no example of text"):
        each("text", [])
