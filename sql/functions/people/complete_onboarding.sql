create or replace function private.complete_onboarding(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update users set onboarding_completed_at = p_now
  where id = p_user_id and onboarding_completed_at is null
    and first_name is not null and last_name is not null and company is not null
    and title is not null and email_verified and (referred_by is not null or name_dropped is not null);
  if not found and not exists (select from users where id = p_user_id and onboarding_completed_at is not null) then
    raise exception 'onboarding of user % is not complete', p_user_id using errcode = 'YP002';
  end if;
end $$;
comment on function private.complete_onboarding(uuid, timestamptz) is
  'Everything required is there, so the profile may be approved. Whoever calls this publishes user.onboarding_info_complete.';
