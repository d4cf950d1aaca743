create or replace function private.mark_presented(
  p_user uuid, p_ids uuid[], p_message uuid, p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_first uuid[];
begin
  if cardinality(p_ids) = 0 then
    return;
  end if;
  perform private.lock_priorities(array[p_user]);
  v_first := array(
    select p.id from user_priorities p
    where p.id = any (p_ids) and p.user_id = p_user and p.status in ('active', 'presented') and p.presented_at is null
    order by array_position(p_ids, p.id));
  update user_priorities p
  set status = 'presented', presented_at = coalesce(p.presented_at, p_now), last_presented_at = p_now,
      presentation_count = p.presentation_count + 1, presented_message_id = p_message,
      presented_position = shown.position
  from unnest(p_ids) with ordinality as shown(id, position)
  -- Whatever has been answered or has ended meanwhile is not open again.
  where p.id = shown.id and p.user_id = p_user and p.status in ('active', 'presented');
  if cardinality(v_first) > 0 then
    perform private.re_engage_at(
      p_user, p_now + interval '7 days', jsonb_build_object('priority_id', v_first[1]), p_now);
  end if;
end $$;
comment on function private.mark_presented(uuid, uuid[], uuid, timestamptz) is
  'A message of ours has told a person of these rows of user_priorities, in this order: the one place where showings are counted. Accepting is none.';
