create or replace function private.raise_level(p_user uuid, p_level text)
returns void
language sql
set search_path = pg_catalog, public
as $$
  update users set status_level = p_level, updated_at = now()
  where id = p_user
    and array_position('{member, contributor, connector}'::text[], coalesce(status_level, 'member')::text)
      < array_position('{member, contributor, connector}'::text[], p_level)
$$;
comment on function private.raise_level(uuid, text) is 'A person has this level at least; none is ever taken away. Null: no change.';

create or replace function private.introduction_completed(p_user uuid)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_completed integer;
begin
  perform 1 from users where id = p_user for no key update;
  v_completed := (select count(*) from intro_opportunities where connector_user_id = p_user and status = 'completed')
    + (select count(*) from intro_offers where offering_user_id = p_user and status = 'completed');
  if v_completed > 0 then
    perform private.raise_level(p_user, 'connector');
    update users set expert_connector = true, updated_at = now()
    where id = p_user and v_completed >= 3 and not coalesce(expert_connector, false);
  end if;
  return v_completed;
end $$;
comment on function private.introduction_completed(uuid) is
  'To be called when an introduction that the person made has become completed, whether it paid or not: connector from the first, expert_connector from the third. Returns how many they have completed.';
