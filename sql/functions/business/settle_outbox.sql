create or replace function settle_outbox(p_seqs bigint[])
returns integer
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_count integer;
begin
  -- A crash may forget that they are gone: then they are published once more.
  perform set_config('synchronous_commit', 'off', true);
  -- No lease is asked for: that the transport has them is true whoever brought them.
  delete from private.outbox where seq = any (p_seqs);
  get diagnostics v_count = row_count;
  return v_count;
end $$;
comment on function settle_outbox(bigint[]) is
  'Events that the transport has taken leave the outbox. Returns how many were still there.';
