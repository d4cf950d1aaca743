create or replace function private.mattering(p_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    select jsonb_build_object(
      'user', private.user_document(u), 'score', coalesce(p.value_score, 0),
      'status', case when p.expires_at <= p_now then 'expired' else p.status end,
      'last_text_at', (
        select private.moment(m.created_at) from messages m
        where m.user_id = u.id and m.direction = 'inbound' and m.purpose <> 'automatic'
        order by m.created_at desc limit 1))
    from user_priorities p join users u on u.id = p.user_id
    where p.id = p_id);
end $$;
comment on function private.mattering(uuid, timestamptz) is
  'Something that matters to a member, as it stands, and when they last wrote; null when there is none.';
