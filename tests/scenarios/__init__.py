"""Phone calls from the first ring to the last fate, over real HTTP, on both databases and with a real Redis."""
