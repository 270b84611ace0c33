"""What browsers may load and whom they may ask: ourselves; and where a page is a telephone of Twilio's, Twilio."""

from __future__ import annotations

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'"
)
TELEPHONE = (
    f"{POLICY}; connect-src 'self' https://eventgw.twilio.com wss://voice-js.roaming.twilio.com "
    "https://media.twiliocdn.com https://sdk.twilio.com; media-src 'self' mediastream: https://media.twiliocdn.com "
    "https://sdk.twilio.com"
)
"""What Twilio's library asks for in its README, for the one page on which an agent talks through the browser."""
