create or replace function private.set_function_endpoint(name text, url text)
returns void
language sql
set search_path = ''
as $$
  insert into private.function_endpoints as f (name, url)
  values (set_function_endpoint.name, set_function_endpoint.url)
  on conflict on constraint function_endpoints_pkey do update set url = excluded.url
$$;
comment on function private.set_function_endpoint(text, text) is
  'Tells the triggers where a function listens. Nothing set: only the sweep delivers.';
