"""Where the API gives the proof of what a row tells."""


def receipt(digest: str) -> str:
    """Return the path at which the API gives a statement's receipt."""
    return f"/v1/statements/{digest}/receipt"
