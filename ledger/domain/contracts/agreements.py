"""What is known of a contract and of each change to it, as their statements leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType

from ledger.domain.content import TextMatter
from ledger.domain.contracts.operations import apply
from ledger.domain.contracts.texts import ContractText
from ledger.domain.kinds.change import Authority, ChangeDrafted, ChangeExecuted
from ledger.domain.kinds.contract import (
    ContractExecuted,
    ContractRegistered,
    ContractTerm,
    ContractTerms,
    SignatureRef,
)
from ledger.domain.world import Act, World, demand_matter
from ledger.evidence.statement import Digest, StreamName

# Phases in which a contract has been executed and can be changed. An expired one
# can: an extension is often signed late.
IN_FORCE = frozenset({"executed", "noticed", "expired"})


def no_signatures() -> Mapping[str, SignatureRef]:
    """Return that nobody has agreed or signed."""
    return MappingProxyType({})


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where a statement stands: its stream, its digest, when and at which index it came."""

    stream: StreamName
    digest: Digest
    at: datetime
    leaf_index: int

    @classmethod
    def of(cls, act: Act) -> "Place":
        """Return the place of an act."""
        return cls(
            stream=act.statement.stream, digest=act.digest, at=act.at, leaf_index=act.leaf_index
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class ConditionMet:
    """From when an execution applies that waited for a condition."""

    version: Digest
    on: date
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """A notice that runs: on which ground, by whom, from which day."""

    digest: Digest
    ground: str
    party: str
    given_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """A status from a day on: under notice, terminated or expired (``on`` is the last day).

    ``until`` says from where on a notice no longer stands.
    """

    status: str
    on: date
    place: Place
    until: Place | None = None


Touch = tuple[Digest, date | None]


@dataclass(kw_only=True, slots=True)
class Folded:
    """A contract's text with all changes executed up to a version, whenever they take effect.

    ``touched`` says which version last touched an item, and from when that one
    applies, None where it waited for a condition.
    """

    text: ContractText
    touched: dict[str, Touch]


@dataclass(frozen=True, kw_only=True)
class ContractMatter(TextMatter):
    """A contract: its draft, who agreed and signed, its versions, how it ends.

    terms       the draft's, as far as its parts have come; then the executed text's
    drafted     the statement that put the draft, or registered the paper
    version     newest ``*.executed`` (or registered) statement
    waiting     versions whose condition is open
    changes     executed changes, oldest first, each with the version it made
    term        the newest term, whenever it takes effect
    armed_by    the statement that set it
    memo        texts folded before, by version; forgetting them changes nothing
    """

    phase: str
    stream: StreamName
    drafted: Digest
    terms: ContractTerms
    text: bytes
    parts_to_come: int
    next_part: int
    term: ContractTerm
    agreed: Mapping[str, SignatureRef] = field(default_factory=no_signatures)
    signatures: Mapping[str, SignatureRef] = field(default_factory=no_signatures)
    executed: ContractExecuted | ContractRegistered | None = None
    executed_at: Place | None = None
    version: Digest | None = None
    waiting: frozenset[Digest] = frozenset()
    changes: tuple[tuple[StreamName, Digest], ...] = ()
    conditions: tuple[ConditionMet, ...] = ()
    notice: Notice | None = None
    endings: tuple[Ending, ...] = ()
    armed_by: Digest | None = None
    memo: dict[Digest, Folded] = field(default_factory=dict, compare=False, repr=False)

    @property
    def last_day(self) -> date | None:
        """Return the last day on which the contract applies, as far as it is known."""
        if self.phase == "terminated":
            return self.endings[-1].on
        return self.term.to


@dataclass(frozen=True, kw_only=True)
class ChangeMatter(TextMatter):
    """A change: its draft, the authority behind it, who signed, and its execution."""

    phase: str
    drafted: Digest
    body: ChangeDrafted
    authority: Authority | None = None
    signatures: Mapping[str, SignatureRef] = field(default_factory=no_signatures)
    executed: ChangeExecuted | None = None
    executed_at: Place | None = None


def change_of(world: World, stream: StreamName) -> ChangeMatter:
    """Return a change that the contract's own stream speaks of."""
    return demand_matter(world, stream, ChangeMatter)


def folded(world: World, contract: ContractMatter) -> Folded:
    """Return the text as of the contract's newest version; never to be changed in place.

    Costs as much as the changes since the version that was folded last.
    """
    version = contract.version
    assert version is not None, "only an executed contract is folded"
    start = len(contract.changes)
    before = contract.memo.get(version)
    while before is None and start:
        start -= 1
        before = contract.memo.get(contract.changes[start - 1][1]) if start else None
    if before is None:
        before = Folded(text=ContractText.of(contract.terms), touched={})
    if start == len(contract.changes):
        return before
    after = Folded(text=before.text.copy(), touched=dict(before.touched))
    for stream, digest in contract.changes[start:]:
        change = change_of(world, stream)
        assert change.executed is not None, "the contract's stream speaks of executed changes"
        touch = digest, change.executed.effective_on
        for op in change.body.ops:
            after.touched.update(dict.fromkeys(apply(after.text, op), touch))
    contract.memo.clear()  # only the newest is ever asked for again
    contract.memo[version] = after
    return after
