"""Rows that name the statement that made them so."""

from collections.abc import Iterable
from typing import Any


def slug(stream: str) -> str:
    """Return a stream's name without its type."""
    return stream.partition("/")[2]


def entry(by: dict[str, Any] | None) -> str:
    """Name a statement by its stream and entry."""
    return "—" if by is None else f"{slug(by['stream'])}, entry {by['leaf_index']}"


def entries(made: Iterable[dict[str, Any]]) -> str:
    """Name statements, each on a line of its own."""
    return "\n".join(entry(each) for each in made) or "—"
