create or replace function erase_consent_events(p_user_id uuid, p_placeholder text)
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_erased integer;
begin
  perform private.open_guard('erasure');
  update consent_events set phone_number = p_placeholder, words = null where user_id = p_user_id;
  get diagnostics v_erased = row_count;
  perform private.close_guard();
  return v_erased;
end $$;
comment on function erase_consent_events(uuid, text) is
  'Erasure: number and words of a person''s consent; that and when it changed stays. Returns how many.';
