create or replace function erase_credit_events(p_user_id uuid)
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_erased integer;
begin
  perform private.open_guard('erasure');
  update credit_events set description = null where user_id = p_user_id and description is not null;
  get diagnostics v_erased = row_count;
  perform private.close_guard();
  return v_erased;
end $$;
comment on function erase_credit_events(uuid) is
  'Erasure: the words of a person''s ledger; amounts stay, since books must add up. Returns how many.';
