create or replace function private.review_facts(p_users uuid[], p_now timestamptz)
returns table (user_id uuid, facts jsonb)
language plpgsql stable
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
-- A few hundred people, each by index: no table is read for them, whatever its size.
set enable_hashjoin = off
set enable_mergejoin = off
set enable_seqscan = off
as $$
#variable_conflict use_column
begin
  return query
  with people as materialized (
    select u.id, u.expertise, u.questions_answered, u.useful_of_last_five,
           array(select lower(g #>> '{}') from jsonb_path_query(
             case when jsonb_typeof(u.goals) = 'array' then u.goals else '[]' end,
             '$[*].text ? (@.type() == "string")') g) as goals,
           case when jsonb_typeof(u.goals) = 'array' then u.goals else '[]' end as stated
    from users u where u.id = any (p_users)),
  open_items as (
    -- A connector knows the prospect, whose name they are told.
    select o.connector_user_id as user_id, 'intro_opportunity' as item_type, o.id as item_id, o.expires_at,
      jsonb_build_object(
        'since', private.moment(o.created_at), 'bounty', o.bounty_credits,
        'in_goals', exists (
          select from unnest(array[o.prospect_company] || i.categories || p.target_solution_categories) term,
                      unnest(people.goals) goal
          where private.stands_in(term, goal)),
        'declined_lately', exists (
          select from intro_opportunities d
          where d.connector_user_id = o.connector_user_id and d.status = 'declined'
            and d.updated_at > p_now - interval '30 days')) as known,
      jsonb_build_object(
        'summary', format('%s would like an introduction to %s%s', coalesce(o.innovator_name, 'a member'), o.prospect_name,
          private.position_of(o.prospect_title, o.prospect_company))
          || case when o.bounty_credits > 0 then format(', for %s credits', o.bounty_credits) else '' end,
        'primary_name', o.prospect_name, 'secondary_name', o.innovator_name, 'context', o.intro_context) as item
    from people
    join intro_opportunities o on o.connector_user_id = people.id and o.status = 'open'
    left join innovators i on i.user_id = o.innovator_id
    left join prospects p on p.id = o.prospect_id
    union all
    -- Who asks has consented to being named.
    select r.introducee_user_id, 'connection_request', r.id, r.expires_at,
      jsonb_build_object(
        'since', private.moment(r.created_at), 'vouches', cardinality(r.vouched_by_user_ids), 'credits', r.bounty_credits,
        'place', row_number() over (partition by r.introducee_user_id order by r.created_at, r.id)),
      jsonb_build_object(
        'summary', format('%s%s would like to meet you', r.requestor_name, private.position_of(r.requestor_title, r.requestor_company)),
        'primary_name', r.requestor_name, 'context', r.intro_context)
    from people
    join connection_requests r on r.introducee_user_id = people.id and r.status = 'open'
    union all
    -- A person outside the platform is described by title and company until the connector has confirmed.
    select f.introducee_user_id, 'intro_offer', f.id, f.expires_at,
      jsonb_build_object(
        'since', private.moment(f.created_at), 'bounty', f.bounty_credits,
        'answers_question', f.context_type = 'community_request' and exists (
          select from community_request_askers q where q.request_id = f.context_id and q.user_id = f.introducee_user_id),
        'from_expert_connector', coalesce(v.expert_connector, false)),
      jsonb_build_object(
        'summary', format('%s offers to introduce you to %s', private.name_of(v),
          private.unnamed(f.prospect_title, f.prospect_company)),
        'primary_name', private.name_of(v), 'context', f.prospect_context)
    from people
    join intro_offers f on f.introducee_user_id = people.id and f.status = 'pending_introducee_response'
    join users v on v.id = f.offering_user_id
    union all
    select f.offering_user_id, 'intro_offer', f.id, f.expires_at,
      jsonb_build_object('since', private.moment(f.updated_at), 'to_confirm', true),
      jsonb_build_object(
        'summary', format('%s%s would like your introduction to %s', private.name_of(n),
          private.position_of(n.title, n.company), f.prospect_name),
        'primary_name', private.name_of(n), 'secondary_name', f.prospect_name)
    from people
    join intro_offers f on f.offering_user_id = people.id and f.status = 'pending_connector_confirmation'
    join users n on n.id = f.introducee_user_id
    union all
    -- Questions and answers are put, worded and told by whoever routes them: here they are scored again.
    select people.id, 'community_request', q.id, q.expires_at,
      jsonb_build_object(
        'since', private.moment(t.asked_at),
        'matching', (select count(*) from unnest(q.expertise_needed) x where x = any (people.expertise)),
        'has_answered', people.questions_answered > 0, 'useful', people.useful_of_last_five,
        'other_open', others.open_now, 'ignored', others.ignored), null::jsonb
    from people
    join community_targets t on t.user_id = people.id
    join community_requests q on q.id = t.request_id and q.status in ('open', 'responses_received')
    cross join lateral (
      select count(*) as open_now, coalesce(bool_or(o.asked_at > p_now - interval '7 days'), false) as ignored
      from community_targets o
      join community_requests r on r.id = o.request_id and r.status in ('open', 'responses_received')
      where o.user_id = people.id and o.request_id <> q.id
        and not exists (select from community_responses a where a.request_id = o.request_id and a.user_id = people.id)
        and not exists (select from community_passes a where a.request_id = o.request_id and a.user_id = people.id)) others
    union all
    select people.id, 'community_response', a.id, p.expires_at,
      jsonb_build_object('since', private.moment(a.created_at)), null
    from people
    join user_priorities p on p.user_id = people.id and p.item_type = 'community_response'
    join community_responses a on a.id = p.item_id
    union all
    select w.user_id, 'solution_update', w.id, coalesce(w.completed_at, w.updated_at) + interval '14 days',
      jsonb_build_object('since', private.moment(coalesce(w.completed_at, w.updated_at)), 'threshold_met', w.quality_threshold_met),
      -- First findings are put, worded and told by the search itself.
      case when w.current_step = 'complete' then
        jsonb_build_object('summary', format('research on %s: it is done', w.request_description)) end
    from people
    join solution_workflows w on w.user_id = people.id and w.status <> 'cancelled'
      and w.current_step in ('awaiting_expert_responses', 'final_evaluation', 'complete')
      and coalesce(w.completed_at, w.updated_at) > p_now - interval '14 days'
    union all
    select people.id, 'goal', private.goal_id(people.id, g ->> 'text'), null,
      jsonb_build_object('since', g -> 'stated_at'),
      jsonb_build_object('summary', format('your goal: %s', g ->> 'text'))
    from people
    cross join lateral jsonb_path_query(people.stated, '$[*] ? (@.text.type() == "string" && @.stated_at.type() == "string")') g)
  select o.user_id, o.known || jsonb_strip_nulls(jsonb_build_object(
    'item_type', o.item_type, 'item_id', o.item_id, 'expires_at', private.moment(o.expires_at),
    'score', p.value_score, 'stored_expires_at', private.moment(p.expires_at),
    -- Whoever put it wrote its words: they are only needed for what is new.
    'item', case when p.id is null then o.item end))
  from open_items o
  left join user_priorities p
    on p.user_id = o.user_id and p.item_type = o.item_type and p.item_id = o.item_id
  where (o.expires_at is null or o.expires_at > p_now)
    and coalesce(p.status, 'active') in ('active', 'presented', 'dormant', 'expired', 'cancelled')
    and (o.item is not null or p.status in ('active', 'presented', 'dormant'));
end $$;
comment on function private.review_facts(uuid[], timestamptz) is
  'What is open for these people, as shared.network.priorities scores it: the facts of each item, its words if it is new, and the score that is stored.';
