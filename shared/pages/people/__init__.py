"""People and their conversations: who they are, what was said, and an operator who steps in."""
