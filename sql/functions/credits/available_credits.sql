create or replace function private.available_credits(p_user uuid)
returns integer
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    select coalesce(sum(amount) filter (where processed or amount < 0), 0)::integer
    from credit_events where user_id = p_user);
end $$;
comment on function private.available_credits(uuid) is
  'What a person may still spend: the balance minus their open reservations. Below zero only after a purchase was taken back.';
