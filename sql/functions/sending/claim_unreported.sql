create or replace function claim_unreported(
  p_limit integer, p_patience interval default '2 days', p_now timestamptz default now())
returns table (id uuid, twilio_message_sid text)
language sql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
  update messages m
  set available_at = case
    when m.sent_at < p_now - p_patience then 'infinity'
    else p_now + greatest(p_now - private.moment(m.sent_at), interval '1 second') end
  where m.id in (
    select x.id from messages x where x.status = 'sent' and x.available_at <= p_now
    order by x.available_at limit p_limit for update skip locked)
  returning m.id, m.twilio_message_sid::text
$$;
comment on function claim_unreported(integer, interval, timestamptz) is
  'Accepted messages whose end nobody has reported: Twilio is asked, each time after twice as long, for two days. Some carriers never say.';
