"""The stand-in as a process of its own: `python -m infra.local.twilio --port 8081 --webhook URL`.

The account comes from TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, TWILIO_PHONE_NUMBER and
TWILIO_MESSAGING_SERVICE_SID, as for the functions.
"""

import argparse
import os
import signal
import sys
import threading

from infra.local.twilio import TwilioStandIn


def main() -> None:
    """Serve until SIGINT or SIGTERM; prints the address when requests are answered."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.twilio", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--webhook", required=True, help="the application's address, without /sms")
    parser.add_argument("--webhook-overrides", default="", help="for example rc=5&rp=all")
    parser.add_argument("--opt-out", choices=["off", "default", "advanced"], default="default")
    parser.add_argument("--seed", type=int, default=0, help="of the faults")
    arguments = parser.parse_args()
    try:
        stand_in = TwilioStandIn(
            os.environ["TWILIO_ACCOUNT_SID"],
            os.environ["TWILIO_AUTH_TOKEN"],
            arguments.webhook.rstrip("/"),
            os.environ["TWILIO_PHONE_NUMBER"],
            messaging_service_sid=os.environ.get("TWILIO_MESSAGING_SERVICE_SID", ""),
            port=arguments.port,
            seed=arguments.seed,
            opt_out=arguments.opt_out,
            webhook_overrides=arguments.webhook_overrides,
        )
    except KeyError as missing:
        sys.exit(f"{missing.args[0]} is not set")
    done = threading.Event()

    def stop(number: int, frame: object) -> None:
        done.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    stand_in.start()
    sys.stdout.write(f"{stand_in.url}\n")
    sys.stdout.flush()
    done.wait()
    stand_in.stop()


if __name__ == "__main__":
    main()
