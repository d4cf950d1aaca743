create or replace function private.archive_history(p_limit integer, p_held uuid[], p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_at timestamptz := '-infinity';
  v_id uuid := '00000000-0000-0000-0000-000000000000';
  v_seen integer;
  v_chosen jsonb;
begin
  -- What refers to each other leaves together, or not at all: so no foreign key ever leads from one
  -- batch into another or back into the database. A page none of which may leave hides no later one.
  loop
    with recursive roots as (
      select * from (
        select id as message, null::uuid as queued, id, at from private.archivable_messages(p_now)
        union all
        select null, id, id, at from private.archivable_queue(p_now)) due
      where (at, id) > (v_at, v_id) and id <> all (p_held)
      order by at, id limit p_limit
    ), linked (root, message, queued) as (
      select id, message, queued from roots
      union
      select l.root, x.message, x.queued
      from linked l cross join lateral (
        select null::uuid as message, q.superseded_by_message_id as queued from message_queue q where q.id = l.queued
        union all select null, q.id from message_queue q where q.superseded_by_message_id = l.queued
        union all select q.delivered_message_id, null from message_queue q where q.id = l.queued
        union all select m.id, null from messages m where m.queue_id = l.queued
        union all select null, m.queue_id from messages m where m.id = l.message
        union all select null, q.id from message_queue q where q.delivered_message_id = l.message
        union all select m.retry_of, null from messages m where m.id = l.message
        union all select m.id, null from messages m where m.retry_of = l.message) x
      where x.message is not null or x.queued is not null
    ), whole as (
      select l.root from linked l
      group by l.root
      having bool_and(coalesce(l.message, l.queued) <> all (p_held) and (
        exists (select from private.archivable_messages(p_now) a where a.id = l.message)
        or exists (select from private.archivable_queue(p_now) a where a.id = l.queued)))
    ), chosen as (
      select distinct l.message, l.queued from linked l join whole w on w.root = l.root
    ), last as (
      select at, id from roots order by at desc, id desc limit 1
    )
    select (select count(*) from roots), last.at, last.id,
           (select jsonb_build_object(
              'messages', coalesce(jsonb_agg(c.message) filter (where c.message is not null), '[]'),
              'message_queue', coalesce(jsonb_agg(c.queued) filter (where c.queued is not null), '[]'))
            from chosen c having count(*) > 0)
    into v_seen, v_at, v_id, v_chosen
    from last;
    if v_chosen is not null or v_seen is null or v_seen < p_limit then
      return v_chosen;
    end if;
  end loop;
end $$;
comment on function private.archive_history(integer, uuid[], timestamptz) is
  'The next messages and rows of message_queue for the archive, oldest first, with all that is tied to them by foreign keys; null when nothing may leave.';

create or replace function private.archive_choice(p_kind text, p_limit integer, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  -- Planned already, or restored for a while.
  v_held uuid[] := array(
    select x.id::uuid from private.archive_manifest b, jsonb_each(b.ids) t,
      jsonb_array_elements_text(t.value) x(id)
    where b.status = 'planned' and b.kind = p_kind);
  v_ids uuid[];
begin
  case p_kind
    when 'history' then
      return private.archive_history(p_limit, v_held, p_now);
    when 'events' then
      v_ids := array(select id from private.archivable_events(p_now) where id <> all (v_held)
                     order by at, id limit p_limit);
      return case when v_ids <> '{}' then jsonb_build_object(
        'events', to_jsonb(v_ids),
        'event_dead_letters', to_jsonb(array(select d.id from event_dead_letters d where d.event_id = any (v_ids)))) end;
    when 'tasks' then
      v_ids := array(select id from private.archivable_tasks(p_now) where id <> all (v_held)
                     order by at, id limit p_limit);
      return case when v_ids <> '{}' then jsonb_build_object('agent_tasks', to_jsonb(v_ids)) end;
    when 'twin_events' then
      v_ids := array(select id from private.archivable_twin_events(p_now) where id <> all (v_held)
                     order by at, id limit p_limit);
      return case when v_ids <> '{}' then jsonb_build_object('twin_events', to_jsonb(v_ids)) end;
  end case;
end $$;
comment on function private.archive_choice(text, integer, timestamptz) is
  'The next rows of a kind for the archive, oldest first, as {table: [id, ...]}; null when there are none.';
