create or replace function supersede_older_messages()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update message_queue q
  set status = 'superseded', superseded_by_message_id = new.id,
      superseded_reason = 'a newer message about the same item',
      trace = q.trace || private.step('superseded', new.created_at, jsonb_build_object(
        'reason', 'a newer message about the same item', 'by', new.id))
  where q.user_id = new.user_id and q.status in ('queued', 'approved') and q.seq < new.seq
    and (q.sequence_id is null or q.sequence_id is distinct from new.sequence_id)
    and (q.item_type is not distinct from new.item_type and q.item_id = new.item_id
         -- A sequence goes out whole or not at all.
         or q.sequence_id in (
           select older.sequence_id from message_queue older
           where older.user_id = new.user_id and older.status in ('queued', 'approved')
             and older.seq < new.seq and older.item_type is not distinct from new.item_type
             and older.item_id = new.item_id));
  return null;
end $$;
comment on function supersede_older_messages() is
  'A newer message about the same item supersedes the older ones that still wait, with the rest of their sequences.';

create or replace trigger on_queued_about_item after insert on message_queue
for each row when (new.item_id is not null and new.status in ('queued', 'approved'))
execute function supersede_older_messages();
