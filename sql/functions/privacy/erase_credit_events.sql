create or replace function erase_credit_events(p_user_id uuid, p_pattern text default 'a^')
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
  -- Somebody else's entry: only the number or address in its words goes.
  update credit_events set description = regexp_replace(description, p_pattern, '[erased]', 'gi')
  where description ~* p_pattern;
  perform private.close_guard();
  return v_erased;
end $$;
comment on function erase_credit_events(uuid, text) is
  'Erasure: the words of a person''s ledger, and in others'' what p_pattern finds; amounts stay, since books must add up. Returns how many were the person''s.';
