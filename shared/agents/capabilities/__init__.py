"""What people can do by text: one module each. See `shared.agents.capability`."""
