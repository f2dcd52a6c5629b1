"""Act three: a work order, its change order, and a company that takes another name."""

from datetime import date

from commands.score.cast import CRO, SPONSOR, TECHNOLOGY
from commands.score.stage import Stage
from ledger.domain.content import current_content
from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAdjust,
    ChangeDrafted,
    ChangeSigned,
    ClauseReplace,
    Impact,
    Op,
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
    PaperDates,
    Payment,
    Responsibility,
    TerminationGround,
)
from ledger.domain.kinds.party import PartyRenamed
from ledger.domain.world import demand_matter
from ledger.evidence.statement import Digest, Document, StreamName

MASTER, CONTRACT = "contract/msa-2017", "contract/score-wo-1"
CHANGE, UNAUTHORISED = "change/score-wo-1/co-1", "change/score-wo-1/co-2"


def _eur(major: int) -> Money:
    return Money(minor=major * 100, currency="EUR")


WORK_ORDER = ContractDrafted(
    contract_kind="work_order",
    title="Work order SCORE-WO-1 (demo figures)",
    parties=(SPONSOR, CRO),
    readers=(TECHNOLOGY,),
    parent=MASTER,
    precedence="parent",
    currency="EUR",
    clauses=(
        Clause(id="scope", number="1", heading="Scope", text="Start-up of 30 sites, 6 countries."),
        Clause(
            id="timeline", number="2", heading="Timeline", text="First patient in by 31 March 2018."
        ),
        Clause(
            id="quality",
            number="3",
            heading="Quality",
            text="Work is done to ICH E6 and the sponsor's procedures named in annex B.",
        ),
    ),
    budget=(
        BudgetLine(line="start-up", fee=_eur(420_000), pass_through=_eur(60_000)),
        BudgetLine(line="monitoring", fee=_eur(910_000), pass_through=_eur(240_000)),
    ),
    payments=(
        Payment(trigger="execution", of="fee", percent="15"),
        Payment(trigger="first patient in", of="fee", percent="35"),
        Payment(trigger="final report", of="fee", percent="50"),
    ),
    assumptions=(Assumption(name="sites", value="30"), Assumption(name="countries", value="6")),
    term=ContractTerm(from_=date(2017, 6, 1), to=date(2021, 12, 31)),
    termination=(TerminationGround(ground="convenience", notice_days=90),),
    survival=("quality",),
    obligations=(),
    responsibilities=(
        Responsibility(activity="site-start-up", party=CRO),
        Responsibility(activity="monitoring", party=CRO),
    ),
    change_authority=(
        ChangeAuthority(change_kind="change_order", by="board/jsc"),
        ChangeAuthority(change_kind="administrative", by="parties"),
    ),
    effective_rule="last_signature",
    tz="Europe/Paris",
)


# The master agreement was signed on paper before there was a ledger.
MASTER_AGREEMENT = ContractTerms(
    contract_kind="msa",
    title="Master services agreement (paper, demo)",
    parties=(SPONSOR, CRO),
    readers=(TECHNOLOGY,),
    clauses=(
        Clause(id="orders", number="1", heading="Work orders", text="Work is ordered in writing."),
        Clause(id="term", number="2", heading="Term", text="Five years from 1 March 2017."),
    ),
    budget=(),
    payments=(),
    assumptions=(),
    term=ContractTerm(from_=date(2017, 3, 1), to=date(2022, 2, 28)),
    termination=(TerminationGround(ground="convenience", notice_days=180),),
    survival=(),
    obligations=(),
    responsibilities=(),
    change_authority=(),
    effective_rule="stated",
    effective_on=date(2017, 3, 1),
    tz="Europe/Paris",
)
PAPER = b"Scan of the master services agreement of 1 March 2017 (demo)\n"


def register_master(stage: Stage) -> None:
    """Register the master agreement as what it is: paper, executed outside the ledger."""
    sha256 = stage.attach(PAPER)
    body = ContractRegistered(
        content=MASTER_AGREEMENT,
        dates=PaperDates(executed_on=date(2017, 2, 20), effective_on=date(2017, 3, 1)),
        documents=(f"sha256:{sha256}",),
    )
    scan = Document(name="msa.txt", media_type="text/plain", size=len(PAPER), sha256=sha256)
    act = stage.say("member-a:signatory", "contract.registered.v1", MASTER, body, documents=(scan,))
    stage.endorse("member-c:signatory", MASTER, act.digest)


