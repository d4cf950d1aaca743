create or replace function private.accept_introduction(
  p_user_id uuid, p_type text, p_id uuid, p_bounty integer, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction(p_type, p_id);
  v_bounty integer;
begin
  if p_user_id is distinct from v_one.asked_id then
    raise exception '% % is not asked of user %', p_type, p_id, p_user_id using errcode = 'YP002';
  end if;
  perform private.guard_introduction(v_one, '{open}', p_now);
  if private.is_blocked(v_one.maker_id, v_one.beneficiary_id, array[v_one.third_name, v_one.third_company]) then
    raise exception 'the two sides of % % never want to meet', p_type, p_id using errcode = 'YP002';
  end if;
  v_bounty := private.bounty_due(v_one);
  -- Whoever cannot fund it pays nothing, and the other side is told so before it accepts.
  if p_bounty <> v_bounty and not (p_type = 'intro_offer' and p_bounty = 0
                                   and private.available_credits(v_one.beneficiary_id) < v_bounty) then
    raise exception 'the bounty of % % is %, not %', p_type, p_id, v_bounty, p_bounty using errcode = 'YP002';
  end if;
  if p_bounty > 0 and p_type <> 'connection_request' and not private.reserve_credits(
       v_one.beneficiary_id, p_bounty, p_type, p_type, p_id, private.bounty_key(v_one)) then
    raise exception 'user % cannot fund % % with % credits any more', v_one.beneficiary_id, p_type, p_id, p_bounty
      using errcode = 'YP002';
  end if;
  v_one.bounty_credits := p_bounty;
  perform private.end_priority(p_type, p_id, 'actioned', p_user_id, p_now);
  if p_type = 'intro_offer' then
    v_one.status := 'pending_connector_confirmation';
    v_one.expires_at := p_now + interval '7 days';
    perform private.store_introduction(v_one, p_now);
    perform private.ask_willing(v_one, p_now);
    perform private.check_introduction('intro_expiry_check', p_type, p_id, p_now + interval '3 days', p_now);
  else
    v_one.status := 'accepted';
    perform private.store_introduction(v_one, p_now);
    perform private.pause_rivals(v_one, p_now);
    perform private.introduce(v_one, p_now);
  end if;
  perform private.publish_introduction(v_one, 'accepted', p_now);
end $$;
comment on function private.accept_introduction(uuid, text, uuid, integer, timestamptz) is
  'Whoever was asked says yes, to this bounty: it is reserved, rivals for the same prospect are paused, contacts are exchanged; of an offer the volunteer is asked next. YP002: not asked of them, no longer open, another bounty than they were told, or it cannot be funded.';

create or replace function private.bounty_due(p_one private.introductions)
returns integer
language sql stable
set search_path = pg_catalog, public
as $$
  select case p_one.item_type
    when 'intro_offer' then coalesce((
      select i.warm_intro_bounty from innovators i join users u on u.id = i.user_id
      where i.user_id = p_one.beneficiary_id and u.innovator), 0)
    else case when p_one.beneficiary_id is null then 0 else p_one.bounty_credits end end
$$;
comment on function private.bounty_due(private.introductions) is
  'What an introduction that is accepted now is to cost its beneficiary: of an offer what they, as an innovator, pay for warm introductions.';

create or replace function private.bounty_key(p_one private.introductions)
returns text
language sql immutable parallel safe
return p_one.item_type || ':' || p_one.id;
comment on function private.bounty_key(private.introductions) is 'The idempotency key of its reservation.';

create or replace function private.is_reserved(p_one private.introductions)
returns boolean
language sql stable
set search_path = pg_catalog, public
as $$
  select exists (select from credit_events where idempotency_key = private.bounty_key(p_one) and not processed)
$$;
comment on function private.is_reserved(private.introductions) is 'Whether credits are set aside for it.';

create or replace function private.drop_bounty(p_user_id uuid, p_type text, p_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction(p_type, p_id);
begin
  if p_type <> 'intro_opportunity' or p_user_id is distinct from v_one.maker_id then
    raise exception '% % is not asked of user %', p_type, p_id, p_user_id using errcode = 'YP002';
  end if;
  perform private.guard_introduction(v_one, '{open}', p_now);
  if v_one.beneficiary_id is not null and private.available_credits(v_one.beneficiary_id) >= v_one.bounty_credits then
    raise exception 'the bounty of % % can be funded', p_type, p_id using errcode = 'YP002';
  end if;
  v_one.bounty_credits := 0;
  perform private.store_introduction(v_one, p_now);
  perform private.show_opportunity(v_one, p_now);
end $$;
comment on function private.drop_bounty(uuid, text, uuid, timestamptz) is
  'The innovator has too few credits by now, so that there is no bounty; the connector decides again, who is told. YP002: it can be funded, or is not open to them.';

create or replace function private.pause_rivals(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_rivals uuid[];
  v_id uuid;
begin
  if p_one.item_type <> 'intro_opportunity' then
    return;
  end if;
  v_rivals := private.rivals_of(p_one);
  if exists (select from intro_opportunities where id = any (v_rivals) and status = 'accepted') then
    raise exception 'somebody else is making the introduction of % %', p_one.item_type, p_one.id using errcode = 'YP002';
  end if;
  update intro_opportunities set status = 'paused', updated_at = p_now
  where id = any (v_rivals) and status in ('open', 'dormant');
  foreach v_id in array v_rivals loop
    perform private.end_priority('intro_opportunity', v_id, 'cancelled', null, p_now)
    where exists (select from intro_opportunities where id = v_id and status = 'paused');
  end loop;
end $$;
comment on function private.pause_rivals(private.introductions, timestamptz) is
  'While one introduces a prospect, nobody else is asked to. YP002: somebody else does.';

create or replace function private.resume_rivals(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_rivals uuid[];
  v_rival private.introductions;
begin
  if p_one.item_type <> 'intro_opportunity' then
    return;
  end if;
  v_rivals := private.rivals_of(p_one);
  if exists (select from intro_opportunities where id = any (v_rivals) and status = 'accepted') then
    return;
  end if;
  update intro_opportunities set status = 'open', updated_at = p_now where id = any (v_rivals) and status = 'paused';
  for v_rival in
    select * from private.introductions i
    where i.item_type = 'intro_opportunity' and i.id = any (v_rivals) and i.status = 'open'
      and (i.expires_at is null or i.expires_at > p_now) order by i.maker_id, i.id
  loop
    perform private.show_opportunity(v_rival, p_now);
  end loop;
end $$;
comment on function private.resume_rivals(private.introductions, timestamptz) is
  'The one who was to introduce a prospect does not: the others may be asked again.';

create or replace function private.cancel_rivals(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_rival private.introductions;
begin
  if p_one.item_type <> 'intro_opportunity' then
    return;
  end if;
  for v_rival in
    select * from private.introductions i
    where i.item_type = 'intro_opportunity' and i.id = any (private.rivals_of(p_one))
      and i.status in ('open', 'dormant', 'paused') order by i.id
  loop
    perform private.end_introduction(v_rival, 'cancelled', 'cancelled', p_now);
  end loop;
end $$;
comment on function private.cancel_rivals(private.introductions, timestamptz) is
  'The prospect has been introduced: nobody else needs to.';
