create or replace function private.present_community_item(
  p_user_id uuid, p_conversation_id uuid, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_type constant text := p_effect ->> 'item_type';
  v_item constant uuid := p_effect ->> 'item_id';
  v_request community_requests := private.lock_community_request((p_effect ->> 'request_id')::uuid);
  v_priority uuid;
begin
  if v_type = 'community_request' and (
       not private.is_open_request(v_request.status, v_request.expires_at, p_now)
       or exists (select from community_responses where request_id = v_request.id and user_id = p_user_id)
       or exists (select from community_passes where request_id = v_request.id and user_id = p_user_id))
     or v_type = 'community_response' and not exists (
       select from community_request_askers where request_id = v_request.id and user_id = p_user_id) then
    raise exception 'there is nothing to tell user % of % % any more', p_user_id, v_type, v_item using errcode = 'YP002';
  end if;
  if v_type = 'community_request' then
    update users set last_asked_at = p_now where id = p_user_id;
  end if;
  v_priority := private.put_priority(p_user_id, v_type, v_item, (p_effect ->> 'score')::numeric, p_effect -> 'item',
    (p_effect ->> 'expires_at')::timestamptz, p_now);
  perform private.queue_message(p_user_id, p_conversation_id, (p_effect -> 'message') || jsonb_build_object(
    'message_data', (p_effect #> '{message,message_data}') || jsonb_build_object(
      'priority_ids', to_jsonb(array_remove(array[v_priority], null))),
    'item_type', v_type, 'item_id', v_item), p_now);
end $$;
comment on function private.present_community_item(uuid, uuid, jsonb, timestamptz) is
  'A question that somebody is asked, or an answer to theirs: as a priority, and as a message that presents it. YP002: it is over for them.';

create or replace function private.community_ask_of(p_request_id uuid, p_user_id uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'request_id', r.id, 'status', r.status, 'question', r.question, 'context', r.requester_context,
    'outcome', r.desired_outcome, 'tags', to_jsonb(r.expertise_needed), 'urgency', r.urgency, 'score', t.score,
    'expires_at', private.moment(r.expires_at),
    'settled', exists (select from community_responses a where a.request_id = r.id and a.user_id = t.user_id)
      or exists (select from community_passes p where p.request_id = r.id and p.user_id = t.user_id),
    'asker_name', nullif(concat_ws(' ', u.first_name, u.last_name), ''), 'asker', private.asker_label(u),
    'others', (select count(*) - 1 from community_request_askers a where a.request_id = r.id))
  from community_requests r
  join community_targets t on t.request_id = r.id
  left join users u on u.id = r.requesting_user_id
  where r.id = p_request_id and t.user_id = p_user_id
$$;
comment on function private.community_ask_of(uuid, uuid) is
  'A question as somebody is asked it, with who asks: they have consented to that by asking.';

create or replace function private.community_answer_of(p_response_id uuid, p_asker_id uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'response_id', a.id, 'request_id', r.id, 'expert_id', a.user_id, 'status', a.status,
    'request_status', r.status, 'answer', a.verbatim_answer,
    'score', a.usefulness_score, 'credits', a.credits_awarded,
    'expert_name', u.first_name, 'expert_title', u.title,
    'question', coalesce(q.question, r.question), 'context', r.requester_context,
    'asker', q.user_id is not null,
    'told', exists (
      select from message_queue m where m.user_id = q.user_id and m.item_type = 'community_response'
        and m.item_id = a.id and m.status = 'sent'),
    'askers', (select count(*) from community_request_askers k where k.request_id = r.id))
  from community_responses a
  join community_requests r on r.id = a.request_id
  join users u on u.id = a.user_id
  left join community_request_askers q on q.request_id = r.id and q.user_id = p_asker_id
  where a.id = p_response_id
$$;
comment on function private.community_answer_of(uuid, uuid) is
  'An answer with its question, in the words of one asker or of the first; the expert by first name and title alone.';
