"""What agents can do, one module per kind of thing. A tool reads the context and returns effects."""
