create or replace function private.holds_connections(p_source text)
returns boolean
language sql immutable parallel safe
return coalesce(p_source in ('linkedin', 'google', 'outlook'), false);
comment on function private.holds_connections(text) is
  'Whether an upload of this kind is the uploader''s own address book: they know these people, and need no introduction to them.';

create or replace function private.may_know(p_user users, p_prospect prospects)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select p_user.id is distinct from p_prospect.innovator_id and p_user.verified and p_user.opted_out_at is null
    and p_user.erased_at is null
    -- Nobody is asked to introduce themselves.
    and not private.identity_keys(p_user.email, p_user.phone_number, p_user.linkedin_url) && p_prospect.identity_keys
    and private.person_key(p_user.first_name, p_user.last_name, null) is distinct from p_prospect.person_key
$$;
comment on function private.may_know(users, prospects) is 'Whether a member could introduce a prospect: they are somebody else, and may be asked.';

create or replace function private.wants_to_meet(p_prospect prospects)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select p_prospect.innovator_id is not null and p_prospect.status in ('pending', 'contacted')
    and p_prospect.withdrawn_at is null and not private.holds_connections(p_prospect.upload_source)
    and not exists (
      select from prospects own
      where own.identity_keys && p_prospect.identity_keys and own.innovator_id = p_prospect.innovator_id
        and own.withdrawn_at is null and private.holds_connections(own.upload_source))
$$;
comment on function private.wants_to_meet(prospects) is
  'Whether whoever uploaded a prospect lacks an introduction to them: they are not in their own address book.';

create or replace function private.acquaintances_of_batch(p_batch_id uuid)
returns table (prospect_id uuid, user_id uuid, rule text, source text, domain text)
language plpgsql stable
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
-- Twenty thousand look-ups, each by an index: by what is expected of arrays it would rather read the table.
set enable_seqscan = off
as $$
#variable_conflict use_column
declare
  v_batch constant prospect_batches := (select b from prospect_batches b where id = p_batch_id);
  v_own constant boolean := private.holds_connections(v_batch.source);
begin
  return query
  with batch as materialized (
    select p.id, p.identity_keys, p.mail_domain, case when not v_own then private.name_key(p.company) end as company
    from prospects p
    where p.upload_batch_id = p_batch_id and p.withdrawn_at is null and (v_own or p.status in ('pending', 'contacted'))),
  known as materialized (
    select distinct key from prospects o, unnest(o.identity_keys) key
    where not v_own and o.innovator_id = v_batch.innovator_id and o.withdrawn_at is null
      and private.holds_connections(o.upload_source)),
  wanted as materialized (
    select b.* from batch b
    where not v_own and not exists (select from unnest(b.identity_keys) key where key in (select key from known))),
  -- Of many colleagues those who were asked least; found once for each company, not for each prospect.
  domains as materialized (
    select d.mail_domain, c.id from (select distinct mail_domain from wanted where mail_domain is not null) d
    cross join lateral (
      select u.id from users u where split_part(lower(u.email), '@', 2) = d.mail_domain and u.verified and u.email_verified
      order by (select count(*) from intro_opportunities o where o.connector_user_id = u.id), u.created_at, u.id limit 5) c),
  companies as materialized (
    select n.company, c.id from (select distinct company from wanted where company is not null) n
    cross join lateral (
      select u.id from users u where private.name_key(u.company) = n.company and u.verified
      order by (select count(*) from intro_opportunities o where o.connector_user_id = u.id), u.created_at, u.id limit 3) c),
  -- The same people in other uploads: whose owner knows them, or wishes to meet them.
  same as materialized (
    select b.id as batch_prospect, o.id as other, o.innovator_id, o.upload_source
    from batch b cross join lateral unnest(b.identity_keys) key
    cross join lateral (
      select p.* from prospects p
      where p.identity_keys @> array[key] and p.innovator_id <> v_batch.innovator_id and p.withdrawn_at is null) o),
  found as (
    select s.batch_prospect as prospect_id, s.innovator_id as user_id, 1 as rank, 'contact' as rule, s.upload_source as source,
      null as domain
    from same s where private.holds_connections(s.upload_source) and s.batch_prospect in (select id from wanted)
    union all
    select s.other, v_batch.innovator_id, 1, 'contact', v_batch.source, null
    from same s join prospects p on p.id = s.other where v_own and private.wants_to_meet(p)
    union all
    select w.id, d.id, 2, 'colleague', null, w.mail_domain from wanted w join domains d using (mail_domain)
    union all
    select w.id, c.id, 3, 'company', null, null from wanted w join companies c using (company)),
  surest as (
    select distinct on (f.prospect_id, f.user_id) f.* from found f order by f.prospect_id, f.user_id, f.rank),
  -- Some more than are returned: who may not be asked is left out last, since it takes longest to see.
  most as materialized (select * from surest order by rank, prospect_id, user_id limit 3000)
  select f.prospect_id, f.user_id, f.rule, f.source, f.domain
  from most f join prospects p on p.id = f.prospect_id join users u on u.id = f.user_id
  where private.may_know(u, p)
  order by f.rank, f.prospect_id, f.user_id limit 2000;
