create or replace function private.tell_of_credits(p_user uuid, p_what text, p_credits integer, p_now timestamptz)
returns void
language sql
set search_path = pg_catalog, public
as $$
  select private.queue_message(id, null, jsonb_build_object(
    'agent_id', 'credits', 'priority', 'high',
    'message_data', jsonb_build_object('kind', 'credits', 'what', p_what, 'credits', p_credits)), p_now)
  from users where id = p_user and erased_at is null
$$;
comment on function private.tell_of_credits(uuid, text, integer, timestamptz) is
  'Queues what became of a purchase, to be told to the buyer: bought, failed, taken_back or given_back.';
