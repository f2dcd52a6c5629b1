"""Who may vote in an open poll: eligible, not recused, in the window, one vote a seat.

A seat's standing is judged as of the opening, whatever changes in the board
afterwards (DOMAIN, rule 5).
"""

from collections.abc import Mapping
from types import MappingProxyType

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meetings import (
    MeetingMatter,
    NotYourSeatError,
    OfficeNotHeldError,
    demand_seat,
)
from ledger.domain.common import MeaningError
from ledger.domain.decisions.motions import DecisionMatter, Poll
from ledger.domain.decisions.opening import length_of
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    DissentRecorded,
    RecusalDeclared,
    Voter,
)
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import ConflictError, RefusedError
from ledger.evidence.statement import Meaning, SignerClaim, StreamName

_MEANS: Mapping[str, Meaning] = MappingProxyType(
    {"for": "approval", "against": "rejection", "abstain": "abstention"}
)


class SeatNotEligibleError(RefusedError):
    """Ballots come from the seats of the electorate."""

    code = "seat-not-eligible"
    message = "seat {seat} is not in the electorate of {stream}"


class SeatRecusedError(RefusedError):
    """A seat that withdrew for a conflict cannot vote on that motion."""

    code = "seat-recused"
    message = "seat {seat} withdrew, see entry {leaf_index}"


class SeatNotPresentError(RefusedError):
    """At a meeting those vote who are present while it is open."""

    code = "seat-not-present"
    message = "seat {seat} is not present in {meeting}"


class MemberHasVotedError(RefusedError):
    """An alternate stands in for a member who has not voted."""

    code = "member-has-voted"
    message = "the member of seat {seat} has voted, their alternate cannot change it"


class BallotStaleError(ConflictError):
    """A ballot names the ballot of its seat that it replaces, or none."""

    code = "ballot-stale"
    message = "the current ballot of seat {seat} is {current}, this one replaces {base}"


class PollWindowError(RefusedError):
    """No officer ends a poll in writing before its least time, while somebody may still vote."""

    code = "poll-window-runs"
    message = "the poll of {stream} stays open until {until}: some seats have not been heard"


class CastingVoteError(RefusedError):
    """Ties are broken where the charter says so, once, by a chair who is not recused."""

    code = "casting-vote-barred"
    message = "{person} cannot break a tie in {stream}: {problem}"


def check_ballot(world: World, act: Act, body: BallotCast, decision: DecisionMatter) -> None:
    """Accept a seat's ballot, or a new one in the place of its current one.

    Raises:
        SeatNotEligibleError, NotYourSeatError, SeatRecusedError,
        MemberHasVotedError, BallotStaleError, SeatNotPresentError: see each class.
        MeaningError: The signature means something else than the choice.
    """
    poll = _open_poll(decision)
    voter = _demand_voter(act, poll, body.seat)
    _check_not_recused(decision, body.seat)
    if act.statement.meaning != _MEANS[body.choice]:
        raise MeaningError(kind=act.kind.tag, meaning=act.statement.meaning)
    current = poll.ballots.get(body.seat)
    base = None if current is None else current.digest
    if act.statement.base != base:
        raise BallotStaleError(seat=body.seat, current=base, base=act.statement.base)
    by_member = current is not None and current.person == voter.person
    if by_member and act.statement.signer.person != voter.person:
        raise MemberHasVotedError(seat=body.seat)
    if decision.motion.meeting is not None:
        _check_present(world, decision.motion.meeting, body.seat)


def _open_poll(decision: DecisionMatter) -> Poll:
    assert decision.poll is not None, "checked: the poll is open"
    return decision.poll


def _demand_voter(act: Act, poll: Poll, seat: str) -> Voter:
    """Return the voter for whose seat the signer acts.

    Raises:
        SeatNotEligibleError: The seat is not in the electorate.
        NotYourSeatError: It is another person's.
    """
    signer = act.statement.signer
    voter = poll.voters.get(seat)
    if voter is None:
        raise SeatNotEligibleError(seat=seat, stream=act.statement.stream)
    if signer.party != voter.party or signer.person not in (voter.person, voter.alternate):
        raise NotYourSeatError(person=signer.person, party=signer.party, seat=seat)
    return voter


