"""The doors that Twilio knocks at: each request is verified, read, handed to the desk, and its answer rendered.

It decides nothing. Whatever breaks behind the desk, the line is answered, and the debt is noted.
"""

from ivr.webhooks.desk import Desk
from ivr.webhooks.opened import open_doors

__all__ = ["Desk", "open_doors"]
