create or replace function private.set_poke_secret(secret text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- As the functions refuse it at their start: what is blank or short lets everybody in, and a line
  -- break would end the header that carries it. Pokes carry one value, also while it is rotated.
  if secret is null or secret !~ '^[ -~]{8,}$' or secret <> btrim(secret) then
    raise exception 'the poke secret must be one line of at least 8 printable ASCII characters'
      using errcode = '22023', hint = 'Give the newer value of POKE_SECRET.';
  end if;
  insert into private.secrets as s (name, value) values ('poke_secret', set_poke_secret.secret)
  on conflict on constraint secrets_pkey do update set value = excluded.value;
end $$;
comment on function private.set_poke_secret(text) is 'The bearer token that pokes carry.';
