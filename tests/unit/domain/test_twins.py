"""What of a twin's payload is told to people, and under whose name."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.agents.rendering import Facts, plain_words, wording
from shared.domain.queued import QueuedTwinEvent
from shared.domain.twins import MOST_CHARACTERS, spoken_of
from tests.fixtures.examples import each


@each(
    "payload, said",
    [
        ({"text": "Call Acme"}, "Call Acme"),
        ({"title": "Acme", "message": "They  wait\nfor us"}, "Acme: They wait for us"),
        ({"title": "Acme"}, "Acme"),
        ({"summary": "short", "text": "long"}, "long"),
        ({"deal_id": "D-1", "amount": 5000, "won": True}, "deal id D-1; amount 5000"),
        ({"text": " ", "note": "Ok"}, "Ok"),
        ({}, None),
        ({"text": ""}, None),
        ({"nested": {"text": "x"}, "list": ["x"], "none": None, "flag": False}, None),
        (["text"], None),
        ("text", None),
        (None, None),
    ],
)
def test_the_words_are_found_where_writers_put_them(payload: Any, said: str | None) -> None:
    assert spoken_of(payload) == said


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=50),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=6),
)


@given(JSON)
def test_whatever_was_written_one_bounded_line_or_nothing_is_said(payload: Any) -> None:
    said = spoken_of(json.loads(json.dumps(payload)))
    if said is not None:
        assert 0 < len(said) <= MOST_CHARACTERS
        assert said == " ".join(said.split())


def test_a_long_one_is_cut() -> None:
    said = spoken_of({"text": "word " * 1000})
    assert said is not None
    assert said.endswith("word...")
    assert len(said) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("kind", "name", "words"),
    [
        ("suggestion", "Sarah Chen", "From Sarah Chen's twin (sales), a suggestion: Call Acme."),
        ("alert", None, "From a colleague's twin (sales), an alert: Call Acme."),
        ("request", None, "From a colleague's twin (sales), a request: Call Acme."),
    ],
)
def test_whose_words_they_are_stands_first_and_no_model_touches_them(
    kind: Any, name: str | None, words: str
) -> None:
    facts = Facts(
        data=QueuedTwinEvent(
            event_type=kind, text="Call Acme!!", source_role="sales", source_name=name
        ),
        first_name="Mike",
    )
    assert plain_words(facts) == words
    assert wording(facts) is None
