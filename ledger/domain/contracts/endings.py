"""What comes after execution: conditions met, notice, termination, expiry; and paper of before."""

from dataclasses import replace
from datetime import timedelta

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import ConditionMet, ContractMatter, Ending, Notice, Place
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.ordering import check_condition_order
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.endorsement import NotTheProposerError
from ledger.domain.kinds.contract import (
    ContractConditionMet,
    ContractExpired,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractRegistered,
    ContractTerminated,
    TerminationGround,
)
from ledger.domain.world import Act, World
from ledger.errors import RefusedError


class FutureDayError(RefusedError):
    """What has happened is dated today at the latest, in the contract's own time zone."""

    code = "contract-day-in-future"
    message = "{on} is after {today}"


class PaperDocumentError(RefusedError):
    """Existing paper is registered with its documents."""

    code = "paper-document-missing"
    message = "no document with the digest {document} is attached"


class NotEntitledError(RefusedError):
    """A ground that the contract gives to one party is that party's."""

    code = "ground-not-entitled"
    message = "{party} cannot give notice on the ground {ground}"


class NoticeTooShortError(RefusedError):
    """A contract ends after the notice, and the time to cure, that it promises (rule 10)."""

    code = "notice-too-short"
    message = "the notice of {given_on} ends the contract on {earliest} at the earliest, not {on}"


def check_paper(act: Act, body: ContractRegistered) -> None:
    """Accept existing paper that was executed before, its documents attached.

    Raises:
        FutureDayError: It is dated after today.
        PaperDocumentError: A document that it names is not attached.
    """
    today = local_day(act.at, body.content.tz)
    if body.dates.executed_on > today:
        raise FutureDayError(on=body.dates.executed_on.isoformat(), today=today.isoformat())
    attached = {f"sha256:{document.sha256}" for document in act.statement.documents}
    for document in body.documents:
        if document not in attached:
            raise PaperDocumentError(document=document)


def check_condition(
    world: World, act: Act, matter: ContractMatter, body: ContractConditionMet
) -> None:
    """Accept the day on which an execution's condition was met.

    Raises:
        SubjectError: The subject is no execution that waits for a condition.
        FutureDayError: The day has not come.
        EffectiveOrderError: A change in its base touches the same item, and applies later.
    """
    version = act.statement.subject
    assert version is not None, "checked: the kind names its subject"
    if version not in matter.waiting:
        raise SubjectError(kind=act.kind.tag, subject=version)
    today = local_day(act.at, matter.terms.tz)
    if body.on > today:
        raise FutureDayError(on=body.on.isoformat(), today=today.isoformat())
    check_condition_order(world, matter, version, body.on)


def check_notice(act: Act, matter: ContractMatter, body: ContractNoticeGiven) -> None:
    """Accept notice on a ground that the contract gives to the signer's party.

    Raises:
        ItemUnknownError: The contract names no such ground.
        NotEntitledError: It is another party's.
    """
    party = act.statement.signer.party
    if ground_of(matter, body.ground).party not in (None, party):
        raise NotEntitledError(party=party, ground=body.ground)


def ground_of(matter: ContractMatter, ground: str) -> TerminationGround:
    """Return a ground on which the contract can be ended.

    Raises:
        ItemUnknownError: The contract names none of that name.
    """
    found = next((each for each in matter.terms.termination if each.ground == ground), None)
    if found is None:
        raise ItemUnknownError(item=f"ground/{ground}")
    return found


def check_termination(
    act: Act, matter: ContractMatter, body: ContractNoticeWithdrawn | ContractTerminated
) -> None:
    """Accept what the party that gave notice makes of it.

    Notice and time to cure both run from the day of the notice; the longer counts.

    Raises:
        SubjectError: The subject is not the notice that runs.
        NotTheProposerError: Another party gave it.
        NoticeTooShortError: The contract would end before the notice allows it.
    """
    notice = matter.notice
    assert notice is not None, "the machine: a notice runs"
    if act.statement.subject != notice.digest:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)
    if act.statement.signer.party != notice.party:
        raise NotTheProposerError(subject=notice.digest, proposer=notice.party)
    if isinstance(body, ContractNoticeWithdrawn):
        return
    ground = ground_of(matter, notice.ground)
    days = max(ground.notice_days, ground.cure_days or 0)
    earliest = notice.given_on + timedelta(days=days)
    if body.on < earliest:
        raise NoticeTooShortError(
            given_on=notice.given_on.isoformat(),
            earliest=earliest.isoformat(),
            on=body.on.isoformat(),
        )


def evolve_ending(matter: ContractMatter, act: Act) -> ContractMatter:
    """Return an executed contract after a condition, a notice, a termination or its expiry."""
    body, place = act.body, Place.of(act)
    match body:
        case ContractConditionMet():
            version = act.statement.subject
            assert version is not None, "checked: the execution that waited"
            met = ConditionMet(version=version, on=body.on, place=place)
            return replace(
                matter,
                waiting=matter.waiting - {version},
                conditions=(*matter.conditions, met),
            )
        case ContractNoticeGiven():
            party = act.statement.signer.party
            assert party is not None, "checked: a party of the contract"
            on = local_day(act.at, matter.terms.tz)
            notice = Notice(digest=act.digest, ground=body.ground, party=party, given_on=on)
            ending = Ending(status="noticed", on=on, place=place)
            return replace(
                matter, phase="noticed", notice=notice, endings=(*matter.endings, ending)
            )
        case ContractNoticeWithdrawn():
            *earlier, noticed = matter.endings
            endings = (*earlier, replace(noticed, until=place))
            return replace(matter, phase="executed", notice=None, endings=endings)
        case _:
            assert isinstance(body, ContractTerminated | ContractExpired), "the others came before"
            status = "terminated" if isinstance(body, ContractTerminated) else "expired"
            ending = Ending(status=status, on=body.on, place=place)
            return replace(matter, phase=status, notice=None, endings=(*matter.endings, ending))
