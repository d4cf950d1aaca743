create or replace function private.effect_close_community_loop(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.close_community_loop(
    p_user_id, (p_effect ->> 'response_id')::uuid, p_effect #>> '{message,message_data,text}', p_now);
  perform private.queue_message(p_user_id, p_conversation_id, p_effect -> 'message', p_now);
end $$;
comment on function private.effect_close_community_loop(uuid, uuid, text, jsonb, timestamptz) is
  'Tells an expert what their answer did, once. YP002: they were told, or it was not rewarded.';
