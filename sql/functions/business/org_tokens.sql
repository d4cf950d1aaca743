create or replace function private.issue_org_token(org_id uuid, label text)
returns text
language plpgsql
set search_path = ''
as $$
declare
  -- Two random UUIDs: 244 bits from the system's generator.
  v_token text := 'yp_' || replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '');
begin
  insert into private.org_tokens (org_id, label, token_hash)
  values (issue_org_token.org_id, issue_org_token.label, sha256(convert_to(v_token, 'UTF8')))
  on conflict do nothing;
  if not found then
    raise exception 'organisation % has a token labelled "%"; revoke it first or choose another label',
      issue_org_token.org_id, issue_org_token.label using errcode = 'YP004';
  end if;
  return v_token;
end $$;
comment on function private.issue_org_token(uuid, text) is
  'A bearer token for event_ingest: shown this once, kept as SHA-256. For the owner, not for the functions.';

create or replace function private.revoke_org_token(org_id uuid, label text)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update private.org_tokens t set revoked_at = now()
  where t.org_id = revoke_org_token.org_id and t.label = revoke_org_token.label and t.revoked_at is null;
  return found;
end $$;
comment on function private.revoke_org_token(uuid, text) is
  'Ends a token; false: there was none. A function that has just let it in may do so for ten more seconds.';

create or replace function private.org_of_token(p_token_hash bytea, p_now timestamptz default now())
returns uuid
language plpgsql security definer
set search_path = ''
as $$
declare
  v_found private.org_tokens;
begin
  select * into v_found from private.org_tokens t
  where t.token_hash = p_token_hash and t.revoked_at is null;
  if v_found.last_used_at is null or v_found.last_used_at < p_now - interval '1 hour' then
    update private.org_tokens t set last_used_at = p_now where t.token_hash = v_found.token_hash;
  end if;
  return v_found.org_id;
end $$;
comment on function private.org_of_token(bytea, timestamptz) is
  'Whose token has this SHA-256; null: nobody''s, or revoked. Notes its use, to the hour.';
