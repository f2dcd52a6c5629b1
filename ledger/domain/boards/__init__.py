"""Boards and their meetings: who sits, by which charter, who was there."""
