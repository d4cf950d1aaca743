-- What credits are earned, reserved, bought and taken back for: one table of reasons.

set lock_timeout = '5s';
set statement_timeout = '60s';

create table if not exists private.credit_reasons (
  event_type text primary key,
  kind text not null check (kind in ('earned', 'bounty', 'bought', 'taken_back', 'released')),
  earns text not null,
  pays text not null,
  reference_type text,
  key_pattern text not null,
  status_level text check (status_level in ('contributor', 'connector')),
  label text not null
);
comment on table private.credit_reasons is 'Every reason for which credits are created or moved; nothing else does.';
comment on column private.credit_reasons.event_type is 'As in credit_events.';
comment on column private.credit_reasons.kind is
  'earned: the platform creates them. bounty: reserved from one person, then paid to another or released. bought: paid for in US dollars. taken_back: of a purchase, either way, and the balance may go below zero. released: the counter-entry of a reservation.';
comment on column private.credit_reasons.earns is 'Who gets credits for it.';
comment on column private.credit_reasons.pays is 'Where they come from.';
comment on column private.credit_reasons.reference_type is 'What reference_id is the id of.';
comment on column private.credit_reasons.key_pattern is
  'The only idempotency key that an entry may have: {reference} and {user} stand for ids, * at the end for what Stripe calls it.';
comment on column private.credit_reasons.status_level is 'The level that whoever earns them has from then on, at least.';
comment on column private.credit_reasons.label is 'What a person is told that the credits were for.';

-- What was booked lately is looked at by the doctor.
-- squawk-ignore require-concurrent-index-creation
create index if not exists idx_credit_events_created on credit_events (created_at);

insert into private.credit_reasons (event_type, kind, earns, pays, reference_type, key_pattern, status_level, label) values
  ('community_answer', 'earned', 'the expert', 'the platform', 'community_response',
   'community_answer:{reference}', 'contributor', 'answers that helped'),
  ('prospect_joined', 'earned', 'each uploader', 'the platform', 'user',
   'prospect_joined:{reference}:{user}', null, 'people you listed who joined'),
  ('intro_opportunity', 'bounty', 'the connector', 'the innovator', 'intro_opportunity',
   'intro_opportunity:{reference}', 'connector', 'introductions you made'),
  ('intro_offer', 'bounty', 'the volunteer', 'the innovator who was introduced', 'intro_offer',
   'intro_offer:{reference}', 'connector', 'introductions you offered'),
  ('connection_request', 'bounty', 'who was asked', 'the innovator who asked', 'connection_request',
   'connection_request:{reference}', null, 'meeting somebody who asked'),
  ('reservation_released', 'released', 'whose reservation it was', 'the reservation', null,
   '*', null, 'reservations that were released'),
  ('credit_purchase', 'bought', 'the buyer', 'the buyer, in US dollars', null,
   'stripe:*', null, 'credits you bought'),
  ('purchase_taken_back', 'taken_back', 'nobody; the buyer, when it is reinstated', 'the buyer', null,
   'stripe_back:*', null, 'purchases that were paid back')
on conflict (event_type) do update
  set kind = excluded.kind, earns = excluded.earns, pays = excluded.pays,
      reference_type = excluded.reference_type, key_pattern = excluded.key_pattern,
      status_level = excluded.status_level, label = excluded.label;

create table if not exists stripe_payments (
  session_id text primary key,
  payment_intent text,
  user_id uuid references users (id),
  credits integer not null check (credits > 0),
  amount integer check (amount > 0),
  currency text,
  state text not null default 'open' check (state in ('open', 'unpaid', 'paid', 'failed', 'expired')),
  taken_back integer not null default 0 check (taken_back between 0 and credits),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  paid_at timestamptz,
  check (state <> 'paid' or amount is not null and paid_at is not null)
);
create unique index if not exists idx_stripe_payments_intent on stripe_payments (payment_intent);
create index if not exists idx_stripe_payments_unclaimed on stripe_payments (paid_at) where user_id is null;
create index if not exists idx_stripe_payments_user on stripe_payments (user_id, created_at desc);
comment on table stripe_payments is 'A purchase of credits: a Checkout session of Stripe, and what became of it.';
comment on column stripe_payments.session_id is 'Stripe''s id of the Checkout session.';
comment on column stripe_payments.payment_intent is 'Stripe''s id of the payment, known once somebody pays.';
comment on column stripe_payments.user_id is 'Who bought; null when Stripe names nobody whom this database knows: no credits were booked.';
comment on column stripe_payments.amount is 'What was paid, in the currency''s smallest unit, tax included.';
comment on column stripe_payments.state is
  'open: a link was given. unpaid: done, and the bank has not paid yet. paid: the credits are booked. failed: the bank did not pay. expired: nobody paid.';
comment on column stripe_payments.taken_back is 'Credits that refunds and disputes have taken back so far.';

create table if not exists private.stripe_reversals (
  object_id text primary key,
  payment_intent text not null,
  kind text not null check (kind in ('refund', 'refund_failed', 'dispute')),
  amount integer not null check (amount >= 0),
  rank integer not null,
  at timestamptz not null,
  event_id text not null
);
create index if not exists idx_stripe_reversals_intent on private.stripe_reversals (payment_intent);
comment on table private.stripe_reversals is
  'What of a payment is taken back now, by what Stripe calls it; it may be told before the payment itself.';
comment on column private.stripe_reversals.object_id is 'A charge (its refunds together), a refund that failed, or a dispute.';
comment on column private.stripe_reversals.amount is 'In the currency''s smallest unit; 0 when a dispute was won.';
comment on column private.stripe_reversals.rank is 'Which of two reports of the same second is the later one.';
comment on column private.stripe_reversals.at is 'When Stripe made the report: what was made earlier and comes later changes nothing.';
