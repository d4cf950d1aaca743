-- A row that the person shares with others keeps whose it is, amounts, states and times; names and
-- words go, and what was still open ends.
create or replace function private.erase_introductions(p_user_id uuid, p_prospects uuid[], p_linkedin_url text, p_now timestamptz)
returns uuid[]
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ids uuid[];
  v_more uuid[];
  v_one private.introductions;
begin
  delete from introduction_wishes where user_id = p_user_id;
  delete from pair_blocks where user_id = p_user_id or blocked_user_id = p_user_id and blocked_name is null;
  update pair_blocks set blocked_user_id = null where blocked_user_id = p_user_id;
  delete from introduction_reviews where objecting_user_id = p_user_id;
  -- What is open ends as in any other way: what was set aside is released, and its rivals go on.
  for v_one in
    select * from private.introductions i
    where (i.maker_id = p_user_id or i.beneficiary_id = p_user_id or i.prospect_id = any (p_prospects))
      and private.introduction_stage(i.status) <> 'over'
    order by i.item_type, i.id
  loop
    v_one := private.lock_introduction(v_one.item_type, v_one.id);
    if private.introduction_stage(v_one.status) <> 'over' then
      perform private.end_introduction(v_one,
        case v_one.item_type when 'intro_opportunity' then 'cancelled' else 'expired' end, 'cancelled', p_now);
    end if;
  end loop;
  with touched as (
    update intro_opportunities i
    set status = case when i.status in ('open', 'accepted', 'paused', 'dormant') then 'cancelled' else i.status end,
        reported_by = nullif(i.reported_by, p_user_id),
        prospect_id = case when i.prospect_id = any (p_prospects) then null else i.prospect_id end,
        prospect_name = '[erased]', prospect_company = null, prospect_title = null, prospect_linkedin_url = null,
        innovator_name = null, intro_context = null, connector_response = null, intro_email = null, updated_at = p_now
    where p_user_id in (i.connector_user_id, i.innovator_id, i.reported_by) or i.prospect_id = any (p_prospects)
       or rtrim(lower(i.prospect_linkedin_url), '/') = p_linkedin_url
    returning i.id)
  select array_agg(id) into v_ids from touched;
  with touched as (
    update intro_offers o
    set status = case when o.status in ('pending_introducee_response', 'pending_connector_confirmation', 'confirmed')
                      then 'expired' else o.status end,
        reported_by = nullif(o.reported_by, p_user_id),
        prospect_name = '[erased]', prospect_company = null, prospect_title = null, prospect_context = null,
        introducee_response = null, connector_confirmation = null, intro_email = null, updated_at = p_now
    where p_user_id in (o.offering_user_id, o.introducee_user_id, o.reported_by)
    returning o.id)
  select v_ids || array_agg(id) into v_ids from touched;
  with touched as (
    update connection_requests c
    set status = case when c.status in ('open', 'accepted', 'dormant') then 'expired' else c.status end,
        reported_by = nullif(c.reported_by, p_user_id),
        requestor_prospect_id = case when c.requestor_prospect_id = any (p_prospects) then null else c.requestor_prospect_id end,
        requestor_name = '[erased]', requestor_company = null, requestor_title = null, requestor_linkedin_url = null,
        intro_context = null, introducee_response = null, intro_email = null, updated_at = p_now
    where p_user_id in (c.introducee_user_id, c.requestor_user_id, c.reported_by)
       or c.requestor_prospect_id = any (p_prospects)
       or rtrim(lower(c.requestor_linkedin_url), '/') = p_linkedin_url
    returning c.id)
  select array_agg(id) into v_more from touched;
  update connection_requests set vouched_by_user_ids = array_remove(vouched_by_user_ids, p_user_id)
  where p_user_id = any (vouched_by_user_ids);
  return coalesce(v_ids, '{}') || coalesce(v_more, '{}');
end $$;
comment on function private.erase_introductions(uuid, uuid[], text, timestamptz) is
  'Names and words of every introduction that the person is a party of or is about; returns which.';

create or replace function private.erase_community(p_user_id uuid)
returns uuid[]
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_asked uuid[];
  v_answered uuid[];
