"""A telephone company in a box: stands in for Twilio in tests, in the demo and on a laptop without an account.

It shares no code with the product; both follow the carrier's public documents, each for itself.
"""
