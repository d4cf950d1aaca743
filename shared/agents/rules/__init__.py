"""The deterministic stand-in for the model: one module per agent, the same tools, plain prose."""
