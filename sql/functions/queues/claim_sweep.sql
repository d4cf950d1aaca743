create or replace function claim_sweep(
  p_name text, p_every interval, p_token uuid, p_lease interval default '2 minutes',
  p_now timestamptz default now())
returns timestamptz
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_covered timestamptz;
begin
  insert into private.sweeps (name) values (p_name) on conflict do nothing;
  update private.sweeps set lease_token = p_token, leased_until = p_now + p_lease, every = p_every
  where name = p_name and finished_at <= p_now - p_every
    and (leased_until is null or leased_until <= p_now)
  returning covered_until into v_covered;
  return v_covered;
end $$;
comment on function claim_sweep(text, interval, uuid, interval, timestamptz) is
  'Takes a periodic piece of work, if it is due and nobody is at it. Returns what was covered so far, or null.';
