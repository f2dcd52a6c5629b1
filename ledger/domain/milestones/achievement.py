"""How a milestone is agreed on, claimed, accepted or disputed, and so achieved.

    planned ──► baselined ──► claimed ──► achieved (system, once every acceptor accepted)
                  ▲    ▲        │  ▲
     rebaselined ─┘    │        ▼  │ stands
                       └───── disputed
                     rejected

A decision can waive or cancel a milestone at any time before it is achieved.
"""

from ledger.domain.common import check_relies_on
from ledger.domain.kinds import parent_of
from ledger.domain.kinds.milestone import (
    MilestoneAccepted,
    MilestoneAchieved,
    MilestoneBaselined,
    MilestoneClaimed,
    MilestoneDisputed,
    MilestoneDisputeResolved,
    MilestoneForecast,
    MilestoneProposed,
    MilestoneRebaselined,
)
from ledger.domain.milestones.delay import check_causes, delay_days
from ledger.domain.milestones.matter import MilestoneMatter, evolve_milestone
from ledger.domain.partnerships.mandate import Mandate, check_decided, check_officer
from ledger.domain.partnerships.partnership import (
    MANAGERS,
    NotAPartnerError,
    PartnershipMatter,
    check_day,
    check_partner,
    check_standing,
    check_workstream,
    other_parties,
)
from ledger.domain.room import Room, kinds_of
from ledger.domain.world import Act, EndorserGroup, FollowUp, Matter, World, demand_matter
from ledger.errors import RefusedError
from ledger.evidence.statement import Digest, StreamName


class MilestoneUnsoundError(RefusedError):
    """A proposal names each acceptor once, and streams of the right type."""

    code = "milestone-unsound"
    message = "the milestone cannot be proposed: {problem}"


class BaselineVersionError(RefusedError):
    """Baselines are numbered from 1 without gaps, so that each replaces one that was known."""

    code = "baseline-version"
    message = "the next baseline of {stream} is version {next_version}, not {version}"


class SoleAcceptorError(RefusedError):
    """A claim is accepted by somebody besides the claimant."""

    code = "sole-acceptor"
    message = "{party} is the only acceptor of {stream}, so another party must claim"


class NotTheClaimError(RefusedError):
    """An acceptance or a dispute is about the claim that waits, a resolution about its dispute."""

    code = "not-the-claim"
    message = "{subject} is not what {stream} waits on"


class NotAnAcceptorError(RefusedError):
    """A claim is accepted or disputed by those whom the milestone names, each once."""

    code = "not-an-acceptor"
    message = "{party} as {capacity} has nothing to accept or dispute in {stream}"


class AcceptanceFormError(RefusedError):
    """A board accepts by a decision, a party by its own signature."""

    code = "acceptance-form"
    message = "{acceptor} accepts {how}"


class NotASideError(RefusedError):
    """A dispute is resolved by the claimant and the party that disputed, or by a decision."""

    code = "not-a-side"
    message = "{party} neither claimed nor disputed"


class DecisionSpentError(RefusedError):
    """A decision is acted upon once in a milestone."""

    code = "decision-spent"
    message = "{decision} was acted upon in {stream} before"


def check_milestone(world: World, act: Act) -> None:
    """Accept an act of milestone/<partnership>/<slug>.

    Raises:
        NotAPartnerError, MilestoneUnsoundError, PartnershipEndedError,
        WorkstreamUnknownError, BaselineVersionError, DayInFutureError,
        DelayUnexplainedError, DelayCausesError, SoleAcceptorError,
        NotTheClaimError, NotAnAcceptorError, AcceptanceFormError,
        NotASideError, DecisionSpentError, NotAdoptedError,
        BoardNotEntitledError, OtherSubjectError, NotAnOfficerError,
        UnknownStreamError, AudienceGapError: see each class.
    """
    body = act.body
    if isinstance(body, MilestoneProposed):
        _check_proposal(world, act, body)
        return
    matter = demand_matter(world, act.statement.stream, MilestoneMatter)
    if not isinstance(body, MilestoneAccepted):
        check_partner(*_partnership(world, act), act)
    match body:
        case MilestoneBaselined() | MilestoneRebaselined():
            _check_version(matter, act, body.version)
        case MilestoneForecast() if matter.baselines:
            check_causes(matter.baselines[-1].on, body.on, body.causes)
        case MilestoneClaimed():
            _check_claim(matter, act, body)
        case MilestoneAccepted():
            _check_acceptance(world, matter, act, body)
        case MilestoneDisputed():
            _check_dispute(world, matter, act)
        case MilestoneDisputeResolved():
            _check_resolution(matter, act, body)
    decision = getattr(body, "decision", None)
    if decision is not None:
        _check_decision(world, matter, act, StreamName(decision))


