create or replace function private.apply_effect(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  case p_effect ->> 'kind'
    when 'update_profile' then
      update users
      set first_name = coalesce(p_effect ->> 'first_name', first_name),
          last_name = coalesce(p_effect ->> 'last_name', last_name),
          company = coalesce(p_effect ->> 'company', company),
          title = coalesce(p_effect ->> 'title', title),
          linkedin_url = coalesce(p_effect ->> 'linkedin_url', linkedin_url),
          expertise = coalesce(
            (select array_agg(value) from jsonb_array_elements_text(
              case when jsonb_typeof(p_effect -> 'expertise') = 'array' then p_effect -> 'expertise' end)),
            expertise),
          updated_at = p_now
      where id = p_user_id;
    when 'record_referral' then
      perform private.record_referral(p_user_id, p_effect ->> 'referrer_name');
    when 'complete_onboarding' then
      perform private.complete_onboarding(p_user_id, p_now);
    when 'store_goal' then
      update users
      set goals = goals || jsonb_build_array(jsonb_build_object('text', p_effect ->> 'text', 'stated_at', p_now)),
          updated_at = p_now
      where id = p_user_id and not exists (
        select from jsonb_array_elements(goals) g where lower(g ->> 'text') = lower(p_effect ->> 'text'));
    when 'set_quiet_hours' then
      update users
      set quiet_hours_start = (p_effect ->> 'start')::time, quiet_hours_end = (p_effect ->> 'end')::time,
          timezone = coalesce(p_effect ->> 'timezone', timezone), updated_at = p_now
      where id = p_user_id;
    when 'schedule_followup' then
      insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type,
                               scheduled_for, priority, context_json, created_at, created_by)
      values ('schedule_followup', p_agent_type, p_user_id, p_conversation_id, 'conversation',
              (p_effect ->> 'at')::timestamptz, 'medium',
              jsonb_build_object('conversation_id', p_conversation_id, 'note', p_effect ->> 'note'),
              p_now, p_agent_type || '_agent');
    when 'update_innovator_profile' then
      update innovators
      set solution_description = coalesce(p_effect ->> 'solution_description', solution_description),
          categories = coalesce(
            (select array_agg(value) from jsonb_array_elements_text(
              case when jsonb_typeof(p_effect -> 'categories') = 'array' then p_effect -> 'categories' end)),
            categories),
          target_customer_profile = coalesce(p_effect ->> 'target_customer_profile', target_customer_profile),
          video_url = coalesce(p_effect ->> 'video_url', video_url),
          warm_intro_bounty = coalesce((p_effect ->> 'warm_intro_bounty')::integer, warm_intro_bounty)
      where user_id = p_user_id;
      if not found then
        raise exception 'user % has no innovator profile', p_user_id using errcode = 'YP002';
      end if;
    when 'queue_message' then
      perform private.queue_message(p_user_id, p_conversation_id, p_effect, p_now);
    when 'replace_message' then
      perform private.replace_message(p_user_id, p_conversation_id, p_effect, p_now);
    when 'drop_message' then
      update message_queue
      set trace = trace || private.step('not said anew', p_now, jsonb_build_object('reason', p_effect ->> 'reason'))
      where id in (select value::uuid from jsonb_array_elements_text(p_effect -> 'queue_ids'))
        and user_id = p_user_id and status = 'superseded';
    when 'cancel_waiting' then
      perform private.cancel_waiting(p_user_id, (p_effect ->> 'id')::uuid, p_now);
    when 'dismiss_open_loop' then
      perform private.dismiss_own_loop(p_user_id, (p_effect ->> 'id')::uuid, p_now);
    when 'store_summary' then
      perform private.store_summary(p_user_id, p_effect, p_now);
    when 'set_response_pattern' then
      update users set response_pattern = jsonb_build_object('hours', p_effect -> 'hours'), updated_at = p_now
      where id = p_user_id;
    when 'pause_re_engagement' then
      update users set re_engagement_paused_at = coalesce(re_engagement_paused_at, p_now), updated_at = p_now
      where id = p_user_id;
    else
      raise exception 'unknown effect %', p_effect ->> 'kind' using errcode = 'YP002';
  end case;
end $$;
comment on function private.apply_effect(uuid, uuid, text, jsonb, timestamptz) is
  'Applies one effect of a decision to the person''s own rows; YP002 when it no longer applies.';
