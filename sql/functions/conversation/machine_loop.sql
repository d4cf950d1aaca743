create or replace function private.machine_loop(
  p_user_id uuid, p_conversation_id uuid, p_now timestamptz, out reason text, out cause text, out sure boolean)
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_replies integer;
  v_same integer;
  v_echoes integer;
  v_quick integer;
  v_lengths integer[];  -- of their latest texts, newest first
begin
  v_lengths := array(
    select length(lower(btrim(content)))
    from (select content, created_at from messages
          where conversation_id = p_conversation_id and direction = 'inbound' and purpose <> 'automatic'
          order by seq desc limit 11) texts
    where created_at > p_now - interval '1 hour');
  -- One sign takes four texts, another two that are not short: nearly always that is all.
  if cardinality(v_lengths) < 4 and coalesce(v_lengths[1] < 12 or v_lengths[2] < 12, true) then
    sure := false;
    return;
  end if;
  -- How many of their latest texts, without one between that is not, look like a machine's.
  with latest as (
    select row_number() over (order by seq desc) as n, lower(btrim(content)) as said,
           created_at - lag(created_at) over (order by seq) as gap
    from (select seq, content, created_at from messages
          where conversation_id = p_conversation_id and direction = 'inbound' and purpose <> 'automatic'
          order by seq desc limit 11) texts
    where created_at > p_now - interval '1 hour'),
  looks as (
    select n, said <> '' and said = first_value(said) over (order by n) as same,
           coalesce(gap <= interval '6 seconds', false) as quick,
           n <= 3 and exists (select from messages ours
                   where ours.conversation_id = p_conversation_id and ours.direction = 'outbound'
                     and ours.created_at > p_now - interval '1 hour' and length(said) >= 12
                     and (said = lower(btrim(ours.content))
                          or length(ours.content) >= 20 and strpos(said, lower(btrim(ours.content))) > 0)) as echo
    from latest)
  select coalesce(min(n) filter (where not same) - 1, count(*)),
         coalesce(min(n) filter (where not echo) - 1, count(*)),
         coalesce(min(n) filter (where not quick) - 1, count(*))
  into v_same, v_echoes, v_quick from looks;
  if v_quick >= 6 then
    -- Without "is not null": the index of all replies would be read whole on a new database.
    select count(distinct in_reply_to) into v_replies from messages
    where user_id = p_user_id and direction = 'outbound'
      and status <> 'cancelled' and created_at > p_now - interval '5 minutes';
  end if;
  reason := case
    when v_same >= 4 then 'the same text ' || least(v_same, 5) || ' times'
    when v_echoes >= 2 then 'our own words ' || least(v_echoes, 3) || ' times'
    when v_replies >= 7 and v_quick >= 6 then
      case when v_replies >= 10 and v_quick >= 9 then 'more than 10 replies within 5 minutes'
           else 'many replies to texts within seconds' end end;
  cause := case when v_same >= 4 then 'same_text' when v_echoes >= 2 then 'our_own_words'
           when reason is not null then 'quick_texts' end;
  sure := v_same >= 5 or v_echoes >= 3 or coalesce(v_replies, 0) >= 10 and v_quick >= 9;
end $$;
comment on function private.machine_loop(uuid, uuid, timestamptz) is
  'Why this looks like two machines talking to each other, null if it does not: equal texts, echoes of ours, or many replies to texts that come within seconds. cause is its kind; sure: long enough to stop answering.';
