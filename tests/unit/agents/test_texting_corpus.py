"""When, on which days and how often to text: texts as people write them, and what becomes of it.

Each row of `tests/corpus/texting.json` is texted by Sarah Chen of New York on Tuesday, June 2nd
2026, at 10 in the morning. `state` is what her row holds before, `becomes` the columns after it
(any other stays as it is), `asks` the kind of question left open.
"""

import json
from datetime import datetime, time
from pathlib import Path
from typing import Any

from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import Phone, a_member

ROWS: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[2] / "corpus" / "texting.json").read_text()
)
COLUMNS = (
    "timezone",
    "quiet_hours_start",
    "quiet_hours_end",
    "rest_days",
    "proactive_paused_until",
    "reminders_paused",
    "daily_limit",
    "hourly_limit",
)


@each("row", ROWS)
def test_a_text_about_texting_sets_what_it_says_and_nothing_else(row: dict[str, Any]) -> None:
    phone = Phone(user=a_member(**row.get("state", {})))
    before = {name: getattr(phone.user, name) for name in COLUMNS}

    for text in row["texts"]:
        reply = phone.says(text)
        assert 0 < len(reply) <= 320
        assert "!" not in reply

    after = {name: getattr(phone.user, name) for name in COLUMNS}
    assert after == before | {name: _value(name, row["becomes"][name]) for name in row["becomes"]}
    assert not phone.waiting, "no reminder comes of it"
    if "asks" in row:
        assert phone.question is not None
        assert phone.question.kind == row["asks"]


def _value(name: str, written: Any) -> Any:
    if isinstance(written, str) and name.startswith("quiet_hours"):
        return time.fromisoformat(written)
    if isinstance(written, str) and name == "proactive_paused_until":
        return datetime.fromisoformat(written)
    return written
