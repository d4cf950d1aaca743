-- Builds the database, or brings it up to date, in one transaction:
--   psql -v ON_ERROR_STOP=1 -d <database> -f sql/apply.sql
-- `yachtparty migrate` applies the same files in the same order, and notes each migration's checksum.
-- A function's body is checked when it runs, not when it is made: so the order matters only for what
-- PostgreSQL resolves at once, which is views and triggers on functions.
\set ON_ERROR_STOP on
begin;
-- Whatever the database or the role sets.
set local search_path = public;
set local statement_timeout = 0;
set local lock_timeout = 0;
set local idle_in_transaction_session_timeout = 0;
set local standard_conforming_strings = on;
set local quote_all_identifiers = off;
set local check_function_bodies = off;

-- Tables, forward only.
\ir migrations/001_core_tables.sql
\ir migrations/002_agent_tables.sql
\ir migrations/003_supporting_tables.sql
\ir migrations/004_private_tables.sql
\ir migrations/005_background_work.sql
\ir migrations/006_event_backbone.sql
\ir migrations/007_archive.sql
\ir migrations/008_rightful_consumers.sql
\ir migrations/009_moments_of_business.sql
\ir migrations/010_queue_by_priority.sql
\ir migrations/011_failed_messages.sql
\ir migrations/012_credits.sql
\ir migrations/013_priorities.sql
\ir migrations/014_community.sql
\ir migrations/015_introductions.sql
\ir migrations/016_prospects.sql
\ir migrations/017_research.sql
\ir migrations/018_twin_analytics.sql
\ir migrations/019_operator_actions.sql
\ir migrations/020_operator_actions_of_people.sql
\ir migrations/021_twin_returns.sql
\ir migrations/022_taken_over.sql
\ir migrations/023_declined_applicants.sql

-- Functions, by subject; `make test` says when one is not listed.
\ir functions/server/note_migrated.sql

-- server
\ir functions/server/applied_migrations.sql
\ir functions/server/apply_effect.sql
\ir functions/server/guard_append_only.sql
\ir functions/server/guard_passes.sql
\ir functions/server/opaque_key.sql
\ir functions/server/session_state.sql

-- queues
\ir functions/queues/agent_tasks_dead.sql
\ir functions/queues/agent_tasks_due.sql
\ir functions/queues/claim_sweep.sql
\ir functions/queues/cron_jobs.sql
\ir functions/queues/cron_state.sql
\ir functions/queues/events_dead.sql
\ir functions/queues/events_due.sql
\ir functions/queues/finish_sweep.sql
\ir functions/queues/free_lanes.sql
\ir functions/queues/loop_queue_dead.sql
\ir functions/queues/loop_queue_due.sql
\ir functions/queues/message_queue_dead.sql
\ir functions/queues/message_queue_due.sql
\ir functions/queues/messages_due.sql
\ir functions/queues/outbox_due.sql
\ir functions/queues/poke.sql
\ir functions/queues/poke_overdue.sql
\ir functions/queues/poke_state.sql
\ir functions/queues/schedule_cron_jobs.sql
\ir functions/queues/set_function_endpoint.sql
\ir functions/queues/set_poke_secret.sql
\ir functions/queues/take_lanes.sql
\ir functions/queues/twin_events_dead.sql
\ir functions/queues/twin_events_due.sql
\ir functions/queues/unschedule_cron_jobs.sql
\ir functions/queues/cron_job_status.sql

-- people
\ir functions/people/agent_instance.sql
\ir functions/people/approve_user.sql
\ir functions/people/change_consent.sql
\ir functions/people/clock_of.sql
\ir functions/people/complete_onboarding.sql
\ir functions/people/decline_user.sql
\ir functions/people/guard_consent_event.sql
\ir functions/people/guard_suppressed_number.sql
\ir functions/people/handle_phone_number_change.sql
\ir functions/people/internet_names.sql
\ir functions/people/opted_out_by.sql
\ir functions/people/person.sql
\ir functions/people/record_email_proof.sql
\ir functions/people/record_opt_out.sql
\ir functions/people/record_referral.sql
\ir functions/people/suppression.sql
\ir functions/people/user_document.sql

