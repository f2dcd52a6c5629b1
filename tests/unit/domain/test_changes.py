"""Changes: drafted on a version, authorised for it, signed by every party, executed."""

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

import pytest

from ledger.domain.common import NotAReaderError, NotOpenedError, SubjectError
from ledger.domain.contracts.authorising import AuthorityMissingError
from ledger.domain.contracts.change import CHANGE as ROOM
from ledger.domain.contracts.proposing import (
    BaseMismatchError,
    BaseStaleError,
    ImpactError,
    NotInForceError,
)
from ledger.domain.contracts.signing import (
    EffectiveRuleError,
    OtherTextError,
)
from ledger.domain.contracts.texts import ItemUnknownError
from ledger.domain.kinds import KINDS
from ledger.domain.kinds.change import (
    AssumptionSet,
    Authority,
    ChangeDraftContinued,
    ChangeExecuted,
    ChangeSigned,
    ChangeWithdrawn,
    ClauseReplace,
    Impact,
    TermSet,
)
from ledger.domain.kinds.contract import (
    ContractChanged,
    ContractTerm,
)
from ledger.domain.room import OutOfStateError
from ledger.evidence.canonical import Body
from ledger.evidence.statement import KindTag
from tests.unit.domain.agreement import (
    CHANGE,
    MORE,
    WORDS,
    Deal,
    impact,
)
from tests.unit.domain.lapses import pass_stop, with_waiting

SOME = "sha256:" + "00" * 32
OTHER = "change/score/2"


def begun() -> Deal:
    """Return a deal with an executed contract."""
    deal = Deal()
    deal.execute()
    return deal


@pytest.fixture
def deal() -> Deal:
    """An executed contract, and no change to it yet."""
    return begun()


def drafted(deal: Deal) -> None:
    """Draft a change for which the contract names nobody."""
    deal.propose(change_kind="amendment")


def drafting(deal: Deal) -> None:
    """Draft the first of two parts."""
    deal.propose(change_kind="amendment", parts=2)


def authorised(deal: Deal) -> None:
    """Draft a change that the contract leaves to the parties."""
    deal.propose()


def partly_signed(deal: Deal) -> None:
    """Sign for one party."""
    deal.propose()
    deal.sign_change("servier")


def withdrawn(deal: Deal) -> None:
    """Take the change back."""
    deal.propose()
    deal.say(deal.iqvia, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())


def reversed_again(deal: Deal) -> None:
    """Execute a change, and another that undoes it."""
    deal.amend()
    back = ClauseReplace(id="scope", text="Forty sites.")
    deal.amend(back, stream=OTHER, reverses=CHANGE)


def lapsed(deal: Deal) -> None:
    """Execute a change upon a condition, and let its long stop pass."""
    pass_stop(with_waiting(deal=deal))


PHASES: dict[str, Callable[[Deal], None]] = {
    "unopened": lambda _: None,
    "drafting": drafting,
    "drafted": drafted,
    "authorised": authorised,
    "partly_signed": partly_signed,
    "withdrawn": withdrawn,
    "executed": lambda deal: deal.amend(),
    "reversed": reversed_again,
    "lapsed": lapsed,
}


@cache
def deal_in(phase: str) -> Deal:
    """Return a deal whose change is in a phase; refusals leave it there."""
    deal = begun()
    PHASES[phase](deal)
    return deal


BODIES: dict[str, Callable[[Deal], Body]] = {
    "change.drafted.v1": lambda deal: deal.change_draft(),
    "change.draft_continued.v1": lambda _: ChangeDraftContinued(part=2, ops=(WORDS,)),
    "change.signed.v1": lambda _: ChangeSigned(party="iqvia", digest=SOME),
    "change.withdrawn.v1": lambda _: ChangeWithdrawn(),
    "change.registered.v1": lambda deal: deal.paper_change(),
    "work.start_authorised.v1": lambda deal: deal.start(),
}
TAGS = tuple(BODIES)


