"""JSON keeps every digit that somebody wrote."""

import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import exact_json
from tests.fixtures.examples import each

DECIMALS = st.decimals(allow_nan=False, allow_infinity=False).filter(
    lambda number: abs(number.adjusted()) < 1000
)
DOCUMENTS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | DECIMALS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(DOCUMENTS)
def test_what_is_written_is_read_again(document: object) -> None:
    assert exact_json.loads(exact_json.dumps(document)) == document


@given(DOCUMENTS)
def test_what_is_written_is_json_to_others_too(document: object) -> None:
    read = json.loads(exact_json.dumps(document), parse_float=Decimal)
    assert read == document


@pytest.mark.parametrize(
    "number", ["99999999999999.99", "0.30000000000000004", "1.50", "9" * 5000, "1E-400"]
)
def test_no_digit_is_lost(number: str) -> None:
    assert exact_json.dumps(exact_json.loads(f'{{"x": [{number}]}}')) == f'{{"x": [{number}]}}'


@each("text", ["NaN", "-Infinity", "[Infinity]", f"1e{'9' * 30}", "{", "1.", ""])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        exact_json.loads(text)


def test_what_json_has_nothing_for_is_a_mistake() -> None:
    with pytest.raises(TypeError):
        exact_json.dumps({"x": [Decimal(1), object()]})
