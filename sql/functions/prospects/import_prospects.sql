create or replace function private.known_prospects(p_user_id uuid, p_rows jsonb)
returns integer[]
language sql stable
set search_path = pg_catalog, public
as $$
  with known as (
    select distinct k from prospects p, unnest(p.identity_keys) k where p.innovator_id = p_user_id and p.withdrawn_at is null)
  select array(
    select r.n::integer - 1
    from jsonb_array_elements(p_rows) with ordinality r (row, n),
      -- Of whoever has none nothing is known, and nothing is computed.
      unnest(case when exists (select from known) then private.identity_keys(row ->> 'email', row ->> 'phone_number', row ->> 'linkedin_url') end) key
    where key in (select k from known)
    group by r.n order by r.n)
$$;
comment on function private.known_prospects(uuid, jsonb) is
  'Which of these contacts, from 0, the same person has uploaded before and not taken back.';

create or replace function private.import_prospects(
  p_user_id uuid, p_link_id uuid, p_source text, p_rows jsonb, p_now timestamptz default now())
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_batch_id uuid := gen_random_uuid();
  v_given constant integer := jsonb_array_length(p_rows);
  v_known integer;
begin
  perform private.guard_uploader(p_user_id);
  if exists (select from prospect_batches where link_id = p_link_id) then
    raise exception 'the upload link % has been used', p_link_id using errcode = 'YP002';
  end if;
  insert into prospects (innovator_id, name, first_name, last_name, email, phone_number, linkedin_url, company, title,
                         prospect_notes, upload_source, upload_batch_id, created_at)
  select p_user_id, row ->> 'name', row ->> 'first_name', row ->> 'last_name', row ->> 'email', row ->> 'phone_number',
    row ->> 'linkedin_url', row ->> 'company', row ->> 'title', row ->> 'notes', p_source, v_batch_id, p_now
  from jsonb_array_elements(p_rows) with ordinality r (row, n)
  order by n;
  with known as (
    select distinct k from prospects p, unnest(p.identity_keys) k
    where p.innovator_id = p_user_id and p.withdrawn_at is null and p.upload_batch_id is distinct from v_batch_id)
  delete from prospects n where n.id in (
    select p.id from prospects p, unnest(p.identity_keys) k
    where p.upload_batch_id = v_batch_id and k in (select k from known));
  get diagnostics v_known = row_count;
  insert into prospect_batches (id, innovator_id, link_id, source, added, known, created_at)
  values (v_batch_id, p_user_id, p_link_id, p_source, v_given - v_known, v_known, p_now);
  perform publish_event('prospects.uploaded', jsonb_build_object('user_id', p_user_id, 'added', v_given - v_known, 'known', v_known),
    'prospects', 'uploaded:' || v_batch_id, 'prospect_batch', v_batch_id, p_created_by => 'prospect_upload', p_now => p_now);
  perform publish_event('prospect.research_needed', jsonb_build_object('user_id', p_user_id),
    'prospects', 'research:' || v_batch_id, 'prospect_batch', v_batch_id, p_created_by => 'prospect_upload', p_now => p_now)
  where v_given > v_known;
  return v_batch_id;
end $$;
comment on function private.import_prospects(uuid, uuid, text, jsonb, timestamptz) is
  'Stores a confirmed upload as one batch and uses up its link; contacts that the same person has uploaded before are counted and left out. YP002: the link is used, or its owner may not upload any more.';

create or replace function private.guard_uploader(p_user_id uuid)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- One upload of a person at a time; then whether they still may.
  perform 1 from users where id = p_user_id for no key update;
  if not exists (select from users where id = p_user_id and verified and poc_agent_type = 'innovator' and erased_at is null) then
    raise exception 'user % may not upload contacts', p_user_id using errcode = 'YP002';
  end if;
end $$;
comment on function private.guard_uploader(uuid) is 'Holds the person''s row. YP002: they are no verified innovator.';
