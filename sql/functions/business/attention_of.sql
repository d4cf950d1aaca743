create or replace function private.attention_of(p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_orgs uuid[];
begin
  select array_agg(org_id) into v_orgs from user_profiles where user_id = p_user_id;
  if v_orgs is null then
    return null;
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', l.id, 'org_id', l.org_id, 'type', l.type, 'entity_type', l.entity_type, 'entity_id', l.entity_id,
      'due_at', private.moment(l.due_at), 'status', l.status, 'opened_at', private.moment(l.opened_at),
      'closed_at', private.moment(l.closed_at),
      'amount', e.payload ->> 'amount', 'currency', left(e.payload ->> 'currency', 3),
      'about', left(coalesce(e.payload ->> 'description', e.payload ->> 'note', e.payload ->> 'source'), 200))), '[]')
    from private.pressing_loops(v_orgs, p_now, 3) l
    left join lateral (
      select s.payload from system_events s
      where s.primary_entity_type = l.entity_type and s.primary_entity_id = l.entity_id and s.org_id = l.org_id
        and s.event_type = case l.type
          when 'new_lead' then 'lead_created' when 'quote_needed' then 'quote_requested'
          when 'decision_pending' then 'quote_sent' when 'invoice_overdue' then 'invoice_issued'
          when 'followup_due' then 'followup_scheduled' end
      order by s.occurred_at desc limit 1) e on true);
end $$;
comment on function private.attention_of(uuid, timestamptz) is
  'The most pressing open loops of a member''s organisations, with what opened them; null for who has none.';
