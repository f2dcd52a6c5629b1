"""Who may vote in an open poll: eligible, not recused, in the window, one vote a seat.

A seat's standing is judged as of the opening, whatever changes in the board
afterwards (DOMAIN, rule 5): the opening says who is kept out, and why.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from ledger.domain.boards.matter import BoardMatter
from ledger.domain.boards.meeting import MeetingMatter
from ledger.domain.boards.meetings import check_proxy
from ledger.domain.boards.speaking import NotYourSeatError, demand_seat
from ledger.domain.common import MeaningError
from ledger.domain.counting.admission import circumstances, least_end
from ledger.domain.counting.ballots import ballot_problem
from ledger.domain.counting.facts import Ballot
from ledger.domain.counting.scene import heard_on, may_object, scenes_of
from ledger.domain.decisions.gathering import charter_of, facts_of
from ledger.domain.decisions.motions import DecisionMatter, Poll
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Procedure, Who
from ledger.domain.kinds.decision import (
    BallotCast,
    ObjectionRaised,
    ProxyDeclared,
    RecusalDeclared,
    RepetitionSupported,
    Voter,
)
from ledger.domain.world import Act, World, demand_matter
from ledger.errors import ConflictError, RefusedError
from ledger.evidence.statement import Meaning, StreamName

MEANS: Mapping[str, Meaning] = MappingProxyType(
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


class SeatKeptOutError(RefusedError):
    """A seat whose vote rests, or is not gained or lost by attendance, casts no ballot."""

    code = "seat-kept-out"
    message = "seat {seat} has no vote here: {reason}"


class BallotBarredError(RefusedError):
    """A ballot is cast as the charter lets it be cast."""

    code = "ballot-barred"
    message = "the ballot of seat {seat} cannot be cast so: {problem}"


class MotionItemUnknownError(RefusedError):
    """Ballots, recusals and proxies name items that the motion has."""

    code = "motion-item-unknown"
    message = "{stream} has no item {item}"


class ObjectionBarredError(RefusedError):
    """An objection is raised where the charter knows it, once by each seat."""

    code = "objection-barred"
    message = "seat {seat} cannot object in {stream}: {problem}"


class BallotStaleError(ConflictError):
    """A ballot names the ballot of its seat that it replaces, or none."""

    code = "ballot-stale"
    message = "the current ballot of seat {seat} is {current}, this one replaces {base}"


class PollWindowError(RefusedError):
    """No officer ends a poll in writing before its least time, while somebody may still vote."""

    code = "poll-window-runs"
    message = "the poll of {stream} stays open until {until}: some seats have not been heard"


def check_ballot(world: World, act: Act, body: BallotCast, decision: DecisionMatter) -> None:
    """Accept a seat's ballot, or a new one in the place of its current one.

    Raises:
        SeatNotEligibleError, NotYourSeatError, SeatRecusedError, SeatKeptOutError,
        MemberHasVotedError, BallotStaleError, SeatNotPresentError, BallotBarredError,
        MotionItemUnknownError: see each class.
        MeaningError: The signature means something else than the choice.
    """
    poll = open_poll(decision)
    voter = _demand_voter(act, poll, body.seat)
    _check_items(act, decision, body.items)
    seat = body.on_behalf_of or body.seat
    _check_may_vote(act, decision, poll, seat, body.items)
    if act.statement.meaning != MEANS[body.choice]:
        raise MeaningError(kind=act.kind.tag, meaning=act.statement.meaning)
    current = poll.ballots.get(seat)
    base = None if current is None else current.digest
    if act.statement.base != base:
        raise BallotStaleError(seat=seat, current=base, base=act.statement.base)
    if body.on_behalf_of is None:
        by_member = current is not None and current.person == voter.person
        if by_member and act.statement.signer.person != voter.person:
            raise MemberHasVotedError(seat=body.seat)
        if act.statement.signer.person != voter.person:
            _check_stands_in(world, decision, poll, body.seat)
        if decision.motion.meeting is not None:
            charter = charter_of(world, decision, poll)
            _check_present(world, charter, decision.motion.meeting, body.seat)
    _check_by_charter(world, act, body, decision, poll)


def _check_stands_in(world: World, decision: DecisionMatter, poll: Poll, seat: str) -> None:
    if not charter_of(world, decision, poll).people.alternates.vote:
        raise BallotBarredError(seat=seat, problem="an alternate does not vote here")


def _check_may_vote(
    act: Act, decision: DecisionMatter, poll: Poll, seat: str, items: tuple[str, ...]
) -> None:
    voter = poll.voters.get(seat)
    if voter is None:
        raise SeatNotEligibleError(seat=seat, stream=act.statement.stream)
    _check_not_recused(decision, seat, items)
    if voter.kept_out is not None:
        raise SeatKeptOutError(seat=seat, reason=voter.kept_out)


def _check_by_charter(
    world: World, act: Act, body: BallotCast, decision: DecisionMatter, poll: Poll
) -> None:
    """Ask the engine about ballots that are not plain: most are, and need no counting."""
    charter = charter_of(world, decision, poll)
    replaces = act.statement.base is not None
    plain = not (replaces or body.on_behalf_of is not None or body.choice == "abstain")
    if plain and not _is_remote(world, charter, decision, body.seat):
        return
    facts = facts_of(world, decision, poll, act.at)
    ballot = Ballot(
        seat=body.on_behalf_of or body.seat,
        choice=body.choice,
        at=act.at,
        items=body.items,
        by_proxy=None if body.on_behalf_of is None else body.seat,
    )
    problem = ballot_problem(charter, facts, ballot)
    if problem is not None:
        raise BallotBarredError(seat=ballot.seat, problem=problem)


def _is_remote(world: World, charter: Charter, decision: DecisionMatter, seat: str) -> bool:
    """Whether a seat is there remotely in a meeting whose charter looks at that."""
    at_meeting = charter.procedures.meeting
    if decision.motion.meeting is None or at_meeting is None or not at_meeting.classes:
        return False
    meeting = demand_matter(world, StreamName(decision.motion.meeting), MeetingMatter)
    return meeting.mode_of(seat) == "remote"


def _check_items(act: Act, decision: DecisionMatter, items: tuple[str, ...]) -> None:
    known = {each.item for each in decision.motion.items}
    for item in items:
        if item not in known:
            raise MotionItemUnknownError(stream=act.statement.stream, item=item)


def open_poll(decision: DecisionMatter) -> Poll:
    """Return the poll of a motion that has one."""
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


def _check_not_recused(decision: DecisionMatter, seat: str, items: tuple[str, ...]) -> None:
    """Accept a seat that has not withdrawn from everything that it would act on."""
    withdrawn = decision.recusals.get(seat)
    if withdrawn is None:
        return
    leaf_index, from_items = withdrawn
    if not from_items or (items and set(items) <= set(from_items)):
        raise SeatRecusedError(seat=seat, leaf_index=leaf_index)


def _check_present(world: World, charter: Charter, meeting: str, seat: str) -> None:
    found = demand_matter(world, StreamName(meeting), MeetingMatter)
    way = charter.procedures.meeting
    by_letter = way is not None and way.by_letter != "none"
    if not by_letter and not found.is_present(seat):
        raise SeatNotPresentError(seat=seat, meeting=meeting)


def check_recusal(
    act: Act, body: RecusalDeclared, board: BoardMatter, decision: DecisionMatter
) -> None:
    """Accept a seat's withdrawal, before the poll or in it; a ballot it cast falls.

    Raises:
        SeatNotEligibleError, SeatUnknownError, NotYourSeatError,
        SeatRecusedError, MotionItemUnknownError: see each class.
    """
    if body.ruled_by is not None:
        _demand_known_seat(act, body.seat, board, decision)
    elif decision.poll is None:
        demand_seat(board, act, body.seat)
    else:
        _demand_voter(act, decision.poll, body.seat)
    _check_items(act, decision, body.items)
    _check_not_recused(decision, body.seat, body.items)


def _demand_known_seat(act: Act, seat: str, board: BoardMatter, decision: DecisionMatter) -> None:
    """Accept a seat that could be withdrawn by others than its member."""
    known = board.seat(seat) if decision.poll is None else decision.poll.voters.get(seat)
    if known is None:
        raise SeatNotEligibleError(seat=seat, stream=act.statement.stream)


def check_proxy_declared(
    act: Act, body: ProxyDeclared, board: BoardMatter, decision: DecisionMatter
) -> None:
    """Accept that a seat gives its vote on this motion to another one, in writing.

    Raises:
        ProxyError, SeatUnknownError, NotYourSeatError, MotionItemUnknownError: see each class.
    """
    _check_items(act, decision, body.items)
    check_proxy(board, act, body.giver, body.holder)


def check_objection(
    world: World, act: Act, body: ObjectionRaised, decision: DecisionMatter
) -> None:
    """Accept an objection of a seat that the charter hears, with or without a vote.

    Raises:
        SeatNotEligibleError, NotYourSeatError, SeatRecusedError, SeatKeptOutError:
            see each class.
        ObjectionBarredError: The charter does not know it, or the seat has objected.
    """
    poll = open_poll(decision)
    who = heard_on(charter_of(world, decision, poll), body.to)
    if who is None or not who.novote:
        _demand_voter(act, poll, body.seat)
        _check_may_vote(act, decision, poll, body.seat, ())
    else:
        _demand_heard(world, act, body.seat, decision, who)
    procedures: Mapping[str, Procedure] = {"matter": "no_objection", "form": "written"}
    heard = who is not None and decision.motion.procedure == procedures[body.to]
    problem = None
    if not heard:
        problem = "the charter hears no such objection in this procedure"
    elif any((each.seat, each.to) == (body.seat, body.to) for each in poll.objections):
        problem = "it has objected already"
    if problem is not None:
        raise ObjectionBarredError(seat=body.seat, stream=act.statement.stream, problem=problem)


def _demand_heard(world: World, act: Act, seat: str, decision: DecisionMatter, who: Who) -> None:
    """Accept the objection of a seat where those without a vote are heard too."""
    poll = open_poll(decision)
    demand_seat(demand_matter(world, decision.board, BoardMatter), act, seat)
    _check_not_recused(decision, seat, ())
    facts = facts_of(world, decision, poll, act.at)
    scenes = scenes_of(charter_of(world, decision, poll), facts, act.at)
    seats = [each for scene in scenes for each in scene.standings if each.seat == seat]
    if not any(may_object(who, each) for each in seats):
        raise SeatNotEligibleError(seat=seat, stream=act.statement.stream)


def check_repetition(act: Act, body: RepetitionSupported, board: BoardMatter) -> None:
    """Accept that a seat wants a rejected matter put again.

    Raises:
        SeatUnknownError, NotYourSeatError: see each class.
    """
    demand_seat(board, act, body.seat)


def check_closing(world: World, act: Act, decision: DecisionMatter) -> None:
    """Accept that an officer ends a poll: at a meeting, or once everyone was heard or had time.

    Otherwise a chair could stop the count as soon as it suits them.

    Raises:
        PollWindowError: The charter's window runs, and seats have not been heard.
    """
    poll = open_poll(decision)
    charter = charter_of(world, decision, poll)
    here = circumstances(charter, facts_of(world, decision, poll, act.at))
    until: datetime = least_end(charter, here, poll.at)
    waiting = any(
        voter.kept_out is None and not _is_heard(decision, poll, voter.seat)
        for voter in poll.electorate
    )
    in_silence = decision.motion.procedure == "no_objection"
    if decision.motion.procedure != "meeting" and (waiting or in_silence) and act.at < until:
        raise PollWindowError(stream=act.statement.stream, until=until.isoformat())


def _is_heard(decision: DecisionMatter, poll: Poll, seat: str) -> bool:
    """Whether a seat has voted or withdrawn, on each item where several are put."""
    ballot, withdrawn = poll.ballots.get(seat), decision.recusals.get(seat)
    heard = set() if ballot is None else set(ballot.choices)
    if withdrawn is not None:
        heard |= set(withdrawn[1] or ("",))
    return "" in heard or {each.item for each in decision.motion.items} <= heard != set()


def check_dissent(act: Act, seat: str, decision: DecisionMatter) -> None:
    """Accept a voter's dissent from the decision as it closed.

    Raises:
        SeatNotEligibleError, NotYourSeatError: see each class.
    """
    _demand_voter(act, open_poll(decision), seat)
