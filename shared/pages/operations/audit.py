"""What operators did."""

from shared.entry import Answer
from shared.pages.dashboard import Pages, Tab, Visit, shown

_MOST = 200


def _show(visit: Visit) -> Answer:
    rows = visit.rows(
        "select actor, action, target_table, target_id, reason, private.moment(created_at)"
        " from operator_actions where %(actor)s in ('', actor)"
        " and (%(id)s = '' or %(id)s in (target_id::text, detail ->> 'act'))"
        " order by created_at desc, id desc limit %(most)s",
        actor=visit.asked("actor"),
        id=visit.asked("id"),
        most=_MOST,
    )
    return visit.page("audit", rows=rows, actor=visit.asked("actor"), target=visit.asked("id"))


PAGES = Pages([shown("/audit", _show)], [Tab("/audit", "Audit")])
