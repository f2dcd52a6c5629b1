"""The consolidated copy: what a contract says on a day, as it was known at a moment.

Contract(effective t, known k) = the executed text, with the changes executed
with effective ≤ t and recorded ≤ k applied in (effective, execution, index)
order (DOMAIN, rule 9). Each part names the statement that made it so.

    consolidate(history, effective=date(2025, 5, 14), known=1203)

Pure: whoever holds the rows of a history (the rules, a view, an export) gets
the same copy.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from ledger.domain.contracts.agreements import Novation, Renewed
from ledger.domain.contracts.amounts import total_of
from ledger.domain.contracts.copies import (
    ChangeAuthorities,
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
    Survival,
    provenance_of,
)
from ledger.domain.contracts.drafting import items_of_terms
from ledger.domain.contracts.novating import novate
from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.standing import parties_then
from ledger.domain.contracts.statuses import OVER, as_known, is_known, status_of
from ledger.domain.contracts.texts import ContractText, clause_order, goes_on_to
from ledger.domain.kinds.change import PartyRename, TextRestate
from ledger.domain.kinds.contract import Assumption
from ledger.evidence.statement import Digest

T = TypeVar("T")

Event = Executed | Renewed | Novation


def consolidate(history: ContractHistory, *, effective: date, known: Known = None) -> Consolidated:
    """Return the contract as it stands on a day, from what was recorded by then.

    What is recorded later never changes the answer for an earlier ``known``.

    Raises:
        NotYetKnownError: The execution was recorded later than ``known``.
    """
    fold = _folded(history, effective, known)
    given = [each for each in history.names if is_known(each.place, known)]
    novations = _known_novations(history, known)
    parties = tuple(
        _party(party, (*given, *fold.names), effective)
        for party in parties_then(fold.opening.terms.parties, novations, effective)
    )
    status = status_of(
        as_known(history.endings, known),
        fold.begins,
        fold.text.term,
        effective,
        lambda notice: _folded(history, notice.on, notice.place.leaf_index).text.grounds,
    )
    return fold.copy(status, parties)


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One statement's part in a copy: which items it touched, and the text as it left it.

    The next step changes that text in place: keep what is in it, not the text.
    """

    provenance: Provenance
    items: tuple[str, ...]
    text: ContractText


def steps(history: ContractHistory, *, effective: date, known: Known = None) -> Iterator[Step]:
    """Yield what a copy is made by: the first text, then what changes it as it takes effect.

    Raises:
        NotYetKnownError: As in ``consolidate``.
    """
    dates = _met_on(history, known)
    fold = _opened(history, dates, known)
    yield Step(provenance=fold.made[0], items=tuple(fold.making), text=fold.text)
    for provenance, step in _in_effect(history, dates, effective, known):
        items = fold.take(step, provenance)
        yield Step(provenance=provenance, items=items, text=fold.text)


def _folded(history: ContractHistory, effective: date, known: Known) -> "_Fold":
    """Return the text with what counts on a day: changes and renewals, in their order."""
    dates = _met_on(history, known)
    fold = _opened(history, dates, known)
    for provenance, step in _in_effect(history, dates, effective, known):
        fold.take(step, provenance)
    return fold


def _met_on(history: ContractHistory, known: Known) -> dict[Digest, date]:
    """Return from when versions apply that waited for a condition, as far as it is known."""
    return {met.version: met.on for met in history.conditions if is_known(met.place, known)}


def _opened(history: ContractHistory, dates: Mapping[Digest, date], known: Known) -> "_Fold":
    opening = history.opening
    if not is_known(opening.provenance.version, known):
        raise NotYetKnownError(contract=opening.provenance.version.stream)
    opening = replace(opening, provenance=_dated(opening.provenance, dates))
    return _Fold(opening, _known_novations(history, known))


def _known_novations(history: ContractHistory, known: Known) -> tuple[Novation, ...]:
    return tuple(each for each in history.novations if is_known(each.place, known))


def _party(party: str, names: tuple[PartyName, ...], effective: date) -> Party:
    """Return a party with its name of that day."""
    then = [
        (each.on or date.min, each.place.leaf_index, each.legal_name)
        for each in names
        if each.party == party and (each.on is None or each.on <= effective)
    ]
    return Party(party=party, legal_name=max(then)[-1] if then else None)


def _dated(provenance: Provenance, dates: Mapping[Digest, date]) -> Provenance:
    """Return how something was made, with its day where its condition was met."""
    met = dates.get(provenance.version.digest)
    if provenance.effective_on is not None or met is None:
        return provenance
    return replace(provenance, effective_on=met)


def _renewal(renewed: Renewed) -> Provenance:
    """Return how a renewal made the term so: the ledger's own statement, or of all parties."""
    place = renewed.place
    return Provenance(
        drafted=place.digest,
        version=place,
        signatures=(),
        executed_on=renewed.on,
        effective_on=renewed.on,
        retroactive=False,
    )


