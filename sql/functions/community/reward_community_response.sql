create or replace function private.reward_community_response(
  p_user_id uuid, p_response_id uuid, p_characters integer, p_score integer, p_credits integer, p_impact text,
  p_scored_by text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request_id uuid := (select request_id from community_responses where id = p_response_id);
  v_request community_requests := private.lock_community_request(v_request_id);
  v_response community_responses;
begin
  select * into v_response from community_responses where id = p_response_id and user_id = p_user_id for update;
  if not found or v_response.status <> 'provided' or length(v_response.verbatim_answer) <> p_characters then
    raise exception 'response % is not as it was scored', p_response_id using errcode = 'YP002';
  end if;
  update community_responses
  set usefulness_score = p_score, impact_description = p_impact, scored_by = p_scored_by,
      credits_awarded = p_credits, credited_at = case when p_credits > 0 then p_now end,
      status = case when p_credits > 0 then 'rewarded' else status end
  where id = p_response_id;
  update users set useful_of_last_five = private.useful_of_last_five(p_user_id) where id = p_user_id;
  if p_credits > 0 then
    perform private.book_credits(p_user_id, p_credits, 'community_answer', 'community_response', p_response_id,
      'community_answer:' || p_response_id);
    perform private.add_community_task('notify_expert_of_impact', p_user_id, v_request_id,
      jsonb_build_object('response_id', p_response_id), p_now + interval '24 hours', 'low', p_now);
  end if;
  perform private.solutions_heard_of(v_request_id, p_now);
end $$;
comment on function private.reward_community_response(uuid, uuid, integer, integer, integer, text, text, timestamptz) is
  'What an answer was worth, and its credits, once. YP002: it was rewarded, or something was added to it since it was read.';

create or replace function private.useful_of_last_five(p_user_id uuid)
returns bigint
language sql stable
set search_path = pg_catalog, public
as $$
  select count(*) filter (where usefulness_score >= 7) from (
    select usefulness_score from community_responses where user_id = p_user_id
    order by created_at desc, id limit 5) last_five
$$;
comment on function private.useful_of_last_five(uuid) is 'How many of a person''s last five answers were worth 7 or more.';

create or replace function private.close_community_loop(p_user_id uuid, p_response_id uuid, p_message text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update community_responses set status = 'closed_loop', closed_loop_at = p_now, closed_loop_message = p_message
  where id = p_response_id and user_id = p_user_id and status = 'rewarded';
  if not found then
    raise exception 'response % of user % waits for no word of what it did', p_response_id, p_user_id using errcode = 'YP002';
  end if;
end $$;
comment on function private.close_community_loop(uuid, uuid, text, timestamptz) is
  'The expert hears what their answer did, once. YP002: they have, or it was not rewarded.';
