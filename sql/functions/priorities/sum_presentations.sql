create or replace function private.sum_presentations()
returns void
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  -- One row each, in the order of their ids: whoever changes one of them waits for a moment.
  update intro_opportunities o set presentation_count = s.shown, last_presented_at = s.last
  from (select item_id, sum(presentation_count) as shown, max(last_presented_at) as last
        from user_priorities where item_type = 'intro_opportunity' and presentation_count > 0 group by item_id) s
  where o.id = s.item_id and (o.presentation_count, o.last_presented_at) is distinct from (s.shown::integer, s.last);
  update connection_requests r set presentation_count = s.shown, last_presented_at = s.last
  from (select item_id, sum(presentation_count) as shown, max(last_presented_at) as last
        from user_priorities where item_type = 'connection_request' and presentation_count > 0 group by item_id) s
  where r.id = s.item_id and (r.presentation_count, r.last_presented_at) is distinct from (s.shown::integer, s.last);
  update community_requests q set presentation_count = s.shown, last_presented_at = s.last
  from (select item_id, sum(presentation_count) as shown, max(last_presented_at) as last
        from user_priorities where item_type = 'community_request' and presentation_count > 0 group by item_id) s
  where q.id = s.item_id and (q.presentation_count, q.last_presented_at) is distinct from (s.shown::integer, s.last);
end $$;
comment on function private.sum_presentations() is
  'The presentation columns of rows that several people share are sums over their priorities, for reports only.';
