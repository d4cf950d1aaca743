create or replace function private.take_lanes(
  p_queue text, p_keys uuid[], p_token uuid, p_until timestamptz, p_now timestamptz)
returns uuid[]
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_taken uuid[];
begin
  -- In order of their keys, so that two who want the same ones wait for each other in turn.
  with taken as (
    insert into private.lanes as l (queue, key, lease_token, leased_until)
    select p_queue, k, p_token, p_until from (select distinct k from unnest(p_keys) k order by k) keys
    on conflict (queue, key) do update set lease_token = p_token, leased_until = p_until
      where l.leased_until is null or l.leased_until <= p_now or l.lease_token = p_token
    returning l.key)
  select coalesce(array_agg(key), '{}') into v_taken from taken;
  return v_taken;
end $$;
comment on function private.take_lanes(text, uuid[], uuid, timestamptz, timestamptz) is
  'Leases those of the keys that nobody else has, and returns them. The row is the lease, so a key has one worker.';
