-- A moment that no calendar has cannot be published, shown or worked out: it never gets in.

set lock_timeout = '5s';
set statement_timeout = '60s';

-- Nothing that event_ingest has ever taken lies outside; one look at each row is a second a million.
-- squawk-ignore ban-drop-constraint
alter table system_events drop constraint if exists system_events_occurred_at_check;
-- squawk-ignore constraint-missing-not-valid
alter table system_events add constraint system_events_occurred_at_check
  check (occurred_at > '0001-12-30T00:00:00Z' and occurred_at < '9999-01-03T00:00:00Z');
comment on constraint system_events_occurred_at_check on system_events is
  'The years 2 to 9998 with any offset: what ISO 8601 and every reader''s calendar have.';
