create or replace function release_turns(
  p_user_ids uuid[], p_token uuid, p_available_at timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ids uuid[];
begin
  perform 1 from users where id = any (p_user_ids) order by id for no key update;
  with released as (
    update events
    set lease_token = null, leased_until = null, available_at = p_available_at,
        attempts = greatest(attempts - 1, 0)
    where aggregate_id = any (p_user_ids) and lane = 'conversation' and not processed
      and lease_token = p_token
    returning id)
  select array_agg(id) into v_ids from released;
  if v_ids is not null then
    perform private.poke('event_processor', jsonb_build_object('event_ids', v_ids));
  end if;
  return coalesce(cardinality(v_ids), 0);
end $$;
comment on function release_turns(uuid[], uuid, timestamptz) is
  'Gives back what was claimed and not begun, or is to wait for a moment; it counts as no attempt. Pokes event_processor.';
