create or replace function approve_user(user_id uuid, agent_type text default 'concierge')
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
#variable_conflict use_column
declare
  v_user users;
begin
  if approve_user.agent_type not in ('concierge', 'innovator') then
    raise exception 'agent_type must be concierge or innovator, not %', approve_user.agent_type
      using errcode = 'YP004';
  end if;
  select * into v_user from users where id = approve_user.user_id for no key update;
  if not found or v_user.erased_at is not null then
    raise exception 'there is no user %', approve_user.user_id using errcode = 'YP004';
  end if;
  if v_user.verified and v_user.poc_agent_type = approve_user.agent_type then
    return false;
  end if;
  update users
  set verified = true, poc_agent_type = approve_user.agent_type,
      innovator = (approve_user.agent_type = 'innovator'),
      approved_at = coalesce(approved_at, now()), declined_at = null, updated_at = now()
  where id = v_user.id;
  -- They were to be told the contrary.
  update message_queue q
  set status = 'cancelled', trace = q.trace || private.step('cancelled', now(), '{"reason": "approved since"}')
  where q.user_id = v_user.id and q.item_type = 'membership' and q.status in ('queued', 'approved');
  if approve_user.agent_type = 'innovator' then
    insert into innovators (user_id, company_name, credits_balance)
    values (v_user.id, coalesce(v_user.company, concat_ws(' ', v_user.first_name, v_user.last_name)),
            coalesce(v_user.credit_balance, 0))
    on conflict on constraint innovators_user_id_key do nothing;
  end if;
  if not v_user.verified then
    perform publish_event(
      'user.verified', jsonb_build_object('agent_type', approve_user.agent_type), 'approval', 'approved:' || v_user.id,
      'user', v_user.id, p_created_by => 'operator', p_lane => 'conversation');
    perform private.review_soon(v_user.id);
    perform publish_event('prospect.match_needed', '{}', 'prospects', 'match:' || v_user.id, 'user', v_user.id,
      p_created_by => 'operator');
  end if;
  return true;
end $$;
comment on function approve_user(uuid, text) is
  'A person approves a newcomer: verified, with the agent that answers them from now on. Publishes user.verified. False: was so already.';
