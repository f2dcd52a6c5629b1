"""Changes to a contract: drafted on a version, authorised, signed by every party, executed.

    drafting ─> drafted ─> authorised ─> partly_signed ─> executed ─> reversed
       ^───────────┴────────────┴──────────────┴─> withdrawn   └─> lapsed

What was decided, what is signed and what is recorded is one content digest. A
new draft voids authority and signatures, also with the same words, and ends the
work that was let begin on the old one. Once another change is executed, this
one's base is stale and it must be drafted again. A change on paper is registered
as executed. One that waits for its condition can lapse: see lapsing.py.
"""

from dataclasses import replace
from datetime import datetime

from ledger.domain.content import content_digest
from ledger.domain.contracts.agreements import ChangeMatter, Place, contract_of, no_signatures
from ledger.domain.contracts.amounts import movement_of
from ledger.domain.contracts.authorising import authorised_by_contract
from ledger.domain.contracts.drafting import continued_text, first_text
from ledger.domain.contracts.executing import applied, check_signed, executed
from ledger.domain.contracts.lapsing import reinstated
from ledger.domain.contracts.living import SIGNATORY, others
from ledger.domain.contracts.papering import check_change_paper
from ledger.domain.contracts.proposing import check_change_part, check_draft, with_ops
from ledger.domain.contracts.reserving import topics_of
from ledger.domain.contracts.reversing import reversals
from ledger.domain.contracts.signing import check_party_member, signature_of
from ledger.domain.contracts.standing import parties_now, signers_now
from ledger.domain.contracts.starting import (
    check_start,
    ended,
    start_due,
    start_ends,
    with_start,
)
from ledger.domain.directory import with_item
from ledger.domain.kinds.change import (
    ChangeAuthorised,
    ChangeDraftContinued,
    ChangeDrafted,
    ChangeExecuted,
    ChangeLapsed,
    ChangeRegistered,
    ChangeReinstated,
    ChangeReversed,
    ChangeSigned,
    ChangeTerms,
    ChangeWithdrawn,
    WorkStartAuthorised,
    WorkStartLapsed,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, EndorserGroup, FollowUp, Matter, World, demand_matter
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import StreamName


def check(world: World, act: Act) -> None:
    """Accept an act of change/<contract>/<n>.

    Raises:
        RefusedError, ConflictError: The named refusal of the rule that does not
            hold; see proposing.py, authorising.py, executing.py, reversing.py,
            papering.py and starting.py.
    """
    contract = contract_of(world, act.statement.stream)
    check_party_member(world, act, signers_now(contract, act))
    match act.body:
        case ChangeDrafted():
            check_draft(world, act, contract, act.body)
        case ChangeDraftContinued():
            change = demand_matter(world, act.statement.stream, ChangeMatter)
            check_change_part(world, act, contract, act.body, change)
        case ChangeSigned():
            check_signed(world, act, contract, act.body)
        case ChangeRegistered():
            check_change_paper(world, act, contract, act.body)
        case WorkStartAuthorised():
            check_start(world, act, contract, act.body)


def follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """Say what follows: authority that needs no board, execution, the contract's new version."""
    match act.body:
        case ChangeDrafted() | ChangeDraftContinued():
            return authorised_by_contract(world, act)
        case ChangeSigned():
            return executed(world, act)
        case ChangeExecuted() | ChangeRegistered():
            return (*applied(world, act), *reversals(world, act))
        case ChangeLapsed():
            return reinstated(world, act)
        case _:
            return ()


def endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Return a signatory of each other party, where a change is on paper."""
    if not isinstance(act.body, ChangeRegistered):
        return ()
    return others(world, act, parties_now(contract_of(world, act.statement.stream), act), SIGNATORY)


def evolve(  # noqa: PLR0911 -- one row for each kind
    matter: Matter | None, act: Act
) -> Matter:
    """Return the change after an act has taken effect."""
    body = act.body
    assert matter is None or isinstance(matter, ChangeMatter), "the room of changes"
    if isinstance(body, ChangeDrafted):
        return _drafted(matter, act, body)
    if isinstance(body, ChangeRegistered):
        return _registered(act, body)
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
        case WorkStartAuthorised():
            return with_start(matter, act, body)
        case _:
            return _ended(matter, act)


def _ended(matter: ChangeMatter, act: Act) -> ChangeMatter:
    """Return the change after an act that leaves no work running on its draft."""
    match act.body:
        case ChangeExecuted() as body:
            done = replace(matter, phase="executed", executed=body, executed_at=Place.of(act))
            return ended(done, act, "executed")
        case ChangeReversed() as body:
            return replace(matter, phase="reversed", reversed_by=StreamName(body.by))
        case ChangeReinstated():
            return replace(matter, phase="executed", reversed_by=None)
        case ChangeLapsed():
            return replace(matter, phase="lapsed")
        case WorkStartLapsed():
            return ended(matter, act, "lapsed")
        case _:
            assert isinstance(act.body, ChangeWithdrawn), "the others came before"
            void = replace(matter, phase="withdrawn", authority=None, signatures=no_signatures())
            return ended(void, act, "withdrawn")


def _registered(act: Act, body: ChangeRegistered) -> ChangeMatter:
    text = encode_body(body.content)
    return ChangeMatter(
        content=content_digest(act.statement.stream, text),
        amount=movement_of(body.content.ops),
        phase="executed",
        drafted=act.digest,
        body=body.content,
        text=text,
        parts_to_come=0,
        next_part=2,
        executed=body,
        executed_at=Place.of(act),
    )


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
        left = ended(before, act, "drafted_again")
        begun = replace(begun, spent=left.spent, topics=left.topics, starts=left.starts)
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


def deadline(matter: Matter) -> datetime | None:
    """Return when the time for work that was let begin runs out."""
    assert isinstance(matter, ChangeMatter), "the room of changes"
    return start_ends(matter)


def due(world: World, matter: Matter) -> FollowUp:
    """Say that the time for work has run out."""
    assert isinstance(matter, ChangeMatter), "the room of changes"
    return start_due(matter)


def _phase(matter: Matter) -> str:
    assert isinstance(matter, ChangeMatter), "the room of changes"
    return matter.phase


# Signing is possible as soon as there is a draft, and refused by name until it is authorised.
_OPEN = kinds_of("change.drafted.v1 change.signed.v1 change.withdrawn.v1 work.start_authorised.v1")

CHANGE = Room(
    machine={
        "unopened": kinds_of("change.drafted.v1 change.registered.v1"),
        "drafting": kinds_of("change.draft_continued.v1 change.drafted.v1 change.withdrawn.v1"),
        "drafted": _OPEN,
        "authorised": _OPEN,
        "partly_signed": _OPEN,
        "withdrawn": kinds_of("change.drafted.v1"),
        "executed": kinds_of(""),
        "reversed": kinds_of(""),
        "lapsed": kinds_of(""),
    },
    phase=_phase,
    evolve=evolve,
    check=check,
    follow_ups=follow_ups,
    endorsers=endorsers,
    deadline=deadline,
    due=due,
)
