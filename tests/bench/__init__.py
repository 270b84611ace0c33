"""How fast the product is, and that it stays so: a catalogue of measurements, a small module each."""
