create or replace function private.uploads_of(p_user_id uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'id', b.id, 'link_id', b.link_id, 'source', b.source, 'added', b.added, 'known', b.known,
    'left', (select count(*) from prospects p where p.upload_batch_id = b.id and p.withdrawn_at is null),
    'created_at', private.moment(b.created_at)) order by b.created_at desc, b.id), '[]')
  from (select * from prospect_batches where innovator_id = p_user_id and withdrawn_at is null
        order by created_at desc, id limit 5) b
$$;
comment on function private.uploads_of(uuid) is
  'The last five uploads of a person that they have not taken back. Nothing in it depends on who has joined.';

create or replace function private.uploader(p_user_id uuid, p_link_id uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'phone_number', u.phone_number, 'first_name', u.first_name,
    'allowed', coalesce(u.verified, false) and u.poc_agent_type = 'innovator' and u.erased_at is null,
    'used', exists (select from prospect_batches where link_id = p_link_id), 'uploads', private.uploads_of(u.id))
  from users u where u.id = p_user_id
$$;
comment on function private.uploader(uuid, uuid) is 'What the upload page needs of whoever has the link; null when they are gone.';

create or replace function private.contacts_of(p_user_id uuid, p_batch_id uuid, p_words text, p_after uuid, p_limit integer)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'name', c.name, 'company', c.company) order by lower(c.name), c.id), '[]')
  from (
    select id, name, company from prospects
    where upload_batch_id = p_batch_id and innovator_id = p_user_id and withdrawn_at is null
      and (p_after is null or (lower(name), id) > (select lower(name), id from prospects where id = p_after))
      and (coalesce(p_words, '') = '' or strpos(lower(concat_ws(' ', name, company)), lower(p_words)) > 0)
    order by lower(name), id limit p_limit) c
$$;
comment on function private.contacts_of(uuid, uuid, text, uuid, integer) is 'Contacts of one upload, a page at a time, by name; only those with these words in their name or company.';
