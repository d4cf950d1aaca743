create or replace function decline_user(p_user_id uuid, p_words text, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user users;
begin
  select * into v_user from users where id = p_user_id for no key update;
  if not found or v_user.erased_at is not null then
    raise exception 'there is no user %', p_user_id using errcode = 'YP004';
  elsif v_user.verified or v_user.declined_at is not null then
    return false;
  end if;
  update users set declined_at = p_now, updated_at = p_now where id = v_user.id;
  perform private.queue_message(v_user.id, null, jsonb_build_object(
    'agent_id', 'bouncer', 'priority', 'high', 'item_type', 'membership', 'item_id', v_user.id,
    'message_data', jsonb_build_object('kind', 'text', 'text', p_words)), p_now);
  return true;
end $$;
comment on function decline_user(uuid, text, timestamptz) is
  'A person declines a newcomer, who is told p_words by the next text that may go out. False: declined or approved before. YP004: there is no such person.';
