"""What the schema has to have for the system to work. A test holds it to a fresh database."""

from shared.db.queues import QUEUES

TRIGGERS: tuple[tuple[str, str, str], ...] = (
    # table, trigger, function
    ("agent_tasks", "on_task_created", "notify_task"),
    ("community_requests", "on_question_projected", "private.note_twin_source"),
    ("connection_requests", "on_connection_projected", "private.note_twin_source"),
    ("consent_events", "on_consent_changed", "guard_consent_event"),
    ("consent_events", "on_consent_emptied", "guard_append_only"),
    ("credit_events", "on_credit_event_changed", "guard_credit_event"),
    ("credit_events", "on_credit_event_processed", "update_user_credit_cache"),
    ("credit_events", "on_credit_events_emptied", "guard_append_only"),
    ("events", "on_event_changed", "guard_event"),
    ("events", "on_event_created", "notify_event"),
    ("events", "on_events_emptied", "guard_append_only"),
    ("intro_offers", "on_offer_projected", "private.note_twin_source"),
    ("intro_opportunities", "on_opportunity_projected", "private.note_twin_source"),
    ("message_queue", "on_message_queued", "notify_queued_message"),
    ("message_queue", "on_queued_about_item", "supersede_older_messages"),
    ("messages", "before_message_insert", "prepare_message"),
    ("messages", "on_message_count_check", "check_conversation_summary"),
    ("messages", "on_message_send", "notify_send_sms"),
    ("messages", "on_message_status", "guard_message_status"),
    ("messages", "on_proactive_message_ended", "return_budget"),
    ("messages", "on_reply_ended", "take_back_reply"),
    ("messages", "on_text_cancelled", "private.note_text"),
    ("messages", "on_text_changed", "private.note_text"),
    ("messages", "on_text_projected", "private.note_text"),
    ("operator_actions", "on_operator_action_changed", "guard_operator_action"),
    ("operator_actions", "on_operator_actions_emptied", "guard_append_only"),
    ("prospects", "on_prospect_keys", "private.set_prospect_keys"),
    ("solution_workflows", "on_research_projected", "private.note_twin_source"),
    ("system_events", "on_system_event_changed", "guard_system_event"),
    ("system_events", "on_system_event_created", "notify_system_event"),
    ("system_events", "on_system_events_emptied", "guard_append_only"),
    ("twin_events", "on_twin_event_created", "notify_twin_event"),
    ("users", "on_expert_added", "private.keep_experts"),
    ("users", "on_expert_changed", "private.keep_experts"),
    ("users", "on_expertise", "notify_expertise"),
    ("users", "on_member_changed", "private.note_twin_source"),
    ("users", "on_member_projected", "private.note_twin_source"),
    ("users", "on_number_changed_to", "guard_suppressed_number"),
    ("users", "on_number_taken", "guard_suppressed_number"),
    ("users", "on_phone_change", "handle_phone_number_change"),
)

# Without these two a message is written and never sent.
SENDING_TRIGGERS = ("before_message_insert", "on_message_send")

# Functions that SQL pokes by private.poke.
ENDPOINTS = tuple(sorted({queue.function for queue in QUEUES}))

# Tables whose statistics and dead rows decide how fast everything is.
HOT_TABLES = (
    "agent_actions_log",
    "agent_tasks",
    "conversations",
    "events",
    "message_queue",
    "messages",
    "users",
)
