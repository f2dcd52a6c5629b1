"""What is true now: views over the recorded statements, rebuilt from the archive at will."""
