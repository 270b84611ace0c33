"""The product as real processes beside the simulated carrier, with the simulation's people at the telephones."""
