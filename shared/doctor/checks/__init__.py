"""Every check there is, by what it is about."""

from shared.doctor.checks import agents, backbone, people, schema, sending, server, work

CHECKS = (
    *schema.CHECKS,
    *sending.CHECKS,
    *people.CHECKS,
    *work.CHECKS,
    *backbone.CHECKS,
    *agents.CHECKS,
    *server.CHECKS,
)
