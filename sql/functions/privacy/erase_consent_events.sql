create or replace function erase_consent_events(p_user_id uuid, p_placeholder text, p_pattern text default 'a^')
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
  -- Somebody else's words: only the number or address in them goes.
  update consent_events set words = regexp_replace(words, p_pattern, '[erased]', 'gi') where words ~* p_pattern;
  perform private.close_guard();
  return v_erased;
end $$;
comment on function erase_consent_events(uuid, text, text) is
  'Erasure: number and words of a person''s consent; that and when it changed stays. Of what others said, what p_pattern finds. Returns how many were the person''s.';
