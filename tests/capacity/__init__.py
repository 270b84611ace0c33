"""How many people can be served: what queueing theory says, and what the product does."""
