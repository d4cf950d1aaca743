create or replace function private.score_as_operator(
  p_response_id uuid, p_score integer, p_credits integer, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request_id uuid := (select request_id from community_responses where id = p_response_id);
  v_request community_requests := private.lock_community_request(v_request_id);
  v_response community_responses;
begin
  select * into v_response from community_responses where id = p_response_id for update;
  if not found then
    raise exception 'there is no answer %', p_response_id using errcode = 'YP004';
  elsif v_response.scored_by is distinct from 'rules' then
    return false;
  end if;
  if v_response.status = 'provided' and p_score <> v_response.usefulness_score then
    perform private.reward_community_response(v_response.user_id, p_response_id, length(v_response.verbatim_answer),
      p_score, p_credits, v_response.impact_description, 'operator', p_now);
  else
    -- What was paid stays: only the score is another.
    update community_responses set usefulness_score = p_score, scored_by = 'operator' where id = p_response_id;
    update users
    set useful_of_last_five = private.useful_of_last_five(v_response.user_id) where id = v_response.user_id;
  end if;
  return true;
end $$;
comment on function private.score_as_operator(uuid, integer, integer, timestamptz) is
  'A person says what an answer is worth that the rules have scored; credits only where none were given yet. False: it was scored by a model, or looked at before. YP004: there is no such answer.';
