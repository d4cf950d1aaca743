"""Symptom: a message was written and never arrives."""

# ruff: noqa: S608 - statements here are printed for an operator and never run.

from shared.db.health import messages, server, work
from shared.doctor.checks.schema import broken_triggers
from shared.doctor.expected import ENDPOINTS, SENDING_TRIGGERS
from shared.doctor.finding import (
    Case,
    Check,
    Finding,
    empty,
    healthy,
    sql_command,
    unhealthy,
    warning,
)
from shared.domain.delivery import ERRORS, error_meaning

FAILING_SHARE = 0.05  # of the messages whose end is known
ENOUGH = 20  # messages, before a share says something
INBOUND_SWEEP = "reconcile_inbound"
SWEEP_SECONDS = 3600  # it comes every 15 minutes


_slow = empty(
    messages.slow,
    lambda id: (
        "Twilio keeps refusing or not answering; status.twilio.com tells of outages. What it said: "
        + sql_command(f"select last_error, trace from messages where id = '{id}'")
    ),
    found=warning,
)


_never_queued = empty(
    messages.never_queued,
    lambda _: (
        "before_message_insert did not fire: put the triggers back with `yachtparty migrate`, then"
        " queue what is left: "
        + sql_command(
            "update messages set status = 'queued_for_send', available_at = now()"
            " where status = 'pending' and direction = 'outbound'"
        )
    ),
    found=unhealthy,
)


def _triggers(case: Case) -> Finding:
    broken = broken_triggers(case, SENDING_TRIGGERS)
    if not broken:
        return healthy({"triggers": list(SENDING_TRIGGERS)})
    return unhealthy(
        {"broken": broken},
        "Put a missing trigger back with `yachtparty migrate` (as the owner); enable a disabled"
        " one: " + sql_command("alter table messages enable trigger user"),
    )


def _pokes_set_up(case: Case) -> Finding:
    state = server.poke_state(case.reading)
    missing = [name for name in ENDPOINTS if name not in state["endpoints"]]
    evidence = {name: state[name] for name in ("pg_net", "endpoints", "secret")}
    if not state["pg_net"]:
        return warning(
            evidence,
            "Without pg_net messages leave with the sweep, up to a minute late: "
            + sql_command("create extension pg_net"),
        )
    if not state["secret"]:
        return unhealthy(
            evidence,
            "Functions refuse a poke without the secret. As the owner, with the functions'"
            " POKE_SECRET: " + sql_command("select private.set_poke_secret('...')"),
        )
    if missing:
        return unhealthy(
            {**evidence, "missing": missing},
            "Tell the triggers where to poke, as the owner: "
            + sql_command(f"select private.set_function_endpoint('{missing[0]}', 'https://...')"),
        )
    return healthy(evidence)


def _pokes_arrive(case: Case) -> Finding:
    state = server.poke_state(case.reading)
    answers: dict[str, int] = state["answers"]
    refused = sum(n for answer, n in answers.items() if not answer.startswith("2"))
    evidence = {"not_queued": state["failures"], "answers": answers}
    if state["failures"] or refused > sum(answers.values()) / 2:
        return warning(
            evidence,
            "Pokes are lost, so messages leave with the sweep, up to a minute late. 401:"
            " POKE_SECRET and private.set_poke_secret differ; 404 or no answer: the endpoint's"
            " address is wrong. Not queued, as the owner: "
            + sql_command("select * from private.poke_failures order by id desc limit 5"),
        )
    return healthy(evidence)


def _errors(case: Case) -> Finding:
    codes = messages.error_codes(case.reading)
    evidence = {
        "codes": {f"{code} ({error_meaning(code)})": count for code, count in codes.items()}
    }
    ours = [code for code in codes if code in ERRORS and ERRORS[code].for_operators]
    if not ours:
        return healthy(evidence)
    return unhealthy(
        evidence,
        f"Error {ours[0]} ({error_meaning(ours[0])}) is for an operator to mend, in Twilio's"
        " console or in the TWILIO_ variables of sms_sender; see"
        f" https://www.twilio.com/docs/api/errors/{ours[0]}",
    )


