create or replace function erase_operator_actions(p_user_id uuid, p_pattern text)
returns integer
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp
as $$
declare
  v_erased integer;
  v_with_ids constant text := private.person_pattern(p_user_id, true);
begin
  perform private.open_guard('erasure');
  update operator_actions a
  set reason = '', detail = '{}', actor = regexp_replace(a.actor, p_pattern, '[erased]', 'gi')
  where a.user_id = p_user_id
     or a.target_table = 'events' and exists (
       select from events e where e.id = a.target_id and concat(e.payload, e.metadata) ~* v_with_ids);
  get diagnostics v_erased = row_count;
  -- About somebody else, or by somebody who is a member too: only the number or address goes.
  update operator_actions a
  set actor = regexp_replace(a.actor, p_pattern, '[erased]', 'gi'),
      reason = regexp_replace(a.reason, p_pattern, '[erased]', 'gi'),
      detail = private.without_mentions(a.detail, p_pattern)
  where concat_ws(e'\n', a.actor, a.reason, a.detail) ~* p_pattern;
  perform private.close_guard();
  return v_erased;
end $$;
comment on function erase_operator_actions(uuid, text) is
  'Erasure: why an operator did something about a person; that, when and by whom it was done stays. Of what stands elsewhere, what p_pattern finds. Returns how many were about the person.';
