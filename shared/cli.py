"""The operator's commands; `yachtparty --help` lists them.

They work on DATABASE_URL, `doctor --cloud` on the log of GOOGLE_CLOUD_PROJECT. What they print is
for people; the exit status is for scripts. `schema` needs no database.
"""

import argparse
import json
import os
import sys
from uuid import UUID

from shared import reviewing
from shared.analytics.upkeep import rebuild
from shared.business.projection import Projection
from shared.db.decisions import COMMAND_LINE, Decisions
from shared.db.loops import Loops
from shared.db.org_tokens import issue_org_token, revoke_org_token
from shared.db.people import applicants, find_user, resume, unfinished
from shared.db.pool import Database, opened
from shared.doctor.command import doctor, doctor_of_cloud
from shared.domain.phone import normalise_sender
from shared.errors import ConfigurationError, YachtpartyError
from shared.privacy import command as privacy


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns 0, or 1 with a message that says what to do.

    doctor: 0 healthy, 1 something is unhealthy, 2 it could not be examined.
    """
    parser = argparse.ArgumentParser(prog="yachtparty", description="Operate Yachtparty.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="build or update the database, as its owner")
    commands.add_parser("applicants", help="list who waits for approval")
    approval = commands.add_parser("approve", help="make a newcomer a member")
    approval.add_argument("phone", help="their number, +15551234567")
    approval.add_argument(
        "--as", dest="agent", choices=("concierge", "innovator"), default="concierge"
    )
    approval.add_argument(
        "--anyway", action="store_true", help="although they have not finished joining"
    )
    lift = commands.add_parser("resume", help="lift the pause of a conversation")
    lift.add_argument("phone", help="their number, +15551234567")
    token = commands.add_parser("token", help="make an organisation's token for event_ingest")
    token.add_argument("org", type=UUID, help="the organisation's UUID")
    token.add_argument("label", help="what tells its tokens apart, like n8n")
    token.add_argument("--revoke", action="store_true", help="end the token instead")
    reviewing.add_command(commands)
    commands.add_parser("schema", help="print the JSON Schema of the catalog of system events")
    rebuild = commands.add_parser("rebuild-loops", help="make open_loops anew from the log")
    rebuild.add_argument("--org", type=UUID, help="only this organisation's, by its UUID")
    analytics = commands.add_parser(
        "rebuild-analytics", help="project all texts into twin_analytics and count all anew"
    )
    analytics.add_argument("--zone", help="the zone in which days are counted, Europe/Berlin")
    privacy.add_commands(commands)
    examination = commands.add_parser("doctor", help="say what is unhealthy and what to do")
    examination.add_argument("--json", action="store_true", help="one JSON document")
    examination.add_argument(
        "--cloud", action="store_true", help="examine the cloud's log instead of the database"
    )
    examination.add_argument(
        "--last", choices=("hour", "day"), default="hour", help="how much of the log (hour)"
    )
    chosen = parser.parse_args(arguments)
    if chosen.command == "doctor" and chosen.cloud:
        return doctor_of_cloud(os.environ, last=chosen.last, as_json=chosen.json)
    if chosen.command == "doctor":
        return doctor(os.environ, as_json=chosen.json)
    try:
        return _run(chosen)
    except YachtpartyError as error:
        sys.stderr.write(f"yachtparty {chosen.command}: {error}\n")
        return 1


def _run(chosen: argparse.Namespace) -> int:
    if chosen.command == "schema":
        from shared.domain.event_reading import catalog_schema

        _say(json.dumps(catalog_schema(), indent=2, sort_keys=True))
        return 0
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise ConfigurationError("DATABASE_URL is not set; give a libpq URL of the database")
    if chosen.command == "migrate":
        from shared.db.migrate import migrate

        applied = migrate(url)
        _say(f"applied {', '.join(applied)}" if applied else "nothing new; functions replaced")
        return 0
    with opened(url) as database:
        return _on_database(database, chosen)


def _on_database(database: Database, chosen: argparse.Namespace) -> int:
    if chosen.command in privacy.COMMANDS:
        return privacy.run(chosen, database, os.environ)
    if chosen.command == "rebuild-analytics":
        members = rebuild(database, chosen.zone)
        _say(f"looked at {members} people; the totals are new")
        return 0
    if chosen.command == "rebuild-loops":
        return _rebuild_loops(database, chosen.org)
    if chosen.command == "applicants":
        for person in applicants(database):
            name = f"{person.first_name} {person.last_name}"
            _say(
                f"{person.phone_number}  {name}, {person.title} at {person.company},"
                f" {person.email}, referred by {person.referrer}"
            )
        return 0
    if chosen.command == "reviews":
        return reviewing.run(chosen, database)
    if chosen.command == "token":
        return _token(database, chosen)
    user_id = find_user(database, normalise_sender(chosen.phone).number or chosen.phone)
    if user_id is None:
        raise ConfigurationError(f"nobody with the number {chosen.phone} has ever texted")
    if chosen.command == "approve":
        return _approve(database, user_id, chosen)
    _say("resumed" if resume(database, user_id) else "was not paused")
    return 0


def _approve(database: Database, user_id: UUID, chosen: argparse.Namespace) -> int:
    lacking = [] if chosen.anyway else unfinished(database, user_id)
    if lacking:
        raise ConfigurationError(
            f"{chosen.phone} has not given {', '.join(lacking)}; nothing was changed."
            " Add --anyway to approve them all the same"
        )
    done = Decisions(database, COMMAND_LINE).approve(user_id, chosen.agent)
    _say("approved" if done else "was approved already")
    return 0


def _token(database: Database, chosen: argparse.Namespace) -> int:
    if not chosen.revoke:
        _say(issue_org_token(database, chosen.org, chosen.label))
        return 0
    if not revoke_org_token(database, chosen.org, chosen.label):
        raise ConfigurationError(f"{chosen.org} has no token labelled {chosen.label}")
    _say("revoked; refused everywhere within ten seconds")
    return 0


def _rebuild_loops(database: Database, org_id: UUID | None) -> int:
    done = Projection(Loops(database)).rebuild(org_id)
    _say(f"{done.stored} entities rebuilt, {done.overtaken} changed and left to event_processor")
    if done.unreadable:
        _say(f"{done.unreadable} cannot be read: see last_error in private.loop_queue")
    return 1 if done.unreadable else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
