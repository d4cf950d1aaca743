create or replace function private.effect_speak_of_priority(
  p_user_id uuid, p_conversation_id uuid, p_agent_type text, p_effect jsonb, p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update user_priorities set status = 'presented', spoken_of_at = p_now, put_off_until = null
  where id = (p_effect ->> 'id')::uuid and user_id = p_user_id
    and status in ('active', 'presented', 'dormant') and (expires_at is null or expires_at > p_now);
  if not found then
    raise exception 'nothing is open as %', p_effect ->> 'id' using errcode = 'YP002';
  end if;
end $$;
comment on function private.effect_speak_of_priority(uuid, uuid, text, jsonb, timestamptz) is
  'They spoke of something that matters to them and left it open; what was dormant is presented again. YP002: it is not theirs, or is over.';
