"""Contracts and changes in a story: what they say, and the way from draft to execution."""

from datetime import date
from typing import Any

from ledger.domain.contracts.agreements import ChangeMatter, ContractMatter
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    BudgetAdjust,
    ChangeDraftContinued,
    ChangeDrafted,
    ChangeRegistered,
    ChangeSigned,
    ChangeTerms,
    ClauseReplace,
    Impact,
    WorkStartAuthorised,
)
from ledger.domain.kinds.contract import (
    Assumption,
    BudgetLine,
    ChangeAuthority,
    Clause,
    ContractAgreedForm,
    ContractDrafted,
    ContractRegistered,
    ContractSigned,
    ContractTerm,
    ContractTerms,
    Obligation,
    PaperDates,
    Payment,
    Responsibility,
    TerminationGround,
)
from ledger.domain.kinds.lifecycle import (
    ContractNoticeGiven,
    ContractSuspended,
)
from ledger.domain.kinds.party import DelegationGranted, RoleGranted
from ledger.domain.kinds.terms import ChangeKind
from ledger.domain.world import Act
from ledger.evidence.statement import Document
from tests.unit.domain.boardroom import Boardroom
from tests.unit.domain.story import Story, Voice

CONTRACT = "contract/score"
CHANGE = "change/score/1"
MSA = "contract/msa"


def euros(minor: int) -> Money:
    """Return cents."""
    return Money(minor=minor, currency="EUR")


def members_of_terms(**members: Any) -> dict[str, Any]:
    """Return the members of a small contract between sponsor and CRO, some replaced."""
    filled: dict[str, Any] = {
        "contract_kind": "other",
        "title": "SCORE",
        "parties": ("servier", "iqvia"),
        "clauses": (
            Clause(id="scope", number="1", heading="Scope", text="Forty sites."),
            Clause(id="fees", number="2", heading="Fees", text="As in the budget."),
            Clause(id="secrecy", number="10", heading="Secrecy", text="For ten years."),
        ),
        "budget": (
            BudgetLine(line="start-up", fee=euros(40_000), pass_through=euros(5_000)),
            BudgetLine(line="monitoring", fee=euros(60_000), pass_through=euros(10_000)),
        ),
        "payments": (Payment(trigger="signature", of="fee", percent="15"),),
        "assumptions": (Assumption(name="sites", value="40"),),
        "term": ContractTerm(from_=date(2021, 1, 1), to=date(2022, 12, 31)),
        "termination": (
            TerminationGround(ground="convenience", notice_days=90),
            TerminationGround(ground="breach", notice_days=30, cure_days=60),
            TerminationGround(ground="safety", notice_days=0, party="servier"),
        ),
        "survival": ("secrecy",),
        "obligations": (
            Obligation(id="report", debtor="iqvia", creditor="servier", duty="Report monthly."),
        ),
        "responsibilities": (Responsibility(activity="monitoring", party="iqvia"),),
        "change_authority": (
            ChangeAuthority(change_kind="administrative", by="parties"),
            ChangeAuthority(change_kind="change_order", by="delegates", up_to=euros(1_000)),
            ChangeAuthority(change_kind="change_order", by="board/jsc", up_to=euros(50_000)),
        ),
        "effective_rule": "last_signature",
        "tz": "Europe/Paris",
        "currency": "EUR",
    }
    return {**filled, **members}


def terms(**members: Any) -> ContractTerms:
    """Return the small contract's terms."""
    return ContractTerms(**members_of_terms(**members))


def draft(**members: Any) -> ContractDrafted:
    """Return the body that drafts the small contract."""
    return ContractDrafted(**members_of_terms(**members))


def boardless(**members: Any) -> ContractDrafted:
    """Return a draft that relies on no board."""
    kinds: tuple[ChangeKind, ...] = ("administrative", "restatement")
    rules = tuple(ChangeAuthority(change_kind=kind, by="parties") for kind in kinds)
    return draft(**{"change_authority": rules, **members})


WORDS = ClauseReplace(id="scope", text="Sixty sites.")
MORE = BudgetAdjust(line="monitoring", fee=euros(20_000))


def impact(fee: int = 0, pass_through: int = 0, days: int = 0) -> Impact:
    """Return an impact in euros."""
    return Impact(fee=euros(fee), pass_through=euros(pass_through), days=days)


