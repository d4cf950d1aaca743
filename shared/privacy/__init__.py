"""What the system knows of one person: told on request, and removed on request."""
