"""The store in memory: for the simulation and for call scripts."""
