create or replace function private.reply(
  p_user users, p_conversation_id uuid, p_decision jsonb, p_event_ids uuid[], p_now timestamptz)
returns uuid[]
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_message_ids uuid[];
begin
  with said as (
    insert into messages (conversation_id, user_id, role, content, segments, direction, status,
                          in_reply_to, created_at, available_at, trace)
    select p_conversation_id, p_user.id, p_decision ->> 'agent_type', r ->> 'content',
           (r ->> 'segments')::integer, 'outbound',
           case when p_user.opted_out_at is null then 'pending' else 'cancelled' end,
           p_event_ids[cardinality(p_event_ids)], p_now, p_now,
           case when p_user.opted_out_at is null then '[]'::jsonb
                else private.step('cancelled', p_now, '{"reason": "opted out"}') end
    from jsonb_array_elements(p_decision -> 'replies') with ordinality as replies(r, position)
    order by position
    returning id)
  select array_agg(id) into v_message_ids from said;
  return v_message_ids;
end $$;
comment on function private.reply(users, uuid, jsonb, uuid[], timestamptz) is
  'The replies of a decision to texts just received: straight out, unless the person has opted out meanwhile.';
