create or replace function private.supersede_re_engagement(p_user_id uuid, p_reason text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update message_queue
  set status = 'superseded', superseded_reason = p_reason,
      trace = trace || private.step('superseded', p_now, jsonb_build_object('reason', p_reason))
  where user_id = p_user_id and status in ('queued', 'approved') and item_type = 're_engagement';
end $$;
comment on function private.supersede_re_engagement(uuid, text, timestamptz) is
  'What waits to bring a person back is not said any more, for a reason of ours.';
