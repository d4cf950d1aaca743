"""One person: who they are, what they consented to, what waits for them and why."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, LiteralString
from uuid import UUID

from shared.config import settings
from shared.domain.quiet_hours import QuietHours, quiet_hours_for, zone_named
from shared.entry import Answer
from shared.pages.dashboard import Pages, Visit, opened, shown
from shared.pages.people.finding import masked_number
from shared.pages.rendering import error_page

MOST = 50  # rows of each kind; older ones are named as a number
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True)
class Quiet:
    """When they are not texted first."""

    words: str
    now: bool
    until: datetime | None  # when it ends, if it is quiet now


def named(visit: Visit, name: str = "id") -> UUID | None:
    """An id of the path; None: it is none."""
    try:
        return UUID(str(visit.call.named.get(name, "")))
    except ValueError:
        return None


def missing(what: str, back: str) -> Answer:
    """The page for an address that leads to nobody."""
    return error_page(404, f"There is no such {what}", "It may have been erased.", back=back)


def quiet_of(user: dict[str, Any], now: datetime) -> Quiet:
    """Quiet hours of a person by their row (timezone, number, own hours, days of rest)."""
    hours = quiet_hours_for(
        timezone=user["timezone"],
        phone_number=user["phone_number"],
        default_timezone=settings().default_timezone,
        start=user["quiet_hours_start"],
        end=user["quiet_hours_end"],
        rest_days=user["rest_days"] or (),
    )
    quiet = hours.quiet_at(now)
    return Quiet(_spelled(hours, user), quiet, hours.next_awake(now) if quiet else None)


def _spelled(hours: QuietHours, user: dict[str, Any]) -> str:
    own = user["quiet_hours_start"] is not None or user["quiet_hours_end"] is not None
    span = f"{hours.start:%H:%M} to {hours.end:%H:%M}{'' if own else ' (default)'}"
    zones = ", ".join(zone.key for zone in hours.zones[:3])
    more = f" and {len(hours.zones) - 3} more" if len(hours.zones) > 3 else ""
    of_number = "" if zone_named(user["timezone"]) else " (by their number)"
    rests = ", ".join(_DAYS[day - 1] for day in sorted(hours.rest_days))
    return f"{span} in {zones}{more}{of_number}" + (f"; never on {rests}" if rests else "")


# A clock of Postgres has 24:00, which is 00:00 once something is added to it.
_PERSON = """
select id, phone_number, concat_ws(' ', first_name, last_name) as name, email, email_verified,
  company, title, linkedin_url, verified, innovator, expert_connector,
  array(select one from unnest(expertise) one where one is not null) as expertise,
  poc_agent_type, status_level, credit_balance, timezone,
  quiet_hours_start + interval '0', quiet_hours_end + interval '0',
  rest_days, name_dropped, referred_by,
  (select concat_ws(' ', r.first_name, r.last_name) from users r where r.id = u.referred_by)
    as referrer,
  case when jsonb_typeof(goals) = 'array' then jsonb_path_query_array(goals, '$[*].text') end
    as goals,
  reminders_paused, private.moment(proactive_paused_until) as proactive_paused_until,
  private.moment(re_engagement_paused_at) as re_engagement_paused_at,
  private.moment(opted_out_at) as opted_out_at, private.moment(created_at) as created_at,
  private.moment(last_active_at) as last_active_at, private.moment(approved_at) as approved_at,
  private.moment(onboarding_completed_at) as onboarding_completed_at,
  case when jsonb_typeof(phone_number_history) = 'array'
    then jsonb_array_length(phone_number_history) end as former_numbers
