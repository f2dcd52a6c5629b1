"""Contracts and their changes: from a draft to the text as it stands on a day."""
