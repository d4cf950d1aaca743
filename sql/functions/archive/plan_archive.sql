create or replace function plan_archive(p_kind text, p_limit integer, p_now timestamptz default now())
returns uuid
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ids jsonb := private.archive_choice(p_kind, p_limit, p_now);
  v_id uuid := gen_random_uuid();
begin
  if v_ids is null then
    return null;
  end if;
  insert into private.archive_manifest (id, kind, object_name, ids, row_counts, user_ids, from_at, to_at, planned_at)
  select v_id, p_kind,
    p_kind || '/' || to_char(private.moment(min(l.at)) at time zone 'UTC', 'YYYY/MM/DD') || '/' || v_id || '.jsonl.gz',
    v_ids,
    (select jsonb_object_agg(t.key, jsonb_array_length(t.value)) from jsonb_each(v_ids) t),
    private.archive_users(array_agg(l.line)), private.moment(min(l.at)), private.moment(max(l.at)), p_now
  from private.archive_lines(v_ids) l;
  return v_id;
end $$;
comment on function plan_archive(text, integer, timestamptz) is
  'Notes the next batch of a kind in the manifest before anything is written anywhere; null when nothing has reached its age.';
