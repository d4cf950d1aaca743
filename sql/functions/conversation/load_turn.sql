create or replace function load_turn(
  p_user_id uuid, p_token uuid, p_lease interval default '30 seconds',
  p_with_spend boolean default false, p_now timestamptz default now())
returns jsonb
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform 1 from users where id = p_user_id for no key update;
  if not exists (select from events where aggregate_id = p_user_id and lane = 'conversation'
                 and not processed and lease_token = p_token) then
    raise exception 'the turn of user % belongs to another worker now', p_user_id using errcode = 'YP001';
  end if;
  perform private.lease_turn(p_user_id, p_token, p_now + p_lease, p_now);
  return turn_context(p_user_id, p_token, p_with_spend, p_now);
end $$;
comment on function load_turn(uuid, uuid, interval, boolean, timestamptz) is
  'Fresh context for a turn that is already ours, for a decision that has to be made again.';
