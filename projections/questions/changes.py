"""A change as its signers need to see it: what it does, by whose authority, who has to sign yet."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter, contract_of
from ledger.domain.contracts.copies import NotYetKnownError
from ledger.domain.contracts.questions.effects import effect_of
from ledger.domain.contracts.questions.open_changes import OpenChange, open_changes
from ledger.domain.kinds import parent_of
from ledger.domain.world import World, matter_of
from ledger.evidence.statement import StreamName
from projections import changes
from projections.compared import plain_effect
from projections.copies import plain
from projections.histories import names_in
from projections.live import Now
from projections.questions.contracts import clash
from projections.questions.reach import reach_of, today
from projections.questions.signatures import SignaturesQuery, list_all
from projections.questions.then import change_as_it_was
from projections.readers import ViewReader
from projections.receipts import receipt
from projections.signers import endorsements_of
from projections.streams import may_read

Then = Callable[[int], World]


def load(
    connection: Connection, reader: ViewReader, stream: StreamName, now: Now, then: Then
) -> dict[str, Any] | None:
    """Return a change with what it makes of its contract, who signed and who still has to.

    ``then`` returns the world as it was when the log had so many entries. ``effect``
    is against the text that the change was executed on, or would be; against that
    on which it was drafted where it cannot be executed any more. None while parts
    of the draft are to come. None as a whole where it may not be read.

    Raises:
        NotYetKnownError: It was recorded later than what is seen.
    """
    change = matter_of(now.world, stream, ChangeMatter)
    if change is None:
        if now.known_at is not None and may_read(connection, reader, stream):
            raise NotYetKnownError(contract=stream)
        return None
    found = changes.load(connection, reader, stream)
    if found is None:
        return None
    if now.known_at is not None:
        found = change_as_it_was(connection, found, now, change)
    contract = contract_of(now.world, stream)
    mine = reach_of(connection, reader, now).changes_of(contract.stream)
    way = next((it for it in open_changes(now.world, contract, mine) if it.stream == stream), None)
    return {
        **found,
        **_days(contract, change),
        "amount": plain(change.amount),
        "parts_to_come": change.parts_to_come,
        "endorsements": _endorsements(connection, stream, now, change),
        "effect": _effect(connection, stream, change, _before(now, then, change, way), now),
        "clash": None if way is None else clash(way),
        "missing": _missing(connection, reader, now, stream),
        "receipt": receipt(found["digest"]),
    }


def _days(contract: ContractMatter, change: ChangeMatter) -> dict[str, str | None]:
    """Return when an executed change was signed last, and from when it applies, if known."""
    place = change.executed_at
    if place is None:
        return {"executed_on": None, "effective_on": None}
    met = next((each.on for each in contract.conditions if each.version == place.digest), None)
    return {
        "executed_on": change.executed_on.isoformat(),
        "effective_on": plain(change.effective_on or met),
    }


def _endorsements(
    connection: Connection, stream: StreamName, now: Now, change: ChangeMatter
) -> list[dict[str, Any]]:
    """Return who joined in what was registered."""
    joined = endorsements_of(connection, stream).get(change.drafted, [])
    return [row for row in joined if row["leaf_index"] < now.world.size]


def _before(now: Now, then: Then, change: ChangeMatter, way: OpenChange | None) -> World:
    """Return the world that has the text which a change is, was or would have been executed on."""
    if change.executed_at is not None:
        return then(change.executed_at.leaf_index)
    if way is not None and not way.is_stale:
        return now.world
    drafted = now.world.find(change.drafted)
    assert drafted is not None, "a change was drafted by a statement"
    return then(drafted.leaf_index)


def _effect(
    connection: Connection, stream: StreamName, change: ChangeMatter, before: World, now: Now
) -> dict[str, Any] | None:
    if change.parts_to_come:
        return None
    contract = contract_of(before, stream)
    ever = (*contract.terms.parties, *(each.joins for each in contract.novations))
    named = names_in(connection, dict.fromkeys(ever))
    names = [each for each in named if each.place.leaf_index < before.size]
    found = effect_of(before, stream, change, names, today(now.then, contract))
    return None if found is None else plain_effect(found)


def _missing(
    connection: Connection, reader: ViewReader, now: Now, stream: StreamName
) -> list[dict[str, Any]]:
    asked = SignaturesQuery(contract=parent_of(stream))
    return [row for row in list_all(connection, reader, now, asked) if row["stream"] == stream]
