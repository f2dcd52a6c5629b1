"""Kinds of the streams contract/<slug> about what is owed: obligations and payments."""

from datetime import date

from ledger.domain.kinds.base import Amount, Line, Slug, StreamRef, kind
from ledger.domain.kinds.terms import PaymentBase
from ledger.evidence.canonical import Body


class ObligationFulfilled(Body):
    """Say, for the debtor, that an obligation was met on a day; the creditor endorses it."""

    obligation: Slug
    on: date


class ObligationWaived(Body):
    """Do without an obligation, for its creditor."""

    obligation: Slug


class ObligationBreached(Body):
    """Say, for the creditor, that an obligation was not met; time to cure runs from that day."""

    obligation: Slug
    on: date


class ObligationCured(Body):
    """Say, for the debtor, that a breach was cured on a day; the creditor endorses it."""

    obligation: Slug
    on: date


class PaymentReleased(Body):
    """Release what falls due upon a trigger, once; ``amount`` is what it comes to that day.

    ``milestone`` is the achieved one that the payment waited for, where there is one.
    """

    trigger: Line
    of: PaymentBase
    amount: Amount
    on: date
    milestone: StreamRef | None = None


_PARTY_PEOPLE = "programme_manager signatory"

KINDS = (
    kind(
        "obligation.fulfilled.v1",
        ObligationFulfilled,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
    ),
    kind(
        "obligation.waived.v1",
        ObligationWaived,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
        reason=True,
    ),
    kind(
        "obligation.breached.v1",
        ObligationBreached,
        "contract",
        _PARTY_PEOPLE,
        "responsibility",
        reason=True,
    ),
    kind("obligation.cured.v1", ObligationCured, "contract", _PARTY_PEOPLE, "responsibility"),
    kind("payment.released.v1", PaymentReleased, "contract", _PARTY_PEOPLE, "approval"),
)
