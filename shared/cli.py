"""The operator's commands: `yachtparty migrate | applicants | approve | resume`.

They work on DATABASE_URL. What they print is for people; the exit status is for scripts.
"""

import argparse
import os
import sys

from shared.db.people import applicants, approve, find_user, resume
from shared.db.pool import opened
from shared.domain.phone import normalise_sender
from shared.errors import ConfigurationError, YachtpartyError


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns 0, or 1 with a message that says what to do."""
    parser = argparse.ArgumentParser(prog="yachtparty", description="Operate Yachtparty.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("migrate", help="build or update the database, as its owner")
    commands.add_parser("applicants", help="list who waits for approval")
    approval = commands.add_parser("approve", help="make a newcomer a member")
    approval.add_argument("phone", help="their number, +15551234567")
    approval.add_argument(
        "--as", dest="agent", choices=("concierge", "innovator"), default="concierge"
    )
    lift = commands.add_parser("resume", help="lift the pause of a conversation")
    lift.add_argument("phone", help="their number, +15551234567")
    chosen = parser.parse_args(arguments)
    try:
        return _run(chosen)
    except YachtpartyError as error:
        sys.stderr.write(f"yachtparty {chosen.command}: {error}\n")
        return 1


def _run(chosen: argparse.Namespace) -> int:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise ConfigurationError("DATABASE_URL is not set; give a libpq URL of the database")
    if chosen.command == "migrate":
        from shared.db.migrate import migrate

        applied = migrate(url)
        _say(f"applied {', '.join(applied)}" if applied else "nothing new; functions replaced")
        return 0
    with opened(url) as database:
        if chosen.command == "applicants":
            for person in applicants(database):
                name = f"{person.first_name} {person.last_name}"
                _say(
                    f"{person.phone_number}  {name}, {person.title} at {person.company},"
                    f" {person.email}, referred by {person.referrer}"
                )
            return 0
        user_id = find_user(database, normalise_sender(chosen.phone).number or chosen.phone)
        if user_id is None:
            raise ConfigurationError(f"nobody with the number {chosen.phone} has ever texted")
        if chosen.command == "approve":
            done = approve(database, user_id, chosen.agent)
            _say("approved" if done else "was approved already")
        else:
            _say("resumed" if resume(database, user_id) else "was not paused")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
