create or replace function private.same_question(p_question text, p_tags text[], p_now timestamptz)
returns uuid
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_words text[] := tsvector_to_array(to_tsvector('english', p_question));
begin
  return (
    select r.id from community_requests r, tsvector_to_array(to_tsvector('english', r.question)) said
    where private.is_open_request(r.status, r.expires_at, p_now) and r.created_at > p_now - interval '7 days'
      and (r.expertise_needed && p_tags or cardinality(r.expertise_needed) = 0 and cardinality(p_tags) = 0)
      and r.requesting_user_id is not null and cardinality(v_words) > 0
      and cardinality(array(select unnest(said) intersect select unnest(v_words)))
          >= 0.6 * cardinality(array(select unnest(said) union select unnest(v_words)))
    order by r.created_at, r.id limit 1);
end $$;
comment on function private.same_question(text, text[], timestamptz) is
  'A question that is still open and the same: expertise overlaps, and of all words of both, stop words out and stemmed, 60 % are in both.';

create or replace function private.publish_community_request(
  p_user_id uuid, p_agent_type text, p_request jsonb, p_now timestamptz)
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_tags text[] := private.expertise_tags(array(select jsonb_array_elements_text(coalesce(p_request -> 'expertise_needed', '[]'))));
  v_id uuid;
begin
  if cardinality(v_tags) = 0 then
    v_tags := private.expertise_tags_of(p_request ->> 'question');
  end if;
  -- One question at a time is compared with those that are open: two at once would not see each other.
  perform pg_advisory_xact_lock(hashtextextended('community question', 0));
  v_id := private.same_question(p_request ->> 'question', v_tags, p_now);
  if v_id is not null and exists (
    select from community_request_askers where request_id = v_id and user_id = p_user_id) then
    return v_id;
  end if;
  if p_request ->> 'context_type' is null then
    perform private.guard_questions(p_user_id, p_now);
  end if;
  if v_id is not null then
    perform private.attach_asker(v_id, p_user_id, p_request, p_now);
    return v_id;
  end if;
  insert into community_requests (id, requesting_agent_type, requesting_user_id, context_id, context_type, question,
    category, expertise_needed, requester_context, desired_outcome, urgency, request_summary, created_at, expires_at)
  values (coalesce((p_request ->> 'id')::uuid, gen_random_uuid()), p_agent_type, p_user_id,
    (p_request ->> 'context_id')::uuid, p_request ->> 'context_type', p_request ->> 'question', v_tags[1], v_tags,
    p_request ->> 'requester_context', p_request ->> 'desired_outcome', coalesce(p_request ->> 'urgency', 'medium'),
    p_request ->> 'request_summary', p_now, p_now + interval '7 days')
  returning id into v_id;
  insert into community_request_askers (request_id, user_id, asked_as, question, created_at)
  values (v_id, p_user_id, v_id, p_request ->> 'question', p_now);
  perform publish_event('community.request_needed', jsonb_build_object('user_id', p_user_id), 'community',
    'needed:' || v_id, 'community_request', v_id, p_created_by => p_agent_type || '_agent', p_now => p_now);
  perform private.check_community_request(v_id, p_now + interval '1 hour', p_now);
  return v_id;
end $$;
comment on function private.publish_community_request(uuid, text, jsonb, timestamptz) is
  'Puts a person''s question to the community, or attaches them to the same one, and returns which: with no expert too. YP002: they have asked too much.';

create or replace function private.guard_questions(p_user_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_open integer;
  v_today integer;
begin
  select count(*) filter (where private.is_open_request(r.status, r.expires_at, p_now)),
         count(*) filter (where a.created_at > p_now - interval '1 day')
  into v_open, v_today
  from community_request_askers a join community_requests r on r.id = a.request_id
  where a.user_id = p_user_id and a.created_at > p_now - interval '8 days';
  -- As shared.domain.community has them.
  if v_open >= 3 or v_today >= 5 then
    raise exception 'user % has % questions open and asked % within a day', p_user_id, v_open, v_today
      using errcode = 'YP002';
  end if;
end $$;
comment on function private.guard_questions(uuid, timestamptz) is
  'At most 3 open questions a person, and 5 within a day, withdrawn ones too. YP002 otherwise.';

create or replace function private.attach_asker(p_request_id uuid, p_user_id uuid, p_request jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_community_request(p_request_id);
begin
  insert into community_request_askers (request_id, user_id, asked_as, question, created_at)
  values (p_request_id, p_user_id, coalesce((p_request ->> 'id')::uuid, p_request_id), p_request ->> 'question', p_now);
  -- Who asks it is not asked it any more.
  if exists (select from community_targets where request_id = p_request_id and user_id = p_user_id)
     and not exists (select from community_responses where request_id = p_request_id and user_id = p_user_id) then
    insert into community_passes (request_id, user_id, created_at) values (p_request_id, p_user_id, p_now)
    on conflict do nothing;
    perform private.end_priority('community_request', p_request_id, 'cancelled', p_user_id, p_now);
  end if;
  perform private.add_community_task('community_response_available', p_user_id, p_request_id,
    jsonb_build_object('response_id', id, 'from_char', 0), p_now, 'high', p_now)
  from community_responses where request_id = v_request.id and user_id <> p_user_id order by created_at;
end $$;
comment on function private.attach_asker(uuid, uuid, jsonb, timestamptz) is
  'One more who asks the same: they get every answer, those that are there too.';
