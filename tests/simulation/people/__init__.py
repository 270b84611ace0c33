"""Who lives in a simulated world: callers, agents, and the bad luck between them."""
