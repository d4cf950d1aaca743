create or replace function private.take_back_showing(p_user uuid, p_ids uuid[])
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if cardinality(p_ids) = 0 then
    return;
  end if;
  perform private.lock_priorities(array[p_user]);
  update user_priorities
  set presentation_count = presentation_count - 1,
      status = case when status = 'presented' and presentation_count = 1 then 'active' else status end,
      presented_at = case when presentation_count > 1 then presented_at end,
      -- The one before it: of what is presented twice at most, that was the first.
      last_presented_at = case when presentation_count > 1 then presented_at end,
      presented_message_id = null, presented_position = null
  where user_id = p_user and id = any (p_ids) and presentation_count > 0;
end $$;
comment on function private.take_back_showing(uuid, uuid[]) is
  'A text that told of these did not go out: they were not shown by it.';

create or replace function take_back_reply()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.take_back_showing(new.user_id, array(
    select id from user_priorities where presented_message_id = new.id order by id));
  return null;
end $$;
comment on function take_back_reply() is 'Of a reply that did not go out, nothing was shown.';

create or replace trigger on_reply_ended after update of status on messages
for each row when (
  new.purpose <> 'proactive' and new.direction = 'outbound' and old.status is distinct from new.status
  and new.status in ('cancelled', 'failed') and new.delivered_at is null)
execute function take_back_reply();