end $$;
comment on function private.acquaintances_of_batch(uuid) is
  'Members who may know whom an upload lists as people to meet, and whom of other uploads its owner knows, each by the best rule; the surest 2,000. domain: of the mail, for a rule that needs it to be an employer''s.';

create or replace function private.acquaintances_of_member(p_user_id uuid)
returns table (prospect_id uuid, user_id uuid, rule text, source text, domain text)
language sql stable
set search_path = pg_catalog, public
as $$
  select p.id, u.id, 'colleague', null::text, p.mail_domain
  from users u join prospects p on p.mail_domain = split_part(lower(u.email), '@', 2)
  where u.id = p_user_id and u.email_verified and p.status in ('pending', 'contacted') and p.withdrawn_at is null
    and private.may_know(u, p) and private.wants_to_meet(p)
  order by p.created_at desc, p.id limit 50
$$;
comment on function private.acquaintances_of_member(uuid) is
  'Whom others wish to meet and a new member works with: the newest 50.';

create or replace function private.members_at(p_prospect_id uuid, p_domains text[], p_companies text[])
returns table (user_id uuid, domain text, companies text[])
language sql stable
set search_path = pg_catalog, public
as $$
  select u.id, case when u.email_verified then split_part(lower(u.email), '@', 2) end,
    array(select one from unnest(p_companies) one where private.name_key(one) = private.name_key(u.company))
  from users u, prospects p
  where p.id = p_prospect_id and private.may_know(u, p) and private.wants_to_meet(p) and u.id in (
    select id from users where split_part(lower(email), '@', 2) collate "C" = any (p_domains) and verified and email_verified
    union
    select id from users where private.name_key(company) in (select private.name_key(one) from unnest(p_companies) one) and verified)
  order by (select count(*) from intro_opportunities o where o.connector_user_id = u.id), u.created_at, u.id limit 20
$$;
comment on function private.members_at(uuid, text[], text[]) is
  'Members at companies, by the domain of their proved mail or by name, who may be asked about a prospect; with those of the names that fit.';

create or replace function private.how_known(p_prospect_id uuid, p_user_id uuid)
returns text
language sql stable
set search_path = pg_catalog, public
as $$
  select case
    when a.rule = 'contact' then 'who is among your contacts from '
      || case a.source when 'linkedin' then 'LinkedIn' when 'google' then 'Google' else 'Outlook' end
    when nullif(btrim(u.company), '') is null then null
    when a.rule = 'former colleague' then 'who worked at ' || u.company || coalesce(' until ' || extract(year from a.known_until), '')
    else 'who works at ' || u.company || ' as you do' end
  from prospect_acquaintances a join users u on u.id = a.user_id
  where a.prospect_id = p_prospect_id and a.user_id = p_user_id
$$;
comment on function private.how_known(uuid, uuid) is 'By what a member may know a prospect, as a clause for that member; null: it is not known.';
