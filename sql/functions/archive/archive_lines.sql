create or replace function private.archive_lines(p_ids jsonb)
returns table (place bigint, line text, at timestamptz)
language plpgsql stable
set search_path = pg_catalog, public
set timezone = 'UTC'
as $$
-- Always the same text for the same rows: its sum is what proves that nothing differs.
begin
  return query
    with chosen as (
      select t.key as name, array(select x::uuid from jsonb_array_elements_text(t.value) x) as ids
      from jsonb_each(p_ids) t
    ), found as (
      select 1 as rank, c.name, e.seq, e.id, e.created_at, to_jsonb(e) as document
      from chosen c join events e on c.name = 'events' and e.id = any (c.ids)
      union all
      select 2, c.name, 0, d.id, d.created_at, to_jsonb(d)
      from chosen c join event_dead_letters d on c.name = 'event_dead_letters' and d.id = any (c.ids)
      union all
      select 3, c.name, t.seq, t.id, t.created_at, to_jsonb(t)
      from chosen c join agent_tasks t on c.name = 'agent_tasks' and t.id = any (c.ids)
      union all
      select 4, c.name, q.seq, q.id, q.created_at, to_jsonb(q)
      from chosen c join message_queue q on c.name = 'message_queue' and q.id = any (c.ids)
      union all
      select 5, c.name, m.seq, m.id, m.created_at, to_jsonb(m) || '{"turn": null}'
      from chosen c join messages m on c.name = 'messages' and m.id = any (c.ids)
      union all
      select 6, c.name, t.seq, t.id, t.created_at, to_jsonb(t)
      from chosen c join twin_events t on c.name = 'twin_events' and t.id = any (c.ids))
    select row_number() over (order by f.rank, f.seq, f.id),
           jsonb_build_object('table', f.name, 'row', f.document)::text, f.created_at
    from found f
    order by 1;
end $$;
comment on function private.archive_lines(jsonb) is
  'The rows of a batch as lines for its object: {"table": ..., "row": {...}}, in one fixed order, times in UTC.';
