"""How a contract rests: suspended from a day on, and resumed.

While it is suspended nothing falls due and no payment is released; its term
runs on, notice can be given, and changes can be signed. A day that has passed
is refused on both sides: what was paid or omitted on it was done in good faith.
"""

from dataclasses import replace
from datetime import date

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import ContractMatter, Ending, Place, Suspension
from ledger.domain.contracts.dated import PastDayError, today_of
from ledger.domain.endorsement import NotTheProposerError
from ledger.domain.kinds.lifecycle import ContractResumed, ContractSuspended
from ledger.domain.succession import speaks_for
from ledger.domain.world import Act, World


def suspends_alone(matter: ContractMatter, party: str | None) -> bool:
    """Whether the contract lets a party suspend it without the others."""
    return party in matter.terms.suspension


def check_rest(world: World, act: Act, matter: ContractMatter) -> None:
    """Accept a suspension, or the end of the one that stands, from today or a later day on.

    Who suspended alone resumes alone, or the company that is in its place by then;
    that company suspends nothing alone itself, as the others let nobody else do so.
    On the first day of a suspension that is still to come it ends before it has begun.

    Raises:
        SubjectError: The subject is not the suspension that stands.
        NotTheProposerError: Another party suspended it alone.
        PastDayError: The day has passed, or is before the suspension's first.
    """
    suspension, today = matter.suspension, today_of(act, matter)
    if isinstance(act.body, ContractSuspended):
        # While one stands the machine has no other.
        _check_coming(act.body.on, today)
        return
    assert isinstance(act.body, ContractResumed), "a contract rests or goes on"
    if suspension is None or act.statement.subject != suspension.digest:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)
    if suspension.alone and not speaks_for(world, act, suspension.party):
        raise NotTheProposerError(subject=suspension.digest, proposer=suspension.party)
    _check_coming(act.body.on, max(today, suspension.on))


def _check_coming(on: date, earliest: date) -> None:
    if on < earliest:
        raise PastDayError(on=on.isoformat(), earliest=earliest.isoformat())


def joined_by_all(matter: ContractMatter, act: Act) -> bool:
    """Whether every other party joins in a suspension, or in its end."""
    if isinstance(act.body, ContractSuspended):
        return not suspends_alone(matter, act.statement.signer.party)
    return matter.suspension is None or not matter.suspension.alone


def evolve_rest(matter: ContractMatter, act: Act) -> ContractMatter:
    """Return the contract suspended, or resumed."""
    body, place = act.body, Place.of(act)
    if isinstance(body, ContractSuspended):
        party = act.statement.signer.party
        assert party is not None, "checked: a party of the contract"
        alone = suspends_alone(matter, party)
        suspension = Suspension(digest=act.digest, party=party, alone=alone, on=body.on)
        ending = Ending(status="suspended", on=body.on, place=place)
        return replace(matter, suspension=suspension, endings=(*matter.endings, ending))
    assert isinstance(body, ContractResumed), "a contract rests or goes on"
    endings = tuple(
        replace(each, until=place, ends_on=body.on)
        if each.place.digest == act.statement.subject
        else each
        for each in matter.endings
    )
    return replace(matter, suspension=None, endings=endings)
