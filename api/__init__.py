"""HTTP: what is recorded, what is true now and the proof of it; knows no rule and no table."""
