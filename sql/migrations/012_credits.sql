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
