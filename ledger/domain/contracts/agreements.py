"""What is known of a contract and of each change to it, as their statements leave it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from ledger.domain.content import TextMatter
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.texts import ContractText, PaymentKey
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import (
    Authority,
    ChangeExecuted,
    ChangeRegistered,
    ChangeTerms,
)
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
IN_FORCE = frozenset({"executed", "noticed", "suspended", "expired"})

DutyState = Literal["open", "fulfilled", "waived", "breached", "cured"]


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

    ground: str
    party: str
    given_on: date
    place: Place

    @property
    def digest(self) -> Digest:
        """The statement that gave it, by which withdrawal, cure and termination name it."""
        return self.place.digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspension:
    """A suspension that stands: by whom, whether alone, and from which day."""

    digest: Digest
    party: str
    alone: bool
    on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Ending:
    """What a contract comes to from a day on.

    status   noticed, suspended, terminated, expired or lapsed (``on`` is the last day),
             renewal_declined (``on`` is the last day of the term that ends)
    ground   on which ground notice was given
    notice   of a termination, the notice that it acts on
    until    the statement from which on a notice or a suspension no longer stands
    ends_on  the day on which a suspension ends, the breach behind a notice was cured
    """

    status: str
    on: date
    place: Place
    ground: str | None = None
    notice: Digest | None = None
    until: Place | None = None
    ends_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Renewed:
    """A term that went on: the new one, from which day it counts, and where that was stated.

    ended  the last day of the term before
    after  the contract version at that moment
    """

    term: ContractTerm
    on: date
    ended: date
    after: Digest
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """What was said of an obligation, for which day, and where; ``earlier`` is what before it."""

    obligation: str
    state: DutyState
    on: date
    place: Place
    earlier: "Duty | None" = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Released:
    """A payment that was released: how much, on which day, and where that was stated."""

    trigger: str
    of: str
    amount: Amount
    on: date
    place: Place
    milestone: StreamName | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution:
    """Which contract a reference means, and the statement that says so."""

    contract: StreamName
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Start:
    """Work that was let begin before a change was executed, up to a cap, until a last day.

    ``why`` and ``ended`` say what ended it, and where; None while it runs.
    """

    cap: Money
    from_: date
    ends: date
    tz: str
    party: str
    place: Place
    why: str | None = None
    ended: Place | None = None

    @property
    def until(self) -> date:
        """Return the last day of work: the stated one, or that on which it ended before."""
        if self.ended is None:
            return self.ends
        return min(self.ends, local_day(self.ended.at, self.tz))


@dataclass(frozen=True, kw_only=True, slots=True)
class Novation:
    """A company in a party's place from a day on; ``signed`` is the proposal that all joined.

    ``after`` is the contract version at that moment.
    """

    leaves: str
    joins: str
    on: date
    after: Digest
    place: Place
    signed: SignatureRef
    executed_on: date


Touch = tuple[Digest, date | None]


@dataclass(kw_only=True, slots=True)
class Folded:
    """A contract's text with all changes executed up to a version, whenever they take effect.

    ``touched`` says which version last touched an item, and from when that one
    applies, None where it waited for a condition; ``novated`` is in the parties' places.
    """

    text: ContractText
    touched: dict[str, Touch]
    novated: "tuple[Novation, ...]"

    def copy(self) -> "Folded":
        """Return a text of its own, to go on with."""
        return Folded(text=self.text.copy(), touched=dict(self.touched), novated=self.novated)


@dataclass(frozen=True, kw_only=True)
class ContractMatter(TextMatter):
    """A contract: its draft, who agreed and signed, its versions, how it ends.

    terms       the draft's, as far as its parts have come; then the executed text's
    drafted     the statement that put the draft, or registered the paper
    version     newest ``*.executed`` (or registered) statement, or that of a change's lapse
    waiting     versions whose condition is open, oldest first, each with its long stop
    lapsed      versions that changes made which take effect no more
    changes     executed changes, oldest first, each with the version it made
    term        the newest term, from a stated day or from its own condition on
    term_on     from when that one applies; None for the first text's
    armed_by    the statement that set it, or declined that it renews itself
    terms_waiting  terms that versions have set which wait for their condition
    declined    the last day of the term whose renewal was declined
    duties      what was said last of each obligation, by its id
    released    payments that were released, by trigger and sum
    resolutions what dangling references mean, by their text
    novations   in the order in which they were agreed; see standing.py for the parties of a day
    memo        texts folded before, by the newest step in them; forgetting them changes nothing
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
    waiting: Mapping[Digest, date | None] = field(default_factory=lambda: MappingProxyType({}))
    lapsed: frozenset[Digest] = frozenset()
    changes: tuple[tuple[StreamName, Digest], ...] = ()
    conditions: tuple[ConditionMet, ...] = ()
    notices: tuple[Notice, ...] = ()
    suspension: Suspension | None = None
    endings: tuple[Ending, ...] = ()
    renewals: tuple[Renewed, ...] = ()
    declined: date | None = None
    duties: Mapping[str, Duty] = field(default_factory=lambda: MappingProxyType({}))
    released: Mapping[PaymentKey, Released] = field(default_factory=lambda: MappingProxyType({}))
    resolutions: Mapping[str, Resolution] = field(default_factory=lambda: MappingProxyType({}))
    novations: tuple[Novation, ...] = ()
    armed_by: Digest | None = None
    term_on: date | None = None
    terms_waiting: Mapping[Digest, ContractTerm] = field(
        default_factory=lambda: MappingProxyType({})
    )
    memo: dict[Digest, Folded] = field(default_factory=dict, compare=False, repr=False)

    @property
    def last_day(self) -> date | None:
        """Return the last day on which the contract applies, as far as it is known."""
        if self.phase in {"terminated", "lapsed"}:
            return next(each.on for each in reversed(self.endings) if each.status == self.phase)
        return self.term.to

    @property
    def newest_step(self) -> Digest:
        """Return the newest version that was executed, whatever has become of it."""
        assert self.executed_at is not None, "only an executed contract goes on"
        return self.changes[-1][1] if self.changes else self.executed_at.digest