def _check_not_recused(decision: DecisionMatter, seat: str) -> None:
    leaf_index = decision.recusals.get(seat)
    if leaf_index is not None:
        raise SeatRecusedError(seat=seat, leaf_index=leaf_index)


def _check_present(world: World, meeting: str, seat: str) -> None:
    found = demand_matter(world, StreamName(meeting), MeetingMatter)
    if not found.is_present(seat):
        raise SeatNotPresentError(seat=seat, meeting=meeting)


def check_recusal(
    act: Act, body: RecusalDeclared, board: BoardMatter, decision: DecisionMatter
) -> None:
    """Accept a seat's withdrawal, before the poll or in it; a ballot it cast falls.

    Raises:
        SeatNotEligibleError, SeatUnknownError, NotYourSeatError,
        SeatRecusedError: see each class.
    """
    if decision.poll is None:
        demand_seat(board, act, body.seat)
    else:
        _demand_voter(act, decision.poll, body.seat)
    _check_not_recused(decision, body.seat)


def check_casting_vote(
    act: Act, body: CastingVoteGiven, board: BoardMatter, decision: DecisionMatter
) -> None:
    """Accept the chair's word for the case of a tie.

    Raises:
        CastingVoteError: The charter has no casting vote, it was given before,
            or the chair is recused.
        OfficeNotHeldError: A co-chair's; only the chair breaks ties.
        MeaningError: The signature means something else than the choice.
    """
    poll = _open_poll(decision)
    signer = act.statement.signer
    if act.statement.meaning != _MEANS[body.choice]:
        raise MeaningError(kind=act.kind.tag, meaning=act.statement.meaning)
    _check_chair(act, board, decision)
    problem = None
    if board.charters[poll.charter].casting_vote is None:
        problem = "the charter has no casting vote"
    elif poll.casting is not None:
        problem = "the casting vote is given"
    elif _is_recused(signer, decision, poll):
        problem = "a recused chair breaks no tie"
    if problem is not None:
        raise CastingVoteError(person=signer.person, stream=act.statement.stream, problem=problem)


def _check_chair(act: Act, board: BoardMatter, decision: DecisionMatter) -> None:
    signer, poll = act.statement.signer, _open_poll(decision)
    for chair in board.officer("chair", poll.at.date(), poll.leaf_index):
        if (chair.party, chair.person) == (signer.party, signer.person):
            return
    raise OfficeNotHeldError(
        person=signer.person, party=signer.party, capacity="chair", board=decision.board
    )


def _is_recused(signer: SignerClaim, decision: DecisionMatter, poll: Poll) -> bool:
    return any(
        voter.seat in decision.recusals
        for voter in poll.electorate
        if (voter.party, voter.person) == (signer.party, signer.person)
    )


def check_closing(act: Act, board: BoardMatter, decision: DecisionMatter) -> None:
    """Accept that an officer ends a poll: at a meeting, or once everyone was heard or had time.

    Otherwise a chair could stop the count as soon as it suits them.

    Raises:
        PollWindowError: The charter's window runs, and seats have not been heard.
    """
    poll = _open_poll(decision)
    until = poll.at + length_of(board.charters[poll.charter].window)
    heard = poll.ballots.keys() | decision.recusals.keys()
    waiting = any(voter.seat not in heard for voter in poll.electorate)
    if decision.motion.procedure != "meeting" and waiting and act.at < until:
        raise PollWindowError(stream=act.statement.stream, until=until.isoformat())


def check_dissent(act: Act, body: DissentRecorded, decision: DecisionMatter) -> None:
    """Accept a voter's dissent from the decision as it closed.

    Raises:
        SeatNotEligibleError, NotYourSeatError: see each class.
    """
    _demand_voter(act, _open_poll(decision), body.seat)
