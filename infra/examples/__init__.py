"""Readers of the event streams, to start one's own from. Nothing of the system depends on them."""
