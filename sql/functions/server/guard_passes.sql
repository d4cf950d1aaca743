-- How retention and erasure get past the guards of the append-only logs: the function enters its
-- transaction here and takes it out again before it returns. Nobody but the owner may write the table.
create or replace function private.open_guard(p_purpose text)
returns void
language sql
set search_path = ''
as $$
  insert into private.guard_passes (xid, purpose) values (pg_current_xact_id(), p_purpose)
$$;
comment on function private.open_guard(text) is 'From here on this transaction may do p_purpose: retention (delete) or erasure (a tombstone for a payload).';

create or replace function private.close_guard()
returns void
language sql
set search_path = ''
as $$
  delete from private.guard_passes where xid = pg_current_xact_id()
$$;
comment on function private.close_guard() is 'The logs are append-only again.';

create or replace function private.may_pass_guard(p_purpose text)
returns boolean
language sql stable security definer
set search_path = ''
as $$
  select exists (select from private.guard_passes
                 where xid = pg_current_xact_id_if_assigned() and purpose = p_purpose)
$$;
comment on function private.may_pass_guard(text) is 'Whether a guarded function is at this very work now.';

create or replace function private.tombstone(p_now timestamptz)
returns jsonb
language sql stable
set search_path = ''
return pg_catalog.jsonb_build_object('erased', true, 'erased_at', p_now);
comment on function private.tombstone(timestamptz) is 'What stands in for a payload that was erased.';

create or replace function private.check_retention_age(p_age interval)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if p_age is null or p_age < interval '30 days' then
    raise exception 'retention takes nothing younger than 30 days, not even %', p_age using errcode = 'YP004';
  end if;
end $$;
comment on function private.check_retention_age(interval) is 'A mistaken age must not empty a log.';
