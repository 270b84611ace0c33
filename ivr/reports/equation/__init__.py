"""Every request for a person has one fate: what that is counted by, and held against."""
