create or replace function finish_archive(
  p_id uuid, p_content_sha256 text, p_object_sha256 text, p_object_bytes bigint,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_batch private.archive_manifest;
  v_ids uuid[];
  v_more uuid[];
  v_due bigint;
  v_sum text;
begin
  select * into v_batch from private.archive_manifest where id = p_id for update;
  if v_batch.status = 'archived' and v_batch.object_sha256 = p_object_sha256 then
    return 'archived';
  elsif v_batch.status is distinct from 'planned' then
    return 'changed';
  end if;
  v_ids := array(select jsonb_array_elements_text(v_batch.ids -> case v_batch.kind
    when 'tasks' then 'agent_tasks' when 'history' then 'messages' else v_batch.kind end)::uuid);
  v_more := array(select jsonb_array_elements_text(v_batch.ids -> 'message_queue')::uuid);
  -- Locked first, read after: what is deleted is what was summed up.
  case v_batch.kind
    when 'events' then perform 1 from events where id = any (v_ids) order by seq for update;
    when 'tasks' then perform 1 from agent_tasks where id = any (v_ids) order by seq for update;
    when 'twin_events' then perform 1 from twin_events where id = any (v_ids) order by seq for update;
    when 'history' then
      perform 1 from message_queue where id = any (v_more) order by seq for update;
      perform 1 from messages where id = any (v_ids) order by seq for update;
  end case;
  -- An operator may have put a row back to work since the plan.
  v_due := case v_batch.kind
    when 'events' then (select count(*) from private.archivable_events(p_now) where id = any (v_ids))
    when 'tasks' then (select count(*) from private.archivable_tasks(p_now) where id = any (v_ids))
    when 'twin_events' then (select count(*) from private.archivable_twin_events(p_now) where id = any (v_ids))
    when 'history' then (select count(*) from private.archivable_messages(p_now) where id = any (v_ids))
      + (select count(*) from private.archivable_queue(p_now) where id = any (v_more)) end;
  select encode(sha256(convert_to(string_agg(line || e'\n', '' order by place), 'UTF8')), 'hex')
  into v_sum from private.archive_lines(v_batch.ids);
  if v_due <> cardinality(v_ids) + cardinality(v_more) or v_sum is distinct from p_content_sha256 then
    update private.archive_manifest set status = 'dropped', ids = null where id = p_id;
    return 'changed';
  end if;
  case v_batch.kind
    when 'events' then
      delete from event_dead_letters where event_id = any (v_ids);
      if purge_events(v_ids, '90 days', p_now) <> cardinality(v_ids) then
        raise exception 'batch % holds events that must stay', p_id using errcode = 'YP006';
      end if;
    when 'tasks' then delete from agent_tasks where id = any (v_ids);
    when 'twin_events' then delete from twin_events where id = any (v_ids);
    when 'history' then
      -- One statement, since they refer to each other.
      with gone as (delete from message_queue where id = any (v_more))
      delete from messages where id = any (v_ids);
  end case;
  update private.archive_manifest
  set status = 'archived', ids = null, not_before = '-infinity', content_sha256 = p_content_sha256,
      object_sha256 = p_object_sha256, object_bytes = p_object_bytes, archived_at = p_now
  where id = p_id;
  return 'archived';
end $$;
comment on function finish_archive(uuid, text, text, bigint, timestamptz) is
  'Deletes a batch''s rows, if they may still leave and are to the letter what was read back from the object, and says so in the manifest: one transaction. Returns archived, or changed: nothing was deleted and the object is to be.';
