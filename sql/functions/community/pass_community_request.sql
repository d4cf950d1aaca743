create or replace function private.pass_community_request(
  p_user_id uuid, p_request_id uuid, p_reason text, p_knows_someone boolean, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_asked_request(p_user_id, p_request_id, p_now);
begin
  if exists (select from community_responses where request_id = v_request.id and user_id = p_user_id) then
    raise exception 'user % has answered community request %', p_user_id, p_request_id using errcode = 'YP002';
  end if;
  insert into community_passes (request_id, user_id, reason, knows_someone, created_at)
  values (p_request_id, p_user_id, p_reason, p_knows_someone, p_now)
  on conflict (request_id, user_id) do update
    set reason = coalesce(excluded.reason, community_passes.reason),
        knows_someone = community_passes.knows_someone or excluded.knows_someone;
  perform private.end_priority('community_request', p_request_id, 'actioned', p_user_id, p_now);
end $$;
comment on function private.pass_community_request(uuid, uuid, text, boolean, timestamptz) is
  'An expert leaves a question to others. YP002: they were not asked, have answered, or it is not open any more.';
