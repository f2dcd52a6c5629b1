"""The consolidated copy: what a contract says on a day, as it was known at a moment.

Contract(effective t, known k) = the executed text, with the changes executed
with effective ≤ t and recorded ≤ k applied in (effective, execution, index)
order (DOMAIN, rule 9). Each part names the statement that made it so.

    consolidate(history, effective=date(2025, 5, 14), known=1203)

Pure: whoever holds the rows of a history (the rules, a view, an export) gets
the same copy.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import TypeVar

from ledger.domain.contracts.agreements import Place
from ledger.domain.contracts.amounts import total_of
from ledger.domain.contracts.copies import (
    Consolidated,
    ContractHistory,
    Executed,
    Known,
    NotYetKnownError,
    Opening,
    Part,
    Party,
    PartyName,
    Provenance,
    Status,
)
from ledger.domain.contracts.drafting import items_of_terms
from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.texts import ContractText, clause_order
from ledger.domain.kinds.change import PartyRename
from ledger.domain.kinds.contract import Assumption, ContractTerm
from ledger.evidence.statement import Digest

T = TypeVar("T")


def consolidate(history: ContractHistory, *, effective: date, known: Known = None) -> Consolidated:
    """Return the contract as it stands on a day, from what was recorded by then.

    What is recorded later never changes the answer for an earlier ``known``.

    Raises:
        NotYetKnownError: The execution was recorded later than ``known``.
    """
    opening = history.opening
    if not _is_known(opening.provenance.version, known):
        raise NotYetKnownError(contract=opening.provenance.version.stream)
    dates = {met.version: met.on for met in history.conditions if _is_known(met.place, known)}
    fold = _Fold(opening)
    for on, change in _in_effect(history.changes, dates, effective, known):
        fold.change(change, on)
    given = [each for each in history.names if _is_known(each.place, known)]
    parties = tuple(
        _party(party, (*given, *fold.names), effective) for party in opening.terms.parties
    )
    return fold.copy(_status(history, dates, effective, known, fold.text.term), parties)


def _party(party: str, names: tuple[PartyName, ...], effective: date) -> Party:
    """Return a party with its name of that day; before its first one, with that."""
    own = sorted(
        (each for each in names if each.party == party),
        key=lambda each: (each.on, each.place.leaf_index),
    )
    then = [each for each in own if each.on <= effective]
    name = then[-1] if then else own[0] if own else None
    return Party(party=party, legal_name=None if name is None else name.legal_name)


def _status(
    history: ContractHistory,
    dates: Mapping[Digest, date],
    effective: date,
    known: Known,
    term: ContractTerm,
) -> Status:
    begins = _effective_on(history.opening.provenance, dates)
    if begins is None or effective < begins:
        return "not_yet_effective"
    endings = [each for each in history.endings if _is_known(each.place, known)]
    if any(each.status == "terminated" and each.on < effective for each in endings):
        return "terminated"
    renews = term.renewal is not None and term.renewal.automatic
    if term.to is not None and term.to < effective and not renews:
        return "expired"
    noticed = any(
        each.status == "noticed"
        and each.on <= effective
        and (each.until is None or not _is_known(each.until, known))
        for each in endings
    )
    return "noticed" if noticed else "in_force"


def _is_known(place: Place, known: Known) -> bool:
    if known is None:
        return True
    return place.leaf_index <= known if isinstance(known, int) else place.at <= known


def _effective_on(provenance: Provenance, dates: Mapping[Digest, date]) -> date | None:
    return provenance.effective_on or dates.get(provenance.version.digest)


def _in_effect(
    changes: Iterable[Executed], dates: Mapping[Digest, date], effective: date, known: Known
) -> tuple[tuple[date, Executed], ...]:
    """Return the changes that count, each with its day, in (effective, execution, index) order."""
    counted = [
        (on, change.provenance.executed_on, change.provenance.version.leaf_index, change)
        for change in changes
        if (on := _effective_on(change.provenance, dates)) is not None
        and on <= effective
        and _is_known(change.provenance.version, known)
    ]
    return tuple((row[0], row[3]) for row in sorted(counted, key=lambda row: row[:3]))


class _Fold:
    """A contract's text while changes are applied to it, with the making of each part."""

    def __init__(self, opening: Opening) -> None:
        """Begin with the first text, which made every part of it."""
        self.text = ContractText.of(opening.terms)
        self.names: list[PartyName] = []
        self._opening = opening
        self._making: dict[str, tuple[Provenance, ...]] = dict.fromkeys(
            ("term", *items_of_terms(opening.terms)), (opening.provenance,)
        )
        self._applied: list[Provenance] = []

    def change(self, change: Executed, on: date) -> None:
        """Apply the ops of a change that takes effect on a day."""
        provenance = change.provenance
        self._applied.append(provenance)
        for op in change.ops:
            item = apply(self.text, op)[0]
            making = self._making.get(item, ())
            if not making or making[-1] is not provenance:
                self._making[item] = (*making, provenance)
            if isinstance(op, PartyRename):
                name = PartyName(
                    party=op.party, legal_name=op.legal_name, on=on, place=provenance.version
                )
                self.names.append(name)

    def copy(self, status: Status, parties: tuple[Party, ...]) -> Consolidated:
        """Return the consolidated copy."""
        text, lines = self.text, self.text.budget.values()
        clauses = sorted(text.clauses.values(), key=lambda clause: clause_order(clause.number))
        assumptions = (Assumption(name=name, value=each) for name, each in text.assumptions.items())
        newest = max(
            (self._opening.provenance, *self._applied), key=lambda each: each.version.leaf_index
        )
        return Consolidated(
            contract=self._opening.provenance.version.stream,
            status=status,
            terms=self._opening.terms,
            parties=parties,
            clauses=self._parts(clauses, lambda each: f"clause/{each.id}"),
            budget=self._parts(lines, lambda each: f"line/{each.line}"),
            fee=total_of(line.fee for line in lines),
            pass_through=total_of(line.pass_through for line in lines),
            payments=self._parts(
                text.payments.values(), lambda each: f"payment/{each.of}/{each.trigger}"
            ),
            assumptions=self._parts(assumptions, lambda each: f"assumption/{each.name}"),
            term=self._parts((text.term,), lambda _: "term")[0],
            obligations=self._parts(
                text.obligations.values(), lambda each: f"obligation/{each.id}"
            ),
            responsibilities=self._parts(
                text.responsibilities.values(), lambda each: f"responsibility/{each.activity}"
            ),
            applied=tuple(self._applied),
            version=newest.version.digest,
        )

    def _parts(self, values: Iterable[T], item: Callable[[T], str]) -> tuple[Part[T], ...]:
        return tuple(self._part(value, item(value)) for value in values)

    def _part(self, value: T, item: str) -> Part[T]:
        *earlier, last = self._making[item]
        return Part(value=value, provenance=last, earlier=tuple(earlier))
