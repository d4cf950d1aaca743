create or replace function private.end_pauses(p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_conversation record;
begin
  for v_conversation in
    select id, user_id from conversations
    where status = 'paused' and paused_until <= p_now order by updated_at limit 100
  loop
    perform 1 from users where id = v_conversation.user_id for no key update skip locked;
    if found then
      perform private.lift_pause(v_conversation.id, 'yachtparty', '24 hours were over', p_now);
    end if;
  end loop;
end $$;
comment on function private.end_pauses(timestamptz) is
  'Lifts the pauses whose time is over, and gives back what an operator took over; whoever is at work now is left to the next sweep.';
