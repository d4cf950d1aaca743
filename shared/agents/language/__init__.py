"""What a text says, by patterns: the rule engine's reading of English."""