def _in_effect(
    history: ContractHistory, dates: Mapping[Digest, date], effective: date, known: Known
) -> tuple[tuple[Provenance, Event], ...]:
    """Return what counts, whatever made it, in (effective, execution, index) order."""
    made: list[tuple[Provenance, Event]] = [
        (_dated(change.provenance, dates), change) for change in history.changes
    ]
    made += ((_renewal(renewed), renewed) for renewed in history.renewals)
    made += ((provenance_of(novation), novation) for novation in history.novations)
    counted = [
        (provenance.effective_on, provenance.executed_on, provenance.version.leaf_index, at)
        for at, (provenance, _) in enumerate(made)
        if provenance.effective_on is not None
        and provenance.effective_on <= effective
        and is_known(provenance.version, known)
    ]
    return tuple(made[row[3]] for row in sorted(counted))


class _Fold:
    """A contract's text while changes are applied to it, with the making of each part."""

    def __init__(self, opening: Opening, novations: Iterable[Novation] = ()) -> None:
        """Begin with the first text, which made every part of it.

        Ops of any time may name whoever was ever a party, by one of the novations.
        """
        self.text = ContractText.of(opening.terms)
        self.text.parties = (*self.text.parties, *(each.joins for each in novations))
        self.names: list[PartyName] = []
        self.opening = opening
        self.made = [opening.provenance]
        self.making: dict[str, tuple[Provenance, ...]] = dict.fromkeys(
            ("term", "survival", "authority", *items_of_terms(opening.terms)),
            (opening.provenance,),
        )
        self._applied: list[Provenance] = []
        self._novated: list[Novation] = []

    @property
    def begins(self) -> date | None:
        """Return from when the contract applies, None while that is open."""
        return self.opening.provenance.effective_on

    def take(self, step: Event, provenance: Provenance) -> tuple[str, ...]:
        """Let a change, a renewal or a novation take effect; return the items that it touches.

        ``provenance`` has the day on which it does.
        """
        if isinstance(step, Renewed) and not goes_on_to(self.text.term, step.term):
            return ()  # another term had come before it, which was not known to apply
        self.made.append(provenance)
        if isinstance(step, Executed):
            return self._change(step, provenance)
        if isinstance(step, Novation):
            self._novated.append(step)
            return self._novate(step, None)
        self.text.term = step.term  # that is no version of the contract
        self._make("term", provenance)
        return ("term",)

    def _change(self, change: Executed, provenance: Provenance) -> tuple[str, ...]:
        on = provenance.effective_on
        assert on is not None, "only what is in effect is applied"
        self._applied.append(provenance)
        touched: list[str] = []
        for op in change.ops:
            items = apply(self.text, op)
            touched += items
            self._make(items[0], provenance)
            if isinstance(op, TextRestate):
                # A text begun anew says nothing any more of what stays at its end.
                self._make("survival", provenance)
            if isinstance(op, PartyRename):
                name = PartyName(
                    party=op.party, legal_name=op.legal_name, on=on, place=provenance.version
                )
                self.names.append(name)
        # What was agreed before a novation means whoever stands in the place since.
        for novation in self._novated:
            if novation.place.leaf_index > provenance.version.leaf_index:
                touched += self._novate(novation, touched)
        return tuple(touched)

    def _novate(self, novation: Novation, only: Iterable[str] | None) -> tuple[str, ...]:
        provenance = provenance_of(novation)
        items = novate(self.text, novation.leaves, novation.joins, only)
        for item in items:
            self._make(item, provenance)
        return items

    def _make(self, item: str, provenance: Provenance) -> None:
        making = self.making.get(item, ())
        if not making or making[-1].version.digest != provenance.version.digest:
            self.making[item] = (*making, provenance)

    def copy(self, status: Status, parties: tuple[Party, ...]) -> Consolidated:
        """Return the consolidated copy."""
        text, lines = self.text, self.text.budget.values()
        clauses = sorted(text.clauses.values(), key=lambda clause: clause_order(clause.number))
        assumptions = (Assumption(name=name, value=each) for name, each in text.assumptions.items())
        surviving = tuple(each for each in text.survival if each in text.clauses)
        newest = max(
            (self.opening.provenance, *self._applied), key=lambda each: each.version.leaf_index
        )
        return Consolidated(
            contract=self.opening.provenance.version.stream,
            status=status,
            terms=self.opening.terms,
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
            credits=self._parts(text.credits.values(), lambda each: f"credit/{each.title}"),
            termination=self._parts(text.grounds.values(), lambda each: f"ground/{each.ground}"),
            survival=self._part(Survival(clauses=text.survival), "survival"),
            authority=self._part(
                ChangeAuthorities(rows=text.authority, reserved=text.reserved), "authority"
            ),
            statements=tuple(self.made),
            applied=tuple(self._applied),
            surviving=surviving if status in OVER else (),
            novations=tuple(map(provenance_of, self._novated)),
            version=newest.version.digest,
        )

    def _parts(self, values: Iterable[T], item: Callable[[T], str]) -> tuple[Part[T], ...]:
        return tuple(self._part(value, item(value)) for value in values)

    def _part(self, value: T, item: str) -> Part[T]:
        *earlier, last = self.making[item]
        return Part(value=value, provenance=last, earlier=tuple(earlier))
