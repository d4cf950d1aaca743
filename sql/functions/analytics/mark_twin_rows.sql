-- Appends what a statement has touched. Rows with marks of the same moment may be there many times:
-- a unique mark with ON CONFLICT would wait for, and then lose, one of two writers.
create or replace function private.mark_twin_rows()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  if tg_op <> 'INSERT' then
    case tg_table_name
      when 'messages' then
        insert into private.twin_marks (bucket) select distinct private.twin_bucket(created_at) from old_rows;
      when 'twins' then
        insert into private.twin_marks (bucket) select distinct private.twin_bucket(created_at) from old_rows;
      when 'sessions' then
        insert into private.twin_marks (bucket, user_id) select distinct private.twin_bucket(started_at), user_id from old_rows;
      else  -- of documents and queries; a session that is gone has marked them before it went
        insert into private.twin_marks (bucket, user_id)
        select distinct private.twin_bucket(x.at), s.user_id
        from old_rows o left join twin_analytics.sessions s on s.id = o.session_id
        cross join lateral (values (o.created_at), (s.started_at)) x (at) where x.at is not null;
    end case;
  end if;
  if tg_op <> 'DELETE' then
    case tg_table_name
      when 'messages' then
        insert into private.twin_marks (bucket) select distinct private.twin_bucket(created_at) from new_rows;
      when 'twins' then
        insert into private.twin_marks (bucket) select distinct private.twin_bucket(created_at) from new_rows;
      when 'sessions' then
        insert into private.twin_marks (bucket, user_id) select distinct private.twin_bucket(started_at), user_id from new_rows;
      else
        insert into private.twin_marks (bucket, user_id)
        select distinct private.twin_bucket(x.at), s.user_id
        from new_rows o join twin_analytics.sessions s on s.id = o.session_id
        cross join lateral (values (o.created_at), (s.started_at)) x (at);
    end case;
  end if;
  return null;
end $$;
comment on function private.mark_twin_rows() is 'Marks the 15 minutes and the people''s days that a statement has touched.';

do $$
declare
  v_table text;
begin
  foreach v_table in array array['twins', 'sessions', 'messages', 'documents', 'queries'] loop
    execute format('create or replace trigger on_%1$s_inserted after insert on twin_analytics.%1$I
      referencing new table as new_rows for each statement execute function private.mark_twin_rows()', v_table);
    execute format('create or replace trigger on_%1$s_updated after update on twin_analytics.%1$I
      referencing old table as old_rows new table as new_rows for each statement execute function private.mark_twin_rows()', v_table);
    execute format('create or replace trigger on_%1$s_deleted after delete on twin_analytics.%1$I
      referencing old table as old_rows for each statement execute function private.mark_twin_rows()', v_table);
  end loop;
end $$;

create or replace function private.mark_session_contents()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_row twin_analytics.sessions;
begin
  foreach v_row in array case when tg_op = 'DELETE' then array[old] else array[old, new] end loop
    insert into private.twin_marks (bucket, user_id)
    select distinct private.twin_bucket(x.created_at), v_row.user_id
    from (select d.created_at from twin_analytics.documents d where d.session_id in (old.id, v_row.id)
          union all select q.created_at from twin_analytics.queries q where q.session_id in (old.id, v_row.id)) x;
  end loop;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
comment on function private.mark_session_contents() is
  'Before a session goes, or becomes another person''s: marks whose documents and queries they were.';
create or replace trigger on_session_going before delete or update of id, user_id on twin_analytics.sessions
  for each row execute function private.mark_session_contents();

create or replace function private.mark_all_twin_rows()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.twin_marks (bucket, user_id)
  select bucket, null from private.twin_totals
  union all
  select private.twin_bucket(private.day_begins(d.day, r.zone)), d.user_id
  from private.twin_user_days d cross join private.twin_reporting r;
  return null;
end $$;
comment on function private.mark_all_twin_rows() is 'After TRUNCATE: marks all that was ever counted.';
do $$
declare
  v_table text;
begin
  foreach v_table in array array['twins', 'sessions', 'messages', 'documents', 'queries'] loop
    execute format('create or replace trigger on_%1$s_truncated after truncate on twin_analytics.%1$I
      for each statement execute function private.mark_all_twin_rows()', v_table);
  end loop;
end $$;
