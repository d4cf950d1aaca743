create or replace function finish_sweep(
  p_name text, p_token uuid, p_covered_until timestamptz, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update private.sweeps
  set finished_at = case when p_covered_until is null then finished_at else p_now end,
      covered_until = coalesce(p_covered_until, covered_until), lease_token = null, leased_until = null
  where name = p_name and lease_token = p_token;
  return found;
end $$;
comment on function finish_sweep(text, uuid, timestamptz, timestamptz) is
  'Ends a periodic piece of work; without a moment covered it failed and is due again at once.';
