create or replace function private.record_referral(p_user_id uuid, p_name text)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_members uuid[];
begin
  select array_agg(id) into v_members from users
  where verified and id <> p_user_id
    and lower(btrim(first_name) || ' ' || btrim(last_name)) = lower(btrim(p_name));
  if cardinality(v_members) = 1 then
    update users set referred_by = v_members[1], name_dropped = null where id = p_user_id;
  else
    update users set referred_by = null, name_dropped = p_name where id = p_user_id;
  end if;
end $$;
comment on function private.record_referral(uuid, text) is
  'Matches a referrer''s name to the one member who bears it, or keeps it as text.';
