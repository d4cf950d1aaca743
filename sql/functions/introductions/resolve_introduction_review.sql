create or replace function private.resolve_introduction_review(
  p_id uuid, p_verdict text, p_now timestamptz default now())
returns boolean
language plpgsql
set search_path = pg_catalog, public
as $$
declare
  v_review introduction_reviews;
  v_one private.introductions;
begin
  select * into v_review from introduction_reviews where id = p_id;
  if not found then
    raise exception 'there is no review %', p_id using errcode = 'YP004';
  elsif p_verdict not in ('happened', 'not_happened', 'left') or p_verdict is null then
    raise exception 'a verdict is happened, not_happened or left, not %', p_verdict using errcode = 'YP004';
  end if;
  -- People before rows, as everywhere; then whether somebody else has decided it meanwhile.
  v_one := private.lock_introduction(v_review.item_type, v_review.item_id);
  update introduction_reviews set resolved_at = p_now where id = p_id and resolved_at is null;
  if not found then
    return false;
  end if;
  if p_verdict = 'left' then
    return true;
  end if;
  perform private.guard_introduction(v_one, '{agreed}', p_now);
  if p_verdict = 'happened' then
    perform private.complete_introduction(v_one, null, p_now);
  else
    perform private.end_introduction(v_one, 'expired', 'expired', p_now);
    perform private.tell_end(v_one, null, p_now);
  end if;
  return true;
end $$;
comment on function private.resolve_introduction_review(uuid, text, timestamptz) is
  'A person decides whether a disputed introduction happened (it is paid), did not (what was set aside is released), or is left as it is. False: it was decided before. YP002: the introduction is over, so only left may be said. YP004: there is no such review.';
