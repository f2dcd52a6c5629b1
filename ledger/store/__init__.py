"""Bytes to disk and back; knows no rule. The eventsourcing library's home."""
