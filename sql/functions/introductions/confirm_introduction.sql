create or replace function private.confirm_introduction(p_user_id uuid, p_id uuid, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction('intro_offer', p_id);
begin
  if p_user_id is distinct from v_one.maker_id then
    raise exception 'intro_offer % is not of user %', p_id, p_user_id using errcode = 'YP002';
  end if;
  perform private.guard_introduction(v_one, '{to_confirm}', p_now);
  v_one.status := 'confirmed';
  perform private.store_introduction(v_one, p_now);
  perform private.end_priority('intro_offer', p_id, 'actioned', null, p_now);
  perform private.stop_checks(v_one, p_now);
  perform private.introduce(v_one, p_now);
  perform private.publish_introduction(v_one, 'confirmed', p_now);
end $$;
comment on function private.confirm_introduction(uuid, uuid, timestamptz) is
  'The volunteer says that the third person is willing: contacts are exchanged. YP002: not theirs, not accepted yet, or over.';

create or replace function private.ask_willing(p_one private.introductions, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_who constant text := (select private.named(c ->> 'name', c ->> 'work') from private.beneficiary_of(p_one) c);
begin
  perform private.put_priority(p_one.maker_id, 'intro_offer', p_one.id, 80, jsonb_build_object(
    'summary', format('%s would like your introduction to %s', v_who, private.third_of(p_one, true)),
    'primary_name', v_who, 'secondary_name', p_one.third_name, 'context', p_one.reason), p_one.expires_at, p_now);
  perform private.tell_introduction(p_one.maker_id, 'willing', p_one,
    jsonb_build_object('name', v_who, 'third', private.third_of(p_one, true)), p_now);
end $$;
comment on function private.ask_willing(private.introductions, timestamptz) is
  'The volunteer is asked whether the third person is willing.';
