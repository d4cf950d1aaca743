"""People on their way to membership, and conversations held back."""

from shared.db.health.reading import Backlog, Reading


def wrong_agent(reading: Reading) -> Backlog:
    """People whose agent does not fit: verified with the Bouncer, or not verified elsewhere."""
    return reading.backlog(
        "(select id, 'verified, still with the bouncer', updated_at from users"
        " where poc_agent_type = 'bouncer' and verified limit %(most)s)"
        " union all"
        " (select id, 'not verified, with the ' || poc_agent_type, updated_at from users"
        " where poc_agent_type in ('concierge', 'innovator') and verified = false limit %(most)s)"
        " union all"
        " (select id, 'without an agent', updated_at from users"
        " where poc_agent_type is null limit %(most)s)"
    )


def awaiting_approval(reading: Reading) -> Backlog:
    """Complete since a day and longer, and nobody has approved them."""
    return reading.backlog(
        "select id, 'waiting', onboarding_completed_at from users"
        " where onboarding_completed_at is not null and approved_at is null"
        " and declined_at is null"
        " and onboarding_completed_at <= %(now)s - interval '1 day'"
        " order by onboarding_completed_at limit %(most)s"
    )


def not_completed(reading: Reading) -> Backlog:
    """People whom the Bouncer has asked everything, yet who do not wait for approval."""
    return reading.backlog(
        "select id, 'complete, not handed over', coalesce(last_active_at, updated_at, created_at)"
        " from users where poc_agent_type = 'bouncer' and verified = false"
        " and onboarding_completed_at is null and opted_out_at is null and declined_at is null"
        " and email_verified"
        " and first_name is not null and last_name is not null and company is not null"
        " and title is not null and (referred_by is not null or name_dropped is not null)"
        " and coalesce(last_active_at, updated_at, created_at) <= %(now)s - interval '1 hour'"
        " limit %(most)s"
    )


def waiting_for_mail(reading: Reading) -> Backlog:
    """People of the last 30 days of whom only the proof of their email is missing, for a day."""
    return reading.backlog(
        "select id, 'no proof of email', coalesce(last_active_at, created_at)"
        " from users where poc_agent_type = 'bouncer' and verified = false"
        " and not email_verified and opted_out_at is null and declined_at is null"
        " and first_name is not null and last_name is not null and company is not null"
        " and title is not null and coalesce(last_active_at, created_at)"
        "   between %(now)s - interval '30 days' and %(now)s - interval '1 day' limit %(most)s"
    )


def mails(reading: Reading) -> dict[str, int]:
    """Verification mails of the last week: proved, or rejected by reason."""
    return dict(
        reading.rows(
            "select case event_type when 'user.email.verified' then 'proved'"
            "   else 'rejected: ' || coalesce(payload ->> 'reason', '?') end, count(*)"
            " from events where event_type in ('user.email.verified', 'user.email.rejected')"
            " and occurred_at > %(now)s - interval '7 days' and occurred_at <= %(now)s group by 1"
        )
    )


def paused(reading: Reading) -> Backlog:
    """Conversations in which replies are held back now, by how long; where an operator answers
    instead they are not."""
    return reading.backlog(
        "select id, case when isfinite(coalesce(paused_until, 'infinity'))"
        "   then 'for a while' else 'until somebody resumes it' end, updated_at"
        " from conversations where status = 'paused' and taken_over_by is null"
        " and coalesce(paused_until, 'infinity') > %(now)s order by updated_at limit %(most)s"
    )


def asking_for_a_person(reading: Reading) -> Backlog:
    """People who asked to talk to a human an hour ago and longer, and whom none has answered."""
    return reading.backlog(
        "select id, case when taken_over_by is null then 'nobody has joined'"
        "   else 'taken over, not answered' end, person_asked_at"
        " from conversations where person_asked_at <= %(now)s - interval '1 hour'"
        " order by person_asked_at limit %(most)s"
    )
