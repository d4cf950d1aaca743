"""What agents can do, one module per kind. A tool reads the context and returns effects."""
