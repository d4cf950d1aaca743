-- Inlined into queries: no search_path of its own, parsed when it is defined.
create or replace function private.earned_by_answers(p_user users)
returns integer
language sql stable parallel safe
return case when p_user.questions_answered > 0 then 10 else 0 end + 5 * p_user.useful_of_last_five;
comment on function private.earned_by_answers(users) is
  'Points of an expert''s score: 10 for whoever has answered before, 5 for each of the last five answers worth 7.';

create or replace function private.keep_experts()
returns trigger
language plpgsql
set search_path = pg_catalog, public
as $$
begin
  delete from private.experts where user_id = new.id;
  if new.verified and new.opted_out_at is null then
    insert into private.experts (tag, user_id, earned, asked_at, paused_until)
    select distinct tag, new.id, private.earned_by_answers(new), new.last_asked_at, new.proactive_paused_until
    from unnest(new.expertise) tag where tag is not null;
  end if;
  return null;
end $$;
comment on function private.keep_experts() is 'Keeps the rows of a member in private.experts.';

create or replace trigger on_expert_added after insert on users
for each row when (new.verified and cardinality(new.expertise) > 0)
execute function private.keep_experts();

create or replace trigger on_expert_changed
after update of expertise, verified, opted_out_at, last_asked_at, questions_answered, useful_of_last_five,
  proactive_paused_until on users
for each row when (
  (cardinality(old.expertise) > 0 or cardinality(new.expertise) > 0)
  and (old.expertise, old.verified, old.opted_out_at, old.last_asked_at, old.questions_answered, old.useful_of_last_five,
       old.proactive_paused_until)
    is distinct from (new.expertise, new.verified, new.opted_out_at, new.last_asked_at, new.questions_answered,
       new.useful_of_last_five, new.proactive_paused_until))
execute function private.keep_experts();
