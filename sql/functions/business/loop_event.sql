create or replace function private.loop_event(p_event public.system_events)
returns json
language sql stable
return json_build_array(
  p_event.id, p_event.event_type, p_event.occurred_at,
  case when p_event.event_type in ('quote_requested', 'quote_sent', 'invoice_issued', 'payment_received',
    'followup_scheduled', 'loop_dismissed') then p_event.payload end);
comment on function private.loop_event(public.system_events) is
  'What loops are made of: id, type, time, and the payload where it matters.';
