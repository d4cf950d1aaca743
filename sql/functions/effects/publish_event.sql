create or replace function private.effect_publish_event(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if (select conflict from publish_event(
        p_event_type => p_effect ->> 'event_type', p_payload => p_effect -> 'event', p_source => p_agent_type,
        p_request_id => p_effect ->> 'key', p_aggregate_type => p_effect ->> 'aggregate_type',
        p_aggregate_id => (p_effect ->> 'aggregate_id')::uuid, p_created_by => p_agent_type || '_agent',
        p_now => p_now, p_lane => p_effect ->> 'lane')) then
    raise exception 'an event that says something else has the key %', p_effect ->> 'key' using errcode = 'YP002';
  end if;
end $$;
comment on function private.effect_publish_event(uuid, uuid, text, jsonb, timestamptz) is
  'Writes an event of the agent''s into the log, once per key.';
