"""Models, values and pure rules. Nothing here knows a database, a network or a clock."""
