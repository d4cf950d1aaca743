create or replace function private.person_of_row(p_table text, p_id uuid)
returns uuid
language sql stable
set search_path = pg_catalog, public
as $$
  select case p_table
    when 'users' then (select id from users where id = p_id)
    when 'conversations' then (select user_id from conversations where id = p_id)
    when 'messages' then (select user_id from messages where id = p_id)
    when 'message_queue' then (select user_id from message_queue where id = p_id)
    when 'agent_tasks' then (select user_id from agent_tasks where id = p_id)
    when 'events' then (select u.id from events e join users u on u.id = e.aggregate_id where e.id = p_id)
    when 'twin_events' then (select f.user_id from twin_events t join user_profiles f on f.id = t.source_user_id
                             where t.id = p_id)
    when 'prospect_reviews' then (select user_id from prospect_reviews where id = p_id)
    when 'prospect_acquaintances' then (select user_id from prospect_acquaintances where id = p_id)
    when 'introduction_reviews' then (select objecting_user_id from introduction_reviews where id = p_id)
    when 'community_responses' then (select user_id from community_responses where id = p_id) end
$$;
comment on function private.person_of_row(text, uuid) is 'Whose a row is; null: nobody''s, or more than one person''s.';

create or replace function private.record_operator_action(
  p_actor text, p_action text, p_table text, p_id uuid, p_reason text default '', p_detail jsonb default '{}',
  p_now timestamptz default now())
returns uuid
language sql
set search_path = pg_catalog, public
as $$
  insert into operator_actions (actor, action, target_table, target_id, user_id, reason, detail, created_at)
  values (p_actor, p_action, p_table, p_id, private.person_of_row(p_table, p_id), left(p_reason, 1000), p_detail, p_now)
  returning id
$$;
comment on function private.record_operator_action(text, text, text, uuid, text, jsonb, timestamptz) is
  'Notes what an operator did, to which row, and to whose, in the transaction that does it.';
