create or replace function settle_event(
  p_event_id uuid, p_token uuid, p_attempt integer, p_done jsonb, p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user_id constant uuid := p_done ->> 'user_id';
  v_conversation_id uuid;
  v_effect jsonb;
begin
  -- The person first, as in a turn; then the event, which fences everything below.
  perform 1 from users where id = v_user_id for no key update;
  perform 1 from events
  where id = p_event_id and lease_token = p_token and attempts = p_attempt and not processed for update;
  if not found then
    raise exception 'event % belongs to another worker now', p_event_id using errcode = 'YP001';
  end if;
  if v_user_id is null and jsonb_array_length(p_done -> 'effects') > 0 then
    raise exception 'effects of event % change rows of nobody', p_event_id using errcode = 'YP004';
  end if;
  select id into v_conversation_id from conversations
  where user_id = v_user_id and status in ('active', 'paused') order by created_at desc limit 1;
  for v_effect in select * from jsonb_array_elements(p_done -> 'effects') loop
    perform private.apply_effect(v_user_id, v_conversation_id, 'system', v_effect, p_now);
  end loop;
  update events set processed = true, processed_at = p_now where id = p_event_id;
end $$;
comment on function settle_event(uuid, uuid, integer, jsonb, timestamptz) is
  'Finishes a background event together with everything that it changes of a person, or nothing of it. YP001: the lease is lost. YP002: an effect no longer applies.';
