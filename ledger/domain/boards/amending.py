"""How a charter is replaced: by the means that the charter in force names, and no other."""

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.content import content_digest
from ledger.domain.decisions.motions import DecisionMatter, board_of
from ledger.domain.kinds.board import CharterAmended
from ledger.domain.kinds.charter import Charter
from ledger.domain.world import Act, World, matter_of
from ledger.errors import RefusedError
from ledger.evidence.canonical import encode_body
from ledger.evidence.statement import Digest, PartySlug, StreamName


class AmendmentError(RefusedError):
    """A charter is amended by the means that the charter in force names."""

    code = "amendment-means"
    message = "the charter of {stream} is amended by {by}: {problem}"


def charter_content(board: StreamName, charter: Charter) -> Digest:
    """Return the digest by which a motion names the charter that it would put in force."""
    return content_digest(board, encode_body(charter))


def check_amendment(world: World, act: Act, body: CharterAmended, board: BoardMatter) -> None:
    """Accept an amendment by parties, by decision or by the owner, as the charter says.

    Raises:
        AmendmentError: It comes by other means.
    """
    means = board.charter.amendment
    problem = None
    if (means.by == "decision") != (body.decision is not None):
        problem = "a decision is named where, and only where, one is asked for"
    elif means.by == "owner" and act.statement.signer.party != means.party:
        problem = f"only {means.party} amends it"
    elif body.decision is not None:
        problem = _decision_problem(world, act, body, board, StreamName(body.decision))
    if problem is not None:
        raise AmendmentError(stream=act.statement.stream, by=means.by, problem=problem)


def _decision_problem(
    world: World, act: Act, body: CharterAmended, board: BoardMatter, stream: StreamName
) -> str | None:
    decision = matter_of(world, stream, DecisionMatter)
    if decision is None or board_of(stream) != act.statement.stream:
        return f"{stream} is no decision of this board"
    if not decision.is_adopted:
        return f"{stream} is {decision.outcome}"
    if decision.motion.class_ != board.charter.amendment.class_:
        return f"{stream} decided a matter of another class"
    if decision.motion.charter != charter_content(act.statement.stream, body.charter):
        return f"{stream} adopted another text"
    if stream in board.amended_by:
        return f"{stream} has put a charter in force already"
    return None


def amending_parties(board: BoardMatter) -> tuple[PartySlug, ...]:
    """Return the parties of which each must sign an amendment; none where others decide."""
    return board.parties if board.charter.amendment.by == "parties" else ()
