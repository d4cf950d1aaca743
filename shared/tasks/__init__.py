"""Background tasks: what each type of `agent_tasks` row does, and the processor that runs them."""
