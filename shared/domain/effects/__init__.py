"""The effects of decisions, by subject: a model each, and what it does to a context."""
