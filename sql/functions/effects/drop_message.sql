create or replace function private.effect_drop_message(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update message_queue
  set trace = trace || private.step('not said anew', p_now, jsonb_build_object('reason', p_effect ->> 'reason'))
  where id in (select value::uuid from jsonb_array_elements_text(p_effect -> 'queue_ids'))
    and user_id = p_user_id and status = 'superseded';
end $$;
comment on function private.effect_drop_message(uuid, uuid, text, jsonb, timestamptz) is
  'Superseded rows are not said anew; their traces say why.';
