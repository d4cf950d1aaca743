create or replace function private.effect_queue_message(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.queue_message(p_user_id, p_conversation_id, p_effect, p_now);
end $$;
comment on function private.effect_queue_message(uuid, uuid, text, jsonb, timestamptz) is
  'Puts something to say into message_queue.';
