create or replace function private.poke(p_name text, p_body jsonb)
returns void
language plpgsql security definer
set search_path = ''
set lock_timeout = '100ms'
as $$
declare
  v_url text;
  v_secret text;
begin
  select url into v_url from private.function_endpoints where name = p_name;
  if v_url is null or to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') is null then
    return;
  end if;
  select value into v_secret from private.secrets where name = 'poke_secret';
  -- One second: pg_net holds all later requests back until the slowest of a batch has answered.
  perform net.http_post(
    url := v_url,
    body := p_body,
    params := '{}'::jsonb,
    headers := jsonb_build_object('Content-Type', 'application/json',
                                  'Authorization', 'Bearer ' || coalesce(v_secret, '')),
    timeout_milliseconds := 1000);
exception when others then
  raise warning 'poke of % failed: %; the sweep will do it', p_name, sqlerrm;
  begin
    insert into private.poke_failures (name, error) values (p_name, left(sqlerrm, 500));
  exception when others then
    raise warning 'poke failure of % not counted: %', p_name, sqlerrm;
  end;
end $$;
comment on function private.poke(text, jsonb) is
  'Pokes a function by pg_net: a hint, with ids only. Never fails the statement that caused it.';
