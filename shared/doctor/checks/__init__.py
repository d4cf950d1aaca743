"""Every check there is, by what it is about."""

from shared.doctor.checks import (
    agents,
    archive,
    backbone,
    credits,
    people,
    queues,
    schema,
    sending,
    server,
    work,
)

CHECKS = (
    *schema.CHECKS,
    *queues.CHECKS,
    *sending.CHECKS,
    *people.CHECKS,
    *work.CHECKS,
    *backbone.CHECKS,
    *credits.CHECKS,
    *archive.CHECKS,
    *agents.CHECKS,
    *server.CHECKS,
)
