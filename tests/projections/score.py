"""The SCORE story, short: a board decides, a contract changes, a milestone is accepted."""

from datetime import date, timedelta
from typing import Any

from ledger.domain.kinds.aftermath import DissentRecorded
from ledger.domain.kinds.base import Fraction, Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAdjust,
    ChangeDrafted,
    ChangeSigned,
    ClauseReplace,
    Impact,
)
from ledger.domain.kinds.contract import (
    Assumption,
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractAgreedForm,
    ContractDrafted,
    ContractSigned,
    ContractTerm,
    TerminationGround,
)
from ledger.domain.kinds.decision import BallotCast, RecusalDeclared, SubjectRef
from ledger.domain.kinds.milestone import (
    Cause,
    MilestoneAccepted,
    MilestoneBaselined,
    MilestoneClaimed,
    MilestoneForecast,
    When,
)
from ledger.domain.kinds.party import PartyRenamed, RoleGranted
from ledger.domain.kinds.scorecard import (
    MeasurementAttested,
    MeasurementRecorded,
    Metric,
    ScorecardProposed,
)
from ledger.domain.world import Act
from tests.unit.domain.alliance import formation, proposal
from tests.unit.domain.boardroom import BOARD, DECISION, MEANINGS, SINCE, Boardroom

CONTRACT = "contract/score-1"
CHANGE = "change/score-1/1"
PARTNERSHIP = "partnership/score"
MILESTONE = "milestone/score/fpi"
SCORECARD = "scorecard/score"


def eur(minor: int) -> Money:
    """Return so many cents."""
    return Money(minor=minor, currency="EUR")


def terms(**members: Any) -> ContractDrafted:
    """Return the draft of a master agreement with two clauses and one budget line."""
    filled: dict[str, Any] = {
        "contract_kind": "msa",
        "title": "Master services agreement",
        "parties": ("servier", "iqvia"),
        "clauses": (
            Clause(id="scope", number="1", heading="Scope", text="Three sites."),
            Clause(id="law", number="2", heading="Law", text="French law."),
        ),
        "budget": (BudgetLine(line="start-up", fee=eur(10_000), pass_through=eur(500)),),
        "payments": (),
        "assumptions": (Assumption(name="sites", value="3"),),
        "term": ContractTerm(from_=date(2020, 12, 1), to=date(2021, 12, 31)),
        "termination": (TerminationGround(ground="convenience", notice_days=30),),
        "survival": (),
        "obligations": (),
        "responsibilities": (),
        "change_authority": (ChangeAuthority(change_kind="change_order", by=BOARD),),
        "effective_rule": "last_signature",
        "tz": "Europe/Paris",
        "currency": "EUR",
        "readers": ("tech",),
    }
    return ContractDrafted(**{**filled, **members})


