"""Who answers for an activity on a day, through whom, and by which statement.

What nobody took over stays with the sponsor (ICH E6(R3) 3.6), said as the default
that it is. Where two contracts give one activity to different parties on one day,
both are shown and neither is chosen.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from ledger.domain.contracts.copies import Consolidated, ContractHistory, Part, Provenance, Status
from ledger.domain.kinds.change import Op, ResponsibilitySet, TextRestate
from ledger.domain.kinds.terms import Responsibility
from ledger.evidence.statement import StreamName

# In these, nothing of the contract gives anybody anything to do yet, or any more.
_IDLE: frozenset[Status] = frozenset({"not_yet_effective", "terminated", "expired", "lapsed"})
_NEVER_TAKEN = "no contract in force says that another took it over"


@dataclass(frozen=True, kw_only=True, slots=True)
class Answering:
    """What one contract says of an activity: who answers, since when, through whom.

    through  nearest first: the subcontractors that the text names, then those to
             whom a contract further down passes it on
    onward   the rows of those contracts, nearest first
    """

    contract: StreamName
    status: Status
    party: str
    since: date | None
    through: tuple[str, ...]
    made_by: Provenance
    onward: tuple["Answering", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """An activity on a day, with all that is said of it.

    party      who answers; None where contracts contradict each other, or no sponsor is known
    is_default nobody took it over, so that it is the sponsor's; ``why`` gives the reason
    made_by    of a default, the statement that gave it back; None where none did
    """

    activity: str
    party: str | None
    answers: tuple[Answering, ...]
    is_default: bool = False
    why: str | None = None
    made_by: Provenance | None = None

    @property
    def is_conflict(self) -> bool:
        """Whether contracts give the activity to different parties."""
        return len({each.party for each in self.answers}) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A contract of the group: its text of the day, and the history that it was made from."""

    copy: Consolidated
    history: ContractHistory

    @property
    def is_idle(self) -> bool:
        """Whether the contract gives nobody anything to do on that day."""
        return self.copy.status in _IDLE


def matrix(
    told: Iterable[Told], sponsors: Iterable[str], asked: str | None = None
) -> tuple[Row, ...]:
    """Return every activity of a group of contracts with who answers for it, by its name.

    ``sponsors`` are the companies that the ledger admitted as such; ``asked``
    narrows the answer to one activity, also to one that no contract names.
    """
    contracts, known = tuple(told), frozenset(sponsors)
    answers: dict[str, list[Answering]] = {}
    for each in contracts:
        for part in () if each.is_idle else each.copy.responsibilities:
            answers.setdefault(part.value.activity, []).append(_answering(each, part))
    given_back = _given_back(contracts)
    named = {*answers, *given_back, *_ever_named(contracts)} if asked is None else {asked}
    mine = _sponsors_of(contracts, known)
    parties = {each.copy.contract: _parties(each) for each in contracts}
    return tuple(
        _row(activity, _tiers(answers[activity], parties, known))
        if activity in answers
        else _default(activity, mine, given_back.get(activity))
        for activity in sorted(named)
    )


def _answering(told: Told, part: Part[Responsibility]) -> Answering:
    return Answering(
        contract=told.copy.contract,
        status=told.copy.status,
        party=part.value.party,
        since=effective_day(told.history, part.provenance),
        through=part.value.subcontractors,
        made_by=part.provenance,
    )


def effective_day(history: ContractHistory, provenance: Provenance) -> date | None:
    """Return from when a version applies: its stated day, or when its condition was met."""
    met = {each.version: each.on for each in history.conditions}
    return provenance.effective_on or met.get(provenance.version.digest)


def _row(activity: str, answers: tuple[Answering, ...]) -> Row:
    parties = {each.party for each in answers}
    party = answers[0].party if len(parties) == 1 else None
    return Row(activity=activity, party=party, answers=answers)


