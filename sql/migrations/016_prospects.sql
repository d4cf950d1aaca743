-- Contacts that innovators upload: their batches, by what they are found when somebody joins, and
-- which of them may be a new member without being so for certain.
-- Before there are members and prospects in numbers: writers stand still for a moment only.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists prospect_batches (
  id uuid primary key default gen_random_uuid(),
  innovator_id uuid references users (id) not null,
  link_id uuid not null,
  source text not null check (source in ('linkedin', 'hubspot', 'salesforce', 'google', 'outlook', 'apollo', 'csv')),
  added integer not null check (added >= 0),
  known integer not null check (known >= 0),
  created_at timestamptz not null default now(),
  withdrawn_at timestamptz
);
create unique index if not exists idx_prospect_batches_link on prospect_batches (link_id);
create index if not exists idx_prospect_batches_innovator on prospect_batches (innovator_id, created_at desc);
comment on table prospect_batches is 'Uploads of contacts that were confirmed; a link makes one of them at most.';
comment on column prospect_batches.link_id is 'The upload link that this has used up.';
comment on column prospect_batches.known is 'Contacts of the file that the same person had uploaded before.';
comment on column prospect_batches.withdrawn_at is 'When its uploader took it back, and all that was in it.';

alter table prospects
  add column if not exists identity_key text,
  add column if not exists person_key text collate "C",
  add column if not exists company_key text collate "C",
  add column if not exists mail_domain text collate "C",
  add column if not exists withdrawn_at timestamptz;
create index if not exists idx_prospects_batch on prospects (upload_batch_id);
create index if not exists idx_prospects_person on prospects (person_key, company_key)
  where status in ('pending', 'contacted', 'review') and withdrawn_at is null;
create index if not exists idx_prospects_domain on prospects (mail_domain, person_key)
  where status in ('pending', 'contacted', 'review') and withdrawn_at is null;
comment on column prospects.identity_key is 'The first of identity_keys. Kept by trigger.';
comment on column prospects.person_key is 'First and last name as they are compared: private.person_key. Kept by trigger.';
comment on column prospects.company_key is 'The company as it is compared: private.company_key. Kept by trigger.';
comment on column prospects.mail_domain is 'The domain of the email, in letters. Kept by trigger.';
comment on column prospects.withdrawn_at is 'When its uploader took it back: it is found and shown no more.';

create table if not exists prospect_reviews (
  id uuid primary key default gen_random_uuid(),
  prospect_id uuid references prospects (id) on delete cascade not null,
  user_id uuid references users (id) not null,
  score integer not null check (score between 40 and 69),
  rule text not null check (rule in ('name and company', 'domain and first name')),
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  confirmed boolean,
  check ((decided_at is null) = (confirmed is null))
);
create unique index if not exists idx_prospect_reviews_pair on prospect_reviews (prospect_id, user_id);
create index if not exists idx_prospect_reviews_user on prospect_reviews (user_id);
create index if not exists idx_prospect_reviews_open on prospect_reviews (created_at) where decided_at is null;
comment on table prospect_reviews is 'Members who may be somebody''s prospect: a person decides.';
comment on column prospect_reviews.user_id is 'The member.';
comment on column prospect_reviews.rule is 'By what they were found: shared.network.prospects.matching.';

create table if not exists prospect_acquaintances (
  id uuid primary key default gen_random_uuid(),
  prospect_id uuid references prospects (id) on delete cascade not null,
  user_id uuid references users (id) not null,
  rule text not null check (rule in ('contact', 'colleague', 'company', 'former colleague')),
  score integer not null check (score between 40 and 100),
  source text check (source in ('linkedin', 'google', 'outlook', 'people_data_labs')),
  known_until date,
  created_at timestamptz not null default now(),
  decided_at timestamptz,
  confirmed boolean,
  settled_at timestamptz,
  opportunity_id uuid references intro_opportunities (id) on delete set null,
  check ((decided_at is null) = (confirmed is null))
);
create unique index if not exists idx_prospect_acquaintances_pair on prospect_acquaintances (prospect_id, user_id);
create index if not exists idx_prospect_acquaintances_user on prospect_acquaintances (user_id);
create index if not exists idx_prospect_acquaintances_opportunity on prospect_acquaintances (opportunity_id);
create index if not exists idx_prospect_acquaintances_open on prospect_acquaintances (created_at)
  where score < 70 and decided_at is null;
comment on table prospect_acquaintances is
  'Members who may know a prospect, and by what: from 70 on they are asked to introduce whoever uploaded them, below an operator decides first.';
comment on column prospect_acquaintances.user_id is 'The member.';
comment on column prospect_acquaintances.rule is 'By what they may know each other: shared.network.prospects.acquaintance.';
comment on column prospect_acquaintances.source is 'Of a contact, the kind of the member''s own upload; of what research found, its provider.';
comment on column prospect_acquaintances.known_until is 'When the prospect left the company at which the member is.';
comment on column prospect_acquaintances.settled_at is 'When the member was asked, or it was found that they are not to be.';
comment on column prospect_acquaintances.opportunity_id is 'What they were asked by; null: they were not to be asked.';
create index if not exists idx_users_mail_domain on users (split_part(lower(email), '@', 2) collate "C") where verified and email_verified;
create index if not exists idx_users_company on users (private.name_key(company)) where verified;
create index if not exists idx_prospects_unresearched on prospects (innovator_id, created_at desc)
  where last_researched_at is null and status in ('pending', 'contacted') and withdrawn_at is null;
create index if not exists idx_prospects_researched on prospects (innovator_id, last_researched_at)
  where last_researched_at is not null;
