create or replace function private.loop_event(p_event public.system_events)
returns json
language sql stable
return json_build_array(
  p_event.id, p_event.event_type, p_event.occurred_at,
  case p_event.event_type
    when 'quote_requested' then json_build_object('needed_by', p_event.payload ->> 'needed_by')
    when 'quote_sent' then json_build_object('valid_until', p_event.payload ->> 'valid_until')
    when 'followup_scheduled' then json_build_object('due_at', p_event.payload ->> 'due_at')
    when 'loop_dismissed' then json_build_object('loop_type', p_event.payload ->> 'loop_type')
    when 'payment_received' then json_build_object(
      'amount', p_event.payload ->> 'amount', 'currency', p_event.payload ->> 'currency')
    when 'invoice_issued' then json_build_object(
      'amount', p_event.payload ->> 'amount', 'currency', p_event.payload ->> 'currency',
      'due_date', p_event.payload ->> 'due_date')
  end,
  private.is_tombstone(p_event.payload));
comment on function private.loop_event(public.system_events) is
  'What loops are made of: id, type, time, the fields of the payload that matter, as texts, and whether it was erased. Nothing else that a payload has can be in a reader''s way.';
