"""What the business knows of a caller: kept, corrected, brought together, and forgotten."""
