create or replace function private.reserve_budget(
  p_user_id uuid, p_day date, p_day_end timestamptz, p_within boolean, p_now timestamptz)
returns jsonb
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_last user_message_budget;
  v_released timestamptz[];
begin
  select * into v_last from user_message_budget where user_id = p_user_id order by date desc limit 1;
  v_last.daily_limit := coalesce(v_last.daily_limit, 5);
  v_last.hourly_limit := coalesce(v_last.hourly_limit, 2);
  if p_within then
    if coalesce((select messages_sent from user_message_budget where user_id = p_user_id and date = p_day), 0)
       >= v_last.daily_limit then
      return jsonb_build_object('reason', format('over budget: %s a day', v_last.daily_limit), 'until', p_day_end);
    end if;
    v_released := private.counted_releases(p_user_id, p_now);
    if cardinality(v_released) >= v_last.hourly_limit then
      return jsonb_build_object(
        'reason', format('over budget: %s in 60 minutes', v_last.hourly_limit),
        'until', coalesce(v_released[v_last.hourly_limit] + interval '60 minutes', p_day_end));
    end if;
  end if;
  insert into user_message_budget (user_id, date, messages_sent, last_message_at, daily_limit,
                                   hourly_limit, quiet_hours_enabled, created_at)
  values (p_user_id, p_day, 1, p_now, v_last.daily_limit, v_last.hourly_limit,
          coalesce(v_last.quiet_hours_enabled, true), p_now)
  on conflict (user_id, date) do update
    set messages_sent = user_message_budget.messages_sent + 1, last_message_at = excluded.last_message_at;
  return null;
end $$;
comment on function private.reserve_budget(uuid, date, timestamptz, boolean, timestamptz) is
  'Counts one release on the person''s local day; with p_within only if it fits, else says why not and until when. A new day''s row takes over the last one''s limits. The caller holds the user''s row.';
