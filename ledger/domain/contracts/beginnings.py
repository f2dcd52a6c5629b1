"""From when a contract applies where its text does not say: conditions met, paper of before."""

from collections.abc import Iterable
from dataclasses import replace

from ledger.domain.common import SubjectError
from ledger.domain.contracts.agreements import ConditionMet, ContractMatter, Place, change_of
from ledger.domain.contracts.dated import NotInEffectError, check_come, today_of
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.duties import check_removed
from ledger.domain.contracts.lapsing import without_waiting
from ledger.domain.contracts.ordering import check_condition_order
from ledger.domain.kinds.contract import ContractConditionMet, ContractRegistered
from ledger.domain.world import Act, World
from ledger.errors import RefusedError


class PaperDocumentError(RefusedError):
    """Existing paper is registered with its documents."""

    code = "paper-document-missing"
    message = "no document with the digest {document} is attached"


def check_paper(act: Act, body: ContractRegistered) -> None:
    """Accept existing paper that was executed before, its documents attached.

    Raises:
        FutureDayError: It is dated after today.
        PaperDocumentError: A document that it names is not attached.
    """
    check_come(body.dates.executed_on, local_day(act.at, body.content.tz))
    check_documents(act, body.documents)


def check_documents(act: Act, documents: Iterable[str]) -> None:
    """Accept a statement to which the documents are attached that its body names.

    Raises:
        PaperDocumentError: One is not.
    """
    attached = {f"sha256:{document.sha256}" for document in act.statement.documents}
    for document in documents:
        if document not in attached:
            raise PaperDocumentError(document=document)


def check_condition(
    world: World, act: Act, matter: ContractMatter, body: ContractConditionMet
) -> None:
    """Accept the day on which an execution's condition was met.

    Raises:
        SubjectError: The subject is no execution that waits for a condition.
        FutureDayError: The day has not come.
        NotInEffectError: The contract had been terminated by then.
        EffectiveOrderError: A change in its base touches the same item, and applies later.
        ObligationUnsettledError: It removes an obligation of which a breach stands.
    """
    version = act.statement.subject
    assert version is not None, "checked: the kind names its subject"
    if version not in matter.waiting:
        raise SubjectError(kind=act.kind.tag, subject=version)
    check_come(body.on, today_of(act, matter))
    if matter.phase == "terminated" and matter.last_day is not None and body.on > matter.last_day:
        raise NotInEffectError(contract=matter.stream, status=matter.phase, on=body.on.isoformat())
    check_condition_order(world, matter, version, body.on)
    for stream, made in matter.changes:
        if made == version:
            check_removed(world, act, matter, change_of(world, stream).body.ops, body.on)


def evolve_condition(
    matter: ContractMatter, act: Act, body: ContractConditionMet
) -> ContractMatter:
    """Return the contract with the day of an execution that had waited for it."""
    version = act.statement.subject
    assert version is not None, "checked: the execution that waited"
    met = ConditionMet(version=version, on=body.on, place=Place.of(act))
    return replace(
        without_waiting(matter, version),
        conditions=(*matter.conditions, met),
    )