def execute(stage: Stage) -> None:
    """Draft, agree and sign the work order; the last signature executes it."""
    drafted = stage.say("member-c:programme_manager", "contract.drafted.v1", CONTRACT, WORK_ORDER)
    digest = _content(stage, CONTRACT)
    for person in ("member-a", "member-c"):
        agreed = ContractAgreedForm(digest=digest)
        stage.say(
            f"{person}:programme_manager",
            "contract.agreed_form.v1",
            CONTRACT,
            agreed,
            subject=drafted.digest,
        )
    for person, party in (("member-a", SPONSOR), ("member-c", CRO)):
        signed = ContractSigned(party=party, digest=digest)
        stage.say(
            f"{person}:signatory", "contract.signed.v1", CONTRACT, signed, subject=drafted.digest
        )
    stage.digests["contract"] = drafted.digest


def draft_change(stage: Stage) -> None:
    """Draft change order 1: ten more sites, a later first patient, effective later than signed."""
    ops = (
        ClauseReplace(id="scope", text="Start-up of 40 sites in 7 countries."),
        ClauseReplace(id="timeline", text="First patient in by 30 June 2018."),
        BudgetAdjust(line="start-up", fee=_eur(140_000), pass_through=_eur(20_000)),
        AssumptionSet(name="sites", from_="30", to="40"),
        AssumptionSet(name="countries", from_="6", to="7"),
    )
    impact = Impact(days=0, fee=_eur(140_000), pass_through=_eur(20_000))
    stage.digests["change"] = _draft(stage, CHANGE, ops, impact, date(2017, 10, 1))


def sign_change(stage: Stage) -> None:
    """Let both parties sign the change that the committee has authorised."""
    digest = _content(stage, CHANGE)
    for person, party in (("member-c", CRO), ("member-a", SPONSOR)):
        stage.say(
            f"{person}:signatory",
            "change.signed.v1",
            CHANGE,
            ChangeSigned(party=party, digest=digest),
            subject=stage.digests["change"],
        )


def rename(stage: Stage) -> None:
    """Rename the CRO; what was signed before reads as it did."""
    renamed = PartyRenamed(legal_name="IQVIA", on=date(2017, 11, 6))
    stage.say("member-c:signatory", "party.renamed.v1", f"party/{CRO}", renamed)


def sign_without_authority(stage: Stage) -> None:
    """Try to sign a change that nobody has authorised.

    Raises:
        RefusedError: The rules say no, and nothing is recorded.
    """
    ops = (BudgetAdjust(line="monitoring", fee=_eur(250_000)),)
    impact = Impact(days=0, fee=_eur(250_000), pass_through=_eur(0))
    drafted = _draft(stage, UNAUTHORISED, ops, impact, date(2018, 2, 1))
    stage.size_before = stage.ledger.world.size
    stage.say(
        "member-c:signatory",
        "change.signed.v1",
        UNAUTHORISED,
        ChangeSigned(party=CRO, digest=_content(stage, UNAUTHORISED)),
        subject=drafted,
    )


def _draft(
    stage: Stage, stream: str, ops: tuple[Op, ...], impact: Impact, effective_on: date
) -> Digest:
    version = demand_matter(stage.ledger.world, StreamName(CONTRACT), ContractMatter).version
    assert version is not None, "the work order was executed before"
    body = ChangeDrafted(
        change_kind="change_order",
        base=version,
        ops=ops,
        impact=impact,
        effective_rule="stated",
        effective_on=effective_on,
    )
    said = stage.say("member-c:programme_manager", "change.drafted.v1", stream, body, base=version)
    return said.digest


def _content(stage: Stage, stream: str) -> Digest:
    digest = current_content(stage.ledger.world, StreamName(stream))
    assert digest is not None, "it was drafted before"
    return digest
