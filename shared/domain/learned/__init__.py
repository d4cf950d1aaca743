"""Models of what texts mean, and the tables that they are."""
