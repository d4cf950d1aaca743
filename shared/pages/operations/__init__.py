"""What operators see of the running system, and do about it: one module of pages each."""
