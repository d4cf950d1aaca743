create or replace function private.credits_of(p_user uuid)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    with entries as (
      select r.kind, r.label, e.amount
      from credit_events e left join private.credit_reasons r using (event_type)
      where e.user_id = p_user and e.processed)
    select jsonb_build_object(
      'available', private.available_credits(p_user),
      'spent', (select coalesce(-sum(amount), 0) from entries
                where kind = 'bounty' and amount < 0 or kind = 'released'),
      'sources', (
        select coalesce(jsonb_agg(jsonb_build_object('label', label, 'credits', credits) order by credits desc, label), '[]')
        from (select label, sum(amount) as credits from entries
              where kind in ('earned', 'bounty', 'bought') and amount > 0 group by label) s)));
end $$;
comment on function private.credits_of(uuid) is
  'What a person has available, what they have spent on bounties, and where their credits came from, most first.';
