create or replace function private.applied_migrations()
returns table (name text, checksum text, applied_at timestamptz)
language sql stable security definer
set search_path = ''
as $$
  select m.name, m.checksum, m.applied_at from private.schema_migrations m order by m.name
$$;
comment on function private.applied_migrations() is
  'What the project''s runner has applied, for who may not read the table; plain psql leaves it empty.';
