create or replace function private.reconsider_held(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update message_queue set scheduled_for = p_now
  where user_id = p_user_id and status in ('queued', 'approved') and scheduled_for > p_now
    and trace -> -1 ->> 'step' = 'held'
    and trace -> -1 ->> 'reason' ~ '^(quiet hours|a day of rest|a pause|over budget|waits for an hour)';
end $$;
comment on function private.reconsider_held(uuid, timestamptz) is
  'Somebody has texted: what the clock, a pause of theirs or the budget held back is decided over once more, since the text may have ended it.';
