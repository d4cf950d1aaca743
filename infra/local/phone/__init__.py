"""The phone page: phones in the browser that text through the real, signed webhook.

::

    page.py      the server and its addresses       feed.py     rows of the database
    stream.py    what keeps a page live             wire.py     what the stand-ins see happen
    forms.py     what a page may ask for            faults.py   Twilio's failures on demand
    pictures.py  what was attached                  static/     the page itself
"""

from infra.local.phone.page import PhonePage

__all__ = ["PhonePage"]