def _partnership(world: World, act: Act) -> tuple[StreamName, PartnershipMatter]:
    name = parent_of(act.statement.stream)
    assert name is not None, "a milestone's parent is a partnership"
    return name, demand_matter(world, name, PartnershipMatter)


def _check_proposal(world: World, act: Act, body: MilestoneProposed) -> None:
    name, partnership = _partnership(world, act)
    check_partner(name, partnership, act)
    check_standing(name, partnership)
    check_workstream(name, partnership, body.workstream)
    found = world.stream(name)
    assert found is not None, "its matter was found"
    if isinstance(body.acceptors, str):
        _check_type(body.acceptors, "board")
        check_relies_on(world, act, StreamName(body.acceptors), found.audience)
    else:
        if len(set(body.acceptors)) != len(body.acceptors):
            raise MilestoneUnsoundError(problem="an acceptor is named twice")
        for party in body.acceptors:
            if party not in partnership.parties:
                raise NotAPartnerError(party=party, partnership=name)
    if body.contract is not None:
        _check_type(body.contract, "contract")
        check_relies_on(world, act, StreamName(body.contract), found.audience)


def _check_type(name: str, kind: str) -> None:
    if not name.startswith(f"{kind}/"):
        raise MilestoneUnsoundError(problem=f"{name} is no {kind}")


def _check_version(matter: MilestoneMatter, act: Act, version: int) -> None:
    next_version = len(matter.baselines) + 1
    if version != next_version:
        raise BaselineVersionError(
            stream=act.statement.stream, next_version=next_version, version=version
        )


def _check_claim(matter: MilestoneMatter, act: Act, body: MilestoneClaimed) -> None:
    check_day(act, body.on)
    party = act.statement.signer.party
    if matter.acceptors == {party}:
        raise SoleAcceptorError(party=party, stream=act.statement.stream)


def _check_subject(act: Act, awaited: Digest | None) -> None:
    if act.statement.subject != awaited:
        raise NotTheClaimError(subject=act.statement.subject, stream=act.statement.stream)


def _not_an_acceptor(act: Act) -> NotAnAcceptorError:
    signer = act.statement.signer
    return NotAnAcceptorError(
        party=signer.party, capacity=signer.capacity, stream=act.statement.stream
    )


def _check_acceptance(
    world: World, matter: MilestoneMatter, act: Act, body: MilestoneAccepted
) -> None:
    claim, signer = matter.standing_claim, act.statement.signer
    _check_subject(act, claim.digest)
    if matter.board is None:
        own_right = signer.capacity not in {"chair", "secretary"}
        if not own_right or signer.party not in matter.acceptors - claim.accepted:
            raise _not_an_acceptor(act)
        if body.decision is not None:
            raise AcceptanceFormError(acceptor=signer.party, how="by its own signature")
        return
    check_officer(world, act, matter.board)
    if body.decision is None:
        raise AcceptanceFormError(acceptor=matter.board, how="by a decision")