-- conversation
\ir functions/conversation/await_return.sql
\ir functions/conversation/book_calls.sql
\ir functions/conversation/bury_turn.sql
\ir functions/conversation/check_conversation_summary.sql
\ir functions/conversation/claim_turns.sql
\ir functions/conversation/end_pauses.sql
\ir functions/conversation/fail_turn.sql
\ir functions/conversation/hold_conversation.sql
\ir functions/conversation/is_about_something.sql
\ir functions/conversation/lease_turn.sql
\ir functions/conversation/lift_pause.sql
\ir functions/conversation/load_turn.sql
\ir functions/conversation/log_actions.sql
\ir functions/conversation/machine_loop.sql
\ir functions/conversation/model_spend.sql
\ir functions/conversation/pause_conversation.sql
\ir functions/conversation/record_automatic.sql
\ir functions/conversation/record_inbound_message.sql
\ir functions/conversation/record_unanswered_text.sql
\ir functions/conversation/release_turns.sql
\ir functions/conversation/reply.sql
\ir functions/conversation/resume_conversation.sql
\ir functions/conversation/settle_turn.sql
\ir functions/conversation/store_summary.sql
\ir functions/conversation/tell_machine.sql
\ir functions/conversation/turn_context.sql
\ir functions/conversation/unknown_message_sids.sql

-- sending
\ir functions/sending/apply_delivery.sql
\ir functions/sending/backoff.sql
\ir functions/sending/begin_send.sql
\ir functions/sending/claim_messages.sql
\ir functions/sending/claim_unconfirmed.sql
\ir functions/sending/claim_unreported.sql
\ir functions/sending/guard_message_status.sql
\ir functions/sending/lapse_messages.sql
\ir functions/sending/notify_send_sms.sql
\ir functions/sending/prepare_message.sql
\ir functions/sending/process_outbound_messages.sql
\ir functions/sending/record_delivery_status.sql
\ir functions/sending/settle_send.sql
\ir functions/sending/settle_unconfirmed.sql
\ir functions/sending/step.sql

-- release
\ir functions/release/apply_verdict.sql
\ir functions/release/cancel_waiting.sql
\ir functions/release/claim_queue.sql
\ir functions/release/counted_releases.sql
\ir functions/release/dismiss_queued_message.sql
\ir functions/release/due_messages.sql
\ir functions/release/fail_queue.sql
\ir functions/release/get_queued_messages_count.sql
\ir functions/release/notify_queued_message.sql
\ir functions/release/queue_context.sql
\ir functions/release/queue_message.sql
\ir functions/release/queue_replies.sql
\ir functions/release/reconsider_held.sql
\ir functions/release/redrive_queued_message.sql
\ir functions/release/reformulate_message.sql
\ir functions/release/release_message.sql
\ir functions/release/replace_message.sql
\ir functions/release/reserve_budget.sql
\ir functions/release/return_budget.sql
\ir functions/release/settle_release.sql
\ir functions/release/supersede_older_messages.sql
\ir functions/release/supersede_re_engagement.sql
\ir functions/release/take_back_presentation.sql

-- effects
\ir functions/effects/accept_introduction.sql
\ir functions/effects/ask_email_change.sql
\ir functions/effects/begin_solution_research.sql
\ir functions/effects/block_introductions.sql
\ir functions/effects/block_topics.sql
\ir functions/effects/cancel_community_request.sql
\ir functions/effects/cancel_solution_research.sql
\ir functions/effects/cancel_waiting.sql
\ir functions/effects/check_again.sql
\ir functions/effects/check_community_request.sql
\ir functions/effects/close_community_loop.sql
\ir functions/effects/close_community_request.sql
\ir functions/effects/complete_onboarding.sql
\ir functions/effects/complete_solution.sql
\ir functions/effects/confirm_introduction.sql
\ir functions/effects/decline_introduction.sql
\ir functions/effects/dismiss_open_loop.sql
\ir functions/effects/drop_bounty.sql
\ir functions/effects/drop_goal.sql
\ir functions/effects/drop_message.sql
\ir functions/effects/end_prospect_items.sql
\ir functions/effects/end_re_engagement.sql
\ir functions/effects/evaluate_findings.sql
\ir functions/effects/finish_waiting.sql
\ir functions/effects/limit_texts.sql
\ir functions/effects/match_community_requests.sql
\ir functions/effects/match_introduction_wish.sql
\ir functions/effects/match_prospects.sql
\ir functions/effects/note_acquaintances.sql
\ir functions/effects/object_to_introduction.sql
\ir functions/effects/offer_introduction.sql
\ir functions/effects/open_opportunities.sql
\ir functions/effects/pass_community_request.sql
\ir functions/effects/pause_re_engagement.sql
\ir functions/effects/pause_texts.sql
\ir functions/effects/present_community_item.sql
\ir functions/effects/publish_community_request.sql
\ir functions/effects/publish_event.sql
\ir functions/effects/put_off_priority.sql
\ir functions/effects/queue_message.sql
\ir functions/effects/record_checkout.sql
\ir functions/effects/record_community_response.sql
\ir functions/effects/record_referral.sql
\ir functions/effects/refine_solution_research.sql
\ir functions/effects/replace_message.sql
\ir functions/effects/report_introduction.sql
\ir functions/effects/request_solution_research.sql
\ir functions/effects/research_again.sql
\ir functions/effects/resume_texts.sql
\ir functions/effects/reward_community_response.sql
\ir functions/effects/reward_uploader.sql
\ir functions/effects/route_community_request.sql
\ir functions/effects/schedule_followup.sql
\ir functions/effects/set_quiet_hours.sql
\ir functions/effects/set_response_pattern.sql
\ir functions/effects/set_rest_days.sql
\ir functions/effects/set_time_zone.sql
\ir functions/effects/speak_of_priority.sql
\ir functions/effects/step_introduction.sql
\ir functions/effects/store_findings.sql
\ir functions/effects/store_goal.sql
\ir functions/effects/store_reviews.sql
\ir functions/effects/store_summary.sql
\ir functions/effects/tell_priorities.sql
\ir functions/effects/unblock_introductions.sql
\ir functions/effects/unblock_topics.sql
\ir functions/effects/update_innovator_profile.sql
\ir functions/effects/update_profile.sql
\ir functions/effects/wish_introduction.sql
\ir functions/effects/withdraw_upload.sql

