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
  update user_priorities
  set presentation_count = presentation_count - 1,
      status = case when status = 'presented' and presentation_count = 1 then 'active' else status end,
      presented_at = case when presentation_count > 1 then presented_at end,
      -- The one before it: of what is presented twice at most, that was the first.
      last_presented_at = case when presentation_count > 1 then presented_at end,
      presented_message_id = null, presented_position = null
  where user_id = v_queued.user_id and presentation_count > 0
    and id in (select value::uuid from jsonb_array_elements_text(v_last -> 'presented'));
  update message_queue
  set trace = trace || private.step('not presented', p_at, jsonb_build_object('reason', 'it did not go out'))
  where id = p_queue_id;
end $$;
comment on function private.take_back_presentation(uuid, timestamptz) is
  'What a released message was to present was not presented, since nothing of it went out: its priorities count it no more. Once a release.';
