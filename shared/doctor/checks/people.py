"""Symptom: somebody should be a member and still talks to the Bouncer, or nobody answers them."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from shared.db.health import people
from shared.doctor.finding import (
    Case,
    Check,
    Finding,
    empty,
    healthy,
    seen,
    sql_command,
    unhealthy,
    warning,
)

MANY = 3  # people or mails, before it is the system and not they


_wrong_agent = empty(
    people.wrong_agent,
    lambda id: (
        "verified and poc_agent_type change together, in approve_user. For a person who is meant to"
        " be a member: "
        + sql_command(
            f"update users set verified = true, poc_agent_type = 'concierge' where id = '{id}'"
        )
        + " For one who is not: "
        + sql_command(
            f"update users set verified = false, poc_agent_type = 'bouncer' where id = '{id}'"
        )
    ),
    found=unhealthy,
)


_approval = empty(
    people.awaiting_approval,
    lambda _: (
        "Decide about them: `yachtparty applicants` lists them, `yachtparty approve <number>` makes"
        " one a member."
    ),
    found=warning,
)


_handed_over = empty(
    people.not_completed,
    lambda id: (
        "Everything is there, yet they do not wait for approval: see events_waiting and"
        " dead_letters for the turn that failed, or hand them over: "
        + sql_command(
            f"select private.complete_onboarding('{id}', now()), publish_event("
            f"'user.onboarding_info_complete', '{{}}', 'bouncer', 'onboarding:{id}', 'user',"
            f" '{id}')"
        )
    ),
    found=unhealthy,
)


def _email(case: Case) -> Finding:
    waiting = people.waiting_for_mail(case.reading)
    mails = people.mails(case.reading)
    rejected = sum(n for kind, n in mails.items() if kind != "proved")
    evidence = {**seen(case, waiting), "mails": mails}
    if waiting.count >= MANY and not mails:
        return unhealthy(
            evidence,
            "People wait for their proof and no mail has come in a week. See that the mail"
            " provider's route forwards verify-.*@<MAIL_DOMAIN> to email_webhook, that MX points to"
            " it, that MAIL_WEBHOOK_SECRET is its key, and email_webhook's log.",
        )
    if rejected >= MANY and rejected > mails.get("proved", 0):
        return warning(
            evidence,
            "Most mails prove nothing. See by reason whether the provider's DKIM and SPF results"
            " arrive: "
            + sql_command(
                "select payload ->> 'reason', count(*) from events"
                " where event_type = 'user.email.rejected' group by 1"
            ),
        )
    return healthy(evidence)


_paused = empty(
    people.paused,
    lambda id: (
        "Replies are held back since two machines seemed to talk, or an operator has paused it. If"
        " it is a person who is to be answered: `yachtparty resume <number>`, or "
        + sql_command(f"select resume_conversation('{id}')")
    ),
    found=warning,
)


_asking = empty(
    people.asking_for_a_person,
    lambda id: (
        "Somebody asked to talk to a human and was told that one answers. On the dashboard open"
        f" /conversations/{id}, take it over and answer, or close the request there."
    ),
    found=unhealthy,
)


CHECKS = (
    Check("wrong_agent", "Does every verified person have a member's agent?", _wrong_agent),
    Check("awaiting_approval", "Is nobody waiting longer than a day for approval?", _approval),
    Check(
        "onboarding_handed_over", "Does everybody who is complete wait for approval?", _handed_over
    ),
    Check("email_proofs", "Do the mails arrive that prove addresses?", _email),
    Check("people_asked_for", "Was everybody answered who asked for a human?", _asking),
    Check("paused_conversations", "Is no conversation held back?", _paused),
)