class Dealing(Story):
    """Moves that lead from a draft to an executed contract and its changes."""

    signatories: dict[str, Voice]

    def enrol_dealers(self) -> None:
        """Enrol someone who signs and manages for each company."""
        self.signatories = {
            party: self.enrol(party, f"boss-{party}", "signatory", "programme_manager")
            for party in ("servier", "iqvia", "tech")
        }

    @property
    def servier(self) -> Voice:
        """The sponsor's signatory."""
        return self.signatories["servier"]

    @property
    def iqvia(self) -> Voice:
        """The CRO's signatory."""
        return self.signatories["iqvia"]

    def contract(self, stream: str = CONTRACT) -> ContractMatter:
        """Return a contract's matter."""
        matter = self.matter(stream)
        assert isinstance(matter, ContractMatter)
        return matter

    def change(self, stream: str = CHANGE) -> ChangeMatter:
        """Return a change's matter."""
        matter = self.matter(stream)
        assert isinstance(matter, ChangeMatter)
        return matter

    def limited(
        self, party: str, person: str, limit: Money | None, role: Any = "signatory"
    ) -> Voice:
        """Enrol someone whose role has a limit."""
        voice = self.enrol(party, person)
        grant = RoleGranted(person=person, role=role, from_=date(2020, 1, 1), limit=limit)
        self.say(self.registrars[party], "role.granted.v1", f"party/{party}", grant)
        return voice.as_(role)

    def delegate(self, manager: Voice, up_to: Money | None = None, **members: Any) -> Act:
        """Let the signatory of a manager's company delegate to them; no limit that matters."""
        filled: dict[str, Any] = {
            "person": manager.person,
            "up_to": up_to or euros(10**9),
            "from_": date(2020, 1, 1),
        }
        body = DelegationGranted(**{**filled, **members})
        voice = self.signatories[str(manager.party)]
        return self.say(voice, "delegation.granted.v1", f"party/{manager.party}", body)

    def draft(self, body: ContractDrafted | None = None, stream: str = CONTRACT) -> Act:
        """Draft a contract."""
        return self.say(self.servier, "contract.drafted.v1", stream, body or boardless())

    def agree(self, *parties: str, stream: str = CONTRACT) -> None:
        """Agree the form, for all parties unless some are named."""
        matter = self.contract(stream)
        for party in parties or matter.terms.parties:
            self.say(
                self.signatories[party].as_("programme_manager"),
                "contract.agreed_form.v1",
                stream,
                ContractAgreedForm(digest=str(matter.content)),
                subject=matter.drafted,
            )

    def signature(
        self, party: str, voice: Voice | None = None, stream: str = CONTRACT
    ) -> tuple[Any, ...]:
        """Return what to say to sign the contract."""
        body = ContractSigned(party=party, digest=str(self.contract(stream).content))
        return voice or self.signatories[party], "contract.signed.v1", stream, body

    def execute(self, body: ContractDrafted | None = None, stream: str = CONTRACT) -> None:
        """Draft, agree and sign."""
        self.draft(body, stream)
        self.agree(stream=stream)
        self.sign_for(stream=stream)

    def sign_for(self, *parties: str, stream: str = CONTRACT) -> None:
        """Sign the contract, for all parties unless some are named."""
        for party in parties or self.contract(stream).terms.parties:
            self.say(*self.signature(party, stream=stream), subject=self.contract(stream).drafted)

    def paper(self, **members: Any) -> ContractRegistered:
        """Return the body that registers a master agreement of earlier years."""
        content = members_of_terms(
            contract_kind="msa",
            title="Master services",
            budget=(),
            payments=(),
            change_authority=(),
        )
        content["term"] = ContractTerm(from_=date(2019, 1, 1), to=None)
        return ContractRegistered(
            content=ContractTerms(**{**content, **members}),
            dates=PaperDates(executed_on=date(2018, 12, 20), effective_on=date(2019, 1, 1)),
            documents=("sha256:" + "ab" * 32,),
        )

    def register(self, stream: str = MSA, **members: Any) -> Act:
        """Register the master agreement, endorsed by the other party."""
        act = self.say(
            self.servier,
            "contract.registered.v1",
            stream,
            self.paper(**members),
            documents=(SCAN,),
        )
        self.endorse(self.iqvia, stream, act)
        return act

    def change_draft(self, *ops: Any, contract: str = CONTRACT, **members: Any) -> ChangeDrafted:
        """Return a draft of a change to the newest version; administrative unless said."""
        filled: dict[str, Any] = {
            "change_kind": "administrative",
            "base": self.contract(contract).version,
            "ops": ops or (WORDS,),
            "impact": impact(),
            "effective_rule": "last_signature",
        }
        return ChangeDrafted(**{**filled, **members})

    def propose(self, *ops: Any, stream: str = CHANGE, **members: Any) -> Act:
        """Draft a change."""
        body = self.change_draft(*ops, **members)
        return self.say(self.servier, "change.drafted.v1", stream, body, base=body.base)

    def go_on(self, *ops: Any, part: int = 2, stream: str = CHANGE) -> Act:
        """Go on with a change that was drafted in parts."""
        body = ChangeDraftContinued(part=part, ops=ops)
        drafted = self.change(stream).drafted
        return self.say(self.servier, "change.draft_continued.v1", stream, body, subject=drafted)

    def paper_change(
        self,
        *ops: Any,
        contract: str = CONTRACT,
        dates: PaperDates | None = None,
        decision: str | None = None,
        **members: Any,
    ) -> ChangeRegistered:
        """Return the body that registers a change on paper; an amendment unless said."""
        draft = self.change_draft(*ops, contract=contract, change_kind="amendment")
        named = {name: getattr(draft, name) for name in ChangeTerms.__struct_fields__}
        return ChangeRegistered(
            content=ChangeTerms(**{**named, **members}),
            dates=dates or PaperDates(executed_on=date(2019, 5, 2), effective_on=date(2019, 5, 2)),
            documents=("sha256:" + "ab" * 32,),
            decision=decision,
        )

    def register_change(self, stream: str, body: ChangeRegistered) -> Act:
        """Register a change on paper, endorsed by the other party."""
        act = self.say(
            self.servier,
            "change.registered.v1",
            stream,
            body,
            base=body.content.base,
            documents=(SCAN,),
        )
        self.endorse(self.iqvia, stream, act)
        return act

    def start(self, **members: Any) -> WorkStartAuthorised:
        """Return the body that lets work begin for a month."""
        filled: dict[str, Any] = {
            "cap": euros(10_000),
            "from_": date(2020, 12, 17),
            "until": date(2021, 1, 16),
            "tz": "Europe/Paris",
        }
        return WorkStartAuthorised(**{**filled, **members})

    def let_begin(self, voice: Voice | None = None, stream: str = CHANGE, **members: Any) -> Act:
        """Let work begin on the current draft."""
        return self.say(
            voice or self.servier,
            "work.start_authorised.v1",
            stream,
            self.start(**members),
            subject=self.change(stream).drafted,
        )

    def change_signature(
        self,
        party: str,
        voice: Voice | None = None,
        stream: str = CHANGE,
        *,
        under: Act | None = None,
    ) -> tuple[Any, ...]:
        """Return what to say to sign the change, ``under`` a delegation where it is named."""
        body = ChangeSigned(
            party=party,
            digest=str(self.change(stream).content),
            delegation=None if under is None else under.digest,
        )
        return voice or self.signatories[party], "change.signed.v1", stream, body

    def sign_change(self, *parties: str, stream: str = CHANGE, **claims: Any) -> None:
        """Sign a change, for all parties unless some are named."""
        for party in parties or ("servier", "iqvia"):
            self.say(
                *self.change_signature(party, stream=stream),
                subject=self.change(stream).drafted,
                **claims,
            )

    def amend(self, *ops: Any, stream: str = CHANGE, **members: Any) -> None:
        """Draft an administrative change and sign it."""
        self.propose(*ops, stream=stream, **members)
        self.sign_change(stream=stream)

    def suspend(self, on: date | None = None) -> Act:
        """Suspend the contract, the CRO joining in; from today unless said."""
        body = ContractSuspended(on=on or self.now.date())
        act = self.say(self.servier, "contract.suspended.v1", CONTRACT, body)
        self.endorse(self.iqvia, CONTRACT, act)
        return act

    def notice(self, ground: str = "convenience") -> Act:
        """Give the sponsor's notice."""
        return self.say(
            self.servier, "contract.notice_given.v1", CONTRACT, self.notice_body(ground)
        )

    def notice_body(self, ground: str = "convenience") -> ContractNoticeGiven:
        """Return the body of a notice."""
        return ContractNoticeGiven(ground=ground)


def suspending(on: date) -> ContractSuspended:
    """Return the body of a suspension."""
    return ContractSuspended(on=on)


SCAN = Document(name="msa.pdf", media_type="application/pdf", size=1024, sha256="ab" * 32)


class Deal(Dealing):
    """A founded ledger with people who deal."""

    def __post_init__(self) -> None:
        """Enrol the people."""
        super().__post_init__()
        self.enrol_dealers()


class SteeredDeal(Boardroom, Dealing):
    """The same, with a joint steering committee; the contract's readers are the board's."""

    def __init__(self, **charter_members: Any) -> None:
        """Constitute the board and enrol the people."""
        super().__init__(**charter_members)
        self.enrol_dealers()