def _tiers(
    answers: list[Answering],
    parties: Mapping[StreamName, frozenset[str]],
    sponsors: frozenset[str],
) -> tuple[Answering, ...]:
    """Put what a company passes on, in a contract without the sponsor, under what it took over.

    Such a contract is the next tier, not a contradiction, also where no contract with
    the sponsor speaks of the activity. All else stays side by side.
    """
    lower = [each for each in answers if not parties[each.contract] & sponsors]
    tops = _chained([each for each in answers if each not in lower], lower, parties)
    passed_on = [step for top in tops for step in top.onward]
    rest = [each for each in lower if each not in passed_on]
    first = [each for each in rest if not any(_passes_to(one, each, parties) for one in rest)]
    chains = _chained(first, [each for each in rest if each not in first], parties)
    chained = [*first, *(step for top in chains for step in top.onward)]
    return (*tops, *chains, *(each for each in rest if each not in chained))


def _chained(
    tops: list[Answering], lower: list[Answering], parties: Mapping[StreamName, frozenset[str]]
) -> list[Answering]:
    """Return each with those to whom it passes the activity on."""
    found = [(each, _onward(each, lower, parties)) for each in tops]
    return [replace(each, through=_chain(each, on), onward=on) for each, on in found]


def _passes_to(
    one: Answering, other: Answering, parties: Mapping[StreamName, frozenset[str]]
) -> bool:
    """Whether who answers in one contract passes it on in the other, to somebody new."""
    return one.party in parties[other.contract] and other.party not in parties[one.contract]


def _chain(top: Answering, onward: tuple[Answering, ...]) -> tuple[str, ...]:
    """Return everybody through whom it is done, nearest first, each once."""
    steps = (name for step in onward for name in (step.party, *step.through))
    return tuple(dict.fromkeys((*top.through, *steps)))


def _onward(
    top: Answering, lower: list[Answering], parties: Mapping[StreamName, frozenset[str]]
) -> tuple[Answering, ...]:
    """Return to whom an activity is passed on, from hand to hand, each contract once."""
    chain: list[Answering] = []
    holder = top.party
    while True:
        step = next(
            (
                each
                for each in lower
                if each not in chain and holder in parties[each.contract] and each.party != holder
            ),
            None,
        )
        if step is None:
            return tuple(chain)
        chain.append(step)
        holder = step.party


def _default(activity: str, sponsors: tuple[str, ...], back: Provenance | None) -> Row:
    why = _NEVER_TAKEN if back is None else f"{back.version.stream} gave it back"
    if len(sponsors) != 1:
        who = "no party of them" if not sponsors else "more than one party of them"
        why += f"; {who} is admitted as sponsor"
    return Row(
        activity=activity,
        party=sponsors[0] if len(sponsors) == 1 else None,
        answers=(),
        is_default=True,
        why=why,
        made_by=back,
    )


def _parties(told: Told) -> frozenset[str]:
    return frozenset(each.party for each in told.copy.parties)


def _sponsors_of(contracts: tuple[Told, ...], sponsors: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted({party for each in contracts for party in _parties(each)} & sponsors))


def _ever_named(contracts: tuple[Told, ...]) -> set[str]:
    """Return the activities that the texts name, first or by a change that is in the copy."""
    named: set[str] = set()
    for each in contracts:
        named |= {one.activity for one in each.history.opening.terms.responsibilities}
        named |= {op.activity for _, op in _applied(each) if isinstance(op, ResponsibilitySet)}
    return named


def _applied(told: Told) -> Iterator[tuple[Provenance, Op]]:
    """Yield the ops that are in the copy, in their order, each with what made it so."""
    ops = {each.provenance.version.digest: each.ops for each in told.history.changes}
    for provenance in told.copy.applied:
        yield from ((provenance, op) for op in ops[provenance.version.digest])


def _given_back(contracts: tuple[Told, ...]) -> dict[str, Provenance]:
    """Return the activities that a change in effect gave back to the sponsor, by the newest."""
    back: dict[str, Provenance] = {}
    for each in contracts:
        back |= {} if each.is_idle else _given_back_in(each)
    return back


def _given_back_in(told: Told) -> dict[str, Provenance]:
    held = {each.activity for each in told.history.opening.terms.responsibilities}
    back: dict[str, Provenance] = {}
    for provenance, op in _applied(told):
        if isinstance(op, TextRestate):
            back |= dict.fromkeys(held, provenance)
            held = set()
        elif isinstance(op, ResponsibilitySet) and op.party is None:
            back[op.activity] = provenance
            held.discard(op.activity)
        elif isinstance(op, ResponsibilitySet):
            back.pop(op.activity, None)
            held.add(op.activity)
    return back
