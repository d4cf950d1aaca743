"""Who somebody is, read from texts as people write them: `tests/corpus/profile.py`."""

from typing import Any

from shared.domain.context import User
from tests.corpus.profile import ASKS, CASES, Case
from tests.fixtures.examples import each
from tests.fixtures.phone_simulation import START, Phone, a_member, a_user

_SARAH = {"first_name": "Sarah", "last_name": "Chen"}
_WORK = {"company": "Acme", "title": "CTO"}
STATES: dict[str, dict[str, Any]] = {
    "referrer asked": {},
    "name asked": {"name_dropped": "none"},
    "last name asked": {"name_dropped": "none", "first_name": "Sarah"},
    "work asked": {"name_dropped": "none", **_SARAH},
    "company asked": {"name_dropped": "none", **_SARAH, "title": "CTO"},
    "title asked": {"name_dropped": "none", **_SARAH, "company": "Acme"},
    "email asked": {"name_dropped": "none", **_SARAH, **_WORK},
    "waiting": {
        "name_dropped": "none",
        **_SARAH,
        **_WORK,
        "email": "sarah@acme.com",
        "email_verified": True,
        "onboarding_completed_at": START,
    },
}


def phone_in(state: str) -> Phone:
    """Somebody who has come so far, and was asked for the next step."""
    if state == "new":
        return Phone()
    if state == "member":
        return Phone(user=a_member())
    phone = Phone(user=a_user(**STATES[state]))
    phone.says("hi")
    return phone


def stored(user: User) -> dict[str, Any]:
    """What is kept about who they are."""
    columns = ("first_name", "last_name", "company", "title", "linkedin_url", "expertise")
    return {
        **{column: getattr(user, column) for column in columns},
        "referrer_name": user.name_dropped,
        "goals": [goal.text for goal in user.goals],
        "email": user.email,
    }


@each("case", CASES)
def test_what_is_stored_is_what_they_said(case: Case) -> None:
    state, turns, expected = case
    phone = phone_in(state)
    before = stored(phone.user)
    for turn in turns:
        phone.says(*((turn,) if isinstance(turn, str) else turn))
    changed = {
        column: value for column, value in stored(phone.user).items() if value != before[column]
    }
    kind = expected.get(ASKS)
    assert changed == {column: value for column, value in expected.items() if column != ASKS}
    assert kind is None or (phone.question is not None and phone.question.kind == kind)
