-- A system event as callers write and read it. One the same shape everywhere: API, outbox, replies.
create or replace function private.system_event_document(p_event public.system_events)
returns jsonb
language sql stable
return jsonb_build_object(
  'id', p_event.id,
  'org_id', p_event.org_id,
  'event_type', p_event.event_type,
  'occurred_at', p_event.occurred_at,
  'actor', jsonb_build_object('id', p_event.actor_id, 'type', p_event.actor_type),
  'primary_entity', jsonb_build_object('id', p_event.primary_entity_id, 'type', p_event.primary_entity_type),
  'payload', p_event.payload,
  'created_at', p_event.created_at);
comment on function private.system_event_document(public.system_events) is
  'The event as the API shows it and as record_system_events takes it.';

-- With its body parsed at definition it needs no search_path, so that it is inlined.
create or replace function private.is_tombstone(p_payload jsonb)
returns boolean
language sql immutable parallel safe
return case when p_payload ? 'erased_at' and p_payload -> 'erased' = 'true'::jsonb
            then p_payload - 'erased' - 'erased_at' = '{}'::jsonb else false end;
comment on function private.is_tombstone(jsonb) is
  'Whether erasure has been here: nothing else is left. A payload of somebody''s that happens to have such fields is none.';

-- With its body parsed at definition it needs no search_path, so that it is inlined.
create or replace function private.system_event_rank(p_event_type text)
returns integer
language sql immutable parallel safe
return array_position(array['lead_created', 'quote_requested', 'quote_sent', 'quote_accepted',
  'quote_rejected', 'invoice_issued', 'payment_received', 'followup_scheduled', 'followup_sent',
  'followup_dismissed', 'note_added', 'loop_dismissed'], p_event_type);
comment on function private.system_event_rank(text) is
  'The business''s own order of what occurred at the same moment, as shared/domain/event_types.py declares it. Everywhere events are in the order of (occurred_at, this, id).';

-- Apart, since a body that catches errors costs a subtransaction, which few events need.
create or replace function private.is_moment(p_text text)
returns boolean
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  perform p_text::timestamptz;
  return true;
exception
  when datetime_field_overflow or invalid_datetime_format then
    return false;
end $$;
comment on function private.is_moment(text) is
  'Whether there is the day and the time of a text that is written as ISO 8601 has them.';

-- The same rules by which event_ingest refuses what the loops could not be made of.
create or replace function private.system_event_flaw(p_event_type text, p_payload jsonb)
returns text
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_moment text := case p_event_type when 'quote_requested' then 'needed_by' when 'quote_sent' then 'valid_until'
                                     when 'followup_scheduled' then 'due_at' end;
  v_text text := p_payload ->> v_moment;
begin
  if jsonb_typeof(p_payload) is distinct from 'object' then
    return 'payload is no object';
  end if;
  if p_event_type in ('invoice_issued', 'payment_received') then
    if coalesce(jsonb_typeof(p_payload -> 'amount'), '') not in ('string', 'number')
       or length(p_payload ->> 'amount') > 416
       or p_payload ->> 'amount' !~ '^(0|[1-9][0-9]{0,14})([.][0-9]+)?$' or p_payload ->> 'amount' !~ '[1-9]' then
      return 'payload.amount is no decimal amount above 0 and below 10^15';
    elsif coalesce(jsonb_typeof(p_payload -> 'currency'), '') <> 'string' or p_payload ->> 'currency' !~ '^[A-Z]{3}$' then
      return 'payload.currency is no ISO 4217 currency code';
    end if;
  end if;
  if p_event_type = 'invoice_issued' then
    if coalesce(jsonb_typeof(p_payload -> 'due_date'), '') <> 'string'
       or p_payload ->> 'due_date' !~ '^(?!000[01]|9999)[0-9]{4}-[0-9]{2}-[0-9]{2}$' then
      return 'payload.due_date is no date in ISO 8601, within the years 2 to 9998';
    end if;
    if not private.is_moment(p_payload ->> 'due_date') then
      return 'payload.due_date: there is no such day';
    end if;
  elsif p_event_type = 'followup_scheduled' or v_text is not null then
    if coalesce(jsonb_typeof(p_payload -> v_moment), '') <> 'string'
       or v_text !~ ('^(?!000[01]|9999)[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,6})?)?'
                     || '([Zz]|[+-](0[0-9]|1[0-4]):[0-5][0-9])$') then
      return format('payload.%s is no moment in ISO 8601 with an offset, within the years 2 to 9998', v_moment);
    end if;
    if not private.is_moment(v_text) then
      return format('payload.%s: there is no such day', v_moment);
    end if;
  end if;
  return null;
end $$;
comment on function private.system_event_flaw(text, jsonb) is
  'What of a payload its entity''s loops could not be made of; null: nothing.';

-- Of events given together, the positions (from 1) of those whose id stands for another fact
-- already: in the table, of whichever organisation, or earlier among the given.
create or replace function private.conflicting_system_events(p_given public.system_events[])
returns bigint[]
language plpgsql stable
set search_path = pg_catalog, public, pg_temp
-- By index always: a plan made while the log was small stays in use until the next ANALYZE.
set enable_seqscan = off
set enable_hashjoin = off
set enable_mergejoin = off
as $$
begin
  return (
    with given as (
      select g.*, min(g.n) over (partition by g.id) as first
      from unnest(p_given) with ordinality as g (id, org_id, event_type, occurred_at, actor_id,
        actor_type, primary_entity_id, primary_entity_type, payload, created_at, n))
    select array_agg(g.n order by g.n)
    from given g
    left join lateral (select * from system_events where id = g.id offset 0) s on true
    left join given f on s.id is null and f.n = g.first and g.first < g.n
    where coalesce(s.id, f.id) is not null
      and ((g.org_id, g.event_type, g.occurred_at, g.actor_id, g.actor_type, g.primary_entity_id,
            g.primary_entity_type)
           is distinct from
           (coalesce(s.org_id, f.org_id), coalesce(s.event_type, f.event_type),
            coalesce(s.occurred_at, f.occurred_at), coalesce(s.actor_id, f.actor_id),
            coalesce(s.actor_type, f.actor_type), coalesce(s.primary_entity_id, f.primary_entity_id),
            coalesce(s.primary_entity_type, f.primary_entity_type))
        -- What was erased cannot be compared any more; its retry is still a retry.
        or (g.payload is distinct from coalesce(s.payload, f.payload)
            and not private.is_tombstone(coalesce(s.payload, f.payload)))));
end $$;
comment on function private.conflicting_system_events(public.system_events[]) is
  'Positions of the events whose id is taken by another fact; null when there are none.';
