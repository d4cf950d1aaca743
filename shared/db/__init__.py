"""The only package that speaks to Postgres: a pool, and thin typed calls, a module an aggregate."""
