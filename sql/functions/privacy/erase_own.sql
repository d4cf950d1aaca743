create or replace function private.erase_own(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- Whoever works for them now settles nothing any more.
  update private.lanes set lease_token = null, leased_until = null where key = p_user_id;
  delete from user_priorities where user_id = p_user_id;
  delete from private.priority_reviews where user_id = p_user_id;
  delete from solution_workflows where user_id = p_user_id;
  delete from user_message_budget where user_id = p_user_id;
  delete from agent_tasks where user_id = p_user_id;
  delete from innovators where user_id = p_user_id;
  -- One statement, since they refer to each other.
  with gone as (delete from message_queue where user_id = p_user_id)
  delete from messages where user_id = p_user_id;
  delete from conversations where user_id = p_user_id;
  delete from twin_events t using user_profiles f where f.user_id = p_user_id and t.source_user_id = f.id;
  -- What it cost stays in the books.
  update agent_actions_log
  set user_id = null, context_id = null, context_type = null, input_data = null, output_data = null, error = null
  where user_id = p_user_id;
  update agent_instances set user_id = null, config_json = null, prompt_version = null, status = 'terminated',
    terminated_at = coalesce(terminated_at, p_now) where user_id = p_user_id;
  update user_profiles set user_id = null, full_name = null, email = null
  where user_id = p_user_id or private.mail_key(email) = (select private.mail_key(email) from users where id = p_user_id);
end $$;
comment on function private.erase_own(uuid, timestamptz) is 'All that is the person''s alone.';

create or replace function private.erase_logs(p_user_id uuid, p_pattern text, p_placeholder text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_profiles uuid[] := array(select id from user_profiles where user_id = p_user_id);
begin
  -- First: what was done to an event is told by what stands in it.
  perform erase_operator_actions(p_user_id, p_pattern);
  perform erase_events(array(
    select id from events
    where aggregate_id = p_user_id or concat(payload, metadata) ~* p_pattern), p_now);
  perform erase_system_events(array(
    select id from system_events
    where payload::text ~* p_pattern
       -- What they said themselves; an amount or a date is the organisation's.
       or actor_id = any (v_profiles || p_user_id)
          and payload ?| '{text, note, reason, description, source}'), p_now);
  perform erase_consent_events(p_user_id, p_placeholder, p_pattern);
  perform erase_credit_events(p_user_id, p_pattern);
end $$;
comment on function private.erase_logs(uuid, text, text, timestamptz) is
  'Tombstones in the append-only logs, of what is about the person or gives a number or address of theirs. Ids that stand in a payload are no longer anybody''s.';
