create or replace function private.work_of(p_title text, p_company text)
returns text
language sql immutable parallel safe
return nullif(concat_ws(', ', nullif(btrim(p_title), ''), nullif(btrim(p_company), '')), '');
comment on function private.work_of(text, text) is 'Title and company, as told behind a name; null: neither is known.';

create or replace function private.named(p_name text, p_work text)
returns text
language sql immutable parallel safe
return case when p_work is null then p_name else format('%s (%s)', p_name, p_work) end;
comment on function private.named(text, text) is 'A name with what stands behind it.';

create or replace function private.contact_of(p_user uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_strip_nulls(jsonb_build_object(
    'name', coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), 'a member'),
    'work', private.work_of(u.title, u.company),
    'email', case when u.email_verified then u.email end))
  from users u where u.id = p_user
$$;
comment on function private.contact_of(uuid) is
  'What one side is told of the other once both have said yes: name, title, company, proved work email; never the number.';

create or replace function private.beneficiary_of(p_one private.introductions)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select coalesce(private.contact_of(p_one.beneficiary_id), jsonb_strip_nulls(case p_one.item_type
    when 'connection_request' then (
      select jsonb_build_object('name', requestor_name, 'work', private.work_of(requestor_title, requestor_company))
      from connection_requests where id = p_one.id)
    else (select jsonb_build_object('name', coalesce(innovator_name, 'a member')) from intro_opportunities where id = p_one.id) end))
$$;
comment on function private.beneficiary_of(private.introductions) is
  'Who asks or is to be introduced, as they are told of: a member by their contact, a prospect by what stands in the row.';

create or replace function private.third_of(p_one private.introductions, p_named boolean)
returns text
language sql immutable
set search_path = pg_catalog
as $$
  select case
    when p_one.third_name is null then null
    when p_named then private.named(p_one.third_name, private.work_of(p_one.third_title, p_one.third_company))
    else private.unnamed(p_one.third_title, p_one.third_company) end
$$;
comment on function private.third_of(private.introductions, boolean) is
  'The person outside the platform: by name to the connector, who knows them, and to all once it is confirmed; else by title and company.';

create or replace function private.tell_introduction(
  p_user uuid, p_what text, p_one private.introductions, p_facts jsonb, p_now timestamptz, p_priority text default 'medium')
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_presents uuid := (select id from user_priorities
    where user_id = p_user and item_type = p_one.item_type and item_id = p_one.id and status in ('active', 'presented', 'dormant'));
begin
  perform private.queue_message(u.id,
    (select id from conversations c where c.user_id = u.id and c.status in ('active', 'paused') order by c.created_at desc limit 1),
    jsonb_build_object(
      'agent_id', 'intro_agent', 'priority', p_priority,
      'message_data', jsonb_strip_nulls(jsonb_build_object(
        'kind', 'introduction', 'what', p_what, 'item_type', p_one.item_type, 'item_id', p_one.id,
        'priority_ids', case when v_presents is not null then jsonb_build_array(v_presents) end)
        || p_facts)) || case when p_what in ('willing', 'happened') then
          jsonb_build_object('item_type', p_one.item_type, 'item_id', p_one.id) else '{}' end, p_now)
  from users u where u.id = p_user and u.erased_at is null;
end $$;
comment on function private.tell_introduction(uuid, text, private.introductions, jsonb, timestamptz, text) is
  'Queues what one side is told. A question is about the item, and goes when it is answered; what has happened stays to be told.';

create or replace function private.unsay_introduction(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update message_queue
  set status = 'cancelled', last_error = null,
      trace = trace || private.step('cancelled', p_now, '{"reason": "it was called off before it was told"}')
  where user_id in (p_one.maker_id, p_one.beneficiary_id) and status in ('queued', 'approved')
    and message_data ->> 'kind' = 'introduction' and message_data ->> 'item_id' = p_one.id::text;
end $$;
comment on function private.unsay_introduction(private.introductions, timestamptz) is
  'What was still to be told of an introduction that is called off is told no more.';

create or replace function private.introduce(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_third jsonb := jsonb_build_object('third', private.third_of(p_one, true), 'reason', nullif(btrim(p_one.reason), ''));
begin
  perform private.tell_introduction(p_one.maker_id, 'introduced', p_one,
    private.beneficiary_of(p_one) || v_third || '{"side": "maker"}', p_now, 'high');
  perform private.tell_introduction(p_one.beneficiary_id, 'introduced', p_one,
    private.contact_of(p_one.maker_id) || v_third || jsonb_build_object('side', 'beneficiary', 'credits',
      nullif(p_one.bounty_credits, 0)), p_now, 'high')
  where p_one.beneficiary_id is not null;
  perform private.check_introduction('intro_followup_check', p_one.item_type, p_one.id, p_now + interval '7 days', p_now);
end $$;
comment on function private.introduce(private.introductions, timestamptz) is
  'Both have said yes: each side is texted who the other is, and whoever benefits is asked a week later.';
