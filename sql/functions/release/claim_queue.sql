create or replace function claim_queue(
  p_limit integer, p_token uuid, p_lease interval default '30 seconds',
  p_with_spend boolean default false, p_now timestamptz default now())
returns setof jsonb
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  v_user_id uuid;
  v_due uuid[];
  v_people uuid[] := array(
    select due.user_id from generate_series(1, 4) rank
    cross join lateral (
      select q.user_id, q.scheduled_for from message_queue q
      where q.status in ('queued', 'approved') and private.priority_rank(q.priority) = rank
        and q.scheduled_for <= p_now
        -- Only a hint, so that whoever is at work already hides nobody else.
        and not exists (
          select from private.lanes l
          where l.queue = 'message_queue' and l.key = q.user_id and l.leased_until > p_now)
      -- All columns of the index: under row-level security the planner does not see the rank as fixed.
      order by private.priority_rank(q.priority), q.scheduled_for limit p_limit * 20) due
    group by due.user_id order by min(rank), min(due.scheduled_for) limit p_limit);
begin
  v_people := private.take_lanes('message_queue', v_people, p_token, p_now + p_lease, p_now);
  foreach v_user_id in array v_people loop
    -- Read after the lane is taken: somebody may just have settled them.
    v_due := private.due_messages(v_user_id, p_now);
    if cardinality(v_due) = 0 then
      perform private.free_lanes('message_queue', array[v_user_id], p_token);
      continue;
    end if;
    -- Whoever changes one of them holds the person's row and may want the others: nobody waits for them.
    update message_queue set attempts = attempts + 1
    where id in (select id from message_queue where id = any (v_due) for update skip locked);
    begin
      return next private.queue_context(v_user_id, p_token, v_due, p_with_spend, p_now);
    exception when others then
      perform private.fail_queue(v_user_id, v_due, 'its context cannot be read (' || sqlstate || ')', p_now);
    end;
  end loop;
end $$;
comment on function claim_queue(integer, uuid, interval, boolean, timestamptz) is
  'Leases people for whom something is due, one orchestrator a person, those with the most urgent first, with all that decides over it. The attempt is counted here, so that what kills its orchestrator is found.';
