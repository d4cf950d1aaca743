"""Conversations that want an operator: who asks for a person, what is taken over, what is held."""

from shared.entry import Answer
from shared.pages.dashboard import Pages, Tab, Visit, shown
from shared.pages.people.finding import masked_number

MOST = 200


def _show(visit: Visit) -> Answer:
    rows = visit.rows(
        "select case when c.taken_over_by is not null and c.paused_until > now() then 'taken_over'"
        "  when c.person_asked_at is not null then 'asking' else 'held' end,"
        " c.id, concat_ws(' ', u.first_name, u.last_name), u.phone_number,"
        " private.moment(c.person_asked_at), c.taken_over_by, private.moment(c.taken_over_at),"
        " case when isfinite(c.paused_until) then private.moment(c.paused_until) end,"
        " coalesce(c.pause_reason, ''),"
        " (select count(*) from (select from events e where e.aggregate_id = c.user_id"
        "   and e.lane = 'conversation' and not e.processed"
        "   and e.event_type = 'user.message.received' limit 100) w)"
        " from conversations c join users u on u.id = c.user_id and u.erased_at is null"
        " where c.person_asked_at is not null"
        "  or c.status = 'paused' and coalesce(c.paused_until, 'infinity') > now()"
        " order by coalesce(c.person_asked_at, c.taken_over_at, c.updated_at), c.id"
        " limit %(most)s",
        most=MOST,
    )
    listed = [
        (kind, id, name, masked_number(number), *rest) for kind, id, name, number, *rest in rows
    ]
    return visit.page(
        "conversations",
        groups={
            kind: [one[1:] for one in listed if one[0] == kind]
            for kind in ("asking", "taken_over", "held")
        },
        me=visit.who.email,
        most=MOST if len(rows) == MOST else None,
    )


PAGES = Pages([shown("/conversations", _show)], [Tab("/conversations", "Conversations")])
