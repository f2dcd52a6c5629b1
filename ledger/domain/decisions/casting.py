"""An officer's word beside the ballots: on a tie, or between meetings."""

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.boards.speaking import OfficeNotHeldError
from ledger.domain.common import MeaningError
from ledger.domain.decisions.gathering import charter_of
from ledger.domain.decisions.motions import DecisionMatter, Poll
from ledger.domain.decisions.polling import MEANS, open_poll
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.decision import CastingVoteGiven
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import SignerClaim, StreamName


class CastingVoteError(RefusedError):
    """Ties are broken where the charter says so, once, by a chair who is not recused."""

    code = "casting-vote-barred"
    message = "{person} cannot break a tie in {stream}: {problem}"


def check_casting_vote(
    world: World, act: Act, body: CastingVoteGiven, decision: DecisionMatter
) -> None:
    """Accept the chair's word for the case of a tie.

    Raises:
        CastingVoteError: The charter has no casting vote, it was given before,
            or the chair is recused.
        OfficeNotHeldError: The signer holds no office that breaks ties.
        MeaningError: The signature means something else than the choice.
    """
    poll = open_poll(decision)
    signer = act.statement.signer
    if act.statement.meaning != MEANS[body.choice]:
        raise MeaningError(kind=act.kind.tag, meaning=act.statement.meaning)
    offices = _alone(charter_of(world, decision, poll), decision)
    problem = None
    if not offices:
        problem = "the charter has no casting vote"
    elif poll.casting is not None:
        problem = "the casting vote is given"
    elif _is_recused(signer, decision, poll):
        problem = "a recused chair breaks no tie"
    if problem is not None:
        raise CastingVoteError(person=signer.person, stream=act.statement.stream, problem=problem)
    _check_breaks_ties(world, act, decision, offices=offices)


def _alone(charter: Charter, decision: DecisionMatter) -> frozenset[str]:
    """Return the offices of which a word counts beside the ballots: on a tie, or between meetings.

    An officer who holds no seat acts between meetings by it.
    """
    if decision.motion.procedure == "interim":
        interim = charter.procedures.interim
        assert interim is not None, "checked: the charter has the procedure"
        return frozenset(interim.by)
    casting = [rule.casting for rule in charter.votes if rule.casting is not None]
    return frozenset(office for rule in casting if rule.how == "second" for office in rule.by)


def _check_breaks_ties(
    world: World, act: Act, decision: DecisionMatter, *, offices: frozenset[str]
) -> None:
    """Accept a holder of one of these offices, or the acting chair of the meeting."""
    signer, poll = act.statement.signer, open_poll(decision)
    board = demand_matter(world, decision.board, BoardMatter)
    for office in sorted(offices):
        for tenure in board.officer(office, poll.at.date(), poll.leaf_index):
            if (tenure.party, tenure.person) == (signer.party, signer.person):
                return
    if decision.motion.meeting is not None and "chair" in offices:
        meeting = demand_matter(world, StreamName(decision.motion.meeting), MeetingMatter)
        voter = poll.voters.get(meeting.acting_chair or "")
        if voter is not None and (voter.party, voter.person) == (signer.party, signer.person):
            return
    raise OfficeNotHeldError(
        person=signer.person, party=signer.party, capacity="chair", board=decision.board
    )


def _is_recused(signer: SignerClaim, decision: DecisionMatter, poll: Poll) -> bool:
    return any(
        voter.seat in decision.recusals and not decision.recusals[voter.seat][1]
        for voter in poll.electorate
        if (voter.party, voter.person) == (signer.party, signer.person)
    )
