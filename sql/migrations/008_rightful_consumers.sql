-- Who may take which twin event: an index for each of the two.
-- Its indexes are over what waits only: writers stand still for a moment, not for a rebuild.
-- squawk-ignore-file require-concurrent-index-creation, require-concurrent-index-deletion

set lock_timeout = '5s';
set statement_timeout = '60s';

-- With its body parsed at definition it needs no search_path, so that it is inlined: into indexes too.
create or replace function private.is_for_people(event_type text) returns boolean
language sql immutable parallel safe
return event_type in ('suggestion', 'alert', 'request');
comment on function private.is_for_people(text) is
  'Whether the system tells a role''s people of a twin event of this type; all other types are for the role''s twins.';

drop index if exists idx_twin_events_claim;
create index if not exists idx_twin_events_claim
  on twin_events (private.priority_rank(priority), created_at, seq)
  where processed = false and closed is null and private.is_for_people(event_type);
drop index if exists idx_twin_events_claim_role;
create index if not exists idx_twin_events_claim_role
  on twin_events (org_id, target_role, private.priority_rank(priority), created_at, seq)
  where processed = false and closed is null and not private.is_for_people(event_type);
