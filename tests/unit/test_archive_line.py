"""A line of the archive is taken apart as JSON is, whatever stands in its row."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared.archive.line import Line

_TEXT = st.text(max_size=6)
_PLAIN: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), st.integers(), _TEXT, st.sampled_from(['"', "\\", "}", '":{'])
)
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=6,
)
_ROWS = st.dictionaries(_TEXT, _VALUES, max_size=4)


@settings(max_examples=60)
@given(st.sampled_from(["events", "messages"]), _ROWS)
def test_every_column_is_what_a_reader_of_json_finds(table: str, row: dict[str, Any]) -> None:
    text = json.dumps({"row": row, "table": table}, ensure_ascii=False)
    line = Line.read(text)
    assert line.table == table
    assert {name: json.loads(value) for name, value in line.row.items()} == row
    assert json.loads(line.columns) == row
    for name, value in row.items():
        assert line.value(name) == (value if isinstance(value, str) else None)


@settings(max_examples=60)
@given(_ROWS)
def test_a_column_is_replaced_and_the_others_stay(row: dict[str, Any]) -> None:
    text = json.dumps({"row": row | {"payload": {"said": "x"}}, "table": "events"})
    changed = Line.read(text).with_columns(payload={"erased": True}).text
    assert json.loads(changed) == {"row": row | {"payload": {"erased": True}}, "table": "events"}
