create or replace function private.prospect_matches(p_user_id uuid, p_linkedin_url text, p_by_domain boolean)
returns table (prospect_id uuid, score integer, rule text)
language plpgsql stable
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  v_user users;
  v_keys text[];
  v_person text collate "C";
  v_company text collate "C";
  v_domain text collate "C";
  v_first text collate "C";
begin
  select * into v_user from users where id = p_user_id and verified and erased_at is null;
  if not found then
    return;
  end if;
  v_keys := private.identity_keys(v_user.email, v_user.phone_number, p_linkedin_url);
  v_person := private.person_key(v_user.first_name, v_user.last_name, null);
  v_company := private.company_key(v_user.company);
  v_domain := case when p_by_domain then private.mail_domain(private.identity_keys(v_user.email, null, null)) end;
  -- Up to three letters; a shorter first name counts with its end.
  v_first := left((private.compared_words(v_user.first_name))[1] || ' ', 3);
  return query
  with found as (
    -- Each of these is answered by an index of its own; together they would scan the table.
    select p.id, p.innovator_id, case
        when lower(btrim(p.email)) = lower(v_user.email) or p.identity_keys && array_remove(v_keys, 'mail:' || private.mail_key(v_user.email))
        then 100 else 80 end as score,
      case when lower(btrim(p.email)) = lower(v_user.email) then 'email'
           when p.identity_keys && array_remove(v_keys, 'mail:' || private.mail_key(v_user.email)) then 'phone or LinkedIn'
           else 'mailbox' end as rule
    from prospects p
    where p.identity_keys && v_keys and p.status in ('pending', 'contacted', 'review') and p.withdrawn_at is null
    union all
    select p.id, p.innovator_id, 70, 'name and domain' from prospects p
    where p.mail_domain = v_domain and p.person_key = v_person and p.status in ('pending', 'contacted', 'review') and p.withdrawn_at is null
    union all
    select p.id, p.innovator_id, 60, 'name and company' from prospects p
    where p.person_key = v_person and p.company_key = v_company and p.status in ('pending', 'contacted', 'review') and p.withdrawn_at is null
    union all
    select p.id, p.innovator_id, 40, 'domain and first name' from prospects p
    where p.mail_domain = v_domain and p.person_key >= v_first and p.person_key < v_first || chr(1114111)
      and p.status in ('pending', 'contacted', 'review') and p.withdrawn_at is null)
  select distinct on (f.id) f.id, f.score, f.rule from found f
  -- Whoever lists themselves has listed nobody.
  where f.innovator_id is distinct from p_user_id
  order by f.id, f.score desc;
end $$;
comment on function private.prospect_matches(uuid, text, boolean) is
  'Prospects that a member may be, by the best rule for each: 100 the same email, phone or LinkedIn page, 80 the same mailbox, 70 name and email domain, 60 name and company, 40 domain and the first three letters of the first name. p_by_domain: false where the domain gives addresses to anybody. p_linkedin_url: the member''s, normalised.';
