create or replace function private.effect_block_topics(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.block_topics(p_user_id, array(select jsonb_array_elements_text(p_effect -> 'tags')), p_now);
end $$;
comment on function private.effect_block_topics(uuid, uuid, text, jsonb, timestamptz) is
  'Never asks them about these subjects again.';
