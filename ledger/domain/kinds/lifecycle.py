"""Kinds of the streams contract/<slug> after execution: how a contract rests, goes on and ends."""

from datetime import date

from ledger.domain.kinds.base import DigestText, Line, Slug, kind
from ledger.domain.kinds.terms import ChangeRef, ContractRef, ContractTerm
from ledger.evidence.canonical import Body


class ContractNoticeGiven(Body):
    """Give notice on a ground that the contract names."""

    ground: Slug


class ContractNoticeWithdrawn(Body):
    """Take back the notice that is the subject."""


class ContractTerminated(Body):
    """End the contract on the notice that is the subject; ``on`` is its last day."""

    on: date


class ContractExpired(Body):
    """Say that the term has run out; ``on`` was its last day."""

    on: date


class ContractBreachCured(Body):
    """Say that the breach, of which the subject gave notice, was cured on a day.

    The party that gave notice endorses it; then the notice no longer stands.
    """

    on: date


class ContractAbandoned(Body):
    """Give up what waits for its condition, the execution that is the subject; all parties join."""


class ContractLapsed(Body):
    """Say that what waited for its condition takes effect no more; ``on`` was the last day.

    Its long stop has passed, or the parties abandoned it. ``version`` is the
    execution; of a change ``change`` names the stream, and this statement is the
    new contract version.
    """

    version: DigestText
    on: date
    change: ChangeRef | None = None


class ContractSuspended(Body):
    """Let the contract rest from a day on: nothing falls due, the term runs on."""

    on: date


class ContractResumed(Body):
    """End the suspension that is the subject, from a day on."""

    on: date


class ContractRenewalAgreed(Body):
    """Agree to renew a contract once more, as its term says; every other party endorses."""


class ContractRenewalDeclined(Body):
    """Say in time that the contract shall not renew itself at the end of its term."""


class ContractRenewed(Body):
    """Say that the term has gone on: by itself on its last day, or as the parties agreed."""

    term: ContractTerm


class ContractNovated(Body):
    """Put another company in a party's place from a day on; every party and both of them join.

    What the leaving party owes and answers for passes to the one that joins.
    """

    leaves: Slug
    joins: Slug
    on: date


class ReaderAdmitted(Body):
    """Say that a company may read this stream, and its children, from its beginning."""

    party: Slug


class ReferenceResolved(Body):
    """Say which contract is meant by a reference that dangles; every other party endorses."""

    text: Line
    contract: ContractRef


_PARTY_PEOPLE = "programme_manager signatory"

KINDS = (
    kind(
        "contract.notice_given.v1",
        ContractNoticeGiven,
        "contract",
        "signatory",
        "responsibility",
        reason=True,
    ),
    kind(
        "contract.notice_withdrawn.v1",
        ContractNoticeWithdrawn,
        "contract",
        "signatory",
        "responsibility",
        subject=True,
        reason=True,
    ),
    kind(
        "contract.breach_cured.v1",
        ContractBreachCured,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
        subject=True,
    ),
    # What still waits for its condition then has a clock of its own: no kind of these disarms.
    kind(
        "contract.terminated.v1",
        ContractTerminated,
        "contract",
        "signatory",
        "responsibility",
        subject=True,
        reason=True,
    ),
    kind("contract.expired.v1", ContractExpired, "contract", "system"),
    kind(
        "contract.abandoned.v1",
        ContractAbandoned,
        "contract",
        "signatory",
        "responsibility",
        subject=True,
        reason=True,
    ),
    kind("contract.lapsed.v1", ContractLapsed, "contract", "system", arms=True),
    kind(
        "contract.suspended.v1",
        ContractSuspended,
        "contract",
        "signatory",
        "responsibility",
        reason=True,
    ),
    kind(
        "contract.resumed.v1",
        ContractResumed,
        "contract",
        "signatory",
        "responsibility",
        subject=True,
    ),
    kind(
        "contract.renewal_agreed.v1",
        ContractRenewalAgreed,
        "contract",
        "signatory",
        "approval",
    ),
    kind(
        "contract.renewal_declined.v1",
        ContractRenewalDeclined,
        "contract",
        "signatory",
        "rejection",
        arms=True,
    ),
    kind("contract.renewed.v1", ContractRenewed, "contract", "system", arms=True),
    kind(
        "contract.novated.v1",
        ContractNovated,
        "contract",
        "signatory",
        "approval",
        reason=True,
    ),
    kind("reader.admitted.v1", ReaderAdmitted, "contract", "system"),
    kind(
        "reference.resolved.v1",
        ReferenceResolved,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
    ),
)
