create or replace function guard_event()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  if tg_op = 'DELETE' then
    if private.may_pass_guard('retention') then
      return old;
    end if;
    raise exception 'events are append-only: event % cannot be deleted', old.id using errcode = 'YP006';
  end if;
  if (old.id, old.event_type, old.aggregate_id, old.aggregate_type,
      old.version, old.created_at, old.created_by, old.source, old.request_id, old.event_version,
      old.occurred_at, old.seq, old.lane)
     is distinct from
     (new.id, new.event_type, new.aggregate_id, new.aggregate_type,
      new.version, new.created_at, new.created_by, new.source, new.request_id, new.event_version,
      new.occurred_at, new.seq, new.lane)
     or ((old.payload, old.metadata) is distinct from (new.payload, new.metadata)
         and not (private.is_tombstone(new.payload) and coalesce(new.metadata, old.metadata) is not distinct from old.metadata
                  and private.may_pass_guard('erasure'))) then
    raise exception 'events are append-only: only processing columns of event % may change', old.id
      using errcode = 'YP006';
  end if;
  if new.processed and not old.processed then
    new.processed_at := coalesce(new.processed_at, now());
    new.lease_token := null;
    new.leased_until := null;
  end if;
  return new;
end $$;
comment on function guard_event() is 'Facts never change, except by retention and erasure; processing state may.';

create or replace trigger on_event_changed before update or delete on events
for each row execute function guard_event();
create or replace trigger on_events_emptied before truncate on events
for each statement execute function guard_append_only();
