create or replace function private.queue_context(
  p_user_id uuid, p_token uuid, p_due uuid[], p_with_spend boolean, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_conversation conversations;
  v_sequences uuid[] := array(
    select distinct sequence_id from message_queue where id = any (p_due) and sequence_id is not null);
begin
  select * into v_conversation from conversations
  where user_id = p_user_id and status in ('active', 'paused') order by created_at desc limit 1;
  return (select jsonb_build_object(
    'now', p_now,
    'token', p_token,
    'user', jsonb_build_object(
      'id', u.id, 'phone_number', u.phone_number, 'first_name', u.first_name,
      'timezone', u.timezone, 'quiet_hours_start', u.quiet_hours_start,
      'quiet_hours_end', u.quiet_hours_end, 'opted_out', u.opted_out_at is not null,
      -- Their hours alone: the rest may be anything.
      'answering_hours', jsonb_path_query_array(u.response_pattern, '$.hours[*] ? (@ >= 0 && @ < 24)'),
      're_engagement_paused', u.re_engagement_paused_at is not null, 'rest_days', u.rest_days,
      'proactive_paused_until', private.moment(u.proactive_paused_until), 'reminders_paused', u.reminders_paused,
      'frustrated_until', private.moment(u.frustrated_until)),
    'clock', private.clock_of(u),
    'conversation_id', v_conversation.id,
    'paused', v_conversation.status = 'paused' and coalesce(v_conversation.paused_until, 'infinity') > p_now,
    'paused_until', case when v_conversation.paused_until < 'infinity' then private.moment(v_conversation.paused_until) end,
    'last_inbound', (
      select jsonb_build_object('seq', seq, 'at', private.moment(created_at)) from messages
      where conversation_id = v_conversation.id and direction = 'inbound' and purpose <> 'automatic'
      order by seq desc limit 1),
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'direction', h.direction, 'content', h.content, 'created_at', private.moment(h.created_at)) order by h.seq), '[]')
      from (select * from messages
            where conversation_id = v_conversation.id
              and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)
              and purpose <> 'automatic'
            order by seq desc limit 20) h),
    'items', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', q.id, 'seq', q.seq, 'agent_id', q.agent_id, 'priority', q.priority, 'created_at', private.moment(q.created_at),
        -- message_data as a text: one that is too deep or too long to be read costs its own row alone.
        'scheduled_for', private.moment(q.scheduled_for), 'message_data', q.message_data::text,
        'final_message', q.final_message, 'status', q.status,
        'requires_fresh_context', coalesce(q.requires_fresh_context, false), 'attempts', q.attempts,
        'last_error', q.last_error, 'sequence_id', q.sequence_id,
        'sequence_position', q.sequence_position, 'sequence_total', q.sequence_total,
        'expires_at', case when q.item_type = 'twin_event' then (
          select private.moment(nullif(t.expires_at, 'infinity')) from twin_events t where t.id = q.item_id) end)), '[]')
      from message_queue q
      where q.user_id = p_user_id and q.status in ('queued', 'approved')
        and (q.id = any (p_due) or q.sequence_id = any (v_sequences))),
    'sent_parts', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'sequence_id', q.sequence_id, 'position', q.sequence_position)), '[]')
      from message_queue q
      where cardinality(v_sequences) > 0 and q.user_id = p_user_id and q.status = 'sent'
        and q.sent_at > p_now - interval '7 days' and q.sequence_id = any (v_sequences)),
    'budgets', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'date', least(greatest(b.date, date '0002-01-01'), date '9998-12-31'), 'messages_sent', b.messages_sent, 'daily_limit', b.daily_limit,
        'hourly_limit', b.hourly_limit, 'quiet_hours_enabled', b.quiet_hours_enabled) order by b.date), '[]')
      from (select * from user_message_budget where user_id = p_user_id order by date desc limit 3) b),
    'released', to_jsonb(array(select private.moment(r) from unnest(private.counted_releases(p_user_id, p_now)) r)),
    'last_re_engagement_at', (
      select private.moment(max(q.sent_at)) from message_queue q
      where q.user_id = p_user_id and q.status = 'sent' and q.budget_returned_at is null
        and q.sent_at > p_now - interval '7 days'
        and (q.item_type = 're_engagement' or q.message_data ->> 'kind' = 're_engagement')),
    'priorities', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'priority_rank', p.priority_rank, 'item_type', p.item_type, 'item_id', p.item_id,
        'value_score', p.value_score, 'item_summary', p.item_summary,
        'item_primary_name', p.item_primary_name, 'item_secondary_name', p.item_secondary_name,
        'item_context', p.item_context, -- What they have spoken of since is not left without an answer.
        'presentation_count', case when p.spoken_of_at >= p.last_presented_at then 0 else p.presentation_count end) order by p.priority_rank), '[]')
      from user_priorities p
      where p.user_id = p_user_id and p.status in ('active', 'presented')
        and (p.expires_at is null or p.expires_at > p_now)
        and p.id::text in (
          select jsonb_array_elements_text(q.message_data -> 'priority_ids') from message_queue q
          where (q.id = any (p_due) or q.sequence_id = any (v_sequences) and q.user_id = p_user_id)
            and jsonb_typeof(q.message_data -> 'priority_ids') = 'array')),
    'spend', case when p_with_spend then private.model_spend(p_user_id, p_now) else '{}' end)
  from users u where u.id = p_user_id);
end $$;
comment on function private.queue_context(uuid, uuid, uuid[], boolean, timestamptz) is
  'All that decides over what waits for a person: clock, consent, conversation, budget, and the due messages with the rest of their sequences.';
