create or replace function private.need_lexemes(p_text text)
returns text[]
language sql immutable
set search_path = pg_catalog
as $$
  select coalesce(array_agg(word order by word), '{}')
  from unnest(tsvector_to_array(to_tsvector('english', p_text))) word
  where length(word) > 1 and word <> all (private.filler_lexemes()) and word <> all (
    '{tool,softwar,vendor,solut,platform,app,applic,provid,servic,system,product,packag,option,compar,research,
      altern,cheap,cheaper,afford,best,small,busi,team,us,one,also,must,support,handl,make,let,run,someth,save,
      would,could,pleas,want,suit,thing,stuff,onlin,simpl,easi,easili,decent,reliabl,reput,right,better,new,start,start-up,up}')
$$;
comment on function private.need_lexemes(text) is 'What of a need can find a solution: its telling words, stemmed.';

create or replace function private.any_of(p_lexemes text[])
returns tsquery
language sql immutable
set search_path = pg_catalog
as $$
  select string_agg(quote_literal(word), ' | ')::tsquery from unnest(p_lexemes) word
$$;
comment on function private.any_of(text[]) is 'A search for any of these lexemes; null for none.';

create or replace function private.named_as(p_words tsvector, p_query tsquery)
returns numeric
language sql immutable
set search_path = pg_catalog
as $$
  select case when ts_filter(p_words, '{a}') @@ p_query then 1 when ts_filter(p_words, '{b}') @@ p_query then 0.6
              when p_words @@ p_query then 0.4 else 0 end
$$;
comment on function private.named_as(tsvector, tsquery) is
  'How strongly a listing names something: 1 by its title or categories, less by its description, least by whom it is for.';

create or replace function private.match_innovators(p_user_id uuid, p_text text, p_tags text[])
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
set plan_cache_mode = force_custom_plan
as $$
declare
  v_lexemes text[] := private.need_lexemes(p_text);
  v_said tsquery := private.any_of(v_lexemes);
  v_subjects tsquery[];  -- one for each tag: whatever people say for it
  v_any tsquery;
begin
  select array_agg(subject) into v_subjects from (
    select (select string_agg('(' || phraseto_tsquery('english', term)::text || ')', ' | ')::tsquery
            from (select s.term from expertise_synonyms s where s.tag = t.tag
                  union select replace(t.tag, '-', ' ') union select t.label) terms
            where numnode(phraseto_tsquery('english', term)) > 0) as subject
    from unnest(p_tags[1:4]) asked join expertise_tags t on t.tag = asked) found
  where subject is not null;
  select string_agg('(' || query::text || ')', ' | ')::tsquery into v_any from unnest(v_subjects || v_said) query where query is not null;
  if v_any is null then
    return '[]';
  end if;
  return (
    select coalesce(jsonb_agg(jsonb_build_object(
      'user_id', m.user_id, 'company', m.company_name, 'about', m.solution_description, 'fit', round(m.fit, 2))
      order by m.fit desc, m.created_at, m.id), '[]')
    from (select n.* from (
      select i.user_id, i.company_name, i.solution_description, i.created_at, i.id,
             -- ts_rank gives a lexeme that stands once in the title 6 / pi^2 of what it could have at most.
             case when v_subjects is null then said.fit
                  else (said.fit + (select avg(private.named_as(w.words, subject)) from unnest(v_subjects) subject)) / 2
             end as fit
      from innovators i
      join users u on u.id = i.user_id and u.verified and u.erased_at is null
      cross join lateral (
        select private.listing_words(i.company_name, i.categories, i.solution_description, i.target_customer_profile)
          as words offset 0) w
      cross join lateral (
        select coalesce(least(1, ts_rank('{0.1,0.4,0.6,1}', w.words, v_said)::numeric * 1.645), 0) as fit) said
      where i.active and i.user_id <> p_user_id
        and private.listing_words(i.company_name, i.categories, i.solution_description, i.target_customer_profile) @@ v_any
      order by fit desc, i.created_at, i.id limit 25) n
      -- Looked at one by one, best first: as many more as may fall away.
      where n.fit >= 0.25 and not private.is_blocked(p_user_id, n.user_id, array[n.company_name])
      order by n.fit desc, n.created_at, n.id limit 5) m);
end $$;
comment on function private.match_innovators(uuid, text, text[]) is
  'Active innovators whose listing fits a need, best first, five at most: user_id, company, about, fit from 0 to 1. Their own listing, and whom they never want to meet, are left out. Fit is the mean of the full-text rank of what was said and of how strongly the listing names the subjects; below 0.25 it is no option.';