from users u where id = %(id)s and erased_at is null
"""
_COLUMNS = (
    *("id", "phone_number", "name", "email", "email_verified", "company", "title", "linkedin_url"),
    *("verified", "innovator", "expert_connector", "expertise", "poc_agent_type", "status_level"),
    *("credit_balance", "timezone", "quiet_hours_start", "quiet_hours_end", "rest_days"),
    *("name_dropped", "referred_by", "referrer", "goals", "reminders_paused"),
    *("proactive_paused_until", "re_engagement_paused_at", "opted_out_at", "created_at"),
    *("last_active_at", "approved_at", "onboarding_completed_at", "former_numbers"),
)
# What each list shows; all of one person's, the newest first.
_LISTS: dict[str, LiteralString] = {
    "conversations": (
        "select id, status, private.moment(last_message_at), pause_reason from conversations"
        " where user_id = %(id)s order by created_at desc, id limit %(most)s"
    ),
    "consent": (
        "select change, source, coalesce(words, ''), private.moment(created_at)"
        " from consent_events where user_id = %(id)s order by created_at desc, id limit %(most)s"
    ),
    "budget": (
        "select date::text, messages_sent, daily_limit, hourly_limit, quiet_hours_enabled"
        " from user_message_budget where user_id = %(id)s order by date desc limit 7"
    ),
    # Texts on their way, then what waits for its moment, then work that is planned.
    "waiting": (
        "(select 'text', content, status, private.moment(available_at),"
        "  concat_ws(': ', trace -> -1 ->> 'step', trace -> -1 ->> 'reason') from messages"
        "  where user_id = %(id)s and status in ('queued_for_send', 'sending', 'unconfirmed')"
        "  order by seq limit %(most)s) union all"
        " (select coalesce(message_data ->> 'kind', 'message'), coalesce(final_message,"
        "  message_data ->> 'text', message_data ->> 'note', ''), priority,"
        "  private.moment(scheduled_for),"
        "  concat_ws(': ', trace -> -1 ->> 'step', trace -> -1 ->> 'reason')"
        "  from message_queue where user_id = %(id)s and status in ('queued', 'approved')"
        "  order by scheduled_for, seq limit %(most)s) union all"
        " (select task_type, coalesce(context_json ->> 'note', ''), priority,"
        "  private.moment(scheduled_for), coalesce(last_error, '') from agent_tasks"
        "  where user_id = %(id)s and status in ('pending', 'processing')"
        "  order by scheduled_for, id limit %(most)s)"
    ),
    "credits": (
        "select coalesce(r.label, e.event_type), e.amount, e.processed, coalesce(e.description,"
        " ''), private.moment(e.created_at) from credit_events e"
        " left join private.credit_reasons r using (event_type) where e.user_id = %(id)s"
        " order by e.created_at desc, e.id limit %(most)s"
    ),
    "introductions": (
        "select i.item_type, i.status, case when i.maker_id = %(id)s then 'maker'"
        "  else 'beneficiary' end, o.id, concat_ws(' ', o.first_name, o.last_name),"
        "  concat_ws(', ', i.third_name, i.third_company), i.bounty_credits,"
        "  private.moment(i.created_at)"
        " from private.introductions i left join users o"
        "  on o.id = case when i.maker_id = %(id)s then i.beneficiary_id else i.maker_id end"
        " where %(id)s in (i.maker_id, i.beneficiary_id)"
        " order by i.created_at desc, i.id limit %(most)s"
    ),
    "questions": (
        "(select 'asked', r.status, a.question, r.responses_count,"
        "   private.moment(a.created_at) as at"
        "  from community_request_askers a join community_requests r on r.id = a.request_id"
        "  where a.user_id = %(id)s order by a.created_at desc limit %(most)s) union all"
        " (select case when exists (select from community_responses s"
        "    where s.request_id = t.request_id and s.user_id = t.user_id) then 'answered'"
        "   when exists (select from community_passes p"
        "    where p.request_id = t.request_id and p.user_id = t.user_id) then 'passed'"
        "   else 'was asked' end, r.status, r.question, r.responses_count,"
        "   private.moment(t.asked_at)"
        "  from community_targets t join community_requests r on r.id = t.request_id"
        "  where t.user_id = %(id)s order by t.asked_at desc limit %(most)s) order by at desc"
    ),
}


def _show(visit: Visit) -> Answer:
    id = named(visit)
    rows = visit.rows(_PERSON, id=id) if id else []
    if not rows:
        return missing("person", "/people")
    user = dict(zip(_COLUMNS, rows[0], strict=True))
    opened(visit, "open_person", "users", user["id"])
    return visit.page(
        "person",
        user=user,
        number=masked_number(user["phone_number"]),
        quiet=quiet_of(user, datetime.now(UTC)),
        most=MOST,
        lists={name: visit.rows(query, id=id, most=MOST) for name, query in _LISTS.items()},
    )


PAGES = Pages([shown("/people/<id>", _show)])
