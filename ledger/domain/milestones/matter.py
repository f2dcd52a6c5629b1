"""What is known of a milestone: its acceptors, its baselines, the claim that waits.

The rules by which it moves are in ``achievement``. Baselines are kept; delay is
counted against the newest one.
"""

from dataclasses import dataclass, field, replace
from datetime import date

from ledger.domain.kinds.milestone import (
    MilestoneAccepted,
    MilestoneAchieved,
    MilestoneBaselined,
    MilestoneCancelled,
    MilestoneClaimed,
    MilestoneDisputed,
    MilestoneDisputeResolved,
    MilestoneProposed,
    MilestoneRebaselined,
    MilestoneWaived,
    When,
)
from ledger.domain.world import Act, Matter
from ledger.evidence.statement import Digest, PartySlug, StreamName


@dataclass(frozen=True, kw_only=True, slots=True)
class Baseline:
    """A date that was agreed or decided on, by which statement."""

    stated_by: Digest
    on: When


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A claim that the milestone was met, who accepted it, and the dispute about it."""

    digest: Digest
    party: PartySlug
    body: MilestoneClaimed
    accepted: frozenset[PartySlug] = frozenset()
    disputed_by: PartySlug | None = None
    dispute: Digest | None = None

    @property
    def sides(self) -> frozenset[PartySlug]:
        """The claimant and the party that disputes, while one does."""
        return frozenset({self.party, self.disputed_by or self.party})


@dataclass(frozen=True, kw_only=True)
class MilestoneMatter(Matter):
    """A milestone: its acceptors (or its board), its baselines, the claim that waits.

    ``contract`` is the one that it was proposed for.
    """

    acceptors: frozenset[PartySlug]
    board: StreamName | None
    phase: str = "planned"
    baselines: tuple[Baseline, ...] = ()
    claim: Claim | None = None
    spent: frozenset[StreamName] = field(default_factory=frozenset)
    contract: StreamName | None = None

    @property
    def achieved_on(self) -> date | None:
        """The day on which its criteria were met, once every acceptor said so."""
        return self.standing_claim.body.on if self.phase == "achieved" else None

    @property
    def standing_claim(self) -> Claim:
        """The claim, in the phases that have one."""
        assert self.claim is not None, "the machine asks only while a claim waits"
        return self.claim


def evolve_milestone(matter: Matter | None, act: Act) -> Matter:
    """Return the milestone after an act of its stream has taken effect."""
    body = act.body
    if isinstance(body, MilestoneProposed):
        return _proposed(body)
    assert isinstance(matter, MilestoneMatter), "only the proposal comes before it"
    match body:
        case MilestoneBaselined() | MilestoneRebaselined():
            baseline = Baseline(stated_by=act.digest, on=body.on)
            matter = replace(matter, phase="baselined", baselines=(*matter.baselines, baseline))
        case MilestoneClaimed():
            claim = Claim(digest=act.digest, party=_party(act), body=body)
            matter = replace(matter, phase="claimed", claim=claim)
        case MilestoneAccepted():
            accepted = matter.standing_claim.accepted | {_party(act)}
            matter = replace(matter, claim=replace(matter.standing_claim, accepted=accepted))
        case MilestoneDisputed():
            claim = replace(matter.standing_claim, disputed_by=_party(act), dispute=act.digest)
            matter = replace(matter, phase="disputed", claim=claim)
        case MilestoneDisputeResolved():
            matter = _resolved(matter, body)
        case MilestoneAchieved() | MilestoneWaived() | MilestoneCancelled():
            matter = replace(matter, phase=act.kind.tag.split(".")[1])
    decision = getattr(body, "decision", None)
    return matter if decision is None else replace(matter, spent=matter.spent | {decision})


def _proposed(body: MilestoneProposed) -> MilestoneMatter:
    contract = None if body.contract is None else StreamName(body.contract)
    if isinstance(body.acceptors, str):
        board = StreamName(body.acceptors)
        return MilestoneMatter(acceptors=frozenset(), board=board, contract=contract)
    acceptors = frozenset(map(PartySlug, body.acceptors))
    return MilestoneMatter(acceptors=acceptors, board=None, contract=contract)


def _party(act: Act) -> PartySlug:
    party = act.statement.signer.party
    assert party is not None, "people sign for a party here"
    return party


def _resolved(matter: MilestoneMatter, body: MilestoneDisputeResolved) -> MilestoneMatter:
    if body.outcome == "rejected":
        return replace(matter, phase="baselined", claim=None)
    claim = replace(matter.standing_claim, disputed_by=None, dispute=None)
    return replace(matter, phase="claimed", claim=claim)
