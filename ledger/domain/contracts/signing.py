"""Signing for a party, and what comes of it once every party has signed.

Executed = every required party's signatory, within limit, has signed the same
digest (DOMAIN, rule 8). Three times, never one: signed, effective, recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ledger.domain.common import SubjectError
from ledger.domain.companies import check_unmerged
from ledger.domain.content import TextMatter
from ledger.domain.contracts.amounts import shown, within
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.directory import grants_of, party_of
from ledger.domain.kinds.base import Amount, Money
from ledger.domain.kinds.change import ChangeSigned, ChangeTerms
from ledger.domain.kinds.contract import (
    ContractAgreedForm,
    ContractSigned,
    ContractTerms,
    SignatureRef,
)
from ledger.domain.kinds.terms import ChangeKind
from ledger.domain.succession import represented
from ledger.domain.world import Act, World
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, PartySlug

_LINE_MAX = 300  # what an execution can carry of a reason


class OtherSignatureError(RefusedError):
    """A signatory signs for their own company, and for those that became part of it."""

    code = "signs-for-other-party"
    message = "{person} of {signer_party} cannot sign for {party}"


class SignedAlreadyError(RefusedError):
    """A party agrees to, or signs, one text once."""

    code = "signed-already"
    message = "{party} has done so already, see {statement}"


class OtherTextError(RefusedError):
    """What is agreed, signed or declined is the current draft, by its content digest."""

    code = "text-mismatch"
    message = "the current draft is {content}, not {digest}"


class LimitError(RefusedError):
    """A signatory binds a company up to a limit; what is not known is above any limit."""

    code = "limit-exceeded"
    message = "{person} of {party} signs for {limit} at most, not for {amount}"


class DelegationMissingError(RefusedError):
    """A programme manager signs under the delegation that they name, and nobody else names one."""

    code = "delegation-missing"
    message = "{person} of {party} as {capacity} cannot sign {stream}: {problem}"


class EffectiveRuleError(RefusedError):
    """A text says in one way from when it applies."""

    code = "effective-rule-unsound"
    message = "the effective rule {rule} {problem}"


class LongStopPassedError(RefusedError):
    """A text that waits for a condition is drafted, and executed, while that can still be met."""

    code = "long-stop-passed"
    message = "the last day to meet the condition was {long_stop}, it is {today}"


class RetroactiveError(RefusedError):
    """A text that takes effect before its last signature says why, in a line that all can read."""

    code = "retroactive-unexplained"
    message = (
        "it would apply from {on}, before {executed_on} when it is signed, and nobody says why"
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Execution:
    """What the last signature brings about; days are the contract's own.

    ``reason`` says why it is retroactive, where it is.
    """

    executed_on: date
    effective_on: date | None
    retroactive: bool
    reason: str | None


def check_party_member(world: World, act: Act, parties: tuple[str, ...]) -> None:
    """Accept an act of someone who speaks for one of the contract's parties that day.

    Raises:
        PartyMergedError: Their company became part of another.
        NotAPartyError: They are of another company; readers only read.
    """
    party = act.statement.signer.party
    if not represented(world, party, parties, act.at.date()):
        if party in parties:
            check_unmerged(world, PartySlug(party), act.at.date())
        raise NotAPartyError(party=party, stream=act.statement.stream)


def place_of(act: Act) -> str:
    """Return the party for which an act of assent is: the one that it names, or the signer's."""
    body, signer = act.body, act.statement.signer
    assert isinstance(body, ContractAgreedForm | ContractSigned | ChangeSigned), "assent"
    assert signer.party is not None, "checked: for a party"
    return body.party or signer.party


def check_place(world: World, act: Act, parties: tuple[str, ...]) -> str:
    """Return the party for which an act of assent is, when the signer may speak for it.

    Raises:
        OtherSignatureError: They speak for their own company, and its predecessors.
    """
    party, signer = place_of(act), act.statement.signer
    if party not in represented(world, signer.party, parties, act.at.date()):
        raise OtherSignatureError(person=signer.person, signer_party=signer.party, party=party)
    return party


def check_text(act: Act, matter: TextMatter, drafted: Digest, digest: str) -> None:
    """Accept an act on the current draft and its very words.

    Raises:
        SubjectError: The subject is not the statement that put the draft.
        OtherTextError: The digest is not the draft's.
    """
    if act.statement.subject != drafted:
        raise SubjectError(kind=act.kind.tag, subject=act.statement.subject)
    if digest != matter.content:
        raise OtherTextError(content=matter.content, digest=digest)


def check_once(party: str, signatures: Mapping[str, SignatureRef]) -> None:
    """Accept the first agreement or signature of a party.

    Raises:
        SignedAlreadyError: There is one.
    """
    earlier = signatures.get(party)
    if earlier is not None:
        raise SignedAlreadyError(party=party, statement=earlier.statement)


