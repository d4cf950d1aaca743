create or replace function process_outbound_messages()
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_due integer;
begin
  select count(*) into v_due from (
    select from message_queue where status in ('queued', 'approved') and scheduled_for <= now() limit 1000) due;
  if v_due > 0 then
    perform private.poke('message_orchestrator', '{}');
  end if;
  perform private.poke_overdue();
  return v_due;
end $$;
comment on function process_outbound_messages() is
  'Pokes message_orchestrator when a queued message is due, and whoever else has something overdue; returns how many queued messages are due, 1000 at most.';
