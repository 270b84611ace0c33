"""Call scripts played on the very engine that answers calls: over the memory store, the exchange and virtual time."""