def check_signature(  # noqa: PLR0913 -- one signature with what it is judged by
    world: World,
    act: Act,
    body: ContractSigned | ChangeSigned,
    signatures: Mapping[str, SignatureRef],
    amount: Amount | None,
    *,
    parties: tuple[str, ...],
    change_kind: ChangeKind | None = None,
) -> None:
    """Accept a signature for a party that the signer speaks for, once, within what they may sign.

    Limits, roles and delegations are those of the signer's own company.

    Raises:
        OtherSignatureError, SignedAlreadyError, LimitError,
        DelegationMissingError: see each class.
    """
    signer = act.statement.signer
    assert signer.party is not None, "checked: someone of a party"
    check_once(check_place(world, act, parties), signatures)
    if isinstance(body, ChangeSigned) and signer.capacity != "signatory":
        assert change_kind is not None, "a change is of a kind"
        _check_delegated(world, act, body, change_kind, amount)
        return
    if isinstance(body, ChangeSigned) and body.delegation is not None:
        raise _missing(act, body)
    grants = grants_of(world, signer.party, signer.person, "signatory", act.at.date())
    if not any(
        grant.covers(act.statement.stream) and within(amount, grant.limit) for grant in grants
    ):
        limits = [each.limit for each in grants if each.covers(act.statement.stream)]
        raise beyond(act, amount, *limits)


def beyond(act: Act, amount: Amount | None, *limits: Money | None) -> LimitError:
    """Return the refusal of an amount that is above each of the signer's limits."""
    signer = act.statement.signer
    known = " or ".join(shown(each) for each in limits if each is not None) or "nothing here"
    return LimitError(person=signer.person, party=signer.party, limit=known, amount=shown(amount))


def _check_delegated(
    world: World, act: Act, body: ChangeSigned, change_kind: ChangeKind, amount: Amount | None
) -> None:
    """Accept the signature of a programme manager under a delegation that covers it.

    The role that was checked with the signer is not enough, and the delegation
    is not without the role.
    """
    signer = act.statement.signer
    assert signer.party is not None, "checked: signed for a party"
    delegations = party_of(world, signer.party).delegations
    found = None if body.delegation is None else delegations.get(Digest(body.delegation))
    if (
        found is None
        or found.person != signer.person
        or not found.covers(act.statement.stream, change_kind, act.at.date())
    ):
        raise _missing(act, body)
    if not within(amount, found.up_to):
        raise beyond(act, amount, found.up_to)


def _missing(act: Act, body: ChangeSigned) -> DelegationMissingError:
    signer, named = act.statement.signer, body.delegation
    problem = f"the delegation {named} does not cover it" if named else "they name no delegation"
    if signer.capacity == "signatory":
        problem = "a signatory signs under no delegation"
    return DelegationMissingError(
        person=signer.person,
        party=signer.party,
        capacity=signer.capacity,
        stream=act.statement.stream,
        problem=problem,
    )


def signature_of(act: Act) -> SignatureRef:
    """Return who signed, for whom, and where; their company too where it is another's successor."""
    signer, party = act.statement.signer, place_of(act)
    return SignatureRef(
        party=party,
        person=signer.person,
        statement=act.digest,
        by=None if party == signer.party else signer.party,
        delegation=act.body.delegation if isinstance(act.body, ChangeSigned) else None,
    )


def check_effective_rule(text: ContractTerms | ChangeTerms) -> None:
    """Accept a text that states the day where its rule asks for one, and only there.

    A long stop is for a condition.

    Raises:
        EffectiveRuleError: A day or a condition is missing, or one too many.
    """
    if (text.effective_rule == "stated") != (text.effective_on is not None):
        raise EffectiveRuleError(rule=text.effective_rule, problem="and effective_on do not fit")
    if (text.effective_rule == "condition") != (text.condition is not None):
        raise EffectiveRuleError(rule=text.effective_rule, problem="and condition do not fit")
    if text.effective_rule != "condition" and text.long_stop is not None:
        raise EffectiveRuleError(rule=text.effective_rule, problem="and long_stop do not fit")


def check_long_stop(text: ContractTerms | ChangeTerms, act: Act, tz: str) -> None:
    """Accept a text whose condition can still be met today; any that sets no long stop.

    Raises:
        LongStopPassedError: Its last day is over, in the contract's own time zone.
    """
    today = local_day(act.at, tz)
    if text.long_stop is not None and text.long_stop < today:
        raise LongStopPassedError(long_stop=text.long_stop.isoformat(), today=today.isoformat())


def execution_of(text: ContractTerms | ChangeTerms, act: Act, tz: str) -> Execution:
    """Return what a text's last signature brings about.

    Why it takes effect before it is signed is said in the draft; where it was
    signed later than was meant, by the reason of the last signature.
    """
    executed_on = local_day(act.at, tz)
    effective_on = executed_on if text.effective_rule == "last_signature" else text.effective_on
    retroactive = effective_on is not None and effective_on < executed_on
    reason = text.effective_reason or act.statement.reason
    return Execution(
        executed_on=executed_on,
        effective_on=effective_on,
        retroactive=retroactive,
        reason=reason if retroactive else None,
    )


def check_explained(text: ContractTerms | ChangeTerms, act: Act, tz: str) -> Execution:
    """Return what the last signature on a text brings about, where it says why it looks back.

    Raises:
        RetroactiveError: The text takes effect before this day, and nobody says why.
        LongStopPassedError: Its condition can be met no more.
    """
    check_long_stop(text, act, tz)
    execution = execution_of(text, act, tz)
    reason = execution.reason
    if execution.retroactive and (reason is None or len(reason) > _LINE_MAX):
        assert execution.effective_on is not None, "what looks back has a day"
        raise RetroactiveError(
            on=execution.effective_on.isoformat(), executed_on=execution.executed_on.isoformat()
        )
    return execution