def _delivery(case: Case) -> Finding:
    outcomes = messages.outcomes(case.reading)
    failed = outcomes.get("failed", 0) + outcomes.get("undelivered", 0)
    ended = failed + outcomes.get("delivered", 0)
    share = failed / ended if ended else 0.0
    evidence = {"failed": failed, "ended": ended, "share": round(share, 4), "by": outcomes}
    if share <= FAILING_SHARE:
        return healthy(evidence)
    remedy = "See the check twilio_errors for the reasons. Which messages: " + sql_command(
        "select id, error_code, error_message from messages where status in"
        " ('failed', 'undelivered') order by created_at desc limit 20"
    )
    return unhealthy(evidence, remedy) if ended >= ENOUGH else warning(evidence, remedy)


_reports = empty(
    messages.unreported,
    lambda _: (
        "Neither a callback told what became of these nor did sms_sender ask. See that its sweep"
        " runs, and that PUBLIC_BASE_URL is the address at which Twilio reaches twilio_webhook."
    ),
    found=warning,
)


_unknown = empty(
    messages.given_up_unknown,
    lambda id: (
        "Twilio's list shows messages that cannot be compared with ours, so that nobody knows"
        " whether these went out; they were not sent again. infra/README.md says which settings of"
        " the Twilio account do that: message redaction, link shortening. What was tried when: "
        + sql_command(f"select attempted_at, trace from messages where id = '{id}'")
    ),
    found=warning,
)


_unanswered = empty(
    messages.unanswered,
    lambda _: (
        "Texts came in that nobody answers: from another channel than SMS, a machine, or a number"
        " that is not shown. Their opt-outs were obeyed. Read them: "
        + sql_command(
            "select created_at, kind, channel, sender, content from unanswered_texts"
            " order by created_at desc limit 20"
        )
    ),
    found=warning,
)


def _inbound(case: Case) -> Finding:
    age = work.sweep_age(case.reading, INBOUND_SWEEP)
    remedy = (
        "event_processor looks every 15 minutes for texts that never arrived, when the scheduler"
        " calls it. See that the scheduler's job for it runs (POST / with {} every minute), that it"
        " has TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN, and its log."
    )
    if age is None:
        return warning({"seconds_since_last": None}, remedy)
    evidence = {"seconds_since_last": age}
    return healthy(evidence) if age <= SWEEP_SECONDS else unhealthy(evidence, remedy)


_opted_out = empty(
    messages.to_opted_out,
    lambda _: (
        "Cancel what waits for people who said stop: "
        + sql_command(
            "update message_queue q set status = 'cancelled' from users u where u.id = q.user_id"
            " and u.opted_out_at is not null and q.status in ('queued', 'approved')"
        )
        + " (and likewise messages that are queued_for_send)"
    ),
    found=unhealthy,
)


CHECKS = (
    Check("sms_retrying", "Does Twilio take messages within 15 minutes?", _slow),
    Check("sms_never_queued", "Is every new message queued for sending?", _never_queued),
    Check(
        "sms_triggers", "Do the triggers fire that queue messages and poke sms_sender?", _triggers
    ),
    Check("pokes_set_up", "Can triggers poke the functions at once?", _pokes_set_up),
    Check("pokes_arrive", "Have the last hour's pokes reached the functions?", _pokes_arrive),
    Check("twilio_errors", "Is Twilio free of errors that an operator has to mend?", _errors),
    Check("delivery_failures", "Do at most 5 % of a day's messages fail?", _delivery),
    Check("delivery_reports", "Is it known what became of sent messages?", _reports),
    Check("unknown_outcomes", "Is it known of every text whether Twilio has it?", _unknown),
    Check("unanswered_texts", "Does everybody write where they are answered?", _unanswered),
    Check("inbound_reconciliation", "Are lost inbound texts looked for?", _inbound),
    Check("opted_out", "Does nothing wait for people who said stop?", _opted_out),
)
