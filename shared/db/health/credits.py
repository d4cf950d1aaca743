"""Credits: whether the books add up, and whether everybody who paid has what they paid for."""

from shared.db.health.reading import Backlog, Reading


def books(reading: Reading) -> Backlog:
    """People whose balance is not the ledger's, of those with an entry in the last day."""
    return reading.backlog(
        "select u.id, case when u.credit_balance is distinct from l.balance"
        "   then 'the balance is not the ledger''s' else 'the listing''s balance is another' end,"
        "   u.updated_at"
        " from (select distinct user_id from (select user_id from credit_events"
        "   where created_at > %(now)s - interval '1 day' order by created_at desc"
        "   limit %(most)s) entries) recent"
        " join users u on u.id = recent.user_id left join innovators i on i.user_id = u.id"
        " cross join lateral (select coalesce(sum(amount), 0) as balance from credit_events"
        "   where user_id = u.id and processed) l"
        " where u.credit_balance is distinct from l.balance"
        " or i.id is not null and i.credits_balance is distinct from l.balance limit %(most)s"
    )


def unclaimed(reading: Reading) -> list[str]:
    """Checkout sessions that were paid for somebody whom this database does not know."""
    rows = reading.rows(
        "select session_id from stripe_payments where user_id is null and state = 'paid'"
        " and taken_back < credits order by paid_at desc limit %(most)s"
    )
    return [session_id for (session_id,) in rows]
