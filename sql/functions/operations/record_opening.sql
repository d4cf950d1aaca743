create or replace function private.record_opening(
  p_actor text, p_action text, p_table text, p_id uuid, p_again boolean, p_now timestamptz default now())
returns uuid
language sql
set search_path = pg_catalog, public
as $$
  select private.record_operator_action(p_actor, p_action, p_table, p_id, p_now => p_now)
  where not p_again or not exists (
    select from operator_actions
    where target_id = p_id and actor = p_actor and action = p_action and created_at > p_now - interval '1 hour')
$$;
comment on function private.record_opening(text, text, text, uuid, boolean, timestamptz) is
  'Notes that an operator opened what people wrote. p_again: their page refreshes itself, which counts once an hour.';
