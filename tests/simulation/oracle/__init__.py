"""What must hold: the truth on the carrier's tape against what our rows claim. It never changes either."""
