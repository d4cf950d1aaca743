-- Without SET the planner puts it into the query that calls it, which goes along the claims' index;
-- names are looked up once, here, as its body is BEGIN ATOMIC.
create or replace function private.messages_due(p_by timestamptz, p_most bigint)
returns table (id uuid, kind text, since timestamptz)
language sql stable
begin atomic
  select id, status, available_at from messages
  where status in ('queued_for_send', 'sending', 'unconfirmed')
    and available_at <= coalesce(p_by, now())
  order by available_at, seq limit p_most;
end;
comment on function private.messages_due(timestamptz, bigint) is
  'Texts to be sent, or sent with an outcome that nobody knows yet: due by p_by (null: now), oldest first. A lease that has run out is due again.';
