"""Scorecards: agreed metrics, measured and attested."""
