create or replace function private.store_summary(p_user_id uuid, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- The trigger's tasks name their person; one without a person names the conversation only.
  update conversations c
  set conversation_summary = p_effect ->> 'summary', last_summary_message_id = m.id, updated_at = p_now
  from messages m
  where c.id = (p_effect ->> 'conversation_id')::uuid and c.user_id = coalesce(p_user_id, c.user_id)
    and m.id = (p_effect ->> 'last_message_id')::uuid and m.conversation_id = c.id
    and not exists (
      select from messages newer where newer.id = c.last_summary_message_id and newer.seq >= m.seq);
end $$;
comment on function private.store_summary(uuid, jsonb, timestamptz) is
  'Keeps what was said up to a message; never goes back to an earlier one.';
