create or replace function private.questions_of(p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'id', r.id, 'asked_as', a.asked_as, 'question', a.question, 'tags', to_jsonb(r.expertise_needed),
      'status', case when private.is_open_request(r.status, r.expires_at, p_now) then r.status else 'closed' end,
      'open', private.is_open_request(r.status, r.expires_at, p_now),
      'responses_count', r.responses_count, 'created_at', private.moment(a.created_at))
      order by a.created_at desc, r.id), '[]')
    from (select * from community_request_askers
          where user_id = p_user_id and created_at > p_now - interval '8 days'
          order by created_at desc limit 8) a
    join community_requests r on r.id = a.request_id
    where (private.is_open_request(r.status, r.expires_at, p_now) or a.created_at > p_now - interval '1 day')
      -- What comes of a wish to meet somebody does not show whether they are a member.
      and r.context_type is distinct from 'introduction_wish'
      -- What a search of theirs asks is told with it.
      and not private.is_asked_by_research(p_user_id, r.id));
end $$;
comment on function private.questions_of(uuid, timestamptz) is
  'A person''s questions to the community that are open, and all of the last day, newest first, in their own words.';
