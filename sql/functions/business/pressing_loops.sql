create or replace function private.pressing_loops(p_org_ids uuid[], p_now timestamptz, p_later integer)
returns setof public.open_loops
language sql stable
begin atomic
  select l.*
  from unnest(p_org_ids) o (id)
  cross join unnest(array['new_lead', 'quote_needed', 'decision_pending', 'invoice_overdue', 'followup_due']) t (type)
  cross join lateral (
    (select d.* from public.open_loops d
     where d.org_id = o.id and d.type = t.type and d.status = 'active' and d.due_at <= p_now + interval '1 day'
     order by d.due_at, d.id limit 7)
    union all
    (select d.* from public.open_loops d
     where d.org_id = o.id and d.type = t.type and d.status = 'active' and d.due_at > p_now + interval '1 day'
     order by d.due_at, d.id limit p_later)) l;
end;
comment on function private.pressing_loops(uuid[], timestamptz, integer) is
  'The first active loops of each type, seven that are due within a day and p_later of the others: what is shown is chosen among these.';
