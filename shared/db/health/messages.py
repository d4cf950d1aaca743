"""Messages on their way out, and what became of them."""

from shared.db.health.reading import Backlog, Reading


def never_queued(reading: Reading) -> Backlog:
    """Messages of the last day that are still pending: the trigger left them so. By role."""
    return reading.backlog(
        "select id, role, created_at from messages where status = 'pending'"
        " and created_at > %(now)s - interval '1 day'"
        " and created_at <= %(now)s - interval '10 seconds' limit %(most)s"
    )


def slow(reading: Reading) -> Backlog:
    """Messages that are tried again and again: 15 minutes old, and not overdue. By status."""
    return reading.backlog(
        "select id, status, created_at from messages"
        " where status in ('queued_for_send', 'sending', 'unconfirmed')"
        " and available_at > %(now)s - interval '2 minutes'"
        " and created_at <= %(now)s - interval '15 minutes' limit %(most)s"
    )


def unreported(reading: Reading) -> Backlog:
    """Accepted messages whose end should have been asked for 15 minutes ago, by role."""
    return reading.backlog(
        "select id, role, sent_at from messages where status = 'sent'"
        " and available_at <= %(now)s - interval '15 minutes'"
        " order by available_at limit %(most)s"
    )


def given_up_unknown(reading: Reading) -> Backlog:
    """Messages of the last day that were given up while nobody knew whether Twilio has them."""
    return reading.backlog(
        "select id, role, created_at from messages where status in ('failed', 'undelivered')"
        " and unknown_readings > 0 and error_code is null and delivered_at is null"
        " and created_at > %(now)s - interval '1 day' and created_at <= %(now)s"
        " order by created_at desc limit %(most)s"
    )


def unanswered(reading: Reading) -> Backlog:
    """Texts of the last day that nobody answers, by channel or kind of sender."""
    return reading.backlog(
        "select id, case kind when 'channel' then channel else kind end, created_at"
        " from unanswered_texts"
        " where created_at > %(now)s - interval '1 day' and created_at <= %(now)s"
        " limit %(most)s"
    )


def outcomes(reading: Reading) -> dict[str, int]:
    """Outbound messages of the last day, by status."""
    return dict(
        reading.rows(
            "select case when delivered_at is null then status else 'delivered' end, count(*)"
            " from messages where direction = 'outbound'"
            " and created_at > %(now)s - interval '1 day' and created_at <= %(now)s group by 1"
        )
    )


def error_codes(reading: Reading) -> dict[int, int]:
    """Twilio's error codes: of the last day's failures, and of what is being tried again."""
    return dict(
        reading.rows(
            "select code, count(*) from ("
            "  (select error_code as code from messages where status in ('failed', 'undelivered')"
            "   and delivered_at is null"
            "   and created_at > %(now)s - interval '1 day' and created_at <= %(now)s"
            "   order by created_at desc limit 10000)"
            "  union all"
            "  (select (jsonb_path_query_array(trace, '$[*] ? (@.step == \"retry\").code')"
            "           ->> -1)::integer from messages"
            "   where status in ('queued_for_send', 'sending', 'unconfirmed') limit %(most)s)"
            " ) codes where code is not null group by code order by count(*) desc, code"
        )
    )


def to_opted_out(reading: Reading) -> Backlog:
    """What still waits for people who opted out 5 minutes ago or earlier, by table."""
    return reading.backlog(
        "(select q.id, 'message_queue', q.created_at from message_queue q"
        " join users u on u.id = q.user_id where q.status in ('queued', 'approved')"
        " and u.opted_out_at <= %(now)s - interval '5 minutes' limit %(most)s)"
        " union all"
        " (select m.id, 'messages', m.created_at from messages m"
        " join users u on u.id = m.user_id where m.status in ('queued_for_send', 'sending')"
        " and m.purpose in ('conversation', 'proactive')"
        " and u.opted_out_at <= %(now)s - interval '5 minutes' limit %(most)s)"
    )
