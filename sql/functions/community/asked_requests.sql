create or replace function private.asked_requests(p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.id, 'question', r.question, 'tags', to_jsonb(r.expertise_needed), 'context', r.requester_context,
      'asker_name', u.first_name, 'asker', case when u.id is not null then private.asker_label(u) end, 'open', private.is_open_request(r.status, r.expires_at, p_now),
      'shown_at', private.moment(p.last_presented_at),
      'state', case when a.id is null then case when x.user_id is null then 'asked' else 'passed' end
                    when a.status = 'provided' then 'answered' else 'rewarded' end)
      order by p.last_presented_at desc nulls last, t.asked_at desc), '[]')
    from (select * from community_targets where user_id = p_user_id and asked_at > p_now - interval '14 days'
          order by asked_at desc limit 6) t
    join community_requests r on r.id = t.request_id
    left join users u on u.id = r.requesting_user_id
    left join community_responses a on a.request_id = t.request_id and a.user_id = t.user_id
    left join community_passes x on x.request_id = t.request_id and x.user_id = t.user_id
    left join user_priorities p on p.user_id = t.user_id and p.item_type = 'community_request' and p.item_id = t.request_id);
end $$;
comment on function private.asked_requests(uuid, timestamptz) is
  'What somebody was asked in 14 days, six at most, last shown first; those that are over too, so that a late answer is understood.';
