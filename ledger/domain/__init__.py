"""The rules of governance: pure, without clock, disk, network or framework."""
