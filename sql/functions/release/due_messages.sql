create or replace function private.due_messages(p_user_id uuid, p_now timestamptz)
returns uuid[]
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_due message_queue[];
begin
  v_due := array(
    select q from message_queue q
    where user_id = p_user_id and status in ('queued', 'approved') and scheduled_for <= p_now
    order by private.priority_rank(priority), created_at, seq limit 100);
  if exists (select from unnest(v_due) where attempts >= 3) then
    -- Something here is deadly and nobody knows what: one at a time, the least suspect first.
    return array(
      select id from unnest(v_due)
      where coalesce(sequence_id, id) = (
        select coalesce(sequence_id, id) from unnest(v_due)
        order by attempts, private.priority_rank(priority), created_at, seq limit 1));
  end if;
  return array(select id from unnest(v_due));
end $$;
comment on function private.due_messages(uuid, timestamptz) is
  'What of a person''s waiting messages is to be decided now. After three deaths over them: one at a time, so that the one that kills is found.';
