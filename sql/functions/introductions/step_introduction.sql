create or replace function private.step_introduction(p_type text, p_id uuid, p_step text, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_one private.introductions := private.lock_introduction(p_type, p_id);
  v_stage constant text := private.introduction_stage(v_one.status);
begin
  if p_step = 'expire' and (
       v_stage in ('open', 'paused', 'to_confirm') and v_one.expires_at <= p_now
       or v_stage = 'agreed' and v_one.reported_by is null and v_one.asked_count >= 3
          and v_one.asked_at <= p_now - interval '7 days') then
    perform private.end_introduction(v_one, 'expired', 'expired', p_now);
    perform private.tell_end(v_one, null, p_now);
  elsif p_step = 'remind' and v_stage = 'to_confirm' and v_one.expires_at > p_now then
    perform private.ask_willing(v_one, p_now);
    perform private.check_introduction('intro_expiry_check', p_type, p_id, v_one.expires_at, p_now);
  elsif p_step = 'ask' and v_stage = 'agreed' and v_one.reported_by is null and v_one.asked_count < 3
        and v_one.beneficiary_id is not null and (v_one.asked_at is null or v_one.asked_at <= p_now - interval '7 days') then
    v_one.asked_at := p_now;
    v_one.asked_count := v_one.asked_count + 1;
    perform private.store_introduction(v_one, p_now);
    perform private.end_priority(p_type, p_id, 'actioned', null, p_now);
    perform private.ask_happened(v_one, v_one.beneficiary_id, p_now);
    perform private.check_introduction('intro_followup_check', p_type, p_id, p_now + interval '7 days', p_now);
  elsif p_step = 'complete' and v_stage = 'agreed' and v_one.reported_at <= p_now - interval '7 days' then
    perform private.complete_introduction(v_one, null, p_now);
  else
    raise exception '% % is %: it does not % now', p_type, p_id, v_one.status, p_step using errcode = 'YP002';
  end if;
end $$;
comment on function private.step_introduction(text, uuid, text, timestamptz) is
  'What time brings: expire, remind the volunteer, ask whoever benefits whether it happened, complete what nobody objected to for 7 days. YP002: it is not due, or not so any more.';

create or replace function private.introduction_state(p_type text, p_id uuid)
returns jsonb
language sql stable
set search_path = pg_catalog, public
as $$
  select jsonb_build_object(
    'item_type', i.item_type, 'status', i.status, 'reported_at', private.moment(i.reported_at),
    'asked_at', private.moment(i.asked_at), 'asked_count', i.asked_count, 'updated_at', private.moment(i.updated_at),
    'expires_at', private.moment(i.expires_at))
  from private.introductions i where i.item_type = p_type and i.id = p_id
$$;
comment on function private.introduction_state(text, uuid) is 'How far an introduction has come; null when there is none.';
