"""What the real switchboard meets in one simulated world: time, a carrier in bad times, a web, a doorbell, faults."""
