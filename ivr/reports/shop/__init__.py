"""The business itself: its teams, cards, flows and programs, its trail, and its figures."""
