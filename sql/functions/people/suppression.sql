-- Numbers of erased people who had opted out. A plain hash of a phone number can be guessed in
-- minutes, there being so few numbers; under a key that never leaves the database it cannot.
create or replace function private.hmac_sha256(p_key bytea, p_message bytea)
returns bytea
language plpgsql immutable
set search_path = pg_catalog
as $$
declare
  v_inner bytea := decode(repeat('36', 64), 'hex');
  v_outer bytea := decode(repeat('5c', 64), 'hex');
begin
  for i in 0 .. length(p_key) - 1 loop
    v_inner := set_byte(v_inner, i, get_byte(v_inner, i) # get_byte(p_key, i));
    v_outer := set_byte(v_outer, i, get_byte(v_outer, i) # get_byte(p_key, i));
  end loop;
  return sha256(v_outer || sha256(v_inner || p_message));
end $$;
comment on function private.hmac_sha256(bytea, bytea) is 'RFC 2104 over SHA-256, for keys of at most 64 bytes.';

create or replace function private.number_hash(p_phone_number text)
returns bytea
language sql stable security definer
set search_path = ''
as $$
  select private.hmac_sha256(pg_catalog.decode(value, 'hex'), pg_catalog.convert_to(p_phone_number, 'UTF8'))
  from private.secrets where name = 'suppression_key'
$$;
comment on function private.number_hash(text) is 'The number under this deployment''s key; null while nothing was ever suppressed.';

create or replace function private.suppress_number(p_phone_number text, p_now timestamptz)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.secrets (name, value)
  values ('suppression_key', pg_catalog.replace(
    pg_catalog.concat(pg_catalog.gen_random_uuid(), pg_catalog.gen_random_uuid()), '-', ''))
  on conflict do nothing;
  insert into private.suppressed_numbers (number_hash, created_at)
  values (private.number_hash(p_phone_number), p_now) on conflict do nothing;
end $$;
comment on function private.suppress_number(text, timestamptz) is 'From now on the number is never texted, though nobody can tell from what is stored which it is.';

create or replace function private.is_suppressed(p_phone_number text)
returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Nearly always nothing is suppressed, and then nothing is summed up either.
  return exists (select from private.suppressed_numbers)
     and exists (select from private.suppressed_numbers where number_hash = private.number_hash(p_phone_number));
end $$;
comment on function private.is_suppressed(text) is 'Whether an erased person with this number had opted out.';

create or replace function private.lift_suppression(p_phone_number text)
returns void
language sql security definer
set search_path = ''
as $$
  delete from private.suppressed_numbers where number_hash = private.number_hash(p_phone_number)
$$;
comment on function private.lift_suppression(text) is 'Whoever has the number now wants to be texted.';
