-- What twin analytics say of a member, made of what is there: the same rows whenever it is asked.
create or replace function private.texts_of_member(p_user_id uuid)
returns table (message_id text, session_id text, sender text, content text, at timestamptz, started_at timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  with said as (
    select m.id, m.conversation_id, m.direction, m.content, m.created_at, m.seq,
      m.created_at - lag(m.created_at) over (partition by m.conversation_id order by m.created_at, m.seq) as quiet
    from messages m where m.user_id = p_user_id and m.status <> 'cancelled'),
  numbered as (
    select s.*, count(*) filter (where s.quiet is null or s.quiet >= interval '30 minutes')
      over (partition by s.conversation_id order by s.created_at, s.seq) as session_number
    from said s)
  select n.id::text,
    first_value(n.id::text) over session,
    case n.direction when 'inbound' then 'user' else 'twin' end, n.content, n.created_at,
    first_value(n.created_at) over session
  from numbered n
  window session as (partition by n.conversation_id, n.session_number order by n.created_at, n.seq)
$$;
comment on function private.texts_of_member(uuid) is
  'A member''s texts with their sessions: one a conversation, a new one after 30 quiet minutes, called after its first text.';

create or replace function private.questions_of_member(p_user_id uuid)
returns table (id text, content text, kind text, results integer, at timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select r.id::text, r.question, 'community_question', r.responses_count, r.created_at
  from community_requests r where r.requesting_user_id = p_user_id
  union all
  select w.id::text, w.request_description, 'research',
    case jsonb_typeof(w.perplexity_results) when 'array' then jsonb_array_length(w.perplexity_results) else 0 end
      + case jsonb_typeof(w.matched_innovators) when 'array' then jsonb_array_length(w.matched_innovators) else 0 end,
    w.created_at
  from solution_workflows w where w.user_id = p_user_id
$$;
comment on function private.questions_of_member(uuid) is 'What a member has asked the members or the web.';

create or replace function private.introductions_written_for(p_user_id uuid)
returns table (id text, title text, content text, at timestamptz)
language sql stable
set search_path = pg_catalog, public
as $$
  select i.id::text, 'Introduction to ' || i.prospect_name, coalesce(nullif(i.intro_email, ''), i.intro_context), i.created_at
  from intro_opportunities i where i.connector_user_id = p_user_id and coalesce(nullif(i.intro_email, ''), i.intro_context) is not null
  union all
  select o.id::text, 'Introduction to ' || o.prospect_name, coalesce(nullif(o.intro_email, ''), o.prospect_context), o.created_at
  from intro_offers o where o.introducee_user_id = p_user_id and coalesce(nullif(o.intro_email, ''), o.prospect_context) is not null
  union all
  select c.id::text, 'Introduction to ' || c.requestor_name, coalesce(nullif(c.intro_email, ''), c.intro_context), c.created_at
  from connection_requests c where c.introducee_user_id = p_user_id and coalesce(nullif(c.intro_email, ''), c.intro_context) is not null
$$;
comment on function private.introductions_written_for(uuid) is 'Introductions that were written for a member: the mail, or what was said of it.';
