"""What browsers may load and whom they may ask: ourselves; and where a page is a telephone of Twilio's, Twilio."""

from __future__ import annotations

POLICY = (
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'"
)
TELEPHONE = (
    f"{POLICY}; connect-src 'self' https://*.twilio.com wss://*.twilio.com https://media.twiliocdn.com; "
    "media-src 'self' mediastream: https://media.twiliocdn.com https://sdk.twilio.com"
)
"""For the one page on which an agent talks through the browser: Twilio's own hosts. After the first word its library
speaks with the edge that it was sent to, by that one's name, and only there a broken call is found again."""
DEAF = "camera=(), geolocation=(), payment=(), usb=(), microphone=()"
HEARS = "camera=(), geolocation=(), payment=(), usb=(), microphone=(self)"
"""What a page may use of the computer: the same page hears who sits before it."""
