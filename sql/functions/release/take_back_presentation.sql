create or replace function private.take_back_presentation(p_queue_id uuid, p_at timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_queued message_queue;
  v_last jsonb;
begin
  select * into v_queued from message_queue where id = p_queue_id for update;
  v_last := jsonb_path_query_array(
    v_queued.trace, '$[*] ? (@.step == "released" || @.step == "not presented")') -> -1;
  if v_last -> 'presented' is null or v_last ->> 'step' <> 'released' then
    return;
  end if;
  perform private.take_back_showing(
    v_queued.user_id, array(select value::uuid from jsonb_array_elements_text(v_last -> 'presented')));
  update message_queue
  set trace = trace || private.step('not presented', p_at, jsonb_build_object('reason', 'it did not go out'))
  where id = p_queue_id;
end $$;
comment on function private.take_back_presentation(uuid, timestamptz) is
  'What a released message was to present was not presented, since nothing of it went out: its priorities count it no more. Once a release.';