def test_the_tags_are_all_that_people_sign() -> None:
    """No kind of a change's stream escapes the enumeration below."""
    signed = {row.tag for row in KINDS.values() if row.stream == "change" and not row.is_system}

    assert signed == set(TAGS)


@pytest.mark.parametrize("phase", ROOM.machine)
def test_a_change_can_be_in_each_phase(phase: str) -> None:
    """The moves above lead to the phase that they are named for."""
    found = deal_in(phase).matter(CHANGE)

    assert (None if phase == "unopened" else phase) == (found and found.phase)


@pytest.mark.parametrize(
    ("phase", "tag"),
    [(phase, tag) for phase in ROOM.machine for tag in TAGS if tag not in ROOM.machine[phase]],
)
def test_a_kind_that_a_phase_does_not_have_is_refused(phase: str, tag: str) -> None:
    """Every pair (phase, kind) outside of the machine is refused by name, without a trace."""
    deal = deal_in(phase)
    row = KINDS[KindTag(tag)]

    deal.refused(
        NotOpenedError if phase == "unopened" and not row.opens else OutOfStateError,
        deal.iqvia,
        tag,
        CHANGE,
        BODIES[tag](deal),
        subject=SOME if row.subject else None,
        base=deal.contract().version if row.base else None,
    )


def test_every_phase_has_a_way_out() -> None:
    """Only an executed change stays what it is; another one can change or reverse it."""
    stuck = {phase for phase, kinds in ROOM.machine.items() if not kinds}

    assert stuck == {"executed", "reversed", "lapsed"}


def test_an_executed_change_is_the_new_contract_version(deal: Deal) -> None:
    """The change's own stream says how, the contract's own stream that it is."""
    before = deal.contract().version
    deal.amend()
    (act,) = deal.acts("change.executed.v1")
    (announced,) = deal.acts("contract.changed.v1")
    change = deal.change()

    assert act.body == ChangeExecuted(
        digest=str(change.content),
        drafted=change.drafted,
        base=str(before),
        authority=Authority(by="parties", by_contract=True),
        signatures=tuple(change.signatures.values()),
        executed_on=date(2020, 12, 17),
        effective_rule="last_signature",
        retroactive=False,
        effective_on=date(2020, 12, 17),
    )
    assert announced.body == ContractChanged(change=CHANGE, effective_on=date(2020, 12, 17))
    assert (deal.contract().version, announced.statement.subject) == (act.digest, act.digest)


def test_signing_without_authority_is_refused_by_name(deal: Deal) -> None:
    """The contract names nobody for amendments, so a board of all parties must decide."""
    drafted(deal)

    error = deal.refused(
        AuthorityMissingError, *deal.change_signature("iqvia"), subject=deal.change().drafted
    )

    assert error.facts["authority"] == "a decision of a board that seats every party"


def test_another_text_is_not_signed(deal: Deal) -> None:
    """The digest is the draft's, impact included; the subject is the draft."""
    deal.propose()
    body = ChangeSigned(party="iqvia", digest=SOME)
    signature = deal.change_signature("iqvia")

    deal.refused(
        OtherTextError,
        deal.iqvia,
        "change.signed.v1",
        CHANGE,
        body,
        subject=deal.change().drafted,
    )
    deal.refused(SubjectError, *signature, subject=SOME)


def test_drafting_again_voids_authority_and_signatures(deal: Deal) -> None:
    """Also with the same words: it is another statement."""
    deal.propose()
    deal.sign_change("servier")
    before = deal.change()
    deal.propose()
    after = deal.change()

    assert (before.content, {}) == (after.content, dict(after.signatures))
    deal.refused(SubjectError, *deal.change_signature("iqvia"), subject=before.drafted)


def test_a_withdrawn_change_can_be_drafted_again(deal: Deal) -> None:
    """What was taken back may be put again."""
    withdrawn(deal)
    deal.amend()

    assert deal.change().phase == "executed"


