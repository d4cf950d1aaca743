create or replace function private.free_lanes(p_queue text, p_keys uuid[], p_token uuid)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- In order of their keys, as they are taken.
  perform 1 from private.lanes where queue = p_queue and key = any (p_keys) order by key for update;
  update private.lanes set lease_token = null, leased_until = null
  where queue = p_queue and key = any (p_keys) and lease_token = p_token;
end $$;
comment on function private.free_lanes(text, uuid[], uuid) is
  'Gives back the lanes that the token still holds.';
