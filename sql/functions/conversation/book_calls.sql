create or replace function book_calls(
  p_agent_type text, p_prompt_version text, p_user_id uuid, p_conversation_id uuid, p_log jsonb,
  p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- Before the person is looked at: nobody erases them meanwhile.
  perform 1 from users where id = p_user_id for no key update;
  if exists (select from users where id = p_user_id and erased_at is not null) then
    perform private.log_actions(p_agent_type, p_prompt_version, null, null, (
      select jsonb_agg(call - '{input_data, output_data, error}'::text[]) from jsonb_array_elements(p_log) call), p_now);
  else
    perform private.log_actions(p_agent_type, p_prompt_version, p_user_id, p_conversation_id, p_log, p_now);
  end if;
end $$;
comment on function book_calls(text, text, uuid, uuid, jsonb, timestamptz) is
  'Writes calls of the model down whose work came to nothing: they have cost all the same. Of somebody who was erased meanwhile only the cost.';
