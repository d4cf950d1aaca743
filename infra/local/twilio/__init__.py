"""A stand-in for Twilio: its Messages API, its signed webhooks, and its bad days on demand.

::

    api.py        Messages API: create, list, fetch       control.py   steering over HTTP
    network.py    phones, delivery, opt-out words         faults.py    what goes wrong, and when
    webhooks.py   signed posts with Twilio's retries      messages.py  the account's messages
    standin.py    the whole, as a server in a thread
"""

from infra.local.twilio.faults import Faults
from infra.local.twilio.messages import Message
from infra.local.twilio.network import Timing
from infra.local.twilio.standin import TwilioStandIn

__all__ = ["Faults", "Message", "Timing", "TwilioStandIn"]
