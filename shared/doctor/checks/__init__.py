"""Every check there is, by what it is about."""

from shared.doctor.checks import agents, archive, backbone, people, schema, sending, server, work

CHECKS = (
    *schema.CHECKS,
    *sending.CHECKS,
    *people.CHECKS,
    *work.CHECKS,
    *backbone.CHECKS,
    *archive.CHECKS,
    *agents.CHECKS,
    *server.CHECKS,
)
