create or replace function private.block_topics(p_user_id uuid, p_tags text[], p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request_id uuid;
begin
  insert into topic_blocks (user_id, tag, created_at) select p_user_id, unnest(p_tags), p_now on conflict do nothing;
  for v_request_id in
    select r.id from community_targets t join community_requests r on r.id = t.request_id
    where t.user_id = p_user_id and t.asked_at > p_now - interval '8 days' and r.expertise_needed && p_tags
      and private.is_open_request(r.status, r.expires_at, p_now)
      and not exists (select from community_responses a where a.request_id = r.id and a.user_id = p_user_id)
    order by r.id
  loop
    perform private.pass_community_request(p_user_id, v_request_id, null, false, p_now);
  end loop;
end $$;
comment on function private.block_topics(uuid, text[], timestamptz) is
  'A member is never asked about these again; what they are asked about them now is passed.';
