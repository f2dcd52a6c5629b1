"""How a contract ends: notice on a ground, a breach cured, termination.

A ground is the one of the text in force on the day of the notice, as it was
known then: what is changed later moves no notice that runs.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import ContractMatter, Ending, Notice, Place
from ledger.domain.contracts.dated import check_come, copy_on, today_of
from ledger.domain.contracts.days import days_after
from ledger.domain.contracts.lapsing import without_waiting
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.endorsement import NotTheProposerError
from ledger.domain.kinds.contract import TerminationGround
from ledger.domain.kinds.lifecycle import (
    ContractBreachCured,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractTerminated,
)
from ledger.domain.succession import speaks_for
from ledger.domain.world import Act, World
from ledger.errors import RefusedError


class NotEntitledError(RefusedError):
    """A ground that the contract gives to one party is that party's."""

    code = "ground-not-entitled"
    message = "{party} cannot give notice on the ground {ground}"


class NoticeTooShortError(RefusedError):
    """A contract ends after the notice, and the time to cure, that it promises (rule 10)."""

    code = "notice-too-short"
    message = "the notice of {given_on} ends the contract on {earliest} at the earliest, not {on}"


class NoticeRunsError(RefusedError):
    """A party's notice on a ground runs once; it is withdrawn, cured or acted on before the next.

    The other party's, or one on another ground, may run beside it: who gave time
    to cure a breach can still end the contract at once where safety demands it.
    """

    code = "notice-runs"
    message = "{party} has given notice {notice} on the ground {ground} already"


class NotCurableError(RefusedError):
    """Only a ground that leaves time to cure is cured, and only within that time."""

    code = "breach-not-curable"
    message = "{ground} {problem}"


class OwnNoticeError(RefusedError):
    """The other side cures a breach; who gave notice takes it back."""

    code = "own-notice"
    message = "{party} gave the notice {notice} itself"


def earliest_end(ground: TerminationGround, given_on: date) -> date:
    """Return the earliest last day of a contract on which notice was given that day.

    Notice and time to cure run from the day of the notice and the longer one
    counts, or the notice begins when the time to cure is over (``after_cure``).
    Plain days are counted; the calendar's end is never passed.
    """
    notice, cure = ground.notice_days, ground.cure_days or 0
    days = notice + cure if ground.runs == "after_cure" else max(notice, cure)
    return days_after(given_on, days)


def cure_ends(ground: TerminationGround, given_on: date) -> date | None:
    """Return the last day on which a breach is cured; None where the ground leaves no time to."""
    return None if ground.cure_days is None else days_after(given_on, ground.cure_days)


def check_ending(world: World, act: Act, matter: ContractMatter) -> None:
    """Accept a notice, its withdrawal, its cure, or the termination on it.

    Raises:
        RefusedError: One of this module's, or

        ItemUnknownError: The text in force names no such ground.
        SubjectError: The subject is not the notice that runs.
        NotTheProposerError: Another party gave it.
        FutureDayError: The day of the cure has not come.
    """
    match act.body:
        case ContractNoticeGiven() as body:
            _check_notice(world, act, matter, body)
        case ContractBreachCured() as body:
            _check_cured(world, act, matter, body)
        case ContractNoticeWithdrawn() | ContractTerminated() as body:
            _check_own(world, act, matter, body)


def _check_notice(
    world: World, act: Act, matter: ContractMatter, body: ContractNoticeGiven
) -> None:
    for each in matter.notices:
        if each.ground == body.ground and speaks_for(world, act, each.party):
            raise NoticeRunsError(party=each.party, notice=each.digest, ground=each.ground)
    copy = copy_on(world, matter, today_of(act, matter))
    ground = _find_ground((part.value for part in copy.termination), body.ground)
    if ground.party is not None and not speaks_for(world, act, ground.party):
        raise NotEntitledError(party=act.statement.signer.party, ground=body.ground)


