create or replace function private.record_community_response(
  p_user_id uuid, p_request_id uuid, p_answer text, p_now timestamptz)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_asked_request(p_user_id, p_request_id, p_now);
  v_response community_responses;
  v_from integer := 0;
begin
  select * into v_response from community_responses
  where request_id = p_request_id and user_id = p_user_id for update;
  if found then
    if v_response.status <> 'provided' then
      raise exception 'the answer of user % to % was rewarded', p_user_id, p_request_id using errcode = 'YP002';
    end if;
    v_from := length(v_response.verbatim_answer) + 1;
    update community_responses
    set verbatim_answer = concat_ws(e'\n', verbatim_answer, p_answer), response_text = left(concat_ws(e'\n', verbatim_answer, p_answer), 500)
    where id = v_response.id;
  else
    insert into community_responses (request_id, user_id, response_text, verbatim_answer, created_at)
    values (p_request_id, p_user_id, left(p_answer, 500), p_answer, p_now) returning * into v_response;
    delete from community_passes where request_id = p_request_id and user_id = p_user_id;
    update community_requests set status = 'responses_received', responses_count = responses_count + 1
    where id = p_request_id;
    update users set questions_answered = questions_answered + 1 where id = p_user_id;
  end if;
  perform private.end_priority('community_request', p_request_id, 'actioned', p_user_id, p_now);
  perform private.add_community_task('process_community_response', p_user_id, p_request_id,
    jsonb_build_object('response_id', v_response.id), p_now, 'medium', p_now);
  perform private.add_community_task('community_response_available', a.user_id, p_request_id,
    jsonb_build_object('response_id', v_response.id, 'from_char', v_from), p_now, 'high', p_now)
  from community_request_askers a where a.request_id = p_request_id and a.user_id <> p_user_id order by a.user_id;
  return v_response.id;
end $$;
comment on function private.record_community_response(uuid, uuid, text, timestamptz) is
  'An expert''s answer, or what they add to it, to be scored and told to every asker. YP002: they were not asked, the question is not open any more, or their answer was rewarded.';
