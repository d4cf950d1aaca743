create or replace function private.poke_state(p_now timestamptz default now())
returns jsonb
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_answers jsonb;
begin
  if to_regclass('net._http_response') is not null then
    -- Running into the poke's time limit is no failure: the function is at work then.
    execute $query$
      select jsonb_object_agg(answer, n) from (
        select coalesce(status_code::text, 'no answer') as answer, count(*) as n
        from net._http_response
        where created > $1 - interval '1 hour' and not coalesce(timed_out, false)
        group by 1) answers
    $query$ into v_answers using p_now;
  end if;
  return jsonb_build_object(
    'pg_net', to_regprocedure('net.http_post(text,jsonb,jsonb,jsonb,integer)') is not null,
    'endpoints', (select coalesce(jsonb_agg(name order by name), '[]') from private.function_endpoints),
    'secret', exists (select from private.secrets where name = 'poke_secret' and value <> ''),
    'failures', (
      select coalesce(jsonb_object_agg(name, n), '{}') from (
        select name, count(*) as n
        from (select * from private.poke_failures order by id desc limit 1000) latest
        where created_at > p_now - interval '1 hour' group by name) failures),
    'answers', coalesce(v_answers, '{}'));
end $$;
comment on function private.poke_state(timestamptz) is
  'Whether pokes are set up, and how they fared in the last hour. Names and counts only, no secret, no address.';
