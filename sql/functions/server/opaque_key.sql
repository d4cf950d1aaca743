-- Others choose their keys freely: a mail's Message-ID names its sender and their laptop. Under a
-- key of this deployment, since a plain hash of something short can be guessed.
create or replace function private.opaque_key(p_key text)
returns text
language plpgsql security definer
set search_path = ''
as $$
declare
  v_secret text;
begin
  -- Nothing that a word could stand in: a UUID, a SID of Twilio's, or what this function made.
  if p_key is null or p_key = '' or p_key ~ ('^([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
                                             || '|[A-Z]{2}[0-9a-f]{32}|hmac:[0-9a-f]{64})$') then
    return p_key;
  end if;
  loop
    select value into v_secret from private.secrets where name = 'opaque_key';
    exit when found;
    insert into private.secrets (name, value)
    values ('opaque_key', pg_catalog.replace(
      pg_catalog.concat(pg_catalog.gen_random_uuid(), pg_catalog.gen_random_uuid()), '-', ''))
    on conflict do nothing;
  end loop;
  return 'hmac:' || pg_catalog.encode(
    private.hmac_sha256(pg_catalog.decode(v_secret, 'hex'), pg_catalog.convert_to(p_key, 'UTF8')), 'hex');
end $$;
comment on function private.opaque_key(text) is
  'An idempotency key as it is stored: the same for the same key, and no word of it; of a key that can hold none, itself.';
