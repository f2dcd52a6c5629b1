"""Contracts: drafted, agreed, signed by every party, executed by rule, and ended.

    drafting ─> draft ─> agreed ─> partly_signed ─> executed ⇄ noticed ─> terminated
                  ^────────┴── declined ──┘          ⇅ │ suspended ⇅ ──────^
                                                       └─> expired ─> executed

    executed on a condition that nobody meets ─> lapsed

A new draft voids agreed form and signatures; any draft can be withdrawn and
drafted again. An expired contract goes on when a change sets a later term. What
comes after execution is in living.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from ledger.domain.content import content_digest
from ledger.domain.contracts.agreements import ContractMatter, Place, no_signatures
from ledger.domain.contracts.amounts import value_of
from ledger.domain.contracts.beginnings import check_paper
from ledger.domain.contracts.drafting import (
    audience_of_terms,
    check_covered,
    check_names,
    check_part,
    check_terms,
    continued,
    continued_text,
    first_text,
)
from ledger.domain.contracts.lapsing import lapse_due, lapse_ends
from ledger.domain.contracts.living import (
    LIVING,
    SIGNATORY,
    check_life,
    evolve_life,
    life_endorsers,
    life_follow_ups,
    others,
    with_term,
)
from ledger.domain.contracts.renewing import term_due, term_ends
from ledger.domain.contracts.signing import (
    check_explained,
    check_once,
    check_party_member,
    check_place,
    check_signature,
    check_text,
    execution_of,
    signature_of,
)
from ledger.domain.contracts.standing import parties_now
from ledger.domain.directory import with_item
from ledger.domain.kinds.contract import (
    ContractAgreedForm,
    ContractChanged,
    ContractDeclined,
    ContractDraftContinued,
    ContractDrafted,
    ContractExecuted,
    ContractRegistered,
    ContractSigned,
    ContractTerms,
    ContractWithdrawn,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import (
    Act,
    Audience,
    EndorserGroup,
    FollowUp,
    Matter,
    World,
    demand_matter,
    matter_of,
)
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Digest, StreamName


def _matter(world: World, act: Act) -> ContractMatter:
    return demand_matter(world, act.statement.stream, ContractMatter)


def check(world: World, act: Act) -> None:
    """Accept an act of contract/<slug>.

    Raises:
        RefusedError: The named refusal of the rule that does not hold; see
            drafting.py, signing.py and endings.py.
    """
    match act.body:
        case ContractDrafted(parts=None):
            check_terms(world, act, act.body)
        case ContractDrafted():
            check_names(world, act, act.body)
        case ContractRegistered():
            check_terms(world, act, act.body.content)
            check_paper(act, act.body)
        case _:
            _check_standing(world, act, _matter(world, act))


def _check_standing(world: World, act: Act, matter: ContractMatter) -> None:
    check_party_member(world, act, parties_now(matter, act))
    match act.body:
        case ContractDraftContinued():
            check_part(world, act, matter, act.body)
        case ContractAgreedForm():
            check_text(act, matter, matter.drafted, act.body.digest)
            check_once(check_place(world, act, matter.terms.parties), matter.agreed)
        case ContractDeclined():
            check_text(act, matter, matter.drafted, act.body.digest)
        case ContractSigned():
            check_text(act, matter, matter.drafted, act.body.digest)
            parties = matter.terms.parties
            check_signature(world, act, act.body, matter.signatures, matter.amount, parties=parties)
            check_covered(world, matter.stream, matter.terms, act.at.date())
            if len(matter.signatures) + 1 == len(parties):
                check_explained(matter.terms, act, matter.terms.tz)
        case _:
            check_life(world, act, matter)


def evolve(matter: Matter | None, act: Act) -> Matter:
    """Return the contract after an act has taken effect."""
    body = act.body
    if isinstance(body, ContractDrafted | ContractRegistered):
        return _drafted(act, body) if isinstance(body, ContractDrafted) else _registered(act, body)
    assert isinstance(matter, ContractMatter), "a draft or paper comes before all else"
    match body:
        case ContractDraftContinued():
            return _continued(matter, act, body)
        case ContractAgreedForm() | ContractSigned() | ContractDeclined() | ContractWithdrawn():
            return _with_assent(matter, act)
        case ContractExecuted():
            return _executed(matter, act, body)
        case ContractChanged():
            return _changed(matter, act, body)
        case _:
            return evolve_life(matter, act)


def _draft(act: Act, terms: ContractTerms, text: bytes, parts: int) -> ContractMatter:
    stream = act.statement.stream
    whole = parts == 1
    return ContractMatter(
        content=content_digest(stream, text) if whole else None,
        amount=value_of(terms.budget),
        phase="draft" if whole else "drafting",
        stream=stream,
        drafted=act.digest,
        terms=terms,
        text=text,
        parts_to_come=parts - 1,
        next_part=2,
        term=terms.term,
    )


def _drafted(act: Act, body: ContractDrafted) -> ContractMatter:
    members = {name: getattr(body, name) for name in ContractTerms.__struct_fields__}
    text = act.statement.body if body.parts is None else first_text(act.statement.body)
    return _draft(act, ContractTerms(**members), text, body.parts or 1)


def _registered(act: Act, body: ContractRegistered) -> ContractMatter:
    draft = _draft(act, body.content, encode_body(body.content), 1)
    return replace(
        draft,
        phase="executed",
        executed=body,
        executed_at=Place.of(act),
        version=act.digest,
        armed_by=act.digest,
    )


def _continued(matter: ContractMatter, act: Act, body: ContractDraftContinued) -> ContractMatter:
    terms = continued(matter.terms, body)
    text = continued_text(matter.text, act.statement.body)
    whole = matter.parts_to_come == 1
    return replace(
        matter,
        content=content_digest(matter.stream, text) if whole else None,
        amount=value_of(terms.budget),
        phase="draft" if whole else "drafting",
        terms=terms,
        text=text,
        parts_to_come=matter.parts_to_come - 1,
        next_part=matter.next_part + 1,
    )


def _with_assent(matter: ContractMatter, act: Act) -> ContractMatter:
    match act.body:
        case ContractAgreedForm():
            signed = signature_of(act)
            agreed = with_item(matter.agreed, signed.party, signed)
            whole = len(agreed) == len(matter.terms.parties)
            return replace(matter, agreed=agreed, phase="agreed" if whole else "draft")
        case ContractSigned():
            signed = signature_of(act)
            signatures = with_item(matter.signatures, signed.party, signed)
            return replace(matter, signatures=signatures, phase="partly_signed")
        case _:
            phase = "declined" if isinstance(act.body, ContractDeclined) else "withdrawn"
            return replace(matter, agreed=no_signatures(), signatures=no_signatures(), phase=phase)


def _waiting(
    matter: ContractMatter, version: Digest, on: date | None, long_stop: date | None
) -> Mapping[Digest, date | None]:
    return with_item(matter.waiting, version, long_stop) if on is None else matter.waiting


def _executed(matter: ContractMatter, act: Act, body: ContractExecuted) -> ContractMatter:
    return replace(
        matter,
        phase="executed",
        executed=body,
        executed_at=Place.of(act),
        version=act.digest,
        waiting=_waiting(matter, act.digest, body.effective_on, matter.terms.long_stop),
        armed_by=act.digest,
    )


def _changed(matter: ContractMatter, act: Act, body: ContractChanged) -> ContractMatter:
    cause = act.statement.subject
    assert cause is not None, "a follow-up names its cause"
    version = cause if body.version is None else Digest(body.version)
    changed = replace(
        matter,
        version=version,
        waiting=_waiting(matter, version, body.effective_on, body.long_stop),
        changes=(*matter.changes, (StreamName(body.change), version)),
    )
    if body.term is None:
        return changed
    if body.effective_on is None:
        return replace(changed, terms_waiting=with_item(matter.terms_waiting, version, body.term))
    return with_term(changed, act, body.term, body.effective_on)


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say that the contract is executed, once every party has signed, or that its term goes on."""
    matter = _matter(world, act)
    if not isinstance(act.body, ContractSigned):
        return life_follow_ups(world, act, matter)
    terms = matter.terms
    if len(matter.signatures) < len(terms.parties):
        return ()
    execution = execution_of(terms, act, terms.tz)
    assert matter.content is not None, "checked: what is signed is whole"
    executed = ContractExecuted(
        digest=matter.content,
        drafted=matter.drafted,
        signatures=tuple(matter.signatures.values()),
        executed_on=execution.executed_on,
        effective_rule=terms.effective_rule,
        retroactive=execution.retroactive,
        effective_on=execution.effective_on,
        effective_reason=execution.reason,
    )
    return (
        FollowUp(
            stream=matter.stream,
            kind="contract.executed.v1",
            subject=act.digest,
            body=executed,
        ),
    )


def endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Return who else must join: in existing paper, and in what changes an executed contract."""
    if isinstance(act.body, ContractRegistered):
        return others(world, act, act.body.content.parties, SIGNATORY)
    matter = matter_of(world, act.statement.stream, ContractMatter)
    return () if matter is None else life_endorsers(world, act, matter)


def audience(world: World, act: Act) -> Audience:
    """Return the parties and readers that the opening names."""
    body = act.body
    terms = body.content if isinstance(body, ContractRegistered) else body
    assert isinstance(terms, ContractTerms), "only a draft or paper opens a contract"
    return audience_of_terms(terms)


def deadline(matter: Matter) -> datetime | None:
    """Return when the term is over, and goes on by itself or runs out; or a long stop passes."""
    assert isinstance(matter, ContractMatter), "the room of contracts"
    ends = (term_ends(matter), lapse_ends(matter))
    return min((each for each in ends if each is not None), default=None)


def due(world: World, matter: Matter) -> FollowUp:
    """Say that a long stop has passed, first; or that the term has gone on, or run out."""
    assert isinstance(matter, ContractMatter), "the room of contracts"
    ends, lapses = term_ends(matter), lapse_ends(matter)
    if lapses is not None and (ends is None or lapses <= ends):
        return lapse_due(matter)
    return term_due(matter)


def _phase(matter: Matter) -> str:
    assert isinstance(matter, ContractMatter), "the room of contracts"
    return matter.phase


_AGREED = kinds_of(
    "contract.signed.v1 contract.declined.v1 contract.drafted.v1 contract.withdrawn.v1"
)

CONTRACT = Room(
    machine={
        "unopened": kinds_of("contract.drafted.v1 contract.registered.v1"),
        "drafting": kinds_of(
            "contract.draft_continued.v1 contract.drafted.v1 contract.withdrawn.v1"
        ),
        "draft": kinds_of("contract.agreed_form.v1 contract.drafted.v1 contract.withdrawn.v1"),
        "agreed": _AGREED,
        "partly_signed": _AGREED,
        "declined": kinds_of("contract.drafted.v1 contract.withdrawn.v1"),
        "withdrawn": kinds_of("contract.drafted.v1"),
        **LIVING,
    },
    phase=_phase,
    evolve=evolve,
    check=check,
    follow_ups=follow_ups,
    endorsers=endorsers,
    audience=audience,
    deadline=deadline,
    due=due,
)
