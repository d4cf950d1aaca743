create or replace function private.opted_out_by(p_user_id uuid)
returns text
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    select source from consent_events
    where user_id = p_user_id and change = 'out' order by created_at desc, id limit 1);
end $$;
comment on function private.opted_out_by(uuid) is
  'The source of a person''s latest opt-out in consent_events; null if there was none.';
