"""What speaks against the days of a contract's term, and what covers them all the same."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter, Place
from ledger.domain.contracts.questions.gaps import Cause, Cover, Coverage, Why, coverage
from ledger.domain.contracts.questions.joins import (
    is_declined,
    place_of,
    rests_of,
    starts_of,
)
from ledger.domain.contracts.questions.references import parent_of_contract
from ledger.domain.contracts.questions.spans import Span, after, before, overlap
from ledger.domain.kinds.contract import ContractRegistered
from ledger.domain.world import World, demand_matter, matter_of
from ledger.evidence.statement import StreamName

# In these phases nobody means to work under it any more.
_GIVEN_UP = frozenset({"declined", "withdrawn"})
_OVER = frozenset({"terminated", "expired", "lapsed"})
_ENDED = frozenset({"terminated", "lapsed"})


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """When a contract was executed and takes effect (None: on an open condition), and where."""

    executed_on: date
    effective_on: date | None
    place: Place
    retroactive: bool


def in_force(contract: ContractMatter) -> InForce | None:
    """Return from when a contract applies; None while it is not executed."""
    body, place = contract.executed, contract.executed_at
    if body is None or place is None:
        return None
    dates = body.dates if isinstance(body, ContractRegistered) else body
    met = {each.version: each.on for each in contract.conditions}
    effective_on = dates.effective_on or met.get(place.digest)
    return InForce(
        executed_on=dates.executed_on,
        effective_on=effective_on,
        place=place,
        retroactive=effective_on is not None and effective_on < dates.executed_on,
    )


def last_day_of(contract: ContractMatter) -> date | None:
    """Return a contract's last day; None while it goes on, also by renewing itself."""
    renewal = contract.term.renewal
    renews = renewal is not None and renewal.automatic and not is_declined(contract)
    if contract.phase not in _ENDED and renews:
        return None
    return contract.last_day


def work_of(contract: ContractMatter) -> Span | None:
    """Return the days of a contract's term, up to its termination; None where it was given up."""
    if contract.phase in _GIVEN_UP:
        return None
    term = Span(contract.term.from_, contract.term.to)
    if contract.phase not in _ENDED or contract.last_day is None:
        return term
    if contract.last_day < term.from_:
        return None
    return overlap(term, Span(term.from_, contract.last_day))


def covered(
    world: World,
    contract: ContractMatter,
    *,
    others: Iterable[StreamName],
    changes: Iterable[StreamName],
) -> Coverage | None:
    """Return which days of a contract's term are covered; None where it was given up.

    ``others`` are the contracts among which a start-up letter is looked for,
    ``changes`` the contract's own.
    """
    work = work_of(contract)
    if work is None:
        return None
    causes = (*_own(world, contract, work), *_parent(world, contract, work), *_rests(contract))
    covers = (*_letters(world, contract, others), *_starts(world, changes))
    return coverage(work, causes, covers)


def _own(world: World, contract: ContractMatter, work: Span) -> Iterator[Cause]:
    own = in_force(contract)
    if own is None:
        drafted = place_of(world, contract.drafted)
        text = f"{contract.stream} is not executed"
        yield _cause("not_executed", work, text, drafted)
        return
    if own.effective_on is None:
        waits = "waited" if contract.phase == "lapsed" else "waits"
        text = f"{contract.stream} {waits} for its condition"
        yield _cause("condition_open", work, text, own.place)
        return
    text = f"executed on {own.executed_on}"
    if own.retroactive:
        text += f", with retroactive effect from {own.effective_on}"
    unexecuted = before(own.executed_on, work)
    if unexecuted is not None:
        yield _cause("before_execution", unexecuted, text, own.place)
    early = before(own.effective_on, Span(max(work.from_, own.executed_on), work.to))
    if early is not None:
        text = f"in effect from {own.effective_on}"
        yield _cause("before_effect", early, text, own.place)


def _parent(world: World, contract: ContractMatter, work: Span) -> Iterator[Cause]:
    name = parent_of_contract(contract)
    if name is None:
        yield from _parentless(world, contract, work)
        return
    drafted = place_of(world, contract.drafted)
    parent = demand_matter(world, name, ContractMatter)
    own = in_force(parent)
    if own is None:
        where = place_of(world, parent.drafted)
        yield _cause("parent_not_executed", work, f"{name} is not executed", drafted, where)
        return
    if own.effective_on is None:
        yield _cause("parent_condition_open", work, f"{name} waits for its condition", own.place)
        return
    early = before(own.effective_on, work)
    if early is not None:
        yield _cause(
            "before_parent", early, f"{name} is in effect from {own.effective_on}", own.place
        )
    last = last_day_of(parent)
    late = None if last is None else after(last, work)
    if late is not None:
        over = [each.place for each in parent.endings if each.status in _OVER]
        ended = over[-1] if over else own.place
        yield _cause("after_parent", late, f"{name} ended on {last}", ended)


def _parentless(world: World, contract: ContractMatter, work: Span) -> Iterator[Cause]:
    """A work order lives inside a master agreement (DOMAIN, rule 10); a name alone is none."""
    dangling = [each.text for each in contract.terms.references if each.role == "parent"]
    if dangling:
        text = f'its parent is named "{dangling[0]}", and nobody has said which contract that is'
        yield _cause("parent_dangling", work, text, place_of(world, contract.drafted))


def _rests(contract: ContractMatter) -> Iterator[Cause]:
    for rest in rests_of(contract):
        text = f"suspended from {rest.from_}"
        yield _cause("suspended", Span(rest.from_, rest.to), text, *rest.places)


def _letters(
    world: World, contract: ContractMatter, others: Iterable[StreamName]
) -> Iterator[Cover]:
    """A start-up letter of the same parties covers the days of its own term, once it is signed."""
    for name in others:
        letter = matter_of(world, name, ContractMatter)
        if letter is None or name == contract.stream or letter.terms.contract_kind != "start_up":
            continue
        own, term = in_force(letter), work_of(letter)
        same = set(letter.terms.parties) == set(contract.terms.parties)
        if not same or own is None or own.effective_on is None or term is None:
            continue
        span = overlap(term, Span(max(own.executed_on, own.effective_on), None))
        if span is not None:
            yield Cover(by="start_up", span=span, place=own.place)


def _starts(world: World, changes: Iterable[StreamName]) -> Iterator[Cover]:
    for name in changes:
        change = matter_of(world, name, ChangeMatter)
        for start in () if change is None else starts_of(change):
            yield Cover(by="start_work", span=Span(start.from_, start.until), place=start.place)


def _cause(why: Why, span: Span, text: str, *places: Place | None) -> Cause:
    named = tuple(each for each in places if each is not None)
    return Cause(why=why, span=span, text=text, places=named)
