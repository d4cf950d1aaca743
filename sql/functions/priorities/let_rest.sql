create or replace function private.let_rest(p_users uuid[], p_now timestamptz)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  update user_priorities set status = 'dormant'
  where user_id = any (p_users) and status = 'presented' and presentation_count >= 2
    and last_presented_at <= p_now - interval '7 days'
    and (spoken_of_at is null or spoken_of_at < last_presented_at)
    and (put_off_until is null or put_off_until < last_presented_at);
end $$;
comment on function private.let_rest(uuid[], timestamptz) is
  'What these people were shown a second time 7 days ago and said nothing to is dormant: open, and brought up no more.';