-- tasks
\ir functions/tasks/cancel_task.sql
\ir functions/tasks/claim_tasks.sql
\ir functions/tasks/dismiss_task.sql
\ir functions/tasks/fail_task.sql
\ir functions/tasks/get_pending_tasks_count.sql
\ir functions/tasks/notify_task.sql
\ir functions/tasks/priorities_of.sql
\ir functions/tasks/process_tasks_batch.sql
\ir functions/tasks/redrive_task.sql
\ir functions/tasks/release_tasks.sql
\ir functions/tasks/settle_task.sql
\ir functions/tasks/settle_tasks.sql
\ir functions/tasks/silence_of.sql
\ir functions/tasks/superseded_message.sql
\ir functions/tasks/unsummarised_conversation.sql

-- priorities
\ir functions/priorities/announce_priorities.sql
\ir functions/priorities/begin_reviews.sql
\ir functions/priorities/end_priority.sql
\ir functions/priorities/expire_priorities.sql
\ir functions/priorities/item_words.sql
\ir functions/priorities/let_rest.sql
\ir functions/priorities/lock_priorities.sql
\ir functions/priorities/mark_presented.sql
\ir functions/priorities/mattering.sql
\ir functions/priorities/put_priority.sql
\ir functions/priorities/rank_priorities.sql
\ir functions/priorities/re_engage_at.sql
\ir functions/priorities/review_facts.sql
\ir functions/priorities/review_soon.sql
\ir functions/priorities/sum_presentations.sql
\ir functions/priorities/take_back_showing.sql

-- events
\ir functions/events/bury_event.sql
\ir functions/events/claim_events.sql
\ir functions/events/dismiss_event.sql
\ir functions/events/fail_event.sql
\ir functions/events/guard_event.sql
\ir functions/events/notify.sql
\ir functions/events/notify_event.sql
\ir functions/events/pass_events.sql
\ir functions/events/publish_event.sql
\ir functions/events/redrive_event.sql
\ir functions/events/release_events.sql
\ir functions/events/settle_event.sql

-- business
\ir functions/business/attention_of.sql
\ir functions/business/claim_loops.sql
\ir functions/business/claim_outbox.sql
\ir functions/business/dismiss_loop.sql
\ir functions/business/dismiss_own_loop.sql
\ir functions/business/fail_outbox.sql
\ir functions/business/guard_system_event.sql
\ir functions/business/most_folded_events.sql
\ir functions/business/notify_system_event.sql
\ir functions/business/org_tokens.sql
\ir functions/business/outbox_lag.sql
\ir functions/business/pressing_loops.sql
\ir functions/business/record_system_events.sql
\ir functions/business/restore_loops.sql
\ir functions/business/settle_loops.sql
\ir functions/business/settle_outbox.sql
\ir functions/business/store_loops.sql
\ir functions/business/system_events.sql
\ir functions/business/loop_event.sql

-- twins
\ir functions/twins/claim_due_twin_events.sql
\ir functions/twins/claim_twin_events.sql
\ir functions/twins/deliver_twin_event.sql
\ir functions/twins/dismiss_twin_event.sql
\ir functions/twins/expire_twin_events.sql
\ir functions/twins/fail_twin_event.sql
\ir functions/twins/lease_twin_events.sql
\ir functions/twins/notify_twin_event.sql
\ir functions/twins/publish_twin_event.sql
\ir functions/twins/redrive_twin_event.sql
\ir functions/twins/settle_twin_events.sql

