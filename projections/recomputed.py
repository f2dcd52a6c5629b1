"""A contract from replayed statements alone, in the form in which the views give it.

Whoever holds an export needs neither the ledger's database nor its views: the
text of a day is folded from the same rules, over the statements themselves.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import ContractHistory
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName
from projections.copies import plain_copy, plain_known
from projections.hanging import decision_behind, doubt_of
from projections.moments import Moment


def doubts_in(world: World, names: Iterable[str]) -> Mapping[str, str | None]:
    """Return why each of these decisions cannot be relied on now; of a share, those that it has."""
    found = {name: matter_of(world, StreamName(name), DecisionMatter) for name in set(names)}
    return {name: doubt_of(matter.phase) for name, matter in found.items() if matter is not None}


def contract_view(
    world: World, history: ContractHistory, moment: Moment, at: datetime
) -> dict[str, Any]:
    """Return a contract's text as of a day, and which versions are in doubt now.

    ``at`` is now, for a moment that names no day.

    Raises:
        NotYetKnownError: It was not executed at ``moment.known``.
    """
    first = history.opening
    effective = moment.day(at, first.terms.tz)
    text = plain_copy(consolidate(history, effective=effective, known=moment.known))
    behind = [decision_behind(each) for each in text["statements"]]
    doubts = doubts_in(world, filter(None, behind))
    return {
        "stream": first.provenance.version.stream,
        "title": first.terms.title,
        "outside": first.provenance.on_paper,
        "effective": effective.isoformat(),
        "known": plain_known(moment.known),
        "text": text,
        "versions": [
            {"digest": each["digest"], "in_doubt": doubts.get(name or "")}
            for each, name in zip(text["statements"], behind, strict=True)
        ],
    }
