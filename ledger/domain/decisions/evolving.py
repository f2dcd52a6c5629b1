"""How a motion changes with each statement about it; nothing here refuses."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Literal, TypeVar

from ledger.domain.counting.facts import Choice
from ledger.domain.decisions.motions import (
    Answered,
    Ballot,
    Casting,
    DecisionMatter,
    Done,
    Finally,
    Following,
    Given,
    Later,
    MotionPhase,
    Objected,
    Poll,
    Settled,
    Standing,
)
from ledger.domain.directory import with_item
from ledger.domain.kinds.aftermath import (
    ConditionFailed,
    ConditionMet,
    ConditionWaived,
    DecisionChallenged,
    DecisionConfirmed,
    DecisionModified,
    DecisionRatified,
    DecisionRegistered,
    DecisionRescinded,
    DecisionReversed,
    DecisionSuperseded,
    DecisionVoided,
    EscalationAnswered,
    FinalSayExercised,
    FormalityDone,
)
from ledger.domain.kinds.decision import (
    BallotCast,
    CastingVoteGiven,
    MotionDeferred,
    MotionMoved,
    MotionOpened,
    MotionWithdrawn,
    ObjectionRaised,
    PollClosed,
    ProxyDeclared,
    RecusalDeclared,
    RepetitionSupported,
)
from ledger.domain.kinds.outcome import DecisionClosed, DecisionTaken
from ledger.domain.world import Act, Matter
from ledger.evidence.statement import Digest, StreamName

V = TypeVar("V", DecisionMatter, Poll)


def evolve_decision(matter: Matter | None, act: Act) -> Matter:  # noqa: PLR0911 -- one case a kind
    """Return the motion after an act of decision/<board>/<n>; never refuses."""
    body = act.body
    if isinstance(body, MotionMoved):
        return DecisionMatter(
            stream=act.statement.stream,
            moving=act.digest,
            mover=act.statement.signer,
            motion=body,
        )
    if isinstance(body, DecisionRegistered):
        return _registered(act, body)
    assert isinstance(matter, DecisionMatter), "only the moving comes before the motion"
    match body:
        case BallotCast() | CastingVoteGiven() | PollClosed() | ObjectionRaised() | ProxyDeclared():
            assert matter.poll is not None, "checked: the poll is open"
            return _changed(matter, poll=_evolve_poll(matter.poll, act))
        case MotionOpened():
            poll = _poll(act, body)
            return replace(
                matter, phase="open", poll=poll, following=None, result=None, closing=None
            )
        case RecusalDeclared():
            recusals = with_item(matter.recusals, body.seat, _recusal(matter, act, body))
            return replace(matter, recusals=recusals)
        case RepetitionSupported():
            return replace(matter, repetition=matter.repetition | {body.seat})
        case MotionWithdrawn():
            return replace(matter, phase="withdrawn")
        case MotionDeferred():
            # Votes cast so far fall with their poll; recusals stand.
            return replace(matter, phase="deferred", poll=None)
        case DecisionClosed():
            return _with_result(matter, act, body)
        case _:
            return _after_vote(matter, act)


def _registered(act: Act, body: DecisionRegistered) -> DecisionMatter:
    motion = MotionMoved(
        title=body.title,
        text=body.text,
        class_=body.class_,
        procedure="meeting",
        topics=body.topics,
        subject_refs=body.subject_refs,
        amount=body.amount,
    )
    return DecisionMatter(
        stream=act.statement.stream,
        moving=act.digest,
        mover=act.statement.signer,
        motion=motion,
        phase="registered",
        registered=body,
    )


def _recusal(
    matter: DecisionMatter, act: Act, body: RecusalDeclared
) -> tuple[int, tuple[str, ...]]:
    """Return the items from which a seat has withdrawn by now; none named: all."""
    before = matter.recusals.get(body.seat)
    if before is None or not body.items:
        return act.leaf_index, body.items
    return act.leaf_index, tuple(dict.fromkeys((*before[1], *body.items)))


def _with_result(matter: DecisionMatter, act: Act, body: DecisionClosed) -> DecisionMatter:
    phase: MotionPhase = "taken" if isinstance(body, DecisionTaken) else "closed"
    following = matter.following
    if following is None:
        assert matter.poll is not None, "only what was opened comes to a result"
        following = Following(
            # What the clock has closed was decided when it was due, not when it was recorded.
            decided_at=min(act.at, matter.poll.closes_at),
            decided_index=act.leaf_index,
            formalities=matter.early_formalities,
        )
    matter = replace(matter, phase=phase, result=body, closing=act.digest, following=following)
    if body.outcome != "deferred":
        return matter
    return replace(
        matter,
        phase="deferred",
        stage=matter.stage + 1,
        staged_at=following.decided_at,
        following=None,
        poll=None,
    )


def _poll(act: Act, body: MotionOpened) -> Poll:
    return Poll(
        opening=act.digest,
        leaf_index=act.leaf_index,
        at=act.at,
        charter=Digest(body.charter),
        electorate=body.electorate,
        voters=MappingProxyType({voter.seat: voter for voter in body.electorate}),
        closes_at=body.closes_at,
        amount=body.amount,
        budget=body.budget,
        added=body.added,
    )


def _evolve_poll(poll: Poll, act: Act) -> Poll:
    body = act.body
    match body:
        case BallotCast():
            seat = body.on_behalf_of or body.seat
            return _changed(poll, ballots=with_item(poll.ballots, seat, _ballot(poll, act, body)))
        case CastingVoteGiven():
            return _changed(poll, casting=Casting(signer=act.statement.signer, choice=body.choice))
        case ObjectionRaised():
            objected = Objected(seat=body.seat, to=body.to, at=act.at)
            return _changed(poll, objections=(*poll.objections, objected))
        case ProxyDeclared():
            given = Given(giver=body.giver, holder=body.holder, items=body.items, at=act.at)
            return _changed(poll, proxies=(*poll.proxies, given))
        case _:
            return _changed(poll, closed_at=act.at)


def _ballot(poll: Poll, act: Act, body: BallotCast) -> Ballot:
    """Return a seat's ballot, with what an earlier one said of other items."""
    before = poll.ballots.get(body.on_behalf_of or body.seat)
    choices: dict[str, Choice] = {} if before is None else dict(before.choices)
    if not body.items:
        choices = {"": body.choice}
    choices.update(dict.fromkeys(body.items, body.choice))
    return Ballot(
        person=act.statement.signer.person,
        digest=act.digest,
        at=act.at,
        choices=choices,
        by_proxy=None if body.on_behalf_of is None else body.seat,
    )