def test_a_stale_change_is_drafted_again(deal: Deal) -> None:
    """Once another change is executed, neither signing nor drafting on the old version goes."""
    deal.propose(stream=OTHER)
    stale = deal.change_draft()
    deal.sign_change("servier", stream=OTHER)
    deal.amend(AssumptionSet(name="sites", from_="40", to="60"))

    error = deal.refused(
        BaseStaleError,
        *deal.change_signature("iqvia", stream=OTHER),
        subject=deal.change(OTHER).drafted,
    )
    deal.refused(BaseStaleError, deal.iqvia, "change.drafted.v1", OTHER, stale, base=stale.base)
    assert error.facts["version"] == deal.contract().version

    deal.amend(stream=OTHER)
    assert deal.change(OTHER).phase == "executed"


@pytest.mark.parametrize("base", [None, SOME])
def test_statement_and_body_name_one_base(deal: Deal, base: Any) -> None:
    """What a signer replaces is said twice, and once only."""
    deal.refused(
        BaseMismatchError, deal.servier, "change.drafted.v1", CHANGE, deal.change_draft(), base=base
    )


def test_only_an_executed_contract_is_changed() -> None:
    """A draft is drafted again; a terminated contract is over."""
    deal = Deal()
    deal.draft()
    body = deal.change_draft(base=SOME)

    deal.refused(NotInForceError, deal.servier, "change.drafted.v1", CHANGE, body, base=SOME)


def test_an_expired_contract_goes_on_with_a_later_term(deal: Deal) -> None:
    """An extension may be signed late; the term decides again when it runs out."""
    deal.advance(days=900)
    expired = deal.contract().phase
    later = ContractTerm(from_=date(2021, 1, 1), to=date(2024, 12, 31))
    deal.amend(
        TermSet(term=later),
        impact=impact(days=731),
        effective_rule="stated",
        effective_on=date(2023, 1, 1),
        effective_reason="The parties went on working.",
    )

    assert ("expired", "executed", later) == (
        expired,
        deal.contract().phase,
        deal.contract().term,
    )
    deal.advance(days=900)
    assert deal.contract().phase == "expired"


def test_a_longer_term_of_a_running_contract_moves_its_end(deal: Deal) -> None:
    """Time is measured by the newest term."""
    later = ContractTerm(from_=date(2021, 1, 1), to=date(2023, 1, 1))
    deal.amend(TermSet(term=later), impact=impact(days=1))

    assert ("executed", date(2023, 1, 1)) == (deal.contract().phase, deal.contract().last_day)


def test_only_parties_change_a_contract(deal: Deal) -> None:
    """Another company of the ledger has no say in it, and no look at it."""
    body = deal.change_draft()

    deal.refused(
        NotAReaderError,
        deal.signatories["tech"],
        "change.drafted.v1",
        CHANGE,
        body,
        base=body.base,
    )


def test_an_op_that_does_not_apply_is_refused_by_name(deal: Deal) -> None:
    """Nothing is changed that is not there."""
    body = deal.change_draft(ClauseReplace(id="ghost", text="Boo."))

    deal.refused(ItemUnknownError, deal.servier, "change.drafted.v1", CHANGE, body, base=body.base)


@pytest.mark.parametrize(
    "stated", [impact(), impact(fee=19_999), impact(fee=20_000, days=1), Impact(days=0)]
)
def test_the_stated_impact_is_what_the_ops_come_to(deal: Deal, stated: Impact) -> None:
    """What is decided and signed says truly what it costs."""
    body = deal.change_draft(MORE, impact=stated)

    deal.refused(ImpactError, deal.servier, "change.drafted.v1", CHANGE, body, base=body.base)


def test_the_effective_rule_of_a_change_is_sound(deal: Deal) -> None:
    """A stated rule states a day."""
    body = deal.change_draft(effective_rule="stated")

    deal.refused(
        EffectiveRuleError, deal.servier, "change.drafted.v1", CHANGE, body, base=body.base
    )
