"""All that an outcome depends on beside the charter and the clock.

The ledger fills these from signed statements, a rehearsal from one file; what
is made of them is the same. Everything is a plain value: no streams, no keys.
Seats, parties, items and classes are named by their slugs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal

from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.charter.terms import Mode, Office, Procedure

Choice = Literal["for", "against", "abstain"]
ALL_ITEMS: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A seat of the charter with its holder, if it has one, as the motion was opened.

    ``since`` is the day from which its holder serves without a break; ``until``
    the last day of the appointment, where it has one; ``kept_out`` why it has no vote
    on this motion, where that was found when it was opened.
    """

    seat: str
    party: str
    voting: bool = True
    class_: str | None = None
    weight: int = 1
    person: str | None = None
    alternate: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    offices: frozenset[Office] = frozenset()
    since: date | None = None
    until: date | None = None
    kept_out: str | None = None

    @property
    def is_filled(self) -> bool:
        """Whether somebody holds the seat."""
        return self.person is not None


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One of several matters that are put in one motion."""

    item: str
    class_: str | None = None
    amount: Amount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """What must come true before an adopted motion has effect."""

    condition: str
    status: Literal["open", "met", "waived", "failed"] = "open"
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Matter:
    """What is put to the board.

    ``about`` names what related matters have in common (a contract's stream),
    ``same_as`` what a matter that was rejected before has in common with it.
    ``amount`` is None where no money is in it, ``added`` the sum with related ones
    where it was worked out before; ``budget`` is what shares are of.
    """

    class_: str
    procedure: Procedure
    topics: frozenset[str] = frozenset()
    amount: Amount | None = None
    added: Amount | None = None
    budget: Money | None = None
    about: str | None = None
    same_as: str | None = None
    items: tuple[Item, ...] = ()
    conditions: tuple[Condition, ...] = ()
    long_stop: date | None = None
    agenda_item: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Movement:
    """A seat that came or went; who came is the member or the alternate."""

    seat: str
    is_in: bool
    at: datetime
    mode: Mode = "in_person"
    by_alternate: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class AgendaPoint:
    """An item of a meeting's agenda; ``noticed_at`` is when all were told of it."""

    item: str
    is_for_decision: bool
    noticed_at: datetime
    consents: frozenset[str] = frozenset()
    is_urgent: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Earlier:
    """The meeting that a further one takes up again."""

    starts_at: datetime
    was_inquorate: bool
    agenda: frozenset[str] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A meeting as it was called and as it went.

    ``called_by`` are the seats and offices of whoever called it; ``requested_by``
    the seats that asked for it; ``waivers`` those that waived short notice. What is
    None was not stated and is not judged: only a rehearsal can leave it open.
    """

    class_: str | None
    starts_at: datetime
    called_at: datetime | None = None
    called_by: frozenset[str] | None = None
    requested_by: frozenset[str] = frozenset()
    waivers: frozenset[str] = frozenset()
    agenda: tuple[AgendaPoint, ...] | None = None
    reconvenes: Earlier | None = None
    movements: tuple[Movement, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    interrupted_at: datetime | None = None
    acting_chair: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ballot:
    """A ballot that counts: the last valid one of its seat, for some items or for all."""

    seat: str
    choice: Choice
    at: datetime
    items: tuple[str, ...] = ALL_ITEMS
    by_proxy: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CastingVote:
    """How the chair breaks a tie, and in which office."""

    office: Office
    person: str | None
    seat: str | None
    choice: Literal["for", "against"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Recusal:
    """A seat that withdrew for a conflict, from some items or from all."""

    seat: str
    items: tuple[str, ...] = ALL_ITEMS


@dataclass(frozen=True, kw_only=True, slots=True)
class Proxy:
    """A seat that gave its vote to another."""

    giver: str
    holder: str
    at: datetime
    items: tuple[str, ...] = ALL_ITEMS


@dataclass(frozen=True, kw_only=True, slots=True)
class Objection:
    """A seat that objects: to the matter, or to its being decided in writing."""

    seat: str
    at: datetime
    to: Literal["matter", "form"] = "matter"


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """A formality that was done, by someone of a party in an office."""

    formality: str
    at: datetime
    party: str | None = None
    offices: frozenset[Office] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Default:
    """A party or seat that was given notice of its default."""

    at: datetime
    party: str | None = None
    seat: str | None = None
    cured_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """An earlier meeting: which seats attended, and which of them remotely."""

    at: datetime
    present: frozenset[str]
    remote: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """An earlier decision of the board."""

    at: datetime
    class_: str
    outcome: str
    amount: Amount | None = None
    about: str | None = None
    same_as: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What a named executive answered to an escalation."""

    step: str
    title: str
    party: str | None
    choice: Literal["for", "against"]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class SaidFinally:
    """What someone decided alone once the steps were exhausted."""

    choice: Literal["for", "against"]
    at: datetime
    party: str | None = None
    office: Office | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalated:
    """A deadlock that went up: since when, and what was answered."""

    since: datetime
    answers: tuple[Answer, ...] = ()
    final_say: SaidFinally | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratified:
    """What the board made of an interim act; ``next_meeting_ended_at`` when it could have."""

    answer: Literal["ratified", "modified", "reversed"] | None = None
    at: datetime | None = None
    next_meeting_ended_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Staged:
    """Which stage of a decision this is, and when the one before was put off."""

    stage: int = 1
    since: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """The facts of one motion.

    ``opened_at`` and ``closes_at`` bound the poll; a poll that ended before its
    time was ended by an officer at ``poll_closed_at``. ``decided_at`` is when the
    vote was recorded as closed, after which only formalities, conditions,
    ratification and escalation move the outcome; before that it is None. Whether
    the matter may be decided at all was judged already where it ``is_admitted``.
    """

    members: tuple[Member, ...]
    matter: Matter
    opened_at: datetime
    closes_at: datetime | None = None
    poll_closed_at: datetime | None = None
    decided_at: datetime | None = None
    meeting: Meeting | None = None
    ballots: tuple[Ballot, ...] = ()
    casting: CastingVote | None = None
    recusals: tuple[Recusal, ...] = ()
    proxies: tuple[Proxy, ...] = ()
    objections: tuple[Objection, ...] = ()
    formalities: tuple[Done, ...] = ()
    defaults: tuple[Default, ...] = ()
    held: tuple[Held, ...] = ()
    decisions: tuple[Past, ...] = ()
    staged: Staged = field(default_factory=Staged)
    escalated: Escalated | None = None
    ratified: Ratified | None = None
    putting_again: frozenset[str] = frozenset()
    is_admitted: bool = False
    outsiders: Mapping[Office, tuple[str, str]] = field(
        default_factory=lambda: MappingProxyType({})
    )
