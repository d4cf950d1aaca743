create or replace function private.backoff(p_attempts integer)
returns interval
language sql volatile
set search_path = ''
as $$
  -- 4 s, 8 s, 16 s ... at most 10 minutes, each between half and the whole of it.
  select least(interval '2 seconds' * power(2, least(p_attempts, 12)), interval '10 minutes')
         * (0.5 + random() / 2)
$$;
comment on function private.backoff(integer) is
  'How long a failed row waits after so many attempts: exponential, with jitter.';
