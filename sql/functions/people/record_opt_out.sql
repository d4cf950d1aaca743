create or replace function record_opt_out(
  p_user_id uuid, p_source text, p_words text default null, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform 1 from users where id = p_user_id for no key update;
  if exists (select from users where id = p_user_id and opted_out_at is null) then
    perform private.change_consent(p_user_id, 'out', p_source, p_words, null, p_now);
    return true;
  end if;
  return false;
end $$;
comment on function record_opt_out(uuid, text, text, timestamptz) is
  'Opts a person out for a reason other than their text: Twilio''s error 21610, or an operator.';
