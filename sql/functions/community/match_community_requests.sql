create or replace function private.match_community_requests(p_user_id uuid, p_now timestamptz)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request_id uuid;
  v_found integer := 0;
begin
  for v_request_id in
    select r.id from community_requests r, users u
    where u.id = p_user_id and private.may_be_asked(u, p_now) and r.expertise_needed && u.expertise
      and private.is_open_request(r.status, r.expires_at, p_now) and cardinality(r.target_user_ids) = 0
      and not exists (select from community_request_askers a where a.request_id = r.id and a.user_id = p_user_id)
    order by r.id
  loop
    perform private.check_community_request(v_request_id, p_now, p_now);
    v_found := v_found + 1;
  end loop;
  return v_found;
end $$;
comment on function private.match_community_requests(uuid, timestamptz) is
  'Questions that nobody could be asked are routed again now that this member may know; returns how many.';

create or replace function notify_expertise()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform publish_event('user.expertise_changed', '{}', 'community', gen_random_uuid()::text, 'user', new.id,
    p_created_by => 'system');
  return null;
end $$;
comment on function notify_expertise() is
  'A member has come, or their expertise has changed: open questions may be for them.';

create or replace trigger on_expertise after update of expertise, verified on users
for each row when (new.verified and cardinality(new.expertise) > 0
  and (old.verified is not true or old.expertise is distinct from new.expertise))
execute function notify_expertise();
