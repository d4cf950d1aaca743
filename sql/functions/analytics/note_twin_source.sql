create or replace function private.note_twin_source()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.twin_sources (user_id)
  select distinct x.id from (values ((to_jsonb(new) ->> tg_argv[0])::uuid),
    (case when tg_op = 'UPDATE' then (to_jsonb(old) ->> tg_argv[0])::uuid end)) x (id) where x.id is not null;
  return null;
end $$;
comment on function private.note_twin_source() is 'Marks a member of whom something has changed that is projected into twin_analytics.';

create or replace function private.note_text()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  insert into private.twin_sources (user_id) values (new.user_id);
  return null;
end $$;
comment on function private.note_text() is 'The same of a text, of which there are many.';

create or replace trigger on_text_projected after insert on public.messages
  for each row execute function private.note_text();
create or replace trigger on_text_changed after update of content, created_at, conversation_id on public.messages
  for each row execute function private.note_text();
create or replace trigger on_text_cancelled after update of status on public.messages
  for each row when ((old.status = 'cancelled') <> (new.status = 'cancelled')) execute function private.note_text();
create or replace trigger on_member_projected after insert on public.users
  for each row when (new.verified) execute function private.note_twin_source('id');
create or replace trigger on_member_changed
  after update of email, first_name, last_name, company, verified, approved_at on public.users
  for each row execute function private.note_twin_source('id');
create or replace trigger on_question_projected
  after insert or update of question, requesting_user_id, responses_count on public.community_requests
  for each row execute function private.note_twin_source('requesting_user_id');
create or replace trigger on_research_projected
  after insert or update of request_description, perplexity_results, matched_innovators on public.solution_workflows
  for each row execute function private.note_twin_source('user_id');
create or replace trigger on_opportunity_projected
  after insert or update of connector_user_id, prospect_name, intro_email, intro_context on public.intro_opportunities
  for each row execute function private.note_twin_source('connector_user_id');
create or replace trigger on_offer_projected
  after insert or update of introducee_user_id, prospect_name, intro_email, prospect_context on public.intro_offers
  for each row execute function private.note_twin_source('introducee_user_id');
create or replace trigger on_connection_projected
  after insert or update of introducee_user_id, requestor_name, intro_email, intro_context on public.connection_requests
  for each row execute function private.note_twin_source('introducee_user_id');
