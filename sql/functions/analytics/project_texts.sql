create or replace function private.project_member(p_user_id uuid, p_now timestamptz default now())
returns void
language plpgsql
set search_path = pg_catalog, public
set client_min_messages = warning
as $$
declare
  v_member users;
  v_twin text := p_user_id::text;
  v_user text;
  -- Texts leave for the archive after a year: what began before is left as it was counted.
  v_since timestamptz := p_now - interval '360 days';
begin
  select * into v_member from users u
  where u.id = p_user_id and u.verified and nullif(u.email, '') is not null and u.erased_at is null;
  if not found then
    delete from twin_analytics.twins where id = v_twin;
    delete from twin_analytics.users where id = v_twin;
    return;
  end if;
  -- Who is known by their mailbox from another system stays who they are there.
  select a.id into v_user from twin_analytics.users a where lower(a.email) = lower(v_member.email) and a.id <> v_twin;
  if v_user is null then
    v_user := v_twin;
    insert into twin_analytics.users as a (id, email, full_name, company, created_at, last_login_at)
    values (v_user, v_member.email,
            coalesce(nullif(btrim(concat_ws(' ', v_member.first_name, v_member.last_name)), ''), split_part(v_member.email, '@', 1)),
            v_member.company, v_member.created_at,
            (select max(m.created_at) from messages m where m.user_id = p_user_id and m.direction = 'inbound'))
    on conflict (id) do update
    set email = excluded.email, full_name = excluded.full_name, company = excluded.company,
        created_at = excluded.created_at, last_login_at = coalesce(excluded.last_login_at, a.last_login_at)
    where (a.email, a.full_name, a.company, a.created_at, a.last_login_at) is distinct from
          (excluded.email, excluded.full_name, excluded.company, excluded.created_at, coalesce(excluded.last_login_at, a.last_login_at));
  end if;
  insert into twin_analytics.twins as t (id, user_id, name, description, created_at)
  values (v_twin, v_user, coalesce(nullif(v_member.first_name, ''), split_part(v_member.email, '@', 1)) || '''s concierge',
          'Answers by text', coalesce(v_member.approved_at, v_member.created_at))
  on conflict (id) do update set user_id = excluded.user_id, name = excluded.name, created_at = excluded.created_at
  where (t.user_id, t.name, t.created_at) is distinct from (excluded.user_id, excluded.name, excluded.created_at);
  delete from twin_analytics.users where id = v_twin and id <> v_user;

  create temporary table if not exists member_texts (
    message_id text, session_id text, sender text, content text, at timestamptz, started_at timestamptz) on commit drop;
  delete from pg_temp.member_texts;
  insert into pg_temp.member_texts
  select t.* from private.texts_of_member(p_user_id) t
  where t.started_at >= v_since or not exists (
    select from twin_analytics.messages m where m.id = t.session_id and m.session_id <> t.session_id);

  delete from twin_analytics.sessions s
  where s.twin_id = v_twin and s.platform = 'sms' and s.started_at >= v_since
    and not exists (select from pg_temp.member_texts t where t.session_id = s.id);
  insert into twin_analytics.sessions as s (id, user_id, twin_id, platform, title, started_at)
  select distinct t.session_id, v_user, v_twin, 'sms', 'Text conversation', t.started_at from pg_temp.member_texts t
  on conflict (id) do update set user_id = excluded.user_id, started_at = excluded.started_at
  where (s.user_id, s.started_at) is distinct from (excluded.user_id, excluded.started_at);
  perform private.project_parts(p_user_id, v_since);
end $$;
comment on function private.project_member(uuid, timestamptz) is
  'A member in twin analytics as they are now; rows that are right already are not touched.';

create or replace function private.project_parts(p_user_id uuid, p_since timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_twin text := p_user_id::text;
begin
  -- To which session and text a question or an introduction belongs: what came last before it.
  create temporary table if not exists member_parts (
    part text, id text, title text, content text, kind text, results integer, at timestamptz, session_id text, message_id text)
    on commit drop;
  delete from pg_temp.member_parts;
  insert into pg_temp.member_parts
  select x.*, s.id as session_id, (
    select t.message_id from pg_temp.member_texts t
    where t.session_id = s.id and t.sender = 'user' and t.at <= x.at order by t.at desc, t.message_id limit 1) as message_id
  from (
    select 'query' as part, q.id, null as title, q.content, q.kind, q.results, q.at from private.questions_of_member(p_user_id) q
    union all
    select 'document', d.id, d.title, d.content, 'introduction', null, d.at from private.introductions_written_for(p_user_id) d) x
  cross join lateral (
    select y.id from twin_analytics.sessions y where y.twin_id = v_twin and y.platform = 'sms' and y.started_at <= x.at
    order by y.started_at desc, y.id limit 1) s;

  delete from twin_analytics.messages m using twin_analytics.sessions s
  where s.id = m.session_id and s.twin_id = v_twin and s.platform = 'sms' and s.started_at >= p_since
    and not exists (select from pg_temp.member_texts t where t.message_id = m.id);
  insert into twin_analytics.messages as m (id, session_id, sender_type, content, message_type, created_at)
  select t.message_id, t.session_id, t.sender, t.content,
    coalesce((select min(p.part) from pg_temp.member_parts p where p.message_id = t.message_id), 'general'), t.at
  from pg_temp.member_texts t
  on conflict (id) do update
  set session_id = excluded.session_id, content = excluded.content, message_type = excluded.message_type, created_at = excluded.created_at
  where (m.session_id, m.content, m.message_type, m.created_at) is distinct from
        (excluded.session_id, excluded.content, excluded.message_type, excluded.created_at);

  delete from twin_analytics.queries q using twin_analytics.sessions s
  where s.id = q.session_id and s.twin_id = v_twin and s.platform = 'sms' and q.created_at >= p_since
    and not exists (select from pg_temp.member_parts p where p.part = 'query' and p.id = q.id);
  insert into twin_analytics.queries as q (id, session_id, message_id, query_text, query_type, results_count, created_at)
  select p.id, p.session_id, p.message_id, p.content, p.kind, p.results, p.at from pg_temp.member_parts p where p.part = 'query'
  on conflict (id) do update
  set session_id = excluded.session_id, message_id = excluded.message_id, query_text = excluded.query_text,
      results_count = excluded.results_count, created_at = excluded.created_at
  where (q.session_id, q.message_id, q.query_text, q.results_count, q.created_at) is distinct from
        (excluded.session_id, excluded.message_id, excluded.query_text, excluded.results_count, excluded.created_at);

  delete from twin_analytics.documents d using twin_analytics.sessions s
  where s.id = d.session_id and s.twin_id = v_twin and s.platform = 'sms' and d.created_at >= p_since
    and not exists (select from pg_temp.member_parts p where p.part = 'document' and p.id = d.id);
  insert into twin_analytics.documents as d (id, session_id, message_id, document_type, title, content, word_count, created_at)
  select p.id, p.session_id, p.message_id, p.kind, p.title, p.content,
    cardinality(regexp_split_to_array(btrim(p.content), '\s+')), p.at
  from pg_temp.member_parts p where p.part = 'document'
  on conflict (id) do update
  set session_id = excluded.session_id, message_id = excluded.message_id, title = excluded.title,
      content = excluded.content, word_count = excluded.word_count, created_at = excluded.created_at
  where (d.session_id, d.message_id, d.title, d.content, d.created_at) is distinct from
        (excluded.session_id, excluded.message_id, excluded.title, excluded.content, excluded.created_at);
end $$;
comment on function private.project_parts(uuid, timestamptz) is 'What is in the sessions of a member: texts, questions, introductions. For project_member, which has laid out their texts.';

create or replace function private.project_texts(p_most integer default 200, p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_users uuid[];
  v_user uuid;
begin
  perform 1 from private.twin_reporting for update;
  -- A statement of its own: those after it see all changes of which a mark was seen here.
  with chosen as (select distinct user_id from private.twin_sources order by user_id limit p_most),
    gone as (delete from private.twin_sources s using chosen c where s.user_id = c.user_id returning s.user_id)
  select array_agg(distinct user_id order by user_id) into v_users from gone;
  foreach v_user in array coalesce(v_users, '{}') loop
    perform private.project_member(v_user, p_now);
  end loop;
  return coalesce(cardinality(v_users), 0);
end $$;
comment on function private.project_texts(integer, timestamptz) is
  'Brings twin analytics up to date with what members text, for some who have a mark; how many that were.';

create or replace function private.project_all_texts(p_now timestamptz default now())
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_user uuid;
  v_count integer := 0;
begin
  perform 1 from private.twin_reporting for update;
  delete from private.twin_sources;
  for v_user in select u.id from users u order by u.id loop
    perform private.project_member(v_user, p_now);
    v_count := v_count + 1;
  end loop;
  return v_count;
end $$;
comment on function private.project_all_texts(timestamptz) is 'The same of everybody, whether or not they have a mark: the rows are those that marks have led to.';
