create or replace function private.counted_releases(p_user_id uuid, p_now timestamptz)
returns timestamptz[]
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return array(
    select sent_at from message_queue
    where user_id = p_user_id and status = 'sent' and sent_at > p_now - interval '60 minutes'
      and budget_date is not null and budget_returned_at is null
    group by coalesce(sequence_id, id), sent_at
    order by sent_at desc);
end $$;
comment on function private.counted_releases(uuid, timestamptz) is
  'When the last 60 minutes'' counted messages were released, newest first. A sequence is one; what was given back is none.';
