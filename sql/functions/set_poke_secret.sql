create or replace function private.set_poke_secret(secret text)
returns void
language sql
set search_path = ''
as $$
  insert into private.secrets as s (name, value) values ('poke_secret', set_poke_secret.secret)
  on conflict on constraint secrets_pkey do update set value = excluded.value
$$;
comment on function private.set_poke_secret(text) is 'The bearer token that pokes carry.';