class Score(Boardroom):
    """People of three companies, a board; each chapter is told by a method."""

    def __init__(self) -> None:
        """Give the signatories all that they need."""
        super().__init__()
        for party, voice in (("servier", self.sponsor), ("iqvia", self.cro)):
            grant = RoleGranted(person=voice.person, role="programme_manager", from_=SINCE)
            self.say(self.registrars[party], "role.granted.v1", f"party/{party}", grant)

    def agree(self, **members: Any) -> Act:
        """Draft, agree and sign the contract; return the last signature."""
        drafted = self.say(self.sponsor, "contract.drafted.v1", CONTRACT, terms(**members))
        content = self.matter(CONTRACT).content
        signed = drafted
        for kind, body in (
            ("contract.agreed_form.v1", ContractAgreedForm(digest=content)),
            ("contract.signed.v1", None),
        ):
            for voice in (self.sponsor, self.cro):
                said = body or ContractSigned(party=str(voice.party), digest=content)
                signed = self.say(voice, kind, CONTRACT, said, subject=drafted.digest)
        return signed

    def draft_change(self, *, effective_on: date, sites: str = "40") -> Act:
        """Draft a change to the newest version."""
        version = self.matter(CONTRACT).version
        body = ChangeDrafted(
            change_kind="change_order",
            base=version,
            ops=(
                ClauseReplace(id="scope", text=f"{sites} sites."),
                BudgetAdjust(line="start-up", fee=eur(2_000)),
                AssumptionSet(name="sites", from_="3", to=sites),
            ),
            impact=Impact(days=0, fee=eur(2_000), pass_through=eur(0)),
            effective_rule="stated",
            effective_on=effective_on,
            title="More sites",
        )
        return self.say(self.cro, "change.drafted.v1", CHANGE, body, base=version)

    def decide(self) -> Act:
        """Decide on the change: a recusal, a replaced ballot, three votes for, a dissent."""
        content = self.matter(CHANGE).content
        moved = self.move(subject_refs=(SubjectRef(stream=CHANGE, digest=content),))
        self.open(moved)
        self.say(
            self.people["i2"],
            "recusal.declared.v1",
            DECISION,
            RecusalDeclared(seat="i2"),
            subject=moved.digest,
        )
        self.vote("s1", "against")
        for seat in ("s1", "s2"):
            self.vote(seat, "for")
        return self.vote("i1", "for")

    def dissent(self) -> Act:
        """Put a dissent on record."""
        closed = self.acts("decision.closed.v1")[0]
        body = DissentRecorded(seat="s2")
        return self.say(
            self.people["s2"], "dissent.recorded.v1", DECISION, body, subject=closed.digest
        )

    def sign_change(self) -> None:
        """Sign the authorised change for both parties."""
        change = self.matter(CHANGE)
        for voice in (self.sponsor, self.cro):
            body = ChangeSigned(party=str(voice.party), digest=change.content)
            self.say(voice, "change.signed.v1", CHANGE, body, subject=change.drafted)

    def lapse(self) -> None:
        """Move a motion on which too few vote, and let its window pass."""
        stream = "decision/jsc/2"
        moved = self.move(stream)
        opened = self.open(moved)
        body = BallotCast(seat="s1", choice="for")
        claims = {"subject": opened.digest, "meaning": MEANINGS["for"]}
        self.say(self.people["s1"], "ballot.cast.v1", stream, body, **claims)
        self.advance(days=5)

    def rename(self) -> Act:
        """Give the CRO a new legal name."""
        body = PartyRenamed(legal_name="IQVIA Holdings", on=self.now.date())
        return self.say(self.cro, "party.renamed.v1", "party/iqvia", body)

    def partner_proposed(self, **members: Any) -> Act:
        """Propose the partnership, which waits for the CRO."""
        return self.say(self.sponsor, "partnership.formed.v1", PARTNERSHIP, formation(**members))

    def partner(self) -> Act:
        """Form the partnership, plan a milestone, forecast it late, claim and accept it."""
        cro = self.cro.as_("programme_manager")
        sponsor = self.sponsor.as_("programme_manager")
        proposed = self.partner_proposed(contracts=(CONTRACT,))
        self.endorse(self.cro, PARTNERSHIP, proposed)
        self.say(cro, "milestone.proposed.v1", MILESTONE, proposal())
        self.say(cro, "milestone.forecast.v1", MILESTONE, _early())
        planned = MilestoneBaselined(on=When(on=self.now.date()), version=1)
        self.endorse(
            sponsor, MILESTONE, self.say(cro, "milestone.baselined.v1", MILESTONE, planned)
        )
        late = MilestoneForecast(
            on=When(on=self.now.date() + timedelta(days=10)),
            causes=(Cause(cause="drug delay", amount="10", unit="days"),),
            confidence=80,
        )
        self.say(cro, "milestone.forecast.v1", MILESTONE, late)
        self.advance(days=7)
        claimed = MilestoneClaimed(on=self.now.date())
        claim = self.say(cro, "milestone.claimed.v1", MILESTONE, claimed)
        for voice in (cro, sponsor):
            accepted = self.say(
                voice,
                "milestone.accepted.v1",
                MILESTONE,
                MilestoneAccepted(),
                subject=claim.digest,
            )
        return accepted

    def measure(self) -> None:
        """Agree on one metric, measure it and attest it; the period closes."""
        cro = self.cro.as_("programme_manager")
        metric = Metric(
            metric="cycle-time",
            definition="Days from protocol to first patient in",
            formula="days",
            unit="days",
            direction="lower_is_better",
            perspective="process",
            target="100",
            amber="110",
            red="130",
            weight=Fraction(num=1, den=1),
            period="month",
            owner="iqvia",
            controllable_by=("iqvia",),
        )
        period = f"{self.now:%Y-%m}"
        proposed = ScorecardProposed(from_period=period, metrics=(metric,))
        self.endorse(
            self.sponsor,
            SCORECARD,
            self.say(self.cro, "scorecard.proposed.v1", SCORECARD, proposed),
        )
        self.advance(days=40)
        body = MeasurementRecorded(metric="cycle-time", period=period, value="95")
        measured = self.say(cro, "measurement.recorded.v1", SCORECARD, body)
        self.say(
            self.sponsor,
            "measurement.attested.v1",
            SCORECARD,
            MeasurementAttested(),
            subject=measured.digest,
        )


def _early() -> MilestoneForecast:
    return MilestoneForecast(on=When(by=date(2021, 1, 31)), causes=())


def told() -> Score:
    """Return the whole story."""
    score = Score()
    score.agree()
    score.advance(days=1)
    score.draft_change(effective_on=score.now.date() + timedelta(days=30))
    score.decide()
    score.dissent()
    score.advance(hours=1)
    score.sign_change()
    score.lapse()
    score.rename()
    score.partner()
    score.measure()
    return score
