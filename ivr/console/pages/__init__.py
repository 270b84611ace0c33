"""The pages, one file per noun: each reads by reports, changes by the switchboard, and decides nothing itself."""
