"""The facts of a motion, gathered from the world as signed statements have made it.

What the engine counts is what was known when the vote was over: membership is
taken as of the opening, presence as of the entry that recorded the result.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ledger.domain.boards.matter import BoardMatter, Noted
from ledger.domain.boards.meeting import MeetingMatter, meeting_facts
from ledger.domain.boards.seating import OFFICES, defaults_of, held_of, members_of
from ledger.domain.counting import facts
from ledger.domain.counting.facts import Facts, Member
from ledger.domain.counting.quorum import moments_until
from ledger.domain.counting.scene import was_inquorate
from ledger.domain.decisions.motions import Answered, DecisionMatter, Done, Following, Poll
from ledger.domain.decisions.moved import Moved, about, moved_by, same_as, topics_of
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import Escalation
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.world import World, demand_matter
from ledger.evidence.statement import SignerClaim, StreamName

# With the end of the meeting itself the time to ratify is over.
_JUST_BEFORE = timedelta(microseconds=1)
_WHOLE = ""  # the name under which a ballot for the whole motion is kept


def charter_of(world: World, decision: DecisionMatter, poll: Poll) -> Charter:
    """Return the charter that was in force when the poll was opened; it governs the motion."""
    return demand_matter(world, decision.board, BoardMatter).charters[poll.charter]


def facts_of(world: World, decision: DecisionMatter, poll: Poll, at: datetime) -> Facts:
    """Return what the outcome of an opened motion depends on, as the world is now."""
    board = _board_then(world, decision, poll)
    kept_out = {voter.seat: voter.kept_out for voter in poll.electorate}
    members = tuple(
        replace(member, kept_out=kept_out.get(member.seat))
        for member in members_of(board, poll.at.date(), poll.leaf_index)
    )
    following = decision.following
    meeting = _meeting(world, decision, poll, board, members)
    return Facts(
        members=members,
        matter=_matter(
            world, decision, Moved(amount=poll.amount, budget=poll.budget, added=poll.added)
        ),
        opened_at=poll.at,
        closes_at=poll.closes_at,
        poll_closed_at=poll.closed_at,
        decided_at=None if following is None else following.decided_at,
        meeting=meeting,
        ballots=tuple(_ballots(poll)),
        casting=_casting(board, members, poll),
        recusals=_recusals(decision),
        proxies=_proxies(world, decision, poll),
        objections=tuple(
            facts.Objection(seat=each.seat, at=each.at, to=each.to) for each in poll.objections
        ),
        formalities=_formalities(world, decision, poll),
        staged=facts.Staged(stage=decision.stage, since=decision.staged_at),
        escalated=_escalated(board.charter, following, at),
        ratified=_ratified(board, decision),
        outsiders=_outsiders(board, members, poll),
        is_admitted=True,
    )


def opening_facts(world: World, decision: DecisionMatter, at: datetime, leaf_index: int) -> Facts:
    """Return what decides whether a motion may be opened now, and who may vote on it."""
    board = demand_matter(world, decision.board, BoardMatter)
    members = members_of(board, at.date(), leaf_index)
    meeting = None
    if decision.motion.meeting is not None and decision.motion.procedure == "meeting":
        found = demand_matter(world, StreamName(decision.motion.meeting), MeetingMatter)
        earlier = earlier_of(world, found, board.charter, members, None)
        meeting = meeting_facts(found, members, earlier=earlier, leaf_index=None)
    return Facts(
        members=members,
        matter=_matter(world, decision, moved_by(world, decision.motion)),
        opened_at=at,
        meeting=meeting,
        recusals=_recusals(decision),
        defaults=defaults_of(board),
        held=held_of(board),
        decisions=_past(board, decision.stream),
        staged=facts.Staged(stage=decision.stage, since=decision.staged_at),
        putting_again=decision.repetition,
    )


def _board_then(world: World, decision: DecisionMatter, poll: Poll) -> BoardMatter:
    board = demand_matter(world, decision.board, BoardMatter)
    return replace(board, charter=board.charters[poll.charter])


def _matter(world: World, decision: DecisionMatter, moved: Moved) -> facts.Matter:
    motion = decision.motion
    return facts.Matter(
        class_=motion.class_,
        procedure=motion.procedure,
        topics=topics_of(world, motion),
        amount=moved.amount,
        added=moved.added,
        budget=moved.budget,
        about=about(motion),
        same_as=same_as(motion),
        items=tuple(
            facts.Item(item=each.item, class_=each.class_, amount=each.amount)
            for each in motion.items
        ),
        conditions=tuple(_condition(decision, each.condition) for each in motion.conditions),
        long_stop=motion.long_stop,
        agenda_item=motion.agenda_item,
    )


def _condition(decision: DecisionMatter, name: str) -> facts.Condition:
    settled = decision.conditions.get(name)
    if settled is None:
        return facts.Condition(condition=name)
    return facts.Condition(condition=name, status=settled.status, at=settled.at)


def _recusals(decision: DecisionMatter) -> tuple[facts.Recusal, ...]:
    return tuple(
        facts.Recusal(seat=seat, items=items) for seat, (_, items) in decision.recusals.items()
    )


def _ballots(poll: Poll) -> list[facts.Ballot]:
    """Return each seat's ballots, the whole motion's before those for single items."""
    return [
        facts.Ballot(
            seat=seat,
            choice=ballot.choices[item],
            at=ballot.at,
            items=() if item == _WHOLE else (item,),
            by_proxy=ballot.by_proxy,
        )
        for seat, ballot in poll.ballots.items()
        for item in sorted(ballot.choices)
    ]


def _casting(
    board: BoardMatter, members: tuple[Member, ...], poll: Poll
) -> facts.CastingVote | None:
    if poll.casting is None:
        return None
    signer = poll.casting.signer
    seat = _seat_of(members, signer)
    offices = _offices_of(board, poll, signer)
    # The acting chair of a meeting holds no office of the board: they sign as chair.
    office: Office = offices[0] if offices else "chair"
    return facts.CastingVote(
        office=office, person=signer.person, seat=seat, choice=poll.casting.choice
    )


def _seat_of(members: tuple[Member, ...], signer: SignerClaim) -> str | None:
    held = (
        member.seat
        for member in members
        if (member.party, member.person) == (signer.party, signer.person)
    )
    return next(held, None)


def _offices_of(board: BoardMatter, poll: Poll, signer: SignerClaim) -> list[Office]:
    return [
        office
        for office in OFFICES
        for tenure in board.officer(office, poll.at.date(), poll.leaf_index)
        if (tenure.party, tenure.person) == (signer.party, signer.person)
    ]


def _outsiders(
    board: BoardMatter, members: tuple[Member, ...], poll: Poll
) -> dict[Office, tuple[str, str]]:
    """Return the officers who hold no seat, by their office."""
    seated = {(member.party, member.person) for member in members}
    return {
        office: (tenure.party, tenure.person)
        for office in OFFICES
        for tenure in board.officer(office, poll.at.date(), poll.leaf_index)
        if (tenure.party, tenure.person) not in seated
    }


def _proxies(world: World, decision: DecisionMatter, poll: Poll) -> tuple[facts.Proxy, ...]:
    given = [
        facts.Proxy(giver=each.giver, holder=each.holder, items=each.items, at=each.at)
        for each in poll.proxies
    ]
    motion, following = decision.motion, decision.following
    if motion.procedure == "meeting" and motion.meeting is not None:
        meeting = demand_matter(world, StreamName(motion.meeting), MeetingMatter)
        given += [
            facts.Proxy(giver=each.giver, holder=each.holder, at=each.at)
            for each in meeting.proxies
            if (not each.items or motion.agenda_item in each.items)
            and (following is None or each.leaf_index < following.decided_index)
        ]
    return tuple(given)


def _meeting(
    world: World,
    decision: DecisionMatter,
    poll: Poll,
    board: BoardMatter,
    members: tuple[Member, ...],
) -> facts.Meeting | None:
    motion, following = decision.motion, decision.following
    if motion.procedure != "meeting" or motion.meeting is None:
        return None
    meeting = demand_matter(world, StreamName(motion.meeting), MeetingMatter)
    known = None if following is None else following.decided_index
    earlier = earlier_of(world, meeting, board.charter, members, known)
    return meeting_facts(meeting, members, earlier=earlier, leaf_index=known)


def earlier_of(
    world: World,
    meeting: MeetingMatter,
    charter: Charter,
    members: tuple[Member, ...],
    leaf_index: int | None,
) -> facts.Earlier | None:
    """Return the meeting that this one takes up again, and whether it lacked its quorum.

    It is judged by the charter and the members of today, at each moment of it.
    """
    if meeting.called.reconvenes is None:
        return None
    found = demand_matter(world, StreamName(meeting.called.reconvenes), MeetingMatter)
    before = meeting_facts(found, members, earlier=None, leaf_index=leaf_index)
    opened_at = before.opened_at or before.starts_at
    there = Facts(
        members=members,
        matter=facts.Matter(class_="", procedure="meeting"),
        opened_at=opened_at,
        meeting=replace(before, closed_at=None, interrupted_at=None),
        is_admitted=True,
    )
    # Only a meeting that is over is taken up again.
    lacked = was_inquorate(charter, there, moments_until(there, found.sessions[-1].at))
    return facts.Earlier(
        starts_at=found.called.starts_at, was_inquorate=lacked, agenda=frozenset(found.agenda)
    )


def _formalities(world: World, decision: DecisionMatter, poll: Poll) -> tuple[facts.Done, ...]:
    board = _board_then(world, decision, poll)
    following = decision.following
    done = decision.early_formalities if following is None else following.formalities
    return tuple(_done(board, poll, each) for each in done)


def _done(board: BoardMatter, poll: Poll, done: Done) -> facts.Done:
    return facts.Done(
        formality=done.formality,
        at=done.at,
        party=None if done.signer.party is None else str(done.signer.party),
        offices=frozenset(_offices_of(board, poll, done.signer)),
    )


def _asked(rule: Escalation, answered: Answered) -> str | None:
    """Return the party for which an executive was asked; none for a neutral one."""
    asked = {
        each.party
        for step in rule.steps
        for each in step.executives
        if step.step == answered.step and each.title == answered.title
    }
    return answered.party if answered.party in asked else None


def _escalated(
    charter: Charter, following: Following | None, at: datetime
) -> facts.Escalated | None:
    """Return how far an escalation has come; it begins when the vote is over, by itself."""
    rule = charter.powers.escalation
    if rule is None:
        return None
    if following is None:
        return facts.Escalated(since=at)
    final = following.final_say
    return facts.Escalated(
        since=following.decided_at,
        answers=tuple(
            facts.Answer(
                step=each.step,
                title=each.title,
                party=_asked(rule, each),
                choice=each.choice,
                at=each.at,
            )
            for each in following.answers
        ),
        final_say=None
        if final is None
        else facts.SaidFinally(
            choice=final.choice,
            at=final.at,
            party=None if final.signer.capacity == "chair" else str(final.signer.party),
            office="chair" if final.signer.capacity == "chair" else None,
        ),
    )


def _ratified(board: BoardMatter, decision: DecisionMatter) -> facts.Ratified | None:
    following = decision.following
    if following is None or decision.motion.procedure != "interim":
        return None
    ended = next(
        (
            held.ended_at - _JUST_BEFORE
            for held in board.held
            if held.body.starts_at > following.decided_at
        ),
        None,
    )
    later = following.ratified
    if later is None:
        return facts.Ratified(next_meeting_ended_at=ended)
    assert later.standing in {"ratified", "modified", "reversed"}, "only these answer it"
    return facts.Ratified(
        answer=later.standing,
        at=later.at,
        next_meeting_ended_at=None,
    )


def _past(board: BoardMatter, own: StreamName) -> tuple[facts.Past, ...]:
    """Return what earlier decisions of the board came to, each as it was told last."""
    last: dict[str, Noted] = {each.body.decision: each for each in board.noted}
    return tuple(
        facts.Past(
            at=each.at,
            class_=each.body.class_,
            outcome=each.body.outcome,
            amount=each.body.amount,
            about=each.body.about,
            same_as=each.body.same_as,
        )
        for name, each in last.items()
        if name != own
    )
