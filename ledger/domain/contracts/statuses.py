"""What a contract is on a day: not yet effective, in force, at rest, under notice, or over."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date

from ledger.domain.contracts.agreements import Ending, Place
from ledger.domain.contracts.copies import Known, Status
from ledger.domain.contracts.days import days_after
from ledger.domain.kinds.contract import ContractTerm, TerminationGround
from ledger.evidence.statement import Digest

OVER: frozenset[Status] = frozenset({"winding_down", "terminated", "expired"})

Grounds = Mapping[str, TerminationGround]


def is_known(place: Place, known: Known) -> bool:
    """Whether what stands there was recorded by then."""
    if known is None:
        return True
    return place.leaf_index <= known if isinstance(known, int) else place.at <= known


def as_known(endings: Iterable[Ending], known: Known) -> tuple[Ending, ...]:
    """Return the endings that were recorded by then, each as it stood then."""
    return tuple(
        each
        if each.until is None or is_known(each.until, known)
        else replace(each, until=None, ends_on=None)
        for each in endings
        if is_known(each.place, known)
    )


def status_of(
    endings: Iterable[Ending],
    begins: date | None,
    term: ContractTerm,
    effective: date,
    grounds_at: Callable[[Ending], Grounds],
) -> Status:
    """Return what a contract is on a day, from what is known of its endings.

    ``begins`` is its effective day, None while that is open; ``term`` the one
    of that day; ``grounds_at`` says on which grounds it could be ended when a
    notice was given. A contract that was ended before it took effect is over
    all the same. One that rests while notice runs is shown as suspended.
    """
    told = tuple(endings)
    ended = _ended(told, effective, grounds_at)
    if ended is not None:
        return ended
    begun = begins is not None and begins <= effective
    if _runs_out(told, term, effective) and (begun or _said_expired(told, term)):
        return "expired"
    if not begun:
        return "not_yet_effective"
    standing = {each.status for each in told if each.on <= effective and _stands(each, effective)}
    if "suspended" in standing:
        return "suspended"
    return "noticed" if "noticed" in standing else "in_force"


def _ended(
    told: Iterable[Ending], effective: date, grounds_at: Callable[[Ending], Grounds]
) -> Status | None:
    notices: dict[Digest | None, Ending] = {}
    for each in told:
        if each.status == "lapsed" and each.on < effective:
            return "lapsed"
        if each.status == "noticed":
            notices[each.place.digest] = each
        if each.status == "terminated" and each.on < effective:
            noticed = notices.get(each.notice)  # whoever verifies may meet one without
            days = 0 if noticed is None else _wind_down_days(noticed, grounds_at(noticed))
            return "winding_down" if effective <= days_after(each.on, days) else "terminated"
    return None


def _wind_down_days(noticed: Ending, grounds: Grounds) -> int:
    ground = None if noticed.ground is None else grounds.get(noticed.ground)
    return 0 if ground is None else ground.wind_down_days or 0


def _runs_out(told: Iterable[Ending], term: ContractTerm, effective: date) -> bool:
    """Whether the term is over by then; it goes on by itself unless that was declined."""
    if term.to is None or term.to >= effective:
        return False
    renews = term.renewal is not None and term.renewal.automatic
    return not renews or any(
        each.status == "renewal_declined" and each.on == term.to for each in told
    )


def _said_expired(told: Iterable[Ending], term: ContractTerm) -> bool:
    return any(each.status == "expired" and each.on == term.to for each in told)


def _stands(ending: Ending, effective: date) -> bool:
    """Whether a notice, or a suspension, still stands on a day.

    A notice that was taken back, or whose breach was cured, falls from its
    beginning; a suspension ends on its day.
    """
    if ending.until is None:
        return True
    suspended = ending.status == "suspended"
    return suspended and ending.ends_on is not None and effective < ending.ends_on
