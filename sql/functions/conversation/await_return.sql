create or replace function private.await_return(p_user_id uuid, p_conversation_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due timestamptz := p_now + interval '24 hours';
  v_user users;
begin
  select * into v_user from users where id = p_user_id;
  -- They have just written: what waits to bring them back has lost its point.
  perform private.supersede_re_engagement(p_user_id, 'they have written', p_now);
  if v_user.onboarding_completed_at is not null then
    return;  -- what waits is called off by who reacts to user.onboarding_info_complete
  end if;
  if v_user.opted_out_at is not null then
    update agent_tasks set status = 'cancelled', completed_at = p_now
    where user_id = p_user_id and task_type = 're_engagement_check' and status = 'pending';
    return;
  end if;
  update agent_tasks set scheduled_for = v_due, available_at = null
  where user_id = p_user_id and task_type = 're_engagement_check' and status = 'pending';
  if not found and not exists (
    select from message_queue
    where user_id = p_user_id and status = 'sent' and budget_returned_at is null
      and item_type = 're_engagement') then
    insert into agent_tasks (task_type, agent_type, user_id, context_id, context_type,
                             scheduled_for, priority, context_json, created_at, created_by)
    values ('re_engagement_check', 'bouncer', p_user_id, p_conversation_id, 'conversation', v_due, 'low',
            jsonb_build_object('conversation_id', p_conversation_id), p_now, 'bouncer_agent');
  end if;
end $$;
comment on function private.await_return(uuid, uuid, timestamptz) is
  'After a turn of somebody who is joining: one re_engagement_check 24 hours on, moved by each turn, none once one has gone out or they are done.';
