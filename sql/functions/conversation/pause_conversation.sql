create or replace function private.pause_conversation(
  p_conversation_id uuid, p_cause text, p_reason text, p_until timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update conversations
  set status = 'paused', paused_until = p_until, pause_reason = p_reason, updated_at = p_now
  where id = p_conversation_id;
  perform publish_event(
    'conversation.paused', jsonb_build_object('cause', p_cause, 'until', p_until), 'machine_loop',
    gen_random_uuid()::text, 'conversation', p_conversation_id, p_created_by => 'machine_loop_guard', p_now => p_now);
end $$;
comment on function private.pause_conversation(uuid, text, text, timestamptz, timestamptz) is
  'Holds all replies of a conversation back until a moment, or until resume_conversation.';
