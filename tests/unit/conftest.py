"""Generated examples have no deadline each: a busy machine or a first import proves nothing."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
