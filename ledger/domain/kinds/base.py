"""What a kind of statement is: its tag, its body's type, and who may sign it.

A kind's body is defined once, as a frozen :class:`~ledger.evidence.canonical.Body`.
Tags are for ever: a changed meaning gets a new version, never a second life
for an old tag.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from ledger.evidence.canonical import Body, constrained
from ledger.evidence.statement import KindTag, Meaning

StreamType = Literal[
    "ledger",
    "party",
    "board",
    "meeting",
    "decision",
    "contract",
    "change",
    "partnership",
    "milestone",
    "scorecard",
]

Capacity = Literal[
    "root",  # a founding key of the ledger
    "registrar",  # enrols the people of one party
    "auditor",  # reads by scope, writes nothing but reviews
    "agent",  # a party's system, never a person
    "system",  # the ledger itself, for what follows by rule
    "person",  # any enrolled person, for acts about themselves
    "signatory",  # binds a party
    "programme_manager",  # runs the work for a party
    "executive",  # answers escalations
    "observer",
    "member",  # holds a seat of a board
    "chair",
    "secretary",
]

Role = Literal["registrar", "signatory", "programme_manager", "executive", "observer"]

Slug = Annotated[str, constrained(pattern=r"[a-z0-9][a-z0-9-]{0,62}")]
StreamRef = Annotated[str, constrained(pattern=r"[a-z]+(/[a-z0-9][a-z0-9-]{0,62})+")]
# A stream, or a name that a rehearsal gives it.
Related = Annotated[
    str, constrained(pattern=r"[a-z0-9][a-z0-9-]{0,62}|[a-z]+(/[a-z0-9][a-z0-9-]{0,62})+")
]
DigestText = Annotated[str, constrained(pattern=r"sha256:[0-9a-f]{64}")]
Line = Annotated[str, constrained(min_length=1, max_length=300)]
Text = Annotated[str, constrained(min_length=1, max_length=60_000)]
Count = Annotated[int, constrained(ge=0)]
Positive = Annotated[int, constrained(ge=1)]
Currency = Annotated[str, constrained(pattern=r"[A-Z]{3}")]  # ISO 4217
TimeZone = Annotated[str, constrained(pattern=r"[A-Za-z_+\-0-9]+(/[A-Za-z_+\-0-9]+)*")]
Decimal = Annotated[str, constrained(pattern=r"-?(0|[1-9][0-9]{0,14})(\.[0-9]{1,9})?")]


class Money(Body):
    """An amount that is known: integer minor units of one ISO 4217 currency.

    minor     how many of the currency's minor units: 125000 for EUR 1,250.00
    currency  the currency's three letters
    """

    minor: int
    currency: Currency


# Three different things, never zero, also in totals (DOMAIN, common rules).
Amount = Money | Literal["undisclosed", "unknown"]


class Fraction(Body):
    """An exact ratio; floats have no place in a rule.

    num  the upper number
    den  the lower number
    """

    num: Count
    den: Positive


class Term(Body, rename={"from_": "from"}):
    """From a day on, until a day (the last one that counts) or open-ended."""

    from_: date
    until: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One tag of the vocabulary, with everything that holds for all its uses."""

    tag: KindTag
    body: type[Body]
    stream: StreamType | None  # None: in streams of every type
    signers: frozenset[Capacity]
    meanings: frozenset[Meaning]
    opens: bool = False  # the first statement of its stream
    subject: bool = False  # names the exact statement acted on
    base: bool = False  # strict compare-and-set where something is replaced
    reason: bool = False  # cannot go without saying why
    sealable: tuple[str, ...] = ()  # body paths that may be sealed; "*" is an array index
    sealed: tuple[str, ...] = ()  # body paths that must be sealed
    correctable: bool = False
    arms: bool = False  # may start a clock; looked at again at every start
    disarms: bool = False  # stops it, always: no deadline can be left after it

    @property
    def is_system(self) -> bool:
        """Whether only the ledger's own key signs it."""
        return self.signers == frozenset({"system"})


def kind(
    tag: str,
    body: type[Body],
    stream: StreamType | None,
    signers: str,
    meanings: str = "",
    **facts: bool | tuple[str, ...],
) -> Kind:
    """Make one row; signers and meanings are written as words with spaces between."""
    return Kind(
        tag=KindTag(tag),
        body=body,
        stream=stream,
        signers=frozenset(signers.split()),  # type: ignore[arg-type]
        meanings=frozenset(meanings.split()),  # type: ignore[arg-type]
        **facts,  # type: ignore[arg-type]
    )
