"""The doorbell: RQ carries ids and nothing else; it may lose, double or reorder them, the sweep finds them anyway."""
