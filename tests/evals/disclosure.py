"""Whom and what a person may be told of: read from the rows of the flows, not from a context.

It says anew, in one query, what consent allows (who asks is named to whom they ask, who is asked
only after a yes, a person outside only to who knows them until it is confirmed; what has expired or
was declined allows nothing that it did not allow before), so that a context or a wording that tells
more is found.
"""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from tests.fixtures.people import Connection, column

_NAMES = """
select name from (
  select unnest(array[first_name, last_name, company]) as name from users
  union select unnest(string_to_array(name, ' ') || array[company]) from prospects
  union select unnest(string_to_array(prospect_name, ' ') || array[prospect_company])
    from intro_offers
  union select unnest(string_to_array(prospect_name, ' ') || array[prospect_company])
    from intro_opportunities
  union select unnest(string_to_array(requestor_name, ' ') || array[requestor_company])
    from connection_requests
  union select company_name from innovators) all_names
where length(name) > 2
"""
_MAY_KNOW = """
with me as (select * from users where id = %(me)s),
own as (
  select concat_ws(' ', first_name, last_name, company) as words from me
  union all select content from messages where user_id = %(me)s and direction = 'inbound'
  union all select company_name from innovators where user_id = %(me)s
  union all select concat_ws(' ', name, company) from prospects where innovator_id = %(me)s),
opportunities as (
  select concat_ws(' ', o.prospect_name, o.prospect_company, u.first_name, u.last_name, u.company,
                   o.innovator_name)
  from intro_opportunities o left join users u on u.id = o.innovator_id
  where o.connector_user_id = %(me)s
  union all
  select concat_ws(' ', u.first_name, u.last_name, u.company)
  from intro_opportunities o join users u on u.id = o.connector_user_id
  where o.innovator_id = %(me)s and o.status in ('accepted', 'completed')),
requests as (
  select concat_ws(' ', r.requestor_name, r.requestor_company, u.first_name, u.last_name, u.company)
  from connection_requests r left join users u on u.id = r.requestor_user_id
  where r.introducee_user_id = %(me)s
  union all
  select concat_ws(' ', v.first_name, v.last_name)
  from connection_requests r, unnest(r.vouched_by_user_ids) voucher join users v on v.id = voucher
  where r.introducee_user_id = %(me)s
  union all
  select concat_ws(' ', u.first_name, u.last_name, u.company)
  from connection_requests r join users u on u.id = r.introducee_user_id
  where r.requestor_user_id = %(me)s and r.status in ('accepted', 'completed')),
offers as (
  select concat_ws(' ', v.first_name, v.last_name, v.company, o.prospect_company,
                   case when o.status in ('confirmed', 'completed') then o.prospect_name end)
  from intro_offers o join users v on v.id = o.offering_user_id
  where o.introducee_user_id = %(me)s
  union all
  select concat_ws(' ', o.prospect_name, o.prospect_company,
                   case when o.status in ('pending_connector_confirmation', 'connector_declined',
                                          'confirmed', 'completed')
                        then concat_ws(' ', u.first_name, u.last_name, u.company) end)
  from intro_offers o join users u on u.id = o.introducee_user_id
  where o.offering_user_id = %(me)s),
community as (
  select concat_ws(' ', u.first_name, u.last_name, u.company, r.question,
                   r.requester_context)
  from community_targets t join community_requests r on r.id = t.request_id
  left join users u on u.id = r.requesting_user_id where t.user_id = %(me)s
  union all
  select concat_ws(' ', u.first_name, q.question, a.response_text, a.verbatim_answer)
  from community_request_askers q join community_responses a on a.request_id = q.request_id
  join users u on u.id = a.user_id where q.user_id = %(me)s),
research as (
  select concat_ws(' ', i.company_name, found ->> 'company')
  from solution_workflows w, jsonb_array_elements(w.matched_innovators) found
  left join innovators i on i.user_id::text = found ->> 'user_id'
  where w.user_id = %(me)s)
select words from own union all select * from opportunities union all select * from requests
union all select * from offers union all select * from community union all select * from research
"""
_NUMBER = re.compile(r"\+?\d[\d ().-]{8,}\d")


@dataclass
class Disclosure:
    """What everybody has been allowed to know so far: who was told something may be told again."""

    app: Connection
    _known: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))

    def strange(self, person: UUID, words: str) -> list[str]:
        """The names of people and companies, and the numbers, that nobody should tell them."""
        known = self._known[person]
        rows = self.app.execute(_MAY_KNOW, {"me": person})
        known |= {told for (told,) in rows if told}
        told = "\n".join(known)
        names = {name for name in column(self.app, _NAMES) if _stands(name, words)}
        numbers = [
            number
            for number in column(self.app, "select phone_number from users")
            if number[2:] in re.sub(r"\D", "", "".join(_NUMBER.findall(words)))
        ]
        return sorted(name for name in names if not _stands(name, told)) + numbers


def _stands(name: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", words, re.IGNORECASE) is not None


__all__ = ["Disclosure"]
