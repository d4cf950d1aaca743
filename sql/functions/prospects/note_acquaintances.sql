create or replace function private.note_acquaintances(p_rows jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_certain uuid[];
begin
  with noted as (
    insert into prospect_acquaintances as a (prospect_id, user_id, rule, score, source, known_until, created_at)
    select p.id, u.id, g.rule, g.score, g.source, g.known_until, p_now
    from jsonb_to_recordset(p_rows) as g (prospect_id uuid, user_id uuid, rule text, score integer, source text, known_until date)
    join prospects p on p.id = g.prospect_id join users u on u.id = g.user_id
    where p.withdrawn_at is null and u.erased_at is null and p.innovator_id is not null
    order by p.id, u.id
    -- What is surer counts, until the member was asked or an operator has decided.
    on conflict (prospect_id, user_id) do update
    set rule = excluded.rule, score = excluded.score, source = excluded.source, known_until = excluded.known_until
    where a.score < excluded.score and a.settled_at is null and a.decided_at is null
    returning prospect_id, score)
  select array(select distinct p.innovator_id from noted n join prospects p on p.id = n.prospect_id where n.score >= 70 order by 1)
  into v_certain;
  -- In the order of their ids: whoever plans for several waits for nobody who waits for them.
  perform private.plan_once('match_intro_opportunities', innovator, p_now, p_now)
  from (select unnest(v_certain) as innovator) one;
end $$;
comment on function private.note_acquaintances(jsonb, timestamptz) is
  'Keeps who may know whom; whoever wishes to meet somebody who is known for certain has a task that asks for introductions. The same again: no change.';

create or replace function private.plan_once(p_task text, p_innovator_id uuid, p_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended(p_task || ':' || p_innovator_id, 0));
  update agent_tasks set scheduled_for = least(scheduled_for, p_at)
  where task_type = p_task and context_type = 'innovator' and context_id = p_innovator_id and status = 'pending';
  if not found then
    insert into agent_tasks (task_type, agent_type, context_id, context_type, scheduled_for, priority, context_json,
                             created_at, created_by)
    values (p_task, 'social_butterfly', p_innovator_id, 'innovator', p_at, 'medium',
            jsonb_build_object('innovator_id', p_innovator_id), p_now, 'social_butterfly');
  end if;
end $$;
comment on function private.plan_once(text, uuid, timestamptz, timestamptz) is
  'A task about whom an innovator wishes to meet: one of a type waits at a time, at the earlier moment.';

create or replace function private.to_be_researched(p_prospect prospects)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select p_prospect.last_researched_at is null and private.wants_to_meet(p_prospect)
    and coalesce(p_prospect.linkedin_url, p_prospect.email, p_prospect.company) is not null
$$;
comment on function private.to_be_researched(prospects) is 'Whether a prospect is to be looked up, and can be: by their page, email, or company.';

create or replace function private.next_to_research(p_innovator_id uuid, p_now timestamptz)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object('id', p.id, 'name', p.name, 'company', p.company, 'email', p.email, 'linkedin_url', p.linkedin_url)
  from prospects p
  where p.innovator_id = p_innovator_id and p.last_researched_at is null and p.status in ('pending', 'contacted')
    and p.withdrawn_at is null and private.to_be_researched(p)
    -- Each costs money: so many a day for one innovator.
    and (select count(*) from prospects d where d.innovator_id = p_innovator_id and d.last_researched_at > p_now - interval '1 day') < 25
  order by p.created_at desc, p.id limit 1
$$;
comment on function private.next_to_research(uuid, timestamptz) is
  'Whom of an innovator''s prospects to look up next, the newest first; null: nobody, or 25 were within a day.';

create or replace function private.research_again(p_innovator_id uuid, p_prospect_id uuid, p_at timestamptz, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update prospects set last_researched_at = p_now, users_researching = array[p_innovator_id] where id = p_prospect_id;
  if exists (
    select from prospects p where p.innovator_id = p_innovator_id and p.last_researched_at is null
      and p.status in ('pending', 'contacted') and p.withdrawn_at is null and private.to_be_researched(p)) then
    perform private.plan_once('research_prospect', p_innovator_id, p_at, p_now);
  end if;
end $$;
comment on function private.research_again(uuid, uuid, timestamptz, timestamptz) is
  'A prospect was looked up (null: nobody was); while others are left, the next is from that moment on.';
