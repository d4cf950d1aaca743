create or replace function unknown_message_sids(p_sids text[])
returns setof text
language sql stable
set search_path = pg_catalog, public
as $$
  select sid from unnest(p_sids) with ordinality as listed(sid, position)
  where not exists (select from messages where twilio_message_sid = sid)
    and not exists (select from unanswered_texts where twilio_message_sid = sid)
    -- Of an erased person's texts the events are left.
    and not exists (select from events where source = 'twilio' and request_id = sid)
  order by position
$$;
comment on function unknown_message_sids(text[]) is 'Those SIDs of Twilio''s list that no row of ours holds, in order.';
