"""The carrier's room: Twilio's words become ours here, and ours Twilio's; nobody else speaks its language.

It reads and writes no row. `rest` loads Twilio's REST library, so only what places calls imports it.
"""
