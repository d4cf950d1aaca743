create or replace function private.twin_users_of(p_user_id uuid)
returns setof text
language sql stable
set search_path = pg_catalog, public
as $$
  select p_user_id::text
  union
  select a.id from twin_analytics.users a
  where private.mail_key(a.email) = (select private.mail_key(u.email) from users u where u.id = p_user_id)
$$;
comment on function private.twin_users_of(uuid) is
  'Under which ids twin analytics know a person: their own, and whoever has their mailbox in another system.';

create or replace function private.erase_twin_analytics(p_user_id uuid, p_pattern text)
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_ids text[] := array(select private.twin_users_of(p_user_id));
begin
  delete from private.twin_sources where user_id = p_user_id;
  delete from twin_analytics.sessions where user_id = any (v_ids);
  delete from twin_analytics.twins where user_id = any (v_ids);
  delete from twin_analytics.users where id = any (v_ids);
  -- In what others said, looked up or had written; a text goes as a whole.
  update twin_analytics.sessions
  set title = case when title ~* p_pattern then '[erased]' else title end,
      topic = case when topic ~* p_pattern then '[erased]' else topic end
  where concat_ws(' ', title, topic) ~* p_pattern;
  update twin_analytics.twins
  set name = case when name ~* p_pattern then '[erased]' else name end,
      description = case when description ~* p_pattern then '[erased]' else description end
  where concat_ws(' ', name, description) ~* p_pattern;
  update twin_analytics.messages set content = '[erased]' where content ~* p_pattern;
  update twin_analytics.queries set query_text = '[erased]' where query_text ~* p_pattern;
  update twin_analytics.documents
  set content = case when content ~* p_pattern then '[erased]' else content end,
      title = case when title ~* p_pattern then '[erased]' else title end
  where concat_ws(' ', title, content) ~* p_pattern;
  perform private.refresh_twin_totals();
end $$;
comment on function private.erase_twin_analytics(uuid, text) is
  'The person in the analytics of twins, by their id and by their mailbox: what is theirs goes, and so do the conversations of others with their twins; numbers are right at once.';