def _check_dispute(world: World, matter: MilestoneMatter, act: Act) -> None:
    """Accept a dispute by an acceptor that has not accepted, never by the claimant itself.

    Where a board accepts, each party but the claimant can dispute.
    """
    claim = matter.standing_claim
    _check_subject(act, claim.digest)
    acceptors = matter.acceptors if matter.board is None else _partnership(world, act)[1].parties
    if act.statement.signer.party not in acceptors - claim.accepted - {claim.party}:
        raise _not_an_acceptor(act)


def _check_resolution(matter: MilestoneMatter, act: Act, body: MilestoneDisputeResolved) -> None:
    claim, party = matter.standing_claim, act.statement.signer.party
    _check_subject(act, claim.dispute)
    if body.decision is None and party not in claim.sides:
        raise NotASideError(party=party)


def _check_decision(world: World, matter: MilestoneMatter, act: Act, decision: StreamName) -> None:
    """Accept a decision of the partnership's boards; a board accepts by its own alone."""
    if decision in matter.spent:
        raise DecisionSpentError(decision=decision, stream=act.statement.stream)
    own_board = frozenset() if matter.board is None else frozenset({matter.board})
    if isinstance(act.body, MilestoneAccepted):
        claim = matter.standing_claim.digest
        check_decided(world, act, decision, Mandate(boards=own_board), subject=claim)
        return
    partnership = _partnership(world, act)[1]
    mandate = Mandate(boards=partnership.boards | own_board, parties=partnership.parties)
    check_decided(world, act, decision, mandate)


def milestone_endorsers(world: World, act: Act) -> tuple[EndorserGroup, ...]:
    """Ask each acceptor to join in a baseline, and both sides in resolving a dispute.

    A board takes decisions and endorses nothing: where a board accepts, each
    party of the partnership joins in the baseline.
    """
    body = act.body
    if not isinstance(body, MilestoneBaselined | MilestoneDisputeResolved):
        return ()
    matter = demand_matter(world, act.statement.stream, MilestoneMatter)
    if isinstance(body, MilestoneDisputeResolved):
        sides = matter.standing_claim.sides if body.decision is None else frozenset()
    elif matter.board is None:
        sides = matter.acceptors
    else:
        sides = _partnership(world, act)[1].parties
    return other_parties(sides, act, MANAGERS)


def milestone_follow_ups(world: World, act: Act) -> tuple[FollowUp, ...]:
    """State that the milestone is achieved, once everyone who must has accepted its claim."""
    if not isinstance(act.body, MilestoneAccepted):
        return ()
    stream = act.statement.stream
    matter = demand_matter(world, stream, MilestoneMatter)
    claim = matter.standing_claim
    if not matter.acceptors <= claim.accepted:
        return ()
    achieved = MilestoneAchieved(
        on=claim.body.on,
        claim=claim.digest,
        version=len(matter.baselines),
        delay_days=delay_days(matter.baselines[-1].on, claim.body.on),
    )
    return (
        FollowUp(stream=stream, kind="milestone.achieved.v1", subject=act.digest, body=achieved),
    )


def _phase(matter: Matter) -> str:
    assert isinstance(matter, MilestoneMatter), "the stream is a milestone's"
    return matter.phase


_GIVEN_UP = "milestone.waived.v1 milestone.cancelled.v1"

MILESTONE = Room(
    machine={
        "unopened": kinds_of("milestone.proposed.v1"),
        "planned": kinds_of(f"milestone.baselined.v1 milestone.forecast.v1 {_GIVEN_UP}"),
        "baselined": kinds_of(
            f"milestone.forecast.v1 milestone.claimed.v1 milestone.rebaselined.v1 {_GIVEN_UP}"
        ),
        "claimed": kinds_of(f"milestone.accepted.v1 milestone.disputed.v1 {_GIVEN_UP}"),
        "disputed": kinds_of(f"milestone.dispute_resolved.v1 {_GIVEN_UP}"),
        "achieved": kinds_of(""),
        "waived": kinds_of(""),
        "cancelled": kinds_of(""),
    },
    phase=_phase,
    evolve=evolve_milestone,
    check=check_milestone,
    follow_ups=milestone_follow_ups,
    endorsers=milestone_endorsers,
)
