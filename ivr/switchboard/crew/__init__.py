"""Who works here: agents and their accounts, shifts, and how their numbers change."""
