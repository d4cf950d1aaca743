create or replace function private.community_state(p_request_id uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'id', r.id, 'status', r.status, 'wave', r.wave, 'routed_at', private.moment(r.routed_at),
    'created_at', private.moment(r.created_at), 'expires_at', private.moment(r.expires_at),
    'asked', count(t.user_id),
    'answered', count(a.user_id),
    'passed', count(p.user_id) filter (where a.user_id is null))
  from community_requests r
  left join community_targets t on t.request_id = r.id
  left join community_responses a on a.request_id = r.id and a.user_id = t.user_id
  left join community_passes p on p.request_id = r.id and p.user_id = t.user_id
  where r.id = p_request_id
  group by r.id
$$;
comment on function private.community_state(uuid) is
  'How far a request has come: whom of those asked have answered or passed; null when there is none.';
