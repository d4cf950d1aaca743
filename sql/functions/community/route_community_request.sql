-- Inlined into queries: no search_path of its own, parsed when it is defined.
create or replace function private.may_be_asked(p_user users, p_now timestamptz)
returns boolean
language sql stable parallel safe
return p_user.verified and p_user.opted_out_at is null
  and coalesce(p_user.proactive_paused_until < p_now + interval '1 day', true);
comment on function private.may_be_asked(users, timestamptz) is
  'Whether questions may be put to somebody: a member who takes texts that we start, within a day.';

create or replace function private.community_candidates(p_request_id uuid, p_size integer, p_now timestamptz)
returns table (user_id uuid, score integer)
language plpgsql stable
set search_path = pg_catalog, public
-- One question names a subject of few, the next one of many: each has a plan of its own.
set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
declare
  v_request community_requests;
  v_needed text[];
  v_query tsquery;
begin
  select * into v_request from community_requests where id = p_request_id;
  v_needed := v_request.expertise_needed;
  if not exists (select from private.experts e
                 where e.tag = any (v_needed) and coalesce(e.paused_until < p_now + interval '1 day', true)) then
    -- Nobody has such a tag: whose title or expertise has words of the question.
    v_query := private.telling_words(v_request.question, v_needed);
  end if;
  return query
    -- What they were asked lately and have not settled, in the days that a question is open and silence counts.
    with lately as materialized (
      select t.user_id,
             count(*) filter (where private.is_open_request(r.status, r.expires_at, p_now)) as open_now,
             bool_or(t.asked_at > p_now - interval '7 days') as silent
      from community_targets t
      -- By index for each of the few; offset 0 keeps the planner from reading all that was ever asked and answered.
      cross join lateral (
        select q.status, q.expires_at from community_requests q where q.id = t.request_id offset 0) r
      where t.asked_at > p_now - interval '8 days'
        and not exists (select from community_responses a
                        where a.request_id = t.request_id and a.user_id = t.user_id offset 0)
        and not exists (select from community_passes p
                        where p.request_id = t.request_id and p.user_id = t.user_id offset 0)
      group by t.user_id),
    excluded as materialized (
      select a.user_id from community_request_askers a where a.request_id = p_request_id
      union select t.user_id from community_targets t where t.request_id = p_request_id
      union select b.user_id from topic_blocks b where b.tag = any (v_needed)
      union select l.user_id from lately l where l.open_now >= 3),
    matching as (
      select e.user_id as id, count(*) as areas, min(e.asked_at) as asked, min(e.earned) as earned
      from private.experts e
      where v_query is null and e.tag = any (v_needed) and coalesce(e.paused_until < p_now + interval '1 day', true)
      group by e.user_id
      union all
      (select u.id, 0, u.last_asked_at, private.earned_by_answers(u)
       from users u
       where u.verified and private.profile_words(u.title, u.expertise) @@ v_query and private.may_be_asked(u, p_now)
       order by ts_rank(private.profile_words(u.title, u.expertise), v_query) desc, u.id limit 50))
    select best.id, best.score from (
    select m.id, (50 + least(30, 15 * m.areas) + m.earned - 15 * coalesce(l.open_now, 0)
                  - case when l.silent then 30 else 0 end)::integer as score, m.asked
    from matching m
    left join lately l on l.user_id = m.id
    where not exists (select from excluded x where x.user_id = m.id)
    order by 2 desc, m.asked nulls first, m.id
    -- Looked at one by one, best first: as many more as may fall away.
    limit p_size + 50) best
    -- Who never wants to meet one of those who ask, their company too; it holds for both sides.
    where not exists (
      select from community_request_askers a
      where a.request_id = p_request_id and private.is_blocked(a.user_id, best.id))
    order by best.score desc, best.asked nulls first, best.id
    limit p_size;
end $$;
comment on function private.community_candidates(uuid, integer, timestamptz) is
  'Whom to put a question to next, with their scores, best first: 50, 15 a matching area up to 30, 10 for whoever has answered before, 5 for each of the last five answers worth 7, less 15 an open question, less 30 for silence to one of the last 7 days. Equal ones: who was asked longest ago. Nobody with 3 open questions, nobody who asks it, or is kept apart from who does. By tags of expertise; where nobody has one, by words of title and expertise.';

create or replace function private.filler_lexemes()
returns text[]
language sql immutable
set search_path = pg_catalog
return '{good,great,best,know,anyon,anybodi,someon,somebodi,need,help,look,want,meet,expert,expertis,
    recommend,suggest,find,peopl,person,experi,experienc,use,talk,speak,advic,question,ever,deal,dealt,work,ask,
    member,tri,get,got,like,hire,intro,introduc,connect,tip,thought,compani,startup,founder,head,lead,manag,
    director,vp,chief,offic,senior,cofound}'::text[];
comment on function private.filler_lexemes() is 'Stemmed words of a question that say nothing of what it is about.';

create or replace function private.telling_words(p_question text, p_tags text[])
returns tsquery
language sql immutable
set search_path = pg_catalog
as $$
  select string_agg(quote_literal(word), ' | ')::tsquery
  from unnest(tsvector_to_array(to_tsvector('english', concat_ws(
    ' ', p_question, replace(array_to_string(p_tags, ' '), '-', ' '))))) word
  where word <> all (private.filler_lexemes())
$$;
comment on function private.telling_words(text, text[]) is
  'What of a question can find somebody by their title; null: nothing.';

create or replace function private.route_community_request(
  p_request_id uuid, p_wave integer, p_size integer, p_now timestamptz)
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_request community_requests := private.lock_community_request(p_request_id);
  v_chosen uuid[];
begin
  if v_request.wave <> p_wave - 1 or not private.is_open_request(v_request.status, v_request.expires_at, p_now) then
    raise exception 'community request % is % and has had wave %', p_request_id, v_request.status, v_request.wave
      using errcode = 'YP002';
  end if;
  -- One routing at a time: two would both give somebody their last open question.
  perform pg_advisory_xact_lock(hashtextextended('community routing', 0));
  with chosen as (
    insert into community_targets (request_id, user_id, wave, score, asked_at)
    select p_request_id, user_id, p_wave, score, p_now
    from private.community_candidates(p_request_id, p_size, p_now)
    returning user_id)
  select coalesce(array_agg(user_id), '{}') into v_chosen from chosen;
  perform private.add_community_task('community_request_available', user_id, p_request_id, '{}', p_now,
    v_request.urgency, p_now) from unnest(v_chosen) user_id;
  -- A first wave that reached nobody is none: it is tried again.
  update community_requests
  set target_user_ids = target_user_ids || v_chosen,
      wave = case when wave = 0 and cardinality(v_chosen) = 0 then 0 else p_wave end, routed_at = p_now
  where id = p_request_id;
  if v_request.wave = 0 and cardinality(v_chosen) = 0 then
    perform publish_event('community.no_experts_found', '{}', 'community', 'no_experts:' || p_request_id,
      'community_request', p_request_id, p_created_by => 'agent_of_humans', p_now => p_now);
  end if;
  return cardinality(v_chosen);
end $$;
comment on function private.route_community_request(uuid, integer, integer, timestamptz) is
  'Puts a question to the next wave of experts; returns how many there were. YP002: that wave was, or it is not open.';
