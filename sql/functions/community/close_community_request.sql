create or replace function private.close_community_request(p_request_id uuid, p_message jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_community_request(p_request_id);
begin
  if v_request.status not in ('open', 'responses_received', 'dormant') then
    raise exception 'community request % is %', p_request_id, v_request.status using errcode = 'YP002';
  end if;
  update community_requests set status = 'closed', closed_loop_at = p_now where id = p_request_id;
  perform private.end_community_request(p_request_id, 'expired', p_now);
  perform private.solutions_heard_of(p_request_id, p_now);
  -- Nothing is said of a wish to meet somebody: that would show that they are no member.
  if v_request.responses_count = 0 and v_request.context_type is distinct from 'introduction_wish' then
    perform private.queue_message(
      a.user_id,
      (select id from conversations c where c.user_id = a.user_id and c.status in ('active', 'paused')
       order by c.created_at desc limit 1),
      p_message || jsonb_build_object('message_data', (p_message -> 'message_data') || jsonb_build_object('text', a.question),
                                      'item_type', 'community_request', 'item_id', p_request_id), p_now)
    from community_request_askers a
    -- A search tells by itself how it ended.
    where a.request_id = p_request_id and not private.is_asked_by_research(a.user_id, p_request_id) order by a.user_id;
  end if;
  perform publish_event('community.request_closed', jsonb_build_object('responses', v_request.responses_count), 'community',
    'closed:' || p_request_id, 'community_request', p_request_id, p_created_by => 'agent_of_humans', p_now => p_now);
end $$;
comment on function private.close_community_request(uuid, jsonb, timestamptz) is
  'The end of a question; who asked hears of it when nobody has answered. YP002: it is over.';
