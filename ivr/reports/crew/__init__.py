"""Those who answer: who they are, how they stand, and what they should know."""
