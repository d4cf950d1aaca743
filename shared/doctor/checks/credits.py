"""Symptom: somebody's credits are not what they should be."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from shared.db.health import credits
from shared.db.health.reading import MOST
from shared.doctor.finding import Case, Check, Finding, empty, healthy, sql_command, unhealthy

_books = empty(
    credits.books,
    lambda id: (
        "The ledger is right: somebody wrote a balance past it. Make it what the ledger says: "
        + sql_command(
            "with right as (select coalesce(sum(amount), 0) as balance from credit_events"
            f" where user_id = '{id}' and processed), listed as (update innovators"
            f" set credits_balance = balance from right where user_id = '{id}')"
            f" update users set credit_balance = balance from right where id = '{id}'"
        )
    ),
    found=unhealthy,
)


def _unclaimed(case: Case) -> Finding:
    sessions = credits.unclaimed(case.reading)
    evidence = {"count": min(len(sessions), MOST), "sessions": sessions[:5]}
    if not sessions:
        return healthy(evidence)
    return unhealthy(
        evidence,
        "Somebody paid and got no credits: the payment names nobody whom this database knows. If"
        " another deployment shares the Stripe account, give each its own. Else refund it at"
        " Stripe (Payments, by the session's id): what is paid back is no longer told here.",
    )


CHECKS = (
    Check("credit_books", "Is every balance what the ledger says?", _books),
    Check("unclaimed_payments", "Has everybody who paid got their credits?", _unclaimed),
)
