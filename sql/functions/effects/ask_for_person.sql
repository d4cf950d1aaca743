create or replace function private.effect_ask_for_person(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if not (p_effect ->> 'wanted')::boolean then
    update conversations set person_asked_at = null where id = p_conversation_id and user_id = p_user_id;
    return;
  end if;
  update conversations set person_asked_at = p_now
  where id = p_conversation_id and user_id = p_user_id and person_asked_at is null;
  if found then
    perform publish_event(
      'conversation.person_asked', '{}', 'person_asked', gen_random_uuid()::text, 'conversation',
      p_conversation_id, p_created_by => p_agent_type || '_agent', p_now => p_now);
  end if;
end $$;
comment on function private.effect_ask_for_person(uuid, uuid, text, jsonb, timestamptz) is
  'Somebody wants to talk to a human, and the operators are told once; or needs none any more.';
