create or replace function private.pause_conversation(
  p_conversation_id uuid, p_reason text, p_until timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update conversations
  set status = 'paused', paused_until = p_until, pause_reason = p_reason, updated_at = p_now
  where id = p_conversation_id;
  insert into events (event_type, aggregate_type, aggregate_id, payload, created_by, source, occurred_at, created_at)
  values ('conversation.paused', 'conversation', p_conversation_id,
          jsonb_build_object('reason', p_reason, 'until', p_until), 'machine_loop_guard', 'system', p_now, p_now);
end $$;
comment on function private.pause_conversation(uuid, text, timestamptz, timestamptz) is
  'Holds all replies of a conversation back until a moment, or until resume_conversation.';
