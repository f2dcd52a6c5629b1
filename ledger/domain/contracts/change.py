"""Changes to a contract: drafted on a version, authorised, signed by every party, executed.

    drafting ─> drafted ─> authorised ─> partly_signed ─> executed
       ^───────────┴────────────┴──────────────┴─> withdrawn

What was decided, what is signed and what is recorded is one content digest. A
new draft voids authority and signatures, also with the same words. Once another
change is executed, this one's base is stale and it must be drafted again.
"""

from dataclasses import replace

from ledger.domain.content import content_digest
from ledger.domain.contracts.agreements import ChangeMatter, Place, no_signatures
from ledger.domain.contracts.amounts import movement_of
from ledger.domain.contracts.authorising import authorised_by_contract, contract_of
from ledger.domain.contracts.drafting import continued_text, first_text
from ledger.domain.contracts.executing import applied, check_signed, executed
from ledger.domain.contracts.proposing import check_change_part, check_draft, with_ops
from ledger.domain.contracts.reserving import topics_of
from ledger.domain.contracts.signing import check_party_member, signature_of
from ledger.domain.directory import with_item
from ledger.domain.kinds.change import (
    ChangeAuthorised,
    ChangeDraftContinued,
    ChangeDrafted,
    ChangeExecuted,
    ChangeSigned,
    ChangeTerms,
    ChangeWithdrawn,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, FollowUp, Matter, World, demand_matter


def check(world: World, act: Act) -> None:
    """Accept an act of change/<contract>/<n>.

    Raises:
        RefusedError, ConflictError: The named refusal of the rule that does not
            hold; see proposing.py, authorising.py, executing.py.
    """
    contract = contract_of(world, act.statement.stream)
    check_party_member(world, act, contract.terms.parties)
    match act.body:
        case ChangeDrafted():
            check_draft(world, act, contract, act.body)
        case ChangeDraftContinued():
            change = demand_matter(world, act.statement.stream, ChangeMatter)
            check_change_part(world, act, contract, act.body, change)
        case ChangeSigned():
            check_signed(world, act, contract, act.body)


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say what follows: authority that needs no board, execution, the contract's new version."""
    match act.body:
        case ChangeDrafted() | ChangeDraftContinued():
            return authorised_by_contract(world, act)
        case ChangeSigned():
            return executed(world, act)
        case ChangeExecuted():
            return applied(world, act)
        case _:
            return ()


def evolve(matter: Matter | None, act: Act) -> Matter:
    """Return the change after an act has taken effect."""
    body = act.body
    assert matter is None or isinstance(matter, ChangeMatter), "the room of changes"
    if isinstance(body, ChangeDrafted):
        return _drafted(matter, act, body)
    assert matter is not None, "a draft comes before all else"
    match body:
        case ChangeDraftContinued():
            text = continued_text(matter.text, act.statement.body, ("ops",))
            going_on = replace(matter, next_part=matter.next_part + 1)
            return _with_text(going_on, act, with_ops(matter.body, body), text)
        case ChangeAuthorised():
            decision = body.authority.decision
            spent = matter.spent if decision is None else matter.spent | {decision}
            return replace(matter, phase="authorised", authority=body.authority, spent=spent)
        case ChangeSigned():
            signed = signature_of(act)
            signatures = with_item(matter.signatures, signed.party, signed)
            return replace(matter, phase="partly_signed", signatures=signatures)
        case ChangeExecuted():
            return replace(matter, phase="executed", executed=body, executed_at=Place.of(act))
        case _:
            assert isinstance(body, ChangeWithdrawn), "the others came before"
            return replace(matter, phase="withdrawn", authority=None, signatures=no_signatures())


def _drafted(before: ChangeMatter | None, act: Act, body: ChangeDrafted) -> ChangeMatter:
    """Return the change with a new draft; of an earlier one it is known what was decided."""
    parts = body.parts or 1
    terms = ChangeTerms(**{name: getattr(body, name) for name in ChangeTerms.__struct_fields__})
    text = act.statement.body if parts == 1 else first_text(act.statement.body)
    begun = ChangeMatter(
        content=None,
        amount=None,
        phase="drafting",
        drafted=act.digest,
        body=terms,
        text=text,
        parts_to_come=parts,
        next_part=2,
    )
    if before is not None:
        begun = replace(begun, spent=before.spent, topics=before.topics)
    return _with_text(begun, act, terms, text)


def _with_text(matter: ChangeMatter, act: Act, terms: ChangeTerms, text: bytes) -> ChangeMatter:
    """Return the change with one part more; with the last one it has its content."""
    to_come = matter.parts_to_come - 1
    content = None if to_come else content_digest(act.statement.stream, text)
    topics = matter.topics
    return replace(
        matter,
        content=content,
        amount=movement_of(terms.ops),
        phase="drafting" if to_come else "drafted",
        body=terms,
        text=text,
        parts_to_come=to_come,
        topics=topics if content is None else with_item(topics, content, topics_of(terms)),
    )


def _phase(matter: Matter) -> str:
    assert isinstance(matter, ChangeMatter), "the room of changes"
    return matter.phase


# Signing is possible as soon as there is a draft, and refused by name until it is authorised.
_OPEN = kinds_of("change.drafted.v1 change.signed.v1 change.withdrawn.v1")

CHANGE = Room(
    machine={
        "unopened": kinds_of("change.drafted.v1"),
        "drafting": kinds_of("change.draft_continued.v1 change.drafted.v1 change.withdrawn.v1"),
        "drafted": _OPEN,
        "authorised": _OPEN,
        "partly_signed": _OPEN,
        "withdrawn": kinds_of("change.drafted.v1"),
        "executed": kinds_of(""),
    },
    phase=_phase,
    evolve=evolve,
    check=check,
    follow_ups=follow_ups,
)
