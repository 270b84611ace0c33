"""What is said to and heard from any telephone company: plain values.

Nothing here knows a carrier, a flow or a caller; `ivr.twilio` and the simulation translate.
"""
