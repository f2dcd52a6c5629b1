"""Statements as answers name them: where each stands, and where its receipt is."""

from collections.abc import Iterable
from typing import Any

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.copies import Provenance
from projections.receipts import receipt


def statement(place: Place) -> dict[str, Any]:
    """Name a statement by its stream, digest and entry, with the path of its receipt."""
    return {
        "stream": place.stream,
        "digest": place.digest,
        "leaf_index": place.leaf_index,
        "receipt": receipt(place.digest),
    }


def maybe(place: Place | None) -> dict[str, Any] | None:
    """Name a statement where there is one."""
    return None if place is None else statement(place)


def statements(places: Iterable[Place]) -> list[dict[str, Any]]:
    """Name statements, each once."""
    return [statement(each) for each in dict.fromkeys(places)]


def made_by(provenance: Provenance) -> dict[str, Any]:
    """Name the statement that made a part so, with the draft that holds its words."""
    return {**statement(provenance.version), "drafted": provenance.drafted}