def _find_ground(grounds: Iterable[TerminationGround], name: str) -> TerminationGround:
    found = next((each for each in grounds if each.ground == name), None)
    if found is None:
        raise ItemUnknownError(item=f"ground/{name}")
    return found


def ground_of(world: World, matter: ContractMatter, notice: Notice) -> TerminationGround:
    """Return the ground on which a notice was given, as the contract had it then."""
    known = notice.place.leaf_index
    copy = copy_on(world, matter, notice.given_on, known)
    return _find_ground((part.value for part in copy.termination), notice.ground)


def _running(act: Act, matter: ContractMatter) -> Notice:
    found = next((each for each in matter.notices if each.digest == act.statement.subject), None)
    if found is None:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)
    return found


def noticed_by(matter: ContractMatter, act: Act) -> tuple[str, ...]:
    """Return the party whose notice an act is about; nobody where it runs no more."""
    subject = act.statement.subject
    return tuple(each.party for each in matter.notices if each.digest == subject)


def _check_own(
    world: World,
    act: Act,
    matter: ContractMatter,
    body: ContractNoticeWithdrawn | ContractTerminated,
) -> None:
    notice = _running(act, matter)
    if not speaks_for(world, act, notice.party):
        raise NotTheProposerError(subject=notice.digest, proposer=notice.party)
    if isinstance(body, ContractNoticeWithdrawn):
        return
    earliest = earliest_end(ground_of(world, matter, notice), notice.given_on)
    if body.on < earliest:
        raise NoticeTooShortError(
            given_on=notice.given_on.isoformat(),
            earliest=earliest.isoformat(),
            on=body.on.isoformat(),
        )


def _check_cured(world: World, act: Act, matter: ContractMatter, body: ContractBreachCured) -> None:
    notice = _running(act, matter)
    if speaks_for(world, act, notice.party):
        raise OwnNoticeError(party=notice.party, notice=notice.digest)
    last_day = cure_ends(ground_of(world, matter, notice), notice.given_on)
    if last_day is None:
        raise NotCurableError(ground=notice.ground, problem="leaves no time to cure")
    check_come(body.on, today_of(act, matter))
    if not notice.given_on <= body.on <= last_day:
        problem = (
            f"is cured from {notice.given_on.isoformat()} until {last_day.isoformat()},"
            f" not on {body.on.isoformat()}"
        )
        raise NotCurableError(ground=notice.ground, problem=problem)


def evolve_ending(matter: ContractMatter, act: Act) -> ContractMatter:
    """Return the contract with a notice that runs, has fallen, or has ended it."""
    body, place = act.body, Place.of(act)
    match body:
        case ContractNoticeGiven():
            party = act.statement.signer.party
            assert party is not None, "checked: a party of the contract"
            on = today_of(act, matter)
            notice = Notice(ground=body.ground, party=party, given_on=on, place=place)
            ending = Ending(status="noticed", on=on, place=place, ground=body.ground)
            notices = (*matter.notices, notice)
            return replace(matter, notices=notices, endings=(*matter.endings, ending))
        case ContractNoticeWithdrawn() | ContractBreachCured():
            cured_on = body.on if isinstance(body, ContractBreachCured) else None
            endings = tuple(
                replace(each, until=place, ends_on=cured_on)
                if each.place.digest == act.statement.subject
                else each
                for each in matter.endings
            )
            subject = act.statement.subject
            notices = tuple(each for each in matter.notices if each.digest != subject)
            return replace(matter, notices=notices, endings=endings)
        case _:
            assert isinstance(body, ContractTerminated), "the others came before"
            upon = act.statement.subject
            ending = Ending(status="terminated", on=body.on, place=place, notice=upon)
            endings = (*matter.endings, ending)
            assert matter.executed_at is not None, "only an executed contract is terminated"
            # Whether it would have taken effect is nobody's question now; of its changes it is.
            left = without_waiting(matter, matter.executed_at.digest)
            return replace(left, phase="terminated", notices=(), endings=endings)
