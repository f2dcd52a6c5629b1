"""An executed contract's life: whose concern each act is, and in which phase it leaves it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.contracts.beginnings import check_condition, evolve_condition
from ledger.domain.contracts.duties import DutyAct, check_duty, creditor_of, evolve_duty
from ledger.domain.contracts.endings import check_ending, evolve_ending, noticed_by
from ledger.domain.contracts.lapsing import (
    abandoned,
    changes_lapse,
    check_abandoned,
    evolve_lapsed,
)
from ledger.domain.contracts.payments import check_release, evolve_release
from ledger.domain.contracts.references import check_resolved, evolve_resolved
from ledger.domain.contracts.renewing import (
    RUNNING,
    TermAct,
    check_renewal,
    evolve_term,
    renewal_of,
)
from ledger.domain.contracts.resting import check_rest, evolve_rest, joined_by_all
from ledger.domain.contracts.standing import (
    check_novation,
    evolve_parties,
    novation_endorsers,
    novation_follow_ups,
    parties_now,
)
from ledger.domain.kinds.base import Capacity
from ledger.domain.kinds.contract import ContractConditionMet
from ledger.domain.kinds.duty import PaymentReleased
from ledger.domain.kinds.lifecycle import (
    ContractAbandoned,
    ContractBreachCured,
    ContractLapsed,
    ContractNovated,
    ContractRenewalAgreed,
    ContractRenewalDeclined,
    ContractResumed,
    ContractSuspended,
    ReaderAdmitted,
    ReferenceResolved,
)
from ledger.domain.kinds.terms import ContractTerm
from ledger.domain.room import kinds_of
from ledger.domain.succession import in_place
from ledger.domain.world import Act, EndorserGroup, FollowUp, World

SIGNATORY: frozenset[Capacity] = frozenset({"signatory"})
PARTY_PEOPLE: frozenset[Capacity] = frozenset({"signatory", "programme_manager"})

_DUTIES = (
    "obligation.fulfilled.v1 obligation.waived.v1 obligation.breached.v1 obligation.cured.v1"
    " payment.released.v1 reference.resolved.v1"
)
_WAITS = "contract.condition_met.v1 contract.abandoned.v1"
_RUNS = f"{_WAITS} contract.renewal_agreed.v1 contract.renewal_declined.v1 " + _DUTIES
_NOTICED = "contract.notice_withdrawn.v1 contract.breach_cured.v1 contract.terminated.v1"

# The part of the machine after execution. What is owed outlives the contract.
LIVING: Mapping[str, frozenset[str]] = {
    "executed": kinds_of(
        f"contract.notice_given.v1 contract.suspended.v1 contract.novated.v1 {_RUNS}"
    ),
    "noticed": kinds_of(f"contract.notice_given.v1 contract.suspended.v1 {_NOTICED} {_RUNS}"),
    "suspended": kinds_of(f"contract.resumed.v1 contract.notice_given.v1 {_NOTICED} {_RUNS}"),
    "expired": kinds_of(f"{_WAITS} {_DUTIES}"),
    "terminated": kinds_of(f"contract.resumed.v1 {_WAITS} {_DUTIES}"),
    "lapsed": kinds_of(""),
}


def check_life(world: World, act: Act, matter: ContractMatter) -> None:
    """Accept an act of an executed contract.

    Raises:
        RefusedError: The named refusal of the rule that does not hold; see
            beginnings.py, lapsing.py, standing.py, endings.py, resting.py, renewing.py, duties.py,
            payments.py, references.py.
    """
    match act.body:
        case ContractConditionMet() as body:
            check_condition(world, act, matter, body)
        case ContractAbandoned():
            check_abandoned(act, matter)
        case ContractNovated() as body:
            check_novation(world, act, matter, body)
        case ContractSuspended() | ContractResumed():
            check_rest(world, act, matter)
        case ContractRenewalAgreed() | ContractRenewalDeclined():
            check_renewal(act, matter)
        case PaymentReleased() as body:
            check_release(world, act, matter, body)
        case ReferenceResolved() as body:
            check_resolved(world, act, matter, body)
        case body if isinstance(body, DutyAct):
            check_duty(world, act, matter, body)
        case _:
            check_ending(world, act, matter)


def evolve_life(matter: ContractMatter, act: Act) -> ContractMatter:
    """Return an executed contract after an act of its life has taken effect."""
    after = _evolved(matter, act)
    return replace(after, phase=standing_phase(after)) if after.phase in RUNNING else after


def _evolved(  # noqa: PLR0911 -- one row for each concern
    matter: ContractMatter, act: Act
) -> ContractMatter:
    match act.body:
        case ContractConditionMet() as body:
            version = act.statement.subject
            assert version is not None, "checked: the execution that waited"
            term = matter.terms_waiting.get(version)
            met = evolve_condition(matter, act, body)
            return met if term is None else with_term(met, act, term, body.on)
        case ContractAbandoned():
            return matter  # what comes of it, the ledger says next
        case ContractLapsed() as body:
            return evolve_lapsed(matter, act, body)
        case (ContractNovated() | ReaderAdmitted()) as body:
            return evolve_parties(matter, act, body)
        case ContractSuspended() | ContractResumed():
            return evolve_rest(matter, act)
        case PaymentReleased() as body:
            return evolve_release(matter, act, body)
        case ReferenceResolved() as body:
            return evolve_resolved(matter, act, body)
        case body if isinstance(body, DutyAct):
            return evolve_duty(matter, act, body)
        case body if isinstance(body, TermAct):
            return evolve_term(matter, act)
        case _:
            return evolve_ending(matter, act)


def with_term(matter: ContractMatter, act: Act, term: ContractTerm, on: date) -> ContractMatter:
    """Return a contract with a new term from a day on; an expired one goes on."""
    phase = standing_phase(matter) if matter.phase == "expired" else matter.phase
    return replace(matter, term=term, term_on=on, armed_by=act.digest, phase=phase)


def standing_phase(matter: ContractMatter) -> str:
    """Return the phase of a contract whose term runs: a suspension shows before a notice."""
    if matter.suspension is not None:
        return "suspended"
    return "noticed" if matter.notices else "executed"


def life_follow_ups(world: World, act: Act, matter: ContractMatter) -> tuple[FollowUp, ...]:
    """Say what the parties agreed on: the term gone on, who reads it, what lapses and with it."""
    match act.body:
        case ContractNovated() as body:
            return novation_follow_ups(world, act, body)
        case ContractRenewalAgreed():
            return (renewal_of(matter, act),)
        case ContractAbandoned():
            return abandoned(act, matter)
        case ContractLapsed() as body:
            return changes_lapse(world, act, body)
        case _:
            return ()


def life_endorsers(  # noqa: PLR0911 -- one row for each concern
    world: World, act: Act, matter: ContractMatter
) -> tuple[EndorserGroup, ...]:
    """Return who else must join in an act of an executed contract."""
    everyone = parties_now(matter, act)
    match act.body:
        case ContractConditionMet() | ReferenceResolved():
            return others(world, act, everyone, PARTY_PEOPLE)
        case ContractAbandoned():
            return others(world, act, everyone, SIGNATORY)
        case ContractNovated() as body:
            return novation_endorsers(world, act, matter, body)
        case ContractSuspended() | ContractResumed() if joined_by_all(matter, act):
            return others(world, act, everyone, SIGNATORY)
        case ContractRenewalAgreed():
            return others(world, act, everyone, SIGNATORY)
        case ContractBreachCured():
            return others(world, act, noticed_by(matter, act), SIGNATORY)
        case body if isinstance(body, DutyAct):
            creditor = creditor_of(world, matter, body)
            return () if creditor is None else others(world, act, (creditor,), PARTY_PEOPLE)
        case _:
            return ()


def others(
    world: World, act: Act, parties: tuple[str, ...], capacities: frozenset[Capacity]
) -> tuple[EndorserGroup, ...]:
    """Return one group for each of these parties but the signer's.

    For a party that became part of another company that one joins, once for all its places.
    """
    on = act.at.date()
    companies = {in_place(world, party, on): None for party in parties}
    return tuple(
        EndorserGroup(capacities=capacities, parties=frozenset({company}))
        for company in companies
        if company != act.statement.signer.party
    )
