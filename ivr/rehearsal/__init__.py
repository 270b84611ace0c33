"""The real engine over the memory store and the simulated exchange, in one process and in virtual time.

Call scripts, the phone in the terminal and the simulation run on it; nothing that answers real calls imports it.
"""
