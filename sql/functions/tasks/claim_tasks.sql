create or replace function claim_tasks(
  p_limit integer, p_token uuid, p_lease interval default '30 seconds',
  p_after jsonb default null, p_now timestamptz default now())
returns json
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  v_after jsonb := coalesce(p_after, '{}');
  v_due timestamptz;
  v_seq bigint;
  v_need integer;
  v_window integer;
  v_rows tid[];
  v_users uuid[];
  v_dues timestamptz[];
  v_seqs bigint[];
  v_mine uuid[];
  v_lanes uuid[] := '{}';
  v_last integer;
  v_passed_over boolean;
  v_picked tid[] := '{}';
  v_tasks json;
  v_dead integer := 0;
  v_dying boolean;
  v_died constant text := 'the worker died, or did not finish within its lease';
begin
  -- One claim at a time, for the milliseconds that it takes: they need not skip each other's rows.
  perform pg_advisory_xact_lock(hashtextextended('claim_tasks', 0));
  <<ranks>>
  for v_rank in 1..4 loop
    v_due := coalesce((v_after #>> array[v_rank::text, 'due'])::timestamptz, '-infinity');
    v_seq := coalesce((v_after #>> array[v_rank::text, 'seq'])::bigint, 0);
    v_passed_over := false;
    -- Window by window from the front: past what belongs to people whom other workers serve.
    for v_round in 0..200 loop
      v_need := p_limit - cardinality(v_picked);
      exit ranks when v_need = 0;
      v_window := greatest(v_need, 500 * v_round);
      select array_agg(w.ctid), array_agg(w.user_id), array_agg(w.due), array_agg(w.seq)
      into v_rows, v_users, v_dues, v_seqs
      from (
        select t.ctid, t.user_id, greatest(t.scheduled_for, t.available_at) as due, t.seq
        from agent_tasks t
        where t.status in ('pending', 'processing') and private.priority_rank(t.priority) = v_rank
          and greatest(t.scheduled_for, t.available_at) <= p_now
          and (greatest(t.scheduled_for, t.available_at), t.seq) > (v_due, v_seq)
        -- All columns of the index: under row-level security the planner does not see the rank as fixed.
        order by private.priority_rank(t.priority), greatest(t.scheduled_for, t.available_at), t.seq
        limit v_window) w;
      exit when v_rows is null;
      v_last := cardinality(v_rows);
      if v_last <= v_need and array_remove(v_users, null) = '{}' then
        v_picked := v_picked || v_rows;
      else
        v_mine := array(
          select u from (select distinct u from unnest(v_users) u where u is not null) c
          where not exists (
            select from private.lanes l
            where l.queue = 'tasks' and l.key = c.u and l.leased_until > p_now and l.lease_token <> p_token));
        v_last := coalesce(
          (select n from generate_subscripts(v_rows, 1) n
           where v_users[n] is null or v_users[n] = any (v_mine) order by n offset v_need - 1 limit 1), v_last);
        v_mine := private.take_lanes('tasks', array(
          select v_users[n] from generate_series(1, v_last) n where v_users[n] = any (v_mine)),
          p_token, p_now + p_lease, p_now);
        v_lanes := v_lanes || v_mine;
        v_picked := v_picked || array(
          select v_rows[n] from generate_series(1, v_last) n where v_users[n] is null or v_users[n] = any (v_mine));
        v_passed_over := v_passed_over or exists (
          select from generate_series(1, v_last) n where v_users[n] <> all (v_mine));
      end if;
      v_due := v_dues[v_last];
      v_seq := v_seqs[v_last];
      if not v_passed_over then
        v_after := v_after || jsonb_build_object(v_rank, jsonb_build_object('due', v_due, 'seq', v_seq));
      end if;
      exit when cardinality(v_rows) < v_window;
    end loop;
  end loop;

  -- Whoever changes one of them right now, in a long transaction perhaps, holds nobody up.
  select coalesce(array_agg(t.ctid), '{}'), bool_or(t.status = 'processing' and t.attempts > t.max_retries)
  into v_picked, v_dying
  from (select ctid, status, attempts, max_retries from agent_tasks
        where ctid = any (v_picked) for update skip locked) t;
  if v_dying then
    -- Whoever had these died with them, and it was their last attempt. They move, so the rest is leased.
    with buried as (
      update agent_tasks t
      set status = 'failed', completed_at = p_now, lease_token = null, leased_until = null, error_log = v_died
      where t.ctid = any (v_picked) and t.status = 'processing' and t.attempts > t.max_retries
      returning 1)
    select count(*) into v_dead from buried;
  end if;
  with leased as (
    update agent_tasks t
    set status = 'processing', attempts = t.attempts + 1, last_attempted_at = p_now, lease_token = p_token,
        leased_until = p_now + p_lease, available_at = p_now + p_lease, retry_count = t.attempts,
        error_log = case t.status when 'processing' then v_died else t.error_log end
    where t.ctid = any (v_picked) and t.status in ('pending', 'processing')
    returning t.*)
  select json_agg(json_build_object(
    'id', id, 'task_type', task_type, 'agent_type', agent_type, 'user_id', user_id,
    'context_id', context_id, 'context_type', context_type, -- As a text: one that is too deep or too long to be read costs its own task alone.
    'document', context_json::text,
    'priority', priority, 'scheduled_for', private.moment(scheduled_for), 'attempts', attempts, 'max_retries', max_retries)
    order by private.priority_rank(priority), scheduled_for, seq), array_agg(distinct user_id)
  into v_tasks, v_mine from leased;
  v_lanes := array(select unnest(v_lanes) except select unnest(v_mine));
  if v_lanes <> '{}' then
    perform private.free_lanes('tasks', v_lanes, p_token);
  end if;
  return json_build_object('tasks', coalesce(v_tasks, '[]'), 'dead', v_dead, 'after', v_after, 'now', p_now);
end $$;
comment on function claim_tasks(integer, uuid, interval, jsonb, timestamptz) is
  'Leases due tasks by priority, then due time, then arrival; a person''s tasks only while no other worker serves that person, and then the caller runs them one after another. p_after: where the last look came to (returned as after), so that rows finished but not yet vacuumed are not passed again; null looks from the front. An expired lease is due again, or dead after its last attempt.';
