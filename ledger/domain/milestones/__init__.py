"""Milestones: planned, forecast, claimed, jointly accepted."""