@dataclass(frozen=True, kw_only=True)
class ChangeMatter(TextMatter):
    """A change: its draft, the authority behind it, who signed, and its execution.

    body    the draft's, as far as its parts have come
    starts  work that was let begin on a draft of it
    spent   decisions that have authorised a draft of it, each once
    topics  what each content that was drafted does, as topics that a charter can name
    """

    phase: str
    drafted: Digest
    body: ChangeTerms
    text: bytes
    parts_to_come: int
    next_part: int
    authority: Authority | None = None
    signatures: Mapping[str, SignatureRef] = field(default_factory=no_signatures)
    executed: ChangeExecuted | ChangeRegistered | None = None
    executed_at: Place | None = None
    reversed_by: StreamName | None = None
    starts: tuple[Start, ...] = ()
    spent: frozenset[str] = frozenset()
    topics: Mapping[str, frozenset[str]] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def effective_on(self) -> date | None:
        """Return from when an executed change applies; None while its condition is open."""
        done = self.executed
        assert done is not None, "the contract's stream speaks of executed changes"
        return done.dates.effective_on if isinstance(done, ChangeRegistered) else done.effective_on

    @property
    def executed_on(self) -> date:
        """Return the day of the last signature of an executed change."""
        done = self.executed
        assert done is not None, "the contract's stream speaks of executed changes"
        return done.dates.executed_on if isinstance(done, ChangeRegistered) else done.executed_on


def contract_of(world: World, change: StreamName) -> ContractMatter:
    """Return the contract that a change belongs to."""
    parent = parent_of(change)
    assert parent is not None, "a change stream has a parent"
    return demand_matter(world, parent, ContractMatter)


def change_of(world: World, stream: StreamName) -> ChangeMatter:
    """Return a change that the contract's own stream speaks of."""
    return demand_matter(world, stream, ChangeMatter)
