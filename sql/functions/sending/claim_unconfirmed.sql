create or replace function claim_unconfirmed(
  p_limit integer, p_lease interval default '30 seconds', p_now timestamptz default now())
returns table (id uuid, phone_number text, content text, attempts integer, attempted_at timestamptz,
               held_until timestamptz, due_for interval)
language sql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
  with due as materialized (
    select x.id, private.moment(x.available_at) as since from messages x
    where x.status = 'unconfirmed' and x.available_at <= p_now
    order by x.available_at limit p_limit for update skip locked)
  update messages m
  set available_at = p_now + p_lease
  from due, users u
  where u.id = m.user_id and m.id = due.id
  returning m.id, u.phone_number::text, m.content, m.attempts, private.moment(m.attempted_at), m.available_at,
            p_now - due.since
$$;
comment on function claim_unconfirmed(integer, interval, timestamptz) is
  'Unconfirmed messages whose next reading of Twilio''s list is due, and for how long it has been; held for the time of one reading, which held_until fences.';
