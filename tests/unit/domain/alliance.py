"""A partnership in memory for tests of its rules: three companies, two of them partners."""

from datetime import date
from types import MappingProxyType
from typing import Any, Literal, cast

from ledger.domain import rules
from ledger.domain.boards.matter import BoardMatter, Tenure
from ledger.domain.decisions.motions import DecisionMatter
from ledger.domain.kinds import kind_of
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.decision import MotionMoved, SubjectRef
from ledger.domain.kinds.milestone import (
    MilestoneBaselined,
    MilestoneClaimed,
    MilestoneProposed,
    When,
)
from ledger.domain.kinds.outcome import DecisionClosed, RuleApplied, Tally
from ledger.domain.kinds.partnership import PartnershipFormed, Workstream
from ledger.domain.world import Act, Audience, Matter, Stream
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body
from ledger.evidence.statement import (
    Digest,
    KindTag,
    PartySlug,
    SignerClaim,
    StreamName,
    open_statement,
)
from tests.unit.domain.story import Story, Voice

PARTNERSHIP = "partnership/score"
MILESTONE = "milestone/score/fpi"
SCORECARD = "scorecard/score"
PARTNERS = frozenset({PartySlug("servier"), PartySlug("iqvia")})


def formation(**members: Any) -> PartnershipFormed:
    """Return the body that forms the SCORE partnership, with some members replaced."""
    filled: dict[str, Any] = {
        "parties": ("servier", "iqvia"),
        "objectives": ("optimise clinical trial applications",),
        "workstreams": (Workstream(slug="process", title="Process", lead="iqvia"),),
        "boards": (),
        "contracts": (),
        "from_": date(2020, 12, 17),
        "until": date(2022, 12, 16),
        "value": "undisclosed",
    }
    return PartnershipFormed(**{**filled, **members})


def proposal(**members: Any) -> MilestoneProposed:
    """Return the body that proposes a milestone, with some members replaced."""
    filled: dict[str, Any] = {
        "type": "payment",
        "title": "First patient in",
        "criteria": ("a patient signed the consent form",),
        "acceptors": ("servier", "iqvia"),
        "amount": Money(minor=125_000_00, currency="EUR"),
    }
    return MilestoneProposed(**{**filled, **members})


class Alliance(Story):
    """A founded ledger, with a manager in each company; nothing is formed yet."""

    def __post_init__(self) -> None:
        """Enrol the people."""
        super().__post_init__()
        self.sponsor = self.enrol("servier", "sam", "programme_manager", "signatory")
        self.cro = self.enrol("iqvia", "chris", "programme_manager", "signatory")
        self.outsider = self.enrol("tech", "terry", "programme_manager", "signatory")

    def form(self, **members: Any) -> "Alliance":
        """Form the partnership, endorsed by each other party."""
        act = self.say(
            self.sponsor.as_("signatory"),
            "partnership.formed.v1",
            PARTNERSHIP,
            formation(**members),
        )
        self.endorse(self.cro.as_("signatory"), PARTNERSHIP, act)
        if "tech" in members.get("parties", ()):
            self.endorse(self.outsider.as_("signatory"), PARTNERSHIP, act)
        return self

    def plan(self, **members: Any) -> "Alliance":
        """Propose the milestone."""
        self.say(self.cro, "milestone.proposed.v1", MILESTONE, proposal(**members))
        return self

    def baseline(self, *, day: date = date(2021, 3, 31)) -> "Alliance":
        """Agree the milestone's first baseline."""
        body = MilestoneBaselined(on=When(on=day), version=1)
        act = self.say(self.cro, "milestone.baselined.v1", MILESTONE, body)
        self.endorse(self.sponsor, MILESTONE, act)
        return self

    def baseline_alone(self) -> "Alliance":
        """Set the first baseline of a milestone that the CRO alone accepts."""
        body = MilestoneBaselined(on=When(on=date(2021, 3, 31)), version=1)
        self.say(self.cro, "milestone.baselined.v1", MILESTONE, body)
        return self

    def claim(self, day: date = date(2020, 12, 17)) -> Act:
        """Claim that the milestone was met."""
        return self.say(self.cro, "milestone.claimed.v1", MILESTONE, MilestoneClaimed(on=day))

    def verdict(self, stream: str, tag: str, body: Body) -> type[LedgerError] | None:
        """Say how a statement of the sponsor would be judged; nothing is recorded."""
        row = kind_of(KindTag(tag))
        found = self.world.stream(StreamName(stream))
        subject = found.head if row.subject and found is not None else None
        voice = self.sponsor.as_("signatory")
        compact = self.sign(voice, tag, stream, body, subject=subject)
        act = rules.place(self.world, open_statement(compact, voice.key.public), self.now)
        try:
            rules.check(self.world, act)
        except LedgerError as error:
            return type(error)
        return None

    def plant_board(
        self,
        name: str,
        parties: tuple[str, ...] = ("servier", "iqvia"),
        *,
        audience: Audience = PARTNERS,
        **officers: Voice,
    ) -> None:
        """Put a board there that the rules of its own room need not have made."""
        matter = BoardMatter(
            name=name,
            parties=tuple(map(PartySlug, parties)),
            charter=cast("Charter", None),
            charter_digest=_digest("a"),
            charters=MappingProxyType({}),
            officers={office: (_tenure(voice),) for office, voice in officers.items()},
        )
        self.plant(name, matter, audience)

    def plant_decision(
        self,
        name: str,
        *subjects: tuple[str, Digest],
        outcome: Literal["adopted", "rejected"] = "adopted",
        audience: Audience = PARTNERS,
    ) -> None:
        """Put a decided motion there that the rules of its own room need not have made."""
        refs = tuple(SubjectRef(stream=stream, digest=digest) for stream, digest in subjects)
        motion = MotionMoved(
            title="A motion",
            text="We agree.",
            class_="plain",
            procedure="written",
            subject_refs=refs,
        )
        result = DecisionClosed(
            outcome=outcome,
            tally=Tally(for_=2, against=0, abstained=0, silent=0, recused=0),
            explanation=(RuleApplied(rule="majority", text="2 of 2", verdict="met"),),
        )
        matter = DecisionMatter(
            stream=StreamName(name),
            moving=_digest("b"),
            mover=cast("SignerClaim", None),
            motion=motion,
            phase="closed",
            result=result,
        )
        self.plant(name, matter, audience)

    def plant(self, name: str, matter: Matter | None, audience: Audience = PARTNERS) -> None:
        """Put a stream there without any statement."""
        self.world._streams[StreamName(name)] = Stream(
            name=StreamName(name),
            tag=_digest("c"),
            head=_digest("c"),
            length=1,
            audience=audience,
            matter=matter,
        )


def _digest(character: str) -> Digest:
    return Digest("sha256:" + 64 * character)


def _tenure(voice: Voice) -> Tenure:
    return Tenure(
        appointment=_digest("d"),
        party=str(voice.party),
        person=voice.person,
        from_=date(2020, 1, 1),
        until=None,
        leaf_index=0,
    )
