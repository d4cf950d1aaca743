"""Generated examples have no deadline: a busy machine or a first import proves nothing.

They are the same ones in each run: what fails here fails everywhere, and every time.
"""

from hypothesis import HealthCheck, settings

settings.register_profile(
    "unhurried",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("unhurried")
