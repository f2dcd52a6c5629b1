"""Which decisions count for a partnership's milestones and scorecard.

A decision counts when it was adopted, by a board in which the partnership has
its say, about exactly the stream that acts upon it.
"""

from dataclasses import dataclass

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.common import check_relies_on
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, PartySlug, StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Mandate:
    """Who may decide: any of these boards, or one that has all of these parties.

    Without ``parties`` nothing but the named boards will do.
    """

    boards: frozenset[StreamName]
    parties: frozenset[PartySlug] = frozenset()


class NotAdoptedError(RefusedError):
    """Only what a board adopted is acted upon."""

    code = "decision-not-adopted"
    message = "{decision} is {outcome}, not adopted"


class BoardNotEntitledError(RefusedError):
    """A partnership's matters are decided by its boards, or by one of all its parties."""

    code = "board-not-entitled"
    message = "{board} does not decide in {stream}"


class OtherSubjectError(RefusedError):
    """A decision is acted upon in the matter that it names as its subject."""

    code = "decision-other-subject"
    message = "{decision} does not name {subject} as its subject"


class NotAnOfficerError(RefusedError):
    """A board speaks through its chair or its secretary of that day."""

    code = "not-an-officer"
    message = "{person} is not {capacity} of {board}"


def check_decided(
    world: World, act: Act, decision: StreamName, mandate: Mandate, *, subject: Digest | None = None
) -> None:
    """Accept an act that rests on an adopted decision about its own stream.

    The decision names the act's stream as a subject: the statement ``subject``
    of it, or any where that is None.

    Raises:
        UnknownStreamError: There is no such decision.
        AudienceGapError: Not everyone who reads the act may read the decision.
        NotAdoptedError, OtherSubjectError, BoardNotEntitledError: see each class.
    """
    stream = act.statement.stream
    own = world.stream(stream)
    assert own is not None, "nothing rests on a decision in a stream that is not open"
    check_relies_on(world, act, decision, own.audience)
    matter = demand_matter(world, decision, DecisionMatter)
    if not matter.is_adopted:
        raise NotAdoptedError(decision=decision, outcome=matter.outcome)
    named = [digest for name, digest in matter.subjects if name == stream]
    if not named or (subject is not None and subject not in named):
        raise OtherSubjectError(decision=decision, subject=subject or stream)
    if matter.board not in mandate.boards and not _seats_all(world, matter.board, mandate.parties):
        raise BoardNotEntitledError(board=matter.board, stream=stream)


def _seats_all(world: World, board: StreamName, parties: frozenset[PartySlug]) -> bool:
    found = demand_matter(world, board, BoardMatter)
    return bool(parties) and parties <= frozenset(found.parties)


def check_officer(world: World, act: Act, board: StreamName) -> None:
    """Accept a signer who is the board's chair or secretary on the day of recording.

    Raises:
        NotAnOfficerError: They hold no such office, or claim another capacity.
    """
    signer = act.statement.signer
    offices = demand_matter(world, board, BoardMatter).officer(
        signer.capacity, act.at.date(), act.leaf_index
    )
    if not any((held.party, held.person) == (signer.party, signer.person) for held in offices):
        raise NotAnOfficerError(person=signer.person, capacity=signer.capacity, board=board)
