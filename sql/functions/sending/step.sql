create or replace function private.step(p_step text, p_at timestamptz, p_detail jsonb default '{}')
returns jsonb
language sql stable parallel safe
-- Parsed when it is made and without settings, so that it is inlined where it is called.
return jsonb_build_array(jsonb_build_object('step', p_step, 'at', p_at) || jsonb_strip_nulls(p_detail));
comment on function private.step(text, timestamptz, jsonb) is
  'One entry to append to a trace: what happened, when, and why.';
