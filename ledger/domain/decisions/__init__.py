"""Decisions: a motion, its poll, its outcome."""