-- credits
\ir functions/credits/add_credit_event.sql
\ir functions/credits/available_credits.sql
\ir functions/credits/book_credits.sql
\ir functions/credits/credit_reason.sql
\ir functions/credits/credits_of.sql
\ir functions/credits/end_checkout.sql
\ir functions/credits/guard_credit_event.sql
\ir functions/credits/pay_reserved.sql
\ir functions/credits/raise_level.sql
\ir functions/credits/record_payment.sql
\ir functions/credits/release_credits.sql
\ir functions/credits/reserve_credits.sql
\ir functions/credits/settle_reversals.sql
\ir functions/credits/take_back_payment.sql
\ir functions/credits/tell_of_credits.sql
\ir functions/credits/update_user_credit_cache.sql

-- community
\ir functions/community/community_requests.sql
\ir functions/community/keep_experts.sql
\ir functions/community/route_community_request.sql
\ir functions/community/asked_requests.sql
\ir functions/community/block_topics.sql
\ir functions/community/cancel_community_request.sql
\ir functions/community/check_community_request.sql
\ir functions/community/close_community_request.sql
\ir functions/community/community_state.sql
\ir functions/community/expertise_tags_of.sql
\ir functions/community/match_community_requests.sql
\ir functions/community/pass_community_request.sql
\ir functions/community/present_community_item.sql
\ir functions/community/publish_community_request.sql
\ir functions/community/questions_of.sql
\ir functions/community/record_community_response.sql
\ir functions/community/reward_community_response.sql

-- research
\ir functions/research/solution_workflows.sql
\ir functions/research/match_innovators.sql
\ir functions/research/request_solution_research.sql
\ir functions/research/research_of.sql
\ir functions/research/step_solution_workflow.sql

-- introductions
\ir functions/introductions/introductions.sql
\ir functions/introductions/accept_introduction.sql
\ir functions/introductions/confirm_introduction.sql
\ir functions/introductions/end_introduction.sql
\ir functions/introductions/identity_keys.sql
\ir functions/introductions/introductions_of.sql
\ir functions/introductions/is_blocked.sql
\ir functions/introductions/match_introduction_wish.sql
\ir functions/introductions/open_introduction.sql
\ir functions/introductions/report_introduction.sql
\ir functions/introductions/step_introduction.sql
\ir functions/introductions/told_of.sql

-- prospects
\ir functions/prospects/person_key.sql
\ir functions/prospects/acquaintances.sql
\ir functions/prospects/convert_prospects.sql
\ir functions/prospects/import_prospects.sql
\ir functions/prospects/note_acquaintances.sql
\ir functions/prospects/open_opportunities.sql
\ir functions/prospects/prospect_matches.sql
\ir functions/prospects/uploads_of.sql
\ir functions/prospects/withdraw_prospects.sql

-- analytics
\ir functions/analytics/count_twin_totals.sql
\ir functions/analytics/twin_totals_between.sql
\ir functions/analytics/refresh_twin_totals.sql
\ir functions/analytics/mark_twin_rows.sql
\ir functions/analytics/note_twin_source.sql
\ir functions/analytics/project_texts.sql
\ir functions/analytics/texts_of_member.sql

-- operations
\ir functions/operations/record_operator_action.sql
\ir functions/operations/record_opening.sql
\ir functions/operations/pause_as_operator.sql
\ir functions/operations/take_over.sql
\ir functions/operations/answer_as_operator.sql
\ir functions/operations/close_request.sql
\ir functions/operations/guard_operator_action.sql

-- archive
\ir functions/archive/archivable.sql
\ir functions/archive/archive_choice.sql
\ir functions/archive/archive_due.sql
\ir functions/archive/archive_lines.sql
\ir functions/archive/archive_users.sql
\ir functions/archive/claim_archive.sql
\ir functions/archive/drop_archive.sql
\ir functions/archive/finish_archive.sql
\ir functions/archive/forget_archive.sql
\ir functions/archive/plan_archive.sql
\ir functions/archive/purge_events.sql
\ir functions/archive/restore_archive.sql
\ir functions/archive/rewrite_archive.sql

-- privacy
\ir functions/privacy/erase_consent_events.sql
\ir functions/privacy/erase_contact.sql
\ir functions/privacy/erase_credit_events.sql
\ir functions/privacy/erase_events.sql
\ir functions/privacy/erase_operator_actions.sql
\ir functions/privacy/erase_own.sql
\ir functions/privacy/erase_person.sql
\ir functions/privacy/erase_shared.sql
\ir functions/privacy/erase_system_events.sql
\ir functions/privacy/erase_twin_analytics.sql
\ir functions/privacy/without_mentions.sql

-- Last: what is no longer declared, then settings, then who may do what.
\ir functions/server/drop_undeclared.sql
\ir functions/server/settings.sql
\ir functions/server/access.sql

commit;
