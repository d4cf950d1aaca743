create or replace function private.record_operator_action(
  p_actor text, p_action text, p_table text, p_id uuid, p_reason text default '', p_detail jsonb default '{}',
  p_now timestamptz default now())
returns uuid
language sql
set search_path = pg_catalog, public
as $$
  insert into operator_actions (actor, action, target_table, target_id, reason, detail, created_at)
  values (p_actor, p_action, p_table, p_id, left(p_reason, 1000), p_detail, p_now)
  returning id
$$;
comment on function private.record_operator_action(text, text, text, uuid, text, jsonb, timestamptz) is
  'Notes what an operator did, in the transaction that does it.';
