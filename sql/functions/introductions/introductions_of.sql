create or replace function private.introductions_of(p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
begin
  return (
    with mine as materialized (
      (select * from private.introductions i where i.item_type = 'intro_opportunity' and i.id in (
         select id from intro_opportunities where connector_user_id = p_user_id
           and (status in ('open', 'dormant', 'accepted', 'paused') or updated_at > p_now - interval '14 days')
         order by status = 'accepted' desc, updated_at desc limit 12))
      union all
      (select * from private.introductions i where i.item_type = 'intro_opportunity' and i.id in (
         select id from intro_opportunities where innovator_id = p_user_id
           and (status = 'accepted' or status = 'completed' and updated_at > p_now - interval '30 days')
         order by status = 'accepted' desc, updated_at desc limit 12))
      union all
      (select * from private.introductions i where i.item_type = 'connection_request' and i.id in (
         select id from connection_requests where introducee_user_id = p_user_id
           and (status in ('open', 'dormant', 'accepted') or updated_at > p_now - interval '14 days')
         order by status = 'accepted' desc, updated_at desc limit 12))
      union all
      -- Who asked learns of an answer when it is a yes.
      (select * from private.introductions i where i.item_type = 'connection_request' and i.id in (
         select id from connection_requests where requestor_user_id = p_user_id
           and (status = 'accepted' or status = 'completed' and updated_at > p_now - interval '30 days')
         order by status = 'accepted' desc, updated_at desc limit 12))
      union all
      (select * from private.introductions i where i.item_type = 'intro_offer' and i.id in (
         select id from intro_offers where (introducee_user_id = p_user_id or offering_user_id = p_user_id)
           and (status in ('pending_introducee_response', 'pending_connector_confirmation', 'confirmed')
                or updated_at > p_now - interval '14 days')
         order by status = 'confirmed' desc, updated_at desc limit 12)))
    select jsonb_build_object(
      'items', (
        select coalesce(jsonb_agg(private.introduction_document(m, p_user_id, p_now) order by m.updated_at desc, m.id), '[]')
        from mine m),
      'wishes', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'id', w.id, 'kind', w.kind, 'name', w.name, 'company', w.company, 'third', w.prospect_name,
          'created_at', private.moment(w.created_at)) order by w.created_at desc), '[]')
        from (select * from introduction_wishes
              where user_id = p_user_id and expires_at > p_now order by created_at desc limit 8) w),
      'available', private.available_credits(p_user_id)));
end $$;
comment on function private.introductions_of(uuid, timestamptz) is
  'The introductions that a person may know of, with what they may know of them; whom they have named; and the credits that they may spend.';

create or replace function private.introduction_document(p_one private.introductions, p_user_id uuid, p_now timestamptz)
returns jsonb
language plpgsql stable
set search_path = pg_catalog, public
as $$
declare
  v_stage constant text := private.introduction_stage(p_one.status);
  v_maker constant boolean := p_user_id = p_one.maker_id;
  -- Who asks is named to whom they ask; who is asked only after a yes.
  v_known constant boolean := case p_one.item_type
    when 'intro_offer' then not v_maker or p_one.status in ('pending_connector_confirmation', 'confirmed', 'completed')
    else v_maker or p_one.status in ('accepted', 'completed') end;
  v_agreed constant boolean := p_one.status in ('accepted', 'confirmed', 'completed');
  v_bounty constant integer := private.bounty_due(p_one);
  v_who jsonb := case when v_maker then private.beneficiary_of(p_one) else private.contact_of(p_one.maker_id) end;
begin
  return jsonb_build_object(
    'id', p_one.id, 'item_type', p_one.item_type, 'side', case when v_maker then 'maker' else 'beneficiary' end,
    'status', p_one.status, 'stage', case when v_stage in ('open', 'to_confirm') and p_one.expires_at <= p_now then 'over' else v_stage end,
    'who', case when v_known then v_who ->> 'name' end, 'work', case when v_known then v_who ->> 'work' end,
    'third', private.third_of(p_one, v_maker or v_agreed or p_one.item_type = 'intro_opportunity'),
    'reason', case when v_maker or v_agreed or p_one.item_type <> 'intro_offer' then p_one.reason end,
    'bounty', case when v_stage = 'open' and p_one.item_type = 'intro_offer' then v_bounty else p_one.bounty_credits end,
    'funded', p_one.item_type = 'connection_request' or v_stage <> 'open' or v_bounty = 0
              or private.available_credits(p_one.beneficiary_id) >= v_bounty,
    'reported', case when p_one.reported_by is null then 'nobody' when p_one.reported_by = p_user_id then 'me' else 'other' end,
    'asked', p_one.asked_at is not null and p_one.reported_by is distinct from p_user_id
             and (p_one.reported_by is not null or not v_maker),
    'expires_at', private.moment(p_one.expires_at), 'updated_at', private.moment(p_one.updated_at));
end $$;
comment on function private.introduction_document(private.introductions, uuid, timestamptz) is
  'An introduction as one of its parties may know it.';
