"""Every way that a call can go, tried on the flow itself, turn by turn: it shares nothing with the checker's proof."""
