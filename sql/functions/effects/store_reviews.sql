create or replace function private.effect_store_reviews(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  -- Who is in the midst of a turn or a release is due again in ten minutes: nobody waits for it.
  v_users uuid[] := array(
    select u.id from users u
    where u.id in (select value::uuid from jsonb_array_elements_text(p_effect -> 'user_ids'))
    order by u.id for no key update skip locked);
begin
  -- As when messages are released: what waits first, then what it is about.
  perform from message_queue
  where user_id = any (v_users) and item_id is not null and status in ('queued', 'approved')
  order by user_id, id for update;
  perform private.lock_priorities(v_users);
  perform private.expire_priorities(v_users, p_now);
  insert into user_priorities as p (user_id, priority_rank, item_type, item_id, value_score, status, created_at, expires_at,
    item_summary, item_primary_name, item_secondary_name, item_context)
  select s.user_id, 11, s.item_type, s.item_id, s.score, 'active', p_now, s.expires_at,
    s.item ->> 'summary', s.item ->> 'primary_name', s.item ->> 'secondary_name', s.item ->> 'context'
  from jsonb_to_recordset(p_effect -> 'scores') s (
    user_id uuid, item_type text, item_id uuid, score numeric, expires_at timestamptz, item jsonb)
  where s.user_id = any (v_users)
  order by s.user_id, s.item_type, s.item_id
  on conflict (user_id, item_type, item_id) do update
  set value_score = excluded.value_score, expires_at = excluded.expires_at,
      status = case when p.status not in ('expired', 'cancelled') then p.status
                    when p.presentation_count > 0 then 'presented' else 'active' end;
  perform private.rank_priorities(v_users);
  perform private.let_rest(v_users, p_now);
  perform private.announce_priorities(v_users, p_now);
  insert into private.priority_reviews (user_id, reviewed_at)
  select u.id, case when u.id = any (v_users) then p_now else p_now - interval '6 hours' + interval '10 minutes' end
  from (select value::uuid as id from jsonb_array_elements_text(p_effect -> 'user_ids')) u
  order by u.id
  on conflict (user_id) do update set reviewed_at = excluded.reviewed_at;
  if p_user_id is null and not private.continue_reviews(p_now) then
    perform private.sum_presentations();
  end if;
end $$;
comment on function private.effect_store_reviews(uuid, uuid, text, jsonb, timestamptz) is
  'What matters to these people, as it was scored now: the ten best ranked, the stale expired, what was shown twice and left dormant, and what is above 80 announced. Without a person of its own it goes on with the next who are due.';
