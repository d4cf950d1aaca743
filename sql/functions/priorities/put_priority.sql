create or replace function private.put_priority(
  p_user uuid, p_item_type text, p_item_id uuid, p_score numeric, p_item jsonb,
  p_expires timestamptz default null, p_now timestamptz default now())
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform private.lock_priorities(array[p_user]);
  insert into user_priorities (user_id, priority_rank, item_type, item_id, value_score, status, created_at, expires_at,
    item_summary, item_primary_name, item_secondary_name, item_context, item_metadata)
  values (p_user, 11, p_item_type, p_item_id, least(greatest(p_score, 0), 100), 'active', p_now, p_expires,
    p_item ->> 'summary', p_item ->> 'primary_name', p_item ->> 'secondary_name', p_item ->> 'context',
    p_item -> 'metadata')
  on conflict (user_id, item_type, item_id) do update
  set value_score = excluded.value_score, expires_at = excluded.expires_at,
      item_summary = excluded.item_summary, item_primary_name = excluded.item_primary_name,
      item_secondary_name = excluded.item_secondary_name, item_context = excluded.item_context,
      item_metadata = excluded.item_metadata,
      -- What was shown stays shown, and what was answered stays answered.
      status = case when user_priorities.status not in ('expired', 'cancelled') then user_priorities.status
                    when user_priorities.presentation_count > 0 then 'presented' else 'active' end;
  perform private.rank_priorities(array[p_user]);
  return (select id from user_priorities
          where user_id = p_user and item_type = p_item_type and item_id = p_item_id);
end $$;
comment on function private.put_priority(uuid, text, uuid, numeric, jsonb, timestamptz, timestamptz) is
  'Something may matter to a person: its score and its words (p_item: summary, primary_name, secondary_name, context, metadata), new or again. Never resets what they were shown; what had expired or was cancelled is open again. Null when ten others that they have not been shown score higher. Several people in one transaction: in the order of their ids.';
