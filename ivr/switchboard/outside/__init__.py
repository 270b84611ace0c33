"""What other programs and pages ask of us, and what they are told."""
