"""A member changes who they are by text: the old and the new are read back."""

import pytest

from shared.domain.context import User
from shared.domain.effects.profile import AskEmailChange
from shared.domain.values import AgentType
from tests.fixtures.phone_simulation import Phone, a_member, a_user

ADDRESS = "verify-t0ken@in.example.com"


@pytest.mark.parametrize("agent", [AgentType.CONCIERGE, AgentType.INNOVATOR])
def test_a_new_job_is_read_back_with_the_old_one(agent: AgentType) -> None:
    phone = Phone(user=a_member(poc_agent_type=agent))
    reply = phone.says("I moved to Datadog as VP Eng")
    assert reply == "Updated: VP Eng at Datadog (was CTO at Acme)."


def test_what_differs_is_asked_about_before_it_changes_anything() -> None:
    phone = Phone(user=a_member())
    assert phone.says("I work at Globex") == (
        "I have you as CTO at Acme. Should I change that to CTO at Globex?"
    )
    assert phone.user.company == "Acme"
    assert phone.says("no") == "All right, it stays as it is."
    assert phone.user.company == "Acme"


def test_a_question_about_a_change_ends_at_the_next_unrelated_text() -> None:
    phone = Phone(user=a_member())
    phone.says("I work at Globex")
    phone.says("how many credits do I have?")
    phone.says("yes")
    assert phone.user.company == "Acme"


def test_the_email_changes_by_a_new_proof_only() -> None:
    phone = Phone(user=a_member())
    reply = phone.says("my new work email is sarah@datadog.com")
    assert ADDRESS in reply
    assert "sarah@acme.com" in reply
    assert phone.user.email == "sarah@acme.com"
    assert phone.decision is not None
    assert phone.decision.effects == [AskEmailChange()]
    assert "sarah@datadog.com" in phone.mail_arrives("sarah@datadog.com")


def test_a_personal_address_is_refused_before_a_mail_is_sent() -> None:
    phone = Phone(user=a_member())
    assert "work email" in phone.says("change my email to sarah@gmail.com")
    assert phone.decision is not None
    assert phone.decision.effects == []


@pytest.mark.parametrize("user", [a_member(), a_user()])
def test_a_wish_to_be_deleted_is_answered_as_what_it_is(user: User) -> None:
    phone = Phone(user=user)
    assert "help@example.com" in phone.says("i want to delete my account")
    assert phone.user.goals == []


def test_a_second_job_is_named_as_not_kept() -> None:
    phone = Phone(user=a_user(name_dropped="none", first_name="Sarah", last_name="Chen"))
    phone.says("hi")
    assert "I keep one job" in phone.says("CTO at Acme and advisor at Beta")


def test_somebody_else_on_the_phone_is_answered_and_changes_nothing() -> None:
    phone = Phone(user=a_user(name_dropped="none", first_name="Sarah", last_name="Chen"))
    phone.says("hi")
    assert "changed nothing" in phone.says("this is his wife")
    assert phone.user.first_name == "Sarah"


def test_a_balance_sheet_is_not_about_credits() -> None:
    assert "credit" not in Phone(user=a_member()).says("I am on the balance sheet team")


@pytest.mark.parametrize("text", ["rough day", "sorry, long week", "what a hectic month"])
def test_how_a_day_went_is_nobodys_name(text: str) -> None:
    phone = Phone(user=a_user(name_dropped="none"))
    phone.says("hi")
    phone.says(text)
    assert phone.user.first_name is None


def test_a_name_taken_as_it_stands_is_read_back() -> None:
    phone = Phone(user=a_user(name_dropped="none"))
    phone.says("hi")
    assert "Is Happy Day your name?" in phone.says("Happy Day")
    assert "I have you as Happy Day." in phone.says("yes")
