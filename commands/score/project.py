"""Act six: another sponsor's project agreement: an upfront payment, a credit, and three dates.

The companies, the study, the shares and the days are public; the sums are those
whose 15 % were announced. Words, people and all other figures are the demo's.
"""

from datetime import date

from commands.score.stage import Stage
from ledger.domain.content import current_content
from ledger.domain.contracts.agreements import ContractMatter
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAdjust,
    ChangeDrafted,
    ChangeSigned,
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
    Credit,
    Payment,
    Responsibility,
    TerminationGround,
)
from ledger.domain.world import demand_matter
from ledger.evidence.statement import Digest, StreamName

SPONSOR, CRO = "lexaria", "novotech"
START_UP, PROJECT = "contract/glp-1-start-up", "contract/glp-1-h24-4"
CHANGE = "change/glp-1-h24-4/co-1"
EFFECTIVE, CHANGED = date(2024, 12, 2), date(2025, 5, 14)
FIRST_SIGNED, LAST_SIGNED = date(2025, 5, 19), date(2025, 5, 21)
SIGNERS = ((SPONSOR, "member-f"), (CRO, "member-g"))


def _aud(major: int) -> Money:
    return Money(minor=major * 100, currency="AUD")


START_UP_AGREEMENT = ContractDrafted(
    contract_kind="start_up",
    title="Start-up agreement GLP-1-H24-4 (demo figures)",
    parties=(SPONSOR, CRO),
    currency="AUD",
    clauses=(
        Clause(id="scope", number="1", heading="Scope", text="Ethics and site papers, no more."),
    ),
    budget=(BudgetLine(line="start-up", fee=_aud(250_000), pass_through=_aud(0)),),
    payments=(Payment(trigger="execution", of="fee", percent="100"),),
    assumptions=(),
    term=ContractTerm(from_=date(2024, 10, 1), to=date(2024, 12, 1)),
    termination=(TerminationGround(ground="convenience", notice_days=30),),
    survival=(),
    obligations=(),
    responsibilities=(Responsibility(activity="site-start-up", party=CRO),),
    change_authority=(ChangeAuthority(change_kind="change_order", by="parties"),),
    effective_rule="last_signature",
    tz="Australia/Sydney",
)

PROJECT_AGREEMENT = ContractDrafted(
    contract_kind="project_agreement",
    title="Project agreement GLP-1-H24-4 (public shares, demo words)",
    parties=(SPONSOR, CRO),
    currency="AUD",
    clauses=(
        Clause(
            id="scope", number="1", heading="Scope", text="The study is run as schedule 1 plans it."
        ),
        Clause(
            id="payment",
            number="2",
            heading="Payment",
            text="Upfront 15 % of direct cost and 15 % of pass-through; the rest as work is done.",
        ),
    ),
    budget=(BudgetLine(line="study", fee=_aud(2_764_000), pass_through=_aud(2_318_667)),),
    payments=(
        Payment(trigger="signature", of="fee", percent="15", amount=_aud(414_600), rounded_to=100),
        Payment(
            trigger="signature",
            of="pass_through",
            percent="15",
            amount=_aud(347_800),
            rounded_to=100,
        ),
        Payment(trigger="monthly work", of="fee", percent="85"),
        Payment(trigger="as incurred", of="pass_through", percent="85"),
    ),
    credits=(Credit(title="Start-up agreement", amount=_aud(250_000), contract=START_UP),),
    assumptions=(Assumption(name="sites", value="4"),),
    term=ContractTerm(from_=EFFECTIVE, to=date(2026, 6, 30)),
    termination=(TerminationGround(ground="convenience", notice_days=90),),
    survival=(),
    obligations=(),
    responsibilities=(Responsibility(activity="conduct", party=CRO),),
    change_authority=(ChangeAuthority(change_kind="change_order", by="parties"),),
    effective_rule="stated",
    effective_on=EFFECTIVE,
    tz="Australia/Sydney",
)


def admit(stage: Stage) -> None:
    """Admit two more companies, who share the ledger and read nothing of the others."""
    stage.admit(SPONSOR, "Lexaria (AU)", "sponsor")
    stage.admit(CRO, "Novotech", "cro")
    for (party, person), name in zip(SIGNERS, ("Member F", "Member G"), strict=True):
        stage.enrol(party, person, name, "signatory", "programme_manager")


def start_up(stage: Stage) -> None:
    """Execute the agreement under which the study is prepared."""
    _execute(stage, START_UP, START_UP_AGREEMENT)


def execute(stage: Stage) -> None:
    """Execute the project agreement, some days before it applies."""
    _execute(stage, PROJECT, PROJECT_AGREEMENT)


def _execute(stage: Stage, stream: str, terms: ContractDrafted) -> None:
    drafted = stage.say("member-f:programme_manager", "contract.drafted.v1", stream, terms).digest
    digest = _content(stage, stream)
    for _, person in SIGNERS:
        agreed = ContractAgreedForm(digest=digest)
        stage.say(f"{person}:signatory", "contract.agreed_form.v1", stream, agreed, subject=drafted)
    for party, person in SIGNERS:
        signed = ContractSigned(party=party, digest=digest)
        stage.say(f"{person}:signatory", "contract.signed.v1", stream, signed, subject=drafted)


def draft_change(stage: Stage) -> None:
    """Draft change order 1, which looks back: agreed in May before the paper was signed."""
    version = demand_matter(stage.ledger.world, StreamName(PROJECT), ContractMatter).version
    assert version is not None, "it was executed before"
    body = ChangeDrafted(
        change_kind="change_order",
        base=version,
        ops=(
            AssumptionSet(name="sites", from_="4", to="5"),
            BudgetAdjust(line="study", fee=_aud(120_000)),
        ),
        impact=Impact(days=0, fee=_aud(120_000), pass_through=_aud(0)),
        effective_rule="stated",
        effective_on=CHANGED,
        effective_reason="Schedules 1 and 2 were agreed on 14 May; the paper followed.",
    )
    said = stage.say("member-f:programme_manager", "change.drafted.v1", CHANGE, body, base=version)
    stage.digests["project-change"] = said.digest


def sign_change(stage: Stage, party: str) -> None:
    """Let one party sign it; the last signature executes it."""
    signed = ChangeSigned(party=party, digest=_content(stage, CHANGE))
    person, drafted = dict(SIGNERS)[party], stage.digests["project-change"]
    stage.say(f"{person}:signatory", "change.signed.v1", CHANGE, signed, subject=drafted)


def _content(stage: Stage, stream: str) -> Digest:
    digest = current_content(stage.ledger.world, StreamName(stream))
    assert digest is not None, "it was drafted before"
    return digest
