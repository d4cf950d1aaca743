create or replace function private.is_about_something(p_user_id uuid, p_conversation_id uuid)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select exists (select from message_queue where user_id = p_user_id and status in ('queued', 'approved'))
    or exists (select from agent_tasks
               where user_id = p_user_id and status = 'pending' and task_type = 'schedule_followup')
    or exists (select from user_priorities where user_id = p_user_id and status in ('active', 'presented'))
    or exists (select from community_requests
               where requesting_user_id = p_user_id and status in ('open', 'responses_received'))
    or coalesce((select purpose = 'proactive' from messages
                 where conversation_id = p_conversation_id and direction = 'outbound'
                 order by seq desc limit 1), false);
$$;
comment on function private.is_about_something(uuid, uuid) is
  'Whether words such as "cancel everything" may be about something of ours other than our texts: what waits, what matters to them, what we have just brought up.';
