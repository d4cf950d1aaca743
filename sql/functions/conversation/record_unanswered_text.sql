create or replace function record_unanswered_text(
  p_message_sid text,
  p_kind text,
  p_channel text,
  p_sender text,
  p_known_as text[],
  p_body text,
  p_media jsonb default '[]',
  p_consent text default 'none',
  p_consent_source text default 'keyword',
  p_sent_at timestamptz default null,
  p_now timestamptz default now())
returns text
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_sent_at timestamptz := least(coalesce(p_sent_at, p_now), p_now);
  v_user users;
  v_change text;
begin
  delete from unanswered_texts where created_at < p_now - interval '90 days';
  select * into v_user from users where phone_number = any (p_known_as)
  order by array_position(p_known_as, phone_number::text) limit 1 for no key update;
  if exists (select from messages where twilio_message_sid = p_message_sid)
     or exists (select from events where source = 'twilio' and request_id = p_message_sid) then
    return 'duplicate';
  end if;
  -- Of somebody who was erased and had opted out nothing is kept again, unless they want it.
  if v_user.id is null and p_consent not in ('in_keyword', 'in_wording')
     and exists (select from unnest(p_known_as) known where private.is_suppressed(known)) then
    return 'silent';
  end if;
  insert into unanswered_texts (twilio_message_sid, kind, channel, sender, user_id, content, media, sent_at, created_at)
  values (p_message_sid, p_kind, p_channel, p_sender, v_user.id, p_body, p_media, v_sent_at, p_now)
  on conflict (twilio_message_sid) do nothing;
  if not found then
    return 'duplicate';
  end if;
  if v_user.id is null then
    -- Nobody yet, but whoever has the number has said what they want.
    if p_consent in ('out_keyword', 'out_wording') then
      perform private.suppress_number(known, p_now) from unnest(p_known_as) known;
    elsif p_consent in ('in_keyword', 'in_wording') then
      perform private.lift_suppression(known) from unnest(p_known_as) known;
    end if;
    return 'recorded';
  end if;
  -- A yes is an answer to somebody, and on this channel not to us.
  v_change := case
    when p_consent in ('out_keyword', 'out_wording') and v_user.opted_out_at is null then 'out'
    when p_consent in ('in_keyword', 'in_wording') and v_user.opted_out_at is not null then 'in'
  end;
  -- A text that arrives late must not undo what the person has said since.
  if v_change is not null
     and not exists (select from consent_events where user_id = v_user.id and created_at > v_sent_at) then
    perform private.change_consent(v_user.id, v_change, p_consent_source, p_body, null, p_now);
    return v_change;
  end if;
  return 'recorded';
end $$;
comment on function record_unanswered_text(text, text, text, text, text[], text, jsonb, text, text, timestamptz, timestamptz) is
  'Stores a text that nobody answers, once per SID and for 90 days, and obeys its opt-out or opt-in: of the person with one of the numbers p_known_as, or for the number itself. Outcomes: duplicate; silent (an erased person who had opted out); out or in (consent changed); recorded.';