def _after_vote(matter: DecisionMatter, act: Act) -> DecisionMatter:  # noqa: PLR0911 -- so here
    """Return the motion after an act that follows its vote, or a form done before it."""
    body, signer = act.body, act.statement.signer
    match body:
        case FormalityDone():
            done = Done(formality=body.formality, signer=signer, at=act.at)
            if matter.following is None:
                return replace(matter, early_formalities=(*matter.early_formalities, done))
            return _followed(matter, formalities=(*matter.following.formalities, done))
        case EscalationAnswered():
            assert matter.following is not None, "checked: the vote is over"
            answered = Answered(
                step=body.step,
                title=body.title,
                party=str(signer.party),
                person=str(signer.person),
                choice=body.choice,
                at=act.at,
            )
            return _followed(matter, answers=(*matter.following.answers, answered))
        case FinalSayExercised():
            final = Finally(signer=signer, choice=body.choice, at=act.at)
            return _followed(matter, final_say=final)
        case ConditionMet() | ConditionWaived() | ConditionFailed():
            settled = Settled(status=_status(body), at=act.at)
            return replace(matter, conditions=with_item(matter.conditions, body.condition, settled))
        case DecisionChallenged():
            return replace(
                matter, phase="challenged", challenged_from=matter.phase, challenger=signer
            )
        case _:
            return _answered(matter, act)


def _status(
    body: ConditionMet | ConditionWaived | ConditionFailed,
) -> Literal["met", "waived", "failed"]:
    if isinstance(body, ConditionMet):
        return "met"
    return "waived" if isinstance(body, ConditionWaived) else "failed"


_STANDINGS: Mapping[type, Standing] = MappingProxyType(
    {
        DecisionRatified: "ratified",
        DecisionModified: "modified",
        DecisionReversed: "reversed",
        DecisionSuperseded: "superseded",
        DecisionRescinded: "rescinded",
        DecisionConfirmed: "confirmed",
        DecisionVoided: "voided",
    }
)


def _answered(matter: DecisionMatter, act: Act) -> DecisionMatter:
    """Return the decision after a later one ratified, superseded, confirmed or voided it."""
    body = act.body
    standing = _STANDINGS.get(type(body))
    if standing is None:
        return matter  # a dissent changes nothing
    later = Later(
        standing=standing,
        decision=StreamName(body.decision),  # type: ignore[attr-defined]
        at=act.at,
    )
    matter = replace(matter, later=(*matter.later, later))
    match standing:
        case "voided":
            return replace(matter, phase="voided")
        case "confirmed":
            assert matter.challenged_from is not None, "checked: it was challenged"
            return replace(matter, phase=matter.challenged_from, challenged_from=None)
        case "ratified" | "modified" | "reversed":
            return _followed(matter, ratified=later)
        case _:
            return matter


def _followed(matter: DecisionMatter, **members: object) -> DecisionMatter:
    assert matter.following is not None, "checked: the vote is over"
    return replace(matter, following=replace(matter.following, **members))  # type: ignore[arg-type]


def _changed(value: V, **members: object) -> V:
    """Return a copy with some members replaced.

    ``dataclasses.replace`` calls the initialiser, which for these frozen
    classes takes longer than all other work on a ballot together.
    """
    copy = object.__new__(type(value))
    copy.__dict__.update(value.__dict__)
    copy.__dict__.update(members)
    return copy
