-- Introductions: whom members wish to meet or to introduce by name, whom they never want to meet, and
-- what is for an operator to look at.
-- Small tables still: writers stand still for a moment.
-- squawk-ignore-file require-concurrent-index-creation

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists introduction_wishes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  kind text not null check (kind in ('meet', 'introduce')),
  name text not null,
  company text,
  reason text,
  prospect_name text,
  prospect_company text,
  prospect_title text,
  bounty_credits integer not null default 0 check (bounty_credits >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null default now() + interval '30 days',
  matched_at timestamptz,
  check (kind = 'meet' or prospect_name is not null)
);
create index if not exists idx_introduction_wishes_user on introduction_wishes (user_id, created_at desc);
comment on table introduction_wishes is
  'Somebody whom a member has named: to meet them, or to introduce a person to them. Taken the same whether they are a member or not; a task finds out later.';
comment on column introduction_wishes.id is 'Of the connection request or the offer too that comes of it, if one does.';
comment on column introduction_wishes.name is 'Whom they named.';
comment on column introduction_wishes.prospect_name is 'Whom they would introduce.';
comment on column introduction_wishes.bounty_credits is 'Set aside for whoever accepts to meet them.';
comment on column introduction_wishes.matched_at is 'When it was found out, which is no sign that somebody was found.';

create table if not exists pair_blocks (
  id uuid primary key default gen_random_uuid(),
  user_id uuid references users (id) not null,
  blocked_user_id uuid references users (id),
  blocked_name text,
  created_at timestamptz not null default now(),
  check (num_nonnulls(blocked_user_id, blocked_name) > 0)
);
create unique index if not exists idx_pair_blocks_user on pair_blocks (user_id, blocked_user_id);
create unique index if not exists idx_pair_blocks_name on pair_blocks (user_id, blocked_name) where blocked_user_id is null;
create index if not exists idx_pair_blocks_blocked on pair_blocks (blocked_user_id) where blocked_user_id is not null;
comment on table pair_blocks is 'With whom a member never wants to be brought together; it holds for both sides.';
comment on column pair_blocks.blocked_name is 'A person or a company, by private.name_key, when they named no row that they had been shown.';

create table if not exists introduction_reviews (
  id uuid primary key default gen_random_uuid(),
  item_type text not null check (item_type in ('intro_opportunity', 'connection_request', 'intro_offer')),
  item_id uuid not null,
  objecting_user_id uuid references users (id) not null,
  credits integer not null check (credits > 0),
  created_at timestamptz not null default now(),
  resolved_at timestamptz
);
create unique index if not exists idx_introduction_reviews_open on introduction_reviews (item_type, item_id)
  where resolved_at is null;
create index if not exists idx_introduction_reviews_user on introduction_reviews (objecting_user_id);
comment on table introduction_reviews is
  'Introductions with credits set aside of which one side says that they did not happen: for an operator to look at.';

-- An index uses them: in plpgsql, since what they call is stable for other types than text.
create or replace function private.name_key(p_name text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog
as $$
begin
  return (
    select nullif(string_agg(word, ' ' order by n), '')
    from regexp_split_to_table(regexp_replace(lower(normalize(p_name, NFKC)), '[^[:alnum:]]+', ' ', 'g'), ' ')
      with ordinality as said (word, n)
    where word <> all ('{"",the,inc,incorporated,llc,ltd,limited,gmbh,corp,corporation,plc}'));
end $$;
comment on function private.name_key(text) is
  'The name of a person or a company as names are compared: without case, signs and the company''s legal form.';
create or replace function private.person_key(p_first_name text, p_last_name text) returns text
language plpgsql immutable parallel safe
set search_path = pg_catalog
as $$
begin
  return private.name_key(concat_ws(' ', p_first_name, p_last_name));
end $$;
comment on function private.person_key(text, text) is 'The name of a member as names are compared.';
create index if not exists idx_users_person_key on users (private.person_key(first_name, last_name)) where verified;
