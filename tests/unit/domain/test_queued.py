"""message_data: what can be said, and why something else never can."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.queued import (
    MalformedQueuedData,
    QueuedFollowup,
    QueuedPriorities,
    QueuedReEngagement,
    QueuedText,
    read,
)

ID = "11111111-1111-4111-8111-111111111111"
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@pytest.mark.parametrize(
    ("document", "kind", "reformulate"),
    [
        ({"kind": "text", "text": "Hi"}, QueuedText, False),
        ({"kind": "text", "text": "Hi", "reformulate": True}, QueuedText, True),
        ({"kind": "followup", "note": "call"}, QueuedFollowup, True),
        ({"kind": "re_engagement"}, QueuedReEngagement, True),
        ({"kind": "priorities", "priority_ids": [ID]}, QueuedPriorities, True),
    ],
)
def test_every_kind_is_read(document: Any, kind: type, reformulate: bool) -> None:
    data = read(document)
    assert type(data) is kind
    assert data.reformulate is reformulate


@pytest.mark.parametrize(
    ("document", "named"),
    [
        ({"kind": "fax"}, "message_data: union_tag_invalid"),
        ({"kind": "text"}, "text.text: missing"),
        ({"kind": "text", "text": "x", "colour": "red"}, "text.colour: extra_forbidden"),
        ("secret", "message_data"),
    ],
)
def test_the_error_names_the_field_and_quotes_nothing(document: Any, named: str) -> None:
    with pytest.raises(MalformedQueuedData) as error:
        read(document)
    assert named in str(error.value)
    assert "secret" not in str(error.value)


@given(json_values)
def test_any_json_is_read_or_refused(document: Any) -> None:
    try:
        read(document)
    except MalformedQueuedData:
        return
    assert isinstance(document, dict)
