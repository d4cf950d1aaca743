create or replace function private.is_blocked(p_one uuid, p_other uuid, p_names text[] default '{}')
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select exists (
    select from pair_blocks b
    where b.user_id in (p_one, p_other)
      and (b.blocked_user_id in (p_one, p_other)
           or b.blocked_name in (
             select private.name_key(name) from unnest(p_names) name
             union select private.name_key(u.company) from users u where u.id in (p_one, p_other) and u.id <> b.user_id
             union select private.person_key(u.first_name, u.last_name) from users u
               where u.id in (p_one, p_other) and u.id <> b.user_id)))
$$;
comment on function private.is_blocked(uuid, uuid, text[]) is
  'Whether one of two never wants to meet the other, their company, or one of these names.';

create or replace function private.may_be_introduced(p_asked uuid, p_asker uuid, p_names text[] default '{}')
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select p_asked <> p_asker and not private.is_blocked(p_asked, p_asker, p_names)
    and exists (select from users where id = p_asked and verified and opted_out_at is null and erased_at is null)
$$;
comment on function private.may_be_introduced(uuid, uuid, text[]) is
  'Whether one member may be asked about an introduction with another.';

create or replace function private.block_pair(
  p_user_id uuid, p_type text, p_id uuid, p_name text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions;
  v_other uuid;
begin
  if p_id is not null then
    select * into v_one from private.introductions where item_type = p_type and id = p_id;
    perform private.guard_party(v_one, p_user_id);
    v_other := case when v_one.maker_id = p_user_id then v_one.beneficiary_id else v_one.maker_id end;
  end if;
  perform private.lock_parties(private.block_parties(p_user_id), '{}');
  insert into pair_blocks (user_id, blocked_user_id, blocked_name, created_at)
  select p_user_id, v_other, case when v_other is null then private.name_key(p_name) end, p_now
  where num_nonnulls(v_other, private.name_key(p_name)) > 0
  on conflict do nothing;
  for v_one in
    select * from private.introductions i
    where (i.maker_id = p_user_id or i.beneficiary_id = p_user_id) and private.introduction_stage(i.status) in ('open', 'paused', 'to_confirm')
      and private.is_blocked(i.maker_id, i.beneficiary_id, array[i.third_name, i.third_company])
    order by i.item_type, i.id
  loop
    v_one := private.lock_introduction(v_one.item_type, v_one.id);
    if private.introduction_stage(v_one.status) in ('open', 'paused', 'to_confirm') then
      perform private.end_introduction(v_one, case
        when v_one.item_type = 'connection_request' then 'declined'
        when v_one.item_type = 'intro_opportunity' then case when p_user_id = v_one.maker_id and v_one.status <> 'paused'
                                                        then 'declined' else 'cancelled' end
        when p_user_id = v_one.maker_id then 'connector_declined' else 'introducee_declined' end, 'declined', p_now);
      perform private.tell_end(v_one, p_user_id, p_now);
    end if;
  end loop;
end $$;
comment on function private.block_pair(uuid, text, uuid, text, timestamptz) is
  'Never again: the other side of an introduction, or a person or company by name. What was open between them ends as if it had been declined. YP002: they are no party of it.';

create or replace function private.block_parties(p_user_id uuid)
returns uuid[]
language sql stable
set search_path = pg_catalog, public
as $$
  select array(
    select p_user_id
    union select i.maker_id from private.introductions i
    where (i.maker_id = p_user_id or i.beneficiary_id = p_user_id) and private.introduction_stage(i.status) <> 'over'
    union select i.beneficiary_id from private.introductions i
    where (i.maker_id = p_user_id or i.beneficiary_id = p_user_id) and private.introduction_stage(i.status) <> 'over')
$$;
comment on function private.block_parties(uuid) is 'Everybody with whom a member has an introduction open, and themselves: whom a block may touch.';

create or replace function private.unblock_pair(p_user_id uuid, p_name text)
returns void
language sql
set search_path = pg_catalog, public
as $$
  delete from pair_blocks b
  where b.user_id = p_user_id and (b.blocked_name = private.name_key(p_name)
    or b.blocked_user_id in (select u.id from users u
      where u.id = b.blocked_user_id
        and private.name_key(p_name) in (private.person_key(u.first_name, u.last_name), private.name_key(u.company))))
$$;
comment on function private.unblock_pair(uuid, text) is 'They may be brought together with these again.';
