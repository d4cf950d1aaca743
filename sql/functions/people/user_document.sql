create or replace function private.user_document(p_user users)
returns jsonb
language plpgsql immutable
set search_path = pg_catalog, public
as $$
begin
  return (
    select jsonb_build_object(
      'id', p_user.id, 'phone_number', p_user.phone_number, 'email', p_user.email,
      'first_name', p_user.first_name, 'last_name', p_user.last_name, 'company', p_user.company,
      'title', p_user.title, 'linkedin_url', p_user.linkedin_url, 'verified', coalesce(p_user.verified, false),
      'innovator', coalesce(p_user.innovator, false),
      'expertise', to_jsonb(array(select x from unnest(p_user.expertise) x where x is not null)),
      'poc_agent_type', coalesce(p_user.poc_agent_type, 'bouncer'),
      'quiet_hours_start', p_user.quiet_hours_start, 'quiet_hours_end', p_user.quiet_hours_end,
      'timezone', p_user.timezone, 'rest_days', to_jsonb(p_user.rest_days),
      'proactive_paused_until', private.moment(p_user.proactive_paused_until),
      'reminders_paused', p_user.reminders_paused, 'frustrated_until', private.moment(p_user.frustrated_until),
      'credit_balance', coalesce(p_user.credit_balance, 0),
      'status_level', coalesce(p_user.status_level, 'member'),
      -- As a text: what cannot be read in it must not cost its person the turn.
      'goals', p_user.goals::text,
      'referred_by', p_user.referred_by, 'name_dropped', p_user.name_dropped,
      'email_verified', p_user.email_verified, 'email_verification_token', p_user.email_verification_token,
      'onboarding_completed_at', private.moment(p_user.onboarding_completed_at),
      'declined_at', private.moment(p_user.declined_at),
      'opted_out_at', private.moment(p_user.opted_out_at), 'created_at', private.moment(p_user.created_at)));
end $$;
comment on function private.user_document(users) is
  'What agents and tasks may know of a person, whatever SQL has accepted in the row.';
