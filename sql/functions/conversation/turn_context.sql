create or replace function turn_context(
  p_user_id uuid, p_token uuid, p_with_spend boolean, p_now timestamptz default now())
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
-- In plpgsql for its plan cache: as language sql it was planned anew at each call, at thrice the cost.
declare
  v_asks boolean;
  v_asked boolean;
  v_introduces boolean;
  v_researches boolean;
  v_earns boolean;
begin
  -- Most people have nothing of most of this: to learn so costs less than to begin reading each.
  select exists (select from community_request_askers where user_id = p_user_id),
         exists (select from community_targets where user_id = p_user_id),
         exists (select from intro_opportunities where connector_user_id = p_user_id)
           or exists (select from intro_opportunities where innovator_id = p_user_id)
           or exists (select from connection_requests where introducee_user_id = p_user_id)
           or exists (select from connection_requests where requestor_user_id = p_user_id)
           or exists (select from intro_offers where offering_user_id = p_user_id)
           or exists (select from intro_offers where introducee_user_id = p_user_id)
           or exists (select from introduction_wishes where user_id = p_user_id),
         exists (select from solution_workflows where user_id = p_user_id),
         exists (select from credit_events where user_id = p_user_id)
  into v_asks, v_asked, v_introduces, v_researches, v_earns;
  return (select jsonb_build_object(
    'now', p_now,
    'token', p_token,
    'user', private.user_document(u) || jsonb_build_object(
      'daily_limit', coalesce(b.daily_limit, 5), 'hourly_limit', coalesce(b.hourly_limit, 2)),
    'conversation', jsonb_build_object(
      'id', c.id, 'status', c.status, 'conversation_summary', c.conversation_summary,
      'open_question', c.open_question::text, 'person_asked_at', private.moment(c.person_asked_at)),
    'events', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', e.id, 'event_type', e.event_type, 'occurred_at', private.moment(e.occurred_at),
        'attempts', e.attempts, 'message_id', m.id, 'text', nullif(m.content, ''),
        'media_count', coalesce(jsonb_array_length(m.media), 0), 'payload', e.payload) order by e.seq), '[]')
      from events e
      left join messages m on m.id = case
        when e.payload ->> 'message_id' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then (e.payload ->> 'message_id')::uuid end
      where e.aggregate_id = p_user_id and e.lane = 'conversation' and not e.processed
        and e.lease_token = p_token),
    'messages', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', h.id, 'role', h.role, 'direction', h.direction, 'content', h.content,
        'media_count', jsonb_array_length(h.media), 'created_at', private.moment(h.created_at)) order by h.seq), '[]')
      from (select * from messages
            where conversation_id = c.id
              and (status not in ('cancelled', 'failed', 'undelivered') or delivered_at is not null)
              and purpose <> 'automatic'
            order by seq desc limit 20) h),
    'priorities', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', p.id, 'priority_rank', p.priority_rank, 'item_type', p.item_type,
        'item_id', p.item_id, 'value_score', p.value_score, 'item_summary', p.item_summary,
        'item_primary_name', p.item_primary_name, 'item_secondary_name', p.item_secondary_name,
        'item_context', p.item_context, 'status', p.status, 'expires_at', private.moment(p.expires_at),
        'presentation_count', p.presentation_count, 'last_presented_at', private.moment(p.last_presented_at),
        'presented_message_id', p.presented_message_id, 'presented_position', p.presented_position,
        'put_off_until', private.moment(p.put_off_until)) order by p.priority_rank, p.id), '[]')
      from user_priorities p
      where p.user_id = p_user_id
        -- What was shown lately is spoken of again, whatever has become of it.
        and (p.last_presented_at > p_now - interval '14 days' or p.id in (
          select id from user_priorities
          where user_id = p_user_id and status in ('active', 'presented') and (expires_at is null or expires_at > p_now)
            and (put_off_until is null or put_off_until <= p_now)
          order by priority_rank limit 5))),
    'community_requests', case when v_asks then private.questions_of(p_user_id, p_now) else '[]' end,
    'asked_requests', case when v_asked then private.asked_requests(p_user_id, p_now) else '[]' end,
    'introductions', case when v_introduces or v_earns then private.introductions_of(p_user_id, p_now)
                          else '{"items": [], "wishes": [], "available": 0}' end,
    'research', case when v_researches then private.research_of(p_user_id, p_now) else '[]' end,
    'waiting', (
      select coalesce(jsonb_agg(jsonb_build_object(
        'id', w.id, 'due', private.moment(w.due), 'data', w.data) order by w.due, w.id), '[]')
      from (
        -- What is said of it, and nothing else that somebody may have put there.
        select q.id, q.scheduled_for as due, jsonb_build_object(
          'kind', q.message_data ->> 'kind', 'note', q.message_data ->> 'note',
          'text', coalesce(q.message_data ->> 'text', q.final_message)) as data from message_queue q
        where q.user_id = p_user_id and q.status in ('queued', 'approved')
          and coalesce(q.sequence_position, 1) = 1
        union all
        select t.id, t.scheduled_for, jsonb_build_object('kind', 'followup', 'note', t.context_json ->> 'note')
          || case when t.context_json ? 'recurrence' then jsonb_build_object(
            'recurrence', t.context_json ->> 'recurrence', 'first', t.context_json ->> 'first',
            'timezone', t.context_json ->> 'timezone') else '{}' end
        from agent_tasks t
        where t.user_id = p_user_id and t.status = 'pending' and t.task_type = 'schedule_followup'
          and t.context_json ? 'note'
        order by due limit 10) w),
    'open_loops', private.attention_of(p_user_id, p_now),
    'innovator', (
      select jsonb_build_object(
        'id', i.id, 'company_name', i.company_name, 'solution_description', i.solution_description,
        'categories', to_jsonb(array(select x from unnest(i.categories) x where x is not null)),
        'target_customer_profile', i.target_customer_profile, 'video_url', i.video_url,
        'credits_balance', coalesce(i.credits_balance, 0), 'active', coalesce(i.active, true),
        'warm_intro_bounty', i.warm_intro_bounty)
      from innovators i where i.user_id = p_user_id),
    'credits', case when v_earns then private.credits_of(p_user_id)
                    else '{"available": 0, "spent": 0, "sources": []}' end,
    'uploads', case when u.poc_agent_type = 'innovator' then private.uploads_of(p_user_id) else '[]' end,
    'spend', case when p_with_spend then private.model_spend(p_user_id, p_now) else '{}' end)
  from users u
  join lateral (
    select * from conversations
    where user_id = u.id and status in ('active', 'paused')
    order by created_at desc limit 1) c on true
  left join lateral (
    select daily_limit, hourly_limit from user_message_budget
    where user_id = u.id order by date desc limit 1) b on true
  where u.id = p_user_id);
end $$;
comment on function turn_context(uuid, uuid, boolean, timestamptz) is
  'All that an agent knows when it decides; the events are those leased by the token.';
