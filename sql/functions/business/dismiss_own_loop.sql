create or replace function private.dismiss_own_loop(p_user_id uuid, p_loop_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_profile user_profiles;
begin
  select p.* into v_profile
  from open_loops l join user_profiles p on p.org_id = l.org_id and p.user_id = p_user_id
  where l.id = p_loop_id and l.status = 'active';
  if not found then
    raise exception 'no loop is open as %', p_loop_id using errcode = 'YP002';
  end if;
  perform private.dismiss_loop(v_profile.org_id, p_loop_id, v_profile.id, 'user', null, p_now);
end $$;
comment on function private.dismiss_own_loop(uuid, uuid, timestamptz) is
  'A member dismisses a loop of an organisation of theirs, as their profile there. YP002 when it is not open, or not theirs.';
