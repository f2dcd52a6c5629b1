"""Signing for a party, and what comes of it once every party has signed.

Executed = every required party's signatory, within limit, has signed the same
digest (DOMAIN, rule 8). Three times, never one: signed, effective, recorded.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from ledger.domain.common import SubjectError
from ledger.domain.content import TextMatter
from ledger.domain.contracts.amounts import shown, within
from ledger.domain.contracts.days import local_day
from ledger.domain.contracts.texts import NotAPartyError
from ledger.domain.directory import grants_of
from ledger.domain.kinds.base import Amount
from ledger.domain.kinds.change import ChangeDrafted, ChangeSigned
from ledger.domain.kinds.contract import ContractSigned, ContractTerms, SignatureRef
from ledger.domain.world import Act, World
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest


class OtherSignatureError(RefusedError):
    """A signatory signs for their own company."""

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
    message = "{person} of {party} cannot sign for {amount}"


class EffectiveRuleError(RefusedError):
    """A text says in one way from when it applies."""

    code = "effective-rule-unsound"
    message = "the effective rule {rule} {problem}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Execution:
    """What the last signature brings about; days are the contract's own."""

    executed_on: date
    effective_on: date | None
    retroactive: bool


def check_party_member(act: Act, parties: tuple[str, ...]) -> None:
    """Accept an act of someone from one of the contract's parties.

    Raises:
        NotAPartyError: They are of another company; readers only read.
    """
    party = act.statement.signer.party
    if party not in parties:
        raise NotAPartyError(party=party, stream=act.statement.stream)


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


def check_once(party: str | None, signatures: Mapping[str, SignatureRef]) -> None:
    """Accept the first agreement or signature of a party.

    Raises:
        SignedAlreadyError: There is one.
    """
    earlier = None if party is None else signatures.get(party)
    if earlier is not None:
        raise SignedAlreadyError(party=party, statement=earlier.statement)


def check_signature(
    world: World,
    act: Act,
    body: ContractSigned | ChangeSigned,
    signatures: Mapping[str, SignatureRef],
    amount: Amount | None,
) -> None:
    """Accept a signature for the signer's own company, once, within a limit.

    Raises:
        OtherSignatureError, SignedAlreadyError, LimitError: see each class.
    """
    signer = act.statement.signer
    if body.party != signer.party:
        raise OtherSignatureError(person=signer.person, signer_party=signer.party, party=body.party)
    check_once(body.party, signatures)
    delegated = signer.capacity != "signatory"
    grants = grants_of(
        world,
        body.party,
        signer.person,
        "programme_manager" if delegated else "signatory",
        act.at.date(),
    )
    # Delegated power is power up to a limit: without one nothing was delegated.
    if not any(
        grant.covers(act.statement.stream)
        and within(amount, grant.limit)
        and not (delegated and grant.limit is None)
        for grant in grants
    ):
        raise LimitError(person=signer.person, party=signer.party, amount=shown(amount))


def signature_of(act: Act) -> SignatureRef:
    """Return who signed, for whom, and where."""
    signer = act.statement.signer
    assert signer.party is not None, "checked: signed for a party"
    return SignatureRef(party=signer.party, person=signer.person, statement=act.digest)


def check_effective_rule(text: ContractTerms | ChangeDrafted) -> None:
    """Accept a text that states the day where its rule asks for one, and only there.

    Raises:
        EffectiveRuleError: A day or a condition is missing, or one too many.
    """
    if (text.effective_rule == "stated") != (text.effective_on is not None):
        raise EffectiveRuleError(rule=text.effective_rule, problem="and effective_on do not fit")
    if (text.effective_rule == "condition") != (text.condition is not None):
        raise EffectiveRuleError(rule=text.effective_rule, problem="and condition do not fit")


def execution_of(text: ContractTerms | ChangeDrafted, at: datetime, tz: str) -> Execution:
    """Return what a text's last signature at that moment brings about."""
    executed_on = local_day(at, tz)
    effective_on = executed_on if text.effective_rule == "last_signature" else text.effective_on
    return Execution(
        executed_on=executed_on,
        effective_on=effective_on,
        retroactive=effective_on is not None and effective_on < executed_on,
    )
