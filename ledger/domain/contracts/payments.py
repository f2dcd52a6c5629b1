"""What falls due upon a trigger: how much it comes to, who pays it, released once (rule 11)."""

from dataclasses import replace
from datetime import date

from ledger.domain.common import check_relies_on
from ledger.domain.contracts.agreements import ContractMatter, Place, Released
from ledger.domain.contracts.amounts import part_of, shown
from ledger.domain.contracts.copies import Consolidated
from ledger.domain.contracts.dated import check_come, check_in_effect, copy_on, today_of
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.directory import the_ledger, with_item
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.duty import PaymentReleased
from ledger.domain.kinds.terms import Payment
from ledger.domain.milestones.matter import MilestoneMatter
from ledger.domain.succession import speaks_for
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import PartySlug, StreamName


class PaymentOnceError(RefusedError):
    """A payment is released once (rule 11)."""

    code = "payment-released-already"
    message = "the payment of the {of} upon {trigger} was released, see {statement}"


class PaymentAmountError(RefusedError):
    """What is released is what the contract's text comes to on that day."""

    code = "payment-amount"
    message = "the payment of the {of} upon {trigger} comes to {computed}, not {stated}"


class PayerError(RefusedError):
    """A payment is released by its payer, or a sponsor where the text names none."""

    code = "payment-payer"
    message = "{party} does not pay the {of} upon {trigger}"


class PaymentMilestoneError(RefusedError):
    """A payment that waited for a milestone names one of this contract that was achieved."""

    code = "payment-milestone"
    message = "{milestone} {problem}"


def payment_amount(copy: Consolidated, payment: Payment) -> Amount:
    """Return what a payment comes to in a consolidated copy.

    The stated amount; else the percentage of the fee, the pass-through or both,
    rounded half up to so many minor units. What is undisclosed or unknown in
    the sum is so in the part; a part of nothing budgeted is unknown.
    """
    if payment.amount is not None:
        return payment.amount
    assert payment.percent is not None, "checked: a percentage or an amount"
    base = getattr(copy, payment.of).amount
    return part_of(base or "unknown", payment.percent, payment.rounded_to or 1)


def payers_of(world: World, copy: Consolidated, payment: Payment) -> frozenset[str]:
    """Return who pays: the named payer, else the sponsors among the parties, else each party."""
    if payment.payer is not None:
        return frozenset({payment.payer})
    ledger = the_ledger(world)
    assert ledger is not None, "checked: nothing but the founding comes before it"
    parties = frozenset(each.party for each in copy.parties)
    sponsors = {party for party in parties if ledger.parties[PartySlug(party)].role == "sponsor"}
    return frozenset(sponsors) or parties


def check_release(world: World, act: Act, matter: ContractMatter, body: PaymentReleased) -> None:
    """Accept that a payment is released: due in the text of that day, its very amount, once.

    Raises:
        PaymentOnceError: It was released before.
        FutureDayError: The day has not come.
        NotInEffectError: The contract was not in effect that day, or rests that day or today.
        ItemUnknownError: The text of that day has no such payment.
        PayerError: The signer's company does not pay it.
        PaymentAmountError: It comes to another amount.
        PaymentMilestoneError, UnknownStreamError, AudienceGapError: Its milestone will not do.
    """
    key = (body.trigger, body.of)
    before, today = matter.released.get(key), today_of(act, matter)
    if before is not None:
        raise PaymentOnceError(of=body.of, trigger=body.trigger, statement=before.place.digest)
    check_come(body.on, today)
    copy = copy_on(world, matter, body.on)
    check_in_effect(copy, body.on, "not_yet_effective", "suspended", "terminated", "expired")
    check_in_effect(copy_on(world, matter, today), today, "suspended")
    payment = next(
        (part.value for part in copy.payments if (part.value.trigger, part.value.of) == key), None
    )
    if payment is None:
        raise ItemUnknownError(item=f"payment/{body.of}/{body.trigger}")
    if not any(speaks_for(world, act, payer) for payer in payers_of(world, copy, payment)):
        raise PayerError(party=act.statement.signer.party, of=body.of, trigger=body.trigger)
    amount = payment_amount(copy, payment)
    if amount != body.amount:
        raise PaymentAmountError(
            of=body.of, trigger=body.trigger, computed=shown(amount), stated=shown(body.amount)
        )
    if body.milestone is not None:
        _check_milestone(world, act, StreamName(body.milestone), body.on)


def _check_milestone(world: World, act: Act, milestone: StreamName, on: date) -> None:
    own = world.stream(act.statement.stream)
    assert own is not None, "an executed contract has its stream"
    check_relies_on(world, act, milestone, own.audience)
    matter = demand_matter(world, milestone, MilestoneMatter)
    problem = None
    if matter.contract != own.name:
        problem = f"is a milestone of {matter.contract or 'no contract'}, not of {own.name}"
    elif matter.achieved_on is None:
        problem = f"is {matter.phase}, not achieved"
    elif matter.achieved_on > on:
        problem = f"was achieved on {matter.achieved_on.isoformat()}, after {on.isoformat()}"
    if problem is not None:
        raise PaymentMilestoneError(milestone=milestone, problem=problem)


def evolve_release(matter: ContractMatter, act: Act, body: PaymentReleased) -> ContractMatter:
    """Return the contract with one more payment released."""
    released = Released(
        trigger=body.trigger,
        of=body.of,
        amount=body.amount,
        on=body.on,
        place=Place.of(act),
        milestone=None if body.milestone is None else StreamName(body.milestone),
    )
    return replace(matter, released=with_item(matter.released, (body.trigger, body.of), released))
