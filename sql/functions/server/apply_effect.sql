create or replace function private.apply_effect(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_function text := format('private.%I', 'effect_' || (p_effect ->> 'kind'));
begin
  -- The allow list is the set of functions whose name begins so: only the owner can add one.
  if to_regprocedure(v_function || '(uuid, uuid, text, jsonb, timestamptz)') is null then
    raise exception 'unknown effect %', left(p_effect ->> 'kind', 100) using errcode = 'YP002';
  end if;
  execute 'select ' || v_function || '($1, $2, $3, $4, $5)'
    using p_user_id, p_conversation_id, p_agent_type, p_effect, p_now;
end $$;
comment on function private.apply_effect(uuid, uuid, text, jsonb, timestamptz) is
  'Applies one effect of a decision to the person''s own rows, by private.effect_<kind>; YP002 when it no longer applies, or is no effect.';
