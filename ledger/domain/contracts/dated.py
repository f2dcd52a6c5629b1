"""The text that is in force on a day, as the rules ask for it."""

from datetime import date

from ledger.domain.contracts.agreements import ContractMatter, Place
from ledger.domain.contracts.consolidation import consolidate
from ledger.domain.contracts.copies import Consolidated, Known, history_of
from ledger.domain.contracts.days import local_day
from ledger.domain.world import Act, World
from ledger.errors import RefusedError


class FutureDayError(RefusedError):
    """What has happened is dated today at the latest, in the contract's own time zone."""

    code = "contract-day-in-future"
    message = "{on} is after {today}"


class PastDayError(RefusedError):
    """A contract rests, and goes on, from a day that is still to come, or from today."""

    code = "contract-day-passed"
    message = "{on} is before {earliest}"


class NotInEffectError(RefusedError):
    """What is owed falls due while the contract is in effect, and does not rest."""

    code = "contract-not-in-effect"
    message = "{contract} is {status} on {on}"


def today_of(act: Act, matter: ContractMatter) -> date:
    """Return the day of an act in the contract's own time zone."""
    return local_day(act.at, matter.terms.tz)


def day_of(place: Place, matter: ContractMatter) -> date:
    """Return the day of a place in the contract's own time zone."""
    return local_day(place.at, matter.terms.tz)


def check_come(on: date, today: date) -> None:
    """Accept a day that has come.

    Raises:
        FutureDayError: It is after today.
    """
    if on > today:
        raise FutureDayError(on=on.isoformat(), today=today.isoformat())


def copy_on(world: World, matter: ContractMatter, on: date, known: Known = None) -> Consolidated:
    """Return an executed contract as it stands on a day, from all that is recorded by now."""
    return consolidate(history_of(world, matter.stream), effective=on, known=known)


def check_in_effect(copy: Consolidated, on: date, *but: str) -> None:
    """Accept a copy of that day in which the contract has none of some statuses.

    Raises:
        NotInEffectError: Its status is one of those.
    """
    if copy.status in but:
        raise NotInEffectError(
            contract=copy.contract, status=copy.status.replace("_", " "), on=on.isoformat()
        )
