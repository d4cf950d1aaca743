create or replace function private.notify_channel(p_channel text, p_ids jsonb)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Off by default: NOTIFY makes commits wait for each other.
  if exists (select from private.settings where name = 'notify' and value = 'on') then
    perform pg_notify(p_channel, p_ids::text);
  end if;
end $$;
comment on function private.notify_channel(text, jsonb) is
  'NOTIFY with ids only, where the setting notify is on.';
