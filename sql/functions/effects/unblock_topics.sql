create or replace function private.effect_unblock_topics(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  delete from topic_blocks
  where user_id = p_user_id and tag in (select jsonb_array_elements_text(p_effect -> 'tags'));
end $$;
comment on function private.effect_unblock_topics(uuid, uuid, text, jsonb, timestamptz) is
  'They may be asked about these subjects again.';