begin
  -- Who else asks the same goes on asking it, in their own words.
  perform private.withdraw_asker(request_id, p_user_id) from community_request_askers
  where user_id = p_user_id order by request_id;
  delete from community_request_askers where user_id = p_user_id;
  delete from community_passes where user_id = p_user_id;
  delete from community_targets where user_id = p_user_id;
  delete from topic_blocks where user_id = p_user_id;
  with touched as (
    update community_requests
    set question = '[erased]', category = null, expertise_needed = '{}', requester_context = null,
        request_summary = null, closed_loop_message = null,
        status = case when status in ('open', 'responses_received', 'dormant') then 'cancelled' else status end
    where requesting_user_id = p_user_id
    returning id)
  select array_agg(id) into v_asked from touched;
  update community_requests set target_user_ids = array_remove(target_user_ids, p_user_id)
  where p_user_id = any (target_user_ids);
  with touched as (
    update community_responses
    set response_text = '[erased]', verbatim_answer = null, impact_description = null, closed_loop_message = null
    where user_id = p_user_id
    returning id)
  select array_agg(id) into v_answered from touched;
  return coalesce(v_asked, '{}') || coalesce(v_answered, '{}');
end $$;
comment on function private.erase_community(uuid) is
  'The person''s questions and answers; others'' answers to them stay. Returns which.';

create or replace function private.erase_mentions(
  p_user_id uuid, p_items uuid[], p_pattern text, p_name text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_named text := concat_ws('|', p_pattern, private.literal_pattern(p_name));
begin
  delete from user_priorities where item_id = any (p_items);
  update message_queue
  set status = 'cancelled', message_data = private.tombstone(p_now), final_message = null,
      last_error = null, trace = trace || private.step('cancelled', p_now, '{"reason": "somebody it was about was erased"}')
  where status in ('queued', 'approved') and user_id <> p_user_id
    and (item_id = any (p_items) or message_data::text ~* p_pattern);
  update agent_tasks
  set status = 'cancelled', error_log = 'somebody it was about was erased', completed_at = p_now,
      lease_token = null, leased_until = null
  where status in ('pending', 'processing') and user_id is distinct from p_user_id
    and (context_id = any (p_items) or context_json::text ~* p_pattern);
  update solution_workflows
  set perplexity_results = private.without_mentions(perplexity_results, p_pattern),
      matched_innovators = private.without_mentions(matched_innovators, p_pattern),
      community_insights = private.without_mentions(community_insights, p_pattern),
      expert_recommendations = private.without_mentions(expert_recommendations, p_pattern),
      conversation_log = private.without_mentions(conversation_log, p_pattern)
  where user_id <> p_user_id
    and concat(perplexity_results, matched_innovators, community_insights, expert_recommendations, conversation_log) ~* p_pattern;
  -- What others' agents knew of the person.
  update messages set turn = null
  where user_id <> p_user_id and turn is not null
    and (turn::text ~* v_named or exists (select from unnest(p_items || p_user_id) item where strpos(turn::text, item::text) > 0));
  update prospects
  set users_researching = array_remove(users_researching, p_user_id),
      mutual_connections = private.without_mentions(mutual_connections, v_named)
  where p_user_id = any (users_researching) or mutual_connections::text ~* v_named;
  update users
  set referred_by = null, name_dropped = coalesce(name_dropped, '[erased]') where referred_by = p_user_id;
  update users set name_dropped = '[erased]' where lower(btrim(name_dropped)) = lower(p_name);
end $$;
comment on function private.erase_mentions(uuid, uuid[], text, text, timestamptz) is
  'What stands about the person in others'' rows, or is yet to be said to others about what was theirs.';

create or replace function private.erase_addresses(p_pattern text)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_table record;
begin
  -- Every table there is, so that none is forgotten; the append-only logs have functions of their own.
  for v_table in
    select c.oid::regclass as name,
      string_agg(format(case format_type(a.atttypid, null)
          when 'jsonb' then '%1$I = private.without_mentions(%1$I, $1)'
          when 'text[]' then '%1$I = case when %1$I is not null then array(select x from unnest(%1$I) x where x !~* $1) end'
          else '%1$I = regexp_replace(%1$I, $1, ''[erased]'', ''gi'')::%2$s' end,
        a.attname, format_type(a.atttypid, a.atttypmod)), ', ') as changes,
      string_agg(format('%I', a.attname), ', ') as texts
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind in ('r', 'p') and c.relnamespace = 'public'::regnamespace
      and c.relname not in ('events', 'event_dead_letters', 'system_events', 'consent_events', 'credit_events',
        'operator_actions', 'expertise_tags', 'expertise_synonyms')
      and format_type(a.atttypid, null) in ('text', 'character varying', 'jsonb', 'text[]')
      -- Whose the row is: somebody else's, who may have had the number before.
      and a.attname not in ('phone_number', 'phone_number_history', 'email') and a.attname not like '%linkedin_url'
    group by c.oid order by c.oid
  loop
    execute format('update %s set %s where concat_ws(e''\n'', %s) ~* $1', v_table.name, v_table.changes, v_table.texts)
    using p_pattern;
  end loop;
end $$;
comment on function private.erase_addresses(text) is
  'The person''s numbers and addresses, wherever others have written them: their texts, summaries, notes. All else of those rows is theirs.';
