create or replace function private.wish_introduction(p_user_id uuid, p_wish jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_id constant uuid := p_wish ->> 'id';
  v_bounty constant integer := coalesce((p_wish ->> 'bounty')::integer, 0);
begin
  -- As shared.domain.introductions has it.
  if (select count(*) from introduction_wishes where user_id = p_user_id and created_at > p_now - interval '1 day') >= 5 then
    raise exception 'user % has named 5 people within a day', p_user_id using errcode = 'YP002';
  end if;
  if v_bounty > 0 and not private.reserve_credits(p_user_id, v_bounty, 'connection_request', 'connection_request', v_id,
                                                  'connection_request:' || v_id) then
    raise exception 'user % has fewer than % credits', p_user_id, v_bounty using errcode = 'YP002';
  end if;
  insert into introduction_wishes (id, user_id, kind, name, company, reason, prospect_name, prospect_company, prospect_title,
                                   bounty_credits, created_at, expires_at)
  values (v_id, p_user_id, p_wish ->> 'wish', p_wish ->> 'name', p_wish ->> 'company', p_wish ->> 'reason',
    p_wish ->> 'prospect_name', p_wish ->> 'prospect_company', p_wish ->> 'prospect_title', v_bounty, p_now,
    p_now + interval '30 days');
  perform private.check_wish(v_id, p_now, p_now);
end $$;
comment on function private.wish_introduction(uuid, jsonb, timestamptz) is
  'Whom a member wants to meet, or to introduce somebody to, by name. The same is done whoever that is: a task finds out. YP002: they have named too many, or have too few credits.';

create or replace function private.members_named(p_name text, p_company text)
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  select array(
    select u.id from users u
    where u.verified and u.erased_at is null
      and private.person_key(u.first_name, u.last_name) = private.name_key(p_name)
      and (private.name_key(p_company) is null or private.name_key(u.company) = private.name_key(p_company))
    limit 2)
$$;
comment on function private.members_named(text, text) is 'Verified members of this name, at this company if one is given; two at most.';

create or replace function private.match_introduction_wish(p_id uuid, p_now timestamptz)
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_wish introduction_wishes;
  v_found uuid[];
  v_made uuid;
begin
  select * into v_wish from introduction_wishes where id = p_id for no key update;
  if not found then
    return 'gone';
  end if;
  if v_wish.matched_at is not null then
    if v_wish.expires_at <= p_now and not exists (select from connection_requests where id = p_id) then
      perform private.release_credits('connection_request:' || p_id);
    end if;
    return 'over';
  end if;
  update introduction_wishes set matched_at = p_now where id = p_id;
  v_found := private.members_named(v_wish.name, v_wish.company);
  if cardinality(v_found) = 1 then
    if v_wish.kind = 'meet' then
      v_made := private.open_connection_request(v_found[1], v_wish.user_id, v_wish.reason, v_wish.bounty_credits, p_id, null, p_now);
    else
      v_made := private.open_intro_offer(v_wish.user_id, v_found[1], jsonb_build_object(
        'id', p_id, 'prospect_name', v_wish.prospect_name, 'prospect_company', v_wish.prospect_company,
        'prospect_title', v_wish.prospect_title, 'reason', v_wish.reason), p_now);
    end if;
  end if;
  if v_made is not null then
    return 'made';
  end if;
  if v_wish.kind = 'meet' then
    perform private.publish_community_request(v_wish.user_id, 'innovator', jsonb_build_object(
      'question', private.wish_question(v_wish), 'desired_outcome', 'introduction',
      'context_type', 'introduction_wish', 'context_id', p_id), p_now);
    perform private.check_wish(p_id, v_wish.expires_at, p_now) where v_wish.bounty_credits > 0;
  end if;
  return 'kept';
end $$;
comment on function private.match_introduction_wish(uuid, timestamptz) is
  'Exactly one verified member of that name: they are asked. None or several: the community is, without the name, and what was set aside stays so for as long as a request would have stood.';

create or replace function private.wish_question(p_wish introduction_wishes)
returns text
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_reason text := btrim(p_wish.reason, ' .!?');
  v_word text;
begin
  for v_word in
    select p_wish.name union all select word from regexp_split_to_table(p_wish.name, '[[:space:]]+') word where length(word) > 2
  loop
    v_reason := regexp_replace(v_reason, '\m' || private.literal_pattern(v_word) || '\M', 'them', 'gi');
  end loop;
  return format('Who can introduce me to somebody%s%s?', coalesce(' at ' || p_wish.company, ''),
    case when v_reason <> '' then format(' (%s)', v_reason) else '' end);
end $$;
comment on function private.wish_question(introduction_wishes) is
  'What the community is asked for a wish: whoever it names stays unnamed.';

create or replace function private.check_wish(p_id uuid, p_at timestamptz, p_now timestamptz)
returns void
language sql
set search_path = pg_catalog, public
as $$
  insert into agent_tasks (task_type, agent_type, context_id, context_type, scheduled_for, priority, context_json,
                           created_at, created_by)
  values ('match_introduction_wish', 'intro_agent', p_id, 'introduction_wish', p_at, 'medium',
          jsonb_build_object('wish_id', p_id), p_now, 'intro_agent')
$$;
comment on function private.check_wish(uuid, timestamptz, timestamptz) is
  'The task of a wish: nobody''s own, since it locks both sides in their order.';
