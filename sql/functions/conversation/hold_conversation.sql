create or replace function private.hold_conversation(
  p_conversation conversations, p_until timestamptz, p_reason text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update conversations
  set status = 'paused', paused_until = p_until, pause_reason = p_reason, updated_at = p_now
  where id = p_conversation.id;
  -- Whoever decides a reply now settles it no more.
  update events
  set lease_token = null, leased_until = null, available_at = coalesce(p_until, 'infinity')
  where aggregate_id = p_conversation.user_id and lane = 'conversation' and not processed;
  -- What was released and is not at Twilio yet waits again; a sender that has it looks at this before it calls.
  update messages set send_before = p_now
  where user_id = p_conversation.user_id and purpose = 'proactive' and status in ('queued_for_send', 'sending');
  perform private.lapse_messages(array(
    select id from messages
    where user_id = p_conversation.user_id and purpose = 'proactive' and status = 'queued_for_send'), p_now);
end $$;
comment on function private.hold_conversation(conversations, timestamptz, text, timestamptz) is
  'An operator has all agents fall silent: replies that are being decided, and what was to be started. null: until somebody resumes it. The caller holds the user''s row.';
