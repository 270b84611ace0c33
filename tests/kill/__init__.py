"""The crash rig: real processes, killed at random moments under live calls; nothing may be lost."""
