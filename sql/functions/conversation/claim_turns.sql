create or replace function claim_turns(
  p_limit integer,
  p_token uuid,
  p_lease interval default '30 seconds',
  p_max_attempts integer default 5,
  p_apology text default null,
  p_with_spend boolean default false,
  p_now timestamptz default now())
returns setof jsonb
language plpgsql
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  v_user users;
  v_user_id uuid;
  v_oldest events;
  v_paused_until timestamptz;
  v_dead uuid[];
  v_taken integer := 0;
begin
  perform private.end_pauses(p_now);
  for v_user_id in
    select due.aggregate_id from (
      select e.aggregate_id, e.available_at, e.seq from events e
      where e.lane = 'conversation' and not e.processed and e.available_at <= p_now
        -- Only a hint: one whose turn is in backoff or at work hides nobody else.
        and not exists (
          select from events older
          where older.aggregate_id = e.aggregate_id and older.lane = 'conversation'
            and not older.processed and older.seq < e.seq and older.available_at > p_now)
      order by e.available_at, e.seq limit p_limit * 4) due
    group by due.aggregate_id order by min(due.available_at), min(due.seq)
  loop
    exit when v_taken >= p_limit;
    select * into v_user from users where id = v_user_id for no key update skip locked;
    continue when not found;
    select * into v_oldest from events
    where aggregate_id = v_user_id and lane = 'conversation' and not processed order by seq limit 1;
    continue when not found or v_oldest.available_at > p_now or v_oldest.leased_until > p_now;
    if v_user.opted_out_at is not null then
      update events set processed = true, last_error = 'opted out'
      where aggregate_id = v_user_id and lane = 'conversation' and not processed;
      continue;
    end if;
    select max(coalesce(paused_until, 'infinity')) into v_paused_until from conversations
    where user_id = v_user_id and status = 'paused' and coalesce(paused_until, 'infinity') > p_now;
    if v_paused_until is not null then
      update events set available_at = v_paused_until
      where aggregate_id = v_user_id and lane = 'conversation' and not processed;
    elsif v_oldest.attempts >= p_max_attempts then
      select array_agg(id) into v_dead from events
      where aggregate_id = v_user_id and lane = 'conversation' and not processed
        and attempts >= p_max_attempts;
      perform private.bury_turn(
        v_user_id, v_dead, coalesce(v_oldest.last_error, 'the worker died'), p_apology, p_now);
    else
      perform private.lift_pause(id, 'yachtparty', '24 hours were over', p_now) from conversations
      where user_id = v_user_id and status = 'paused' and paused_until <= p_now;
      -- An approval or a proved email may come when a change of number has closed the last one.
      insert into conversations (user_id, phone_number, status, created_at)
      select v_user_id, v_user.phone_number, 'active', p_now
      where not exists (
        select from conversations where user_id = v_user_id and status in ('active', 'paused'));
      perform private.lease_turn(v_user_id, p_token, p_now + p_lease, 'infinity');
      v_taken := v_taken + 1;
      begin
        return next turn_context(v_user_id, p_token, p_with_spend, p_now);
      exception when others then
        -- Something of theirs that no query here expects: it costs nobody else a turn, and this one an attempt.
        update events set last_error = 'its context cannot be read (' || sqlstate || ')'
        where aggregate_id = v_user_id and lane = 'conversation' and not processed and lease_token = p_token;
      end;
    end if;
  end loop;
end $$;
comment on function claim_turns(integer, uuid, interval, integer, text, boolean, timestamptz) is
  'Lifts pauses that are over, then leases turns that nobody has: unfinished, crashed, or waiting without a request. One worker a person. A turn that has used up its attempts goes to the dead letters here, so that crash loops end too.';
