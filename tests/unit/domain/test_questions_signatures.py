"""Who still has to sign what: each missing step, who could take it, what it would be refused."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from ledger.domain.contracts.authorising import AuthorityMissingError
from ledger.domain.contracts.proposing import NotInForceError
from ledger.domain.contracts.questions.steps import Step
from ledger.domain.contracts.questions.unsigned import Asking, steps_of
from ledger.domain.contracts.signing import LimitError
from ledger.domain.kinds.aftermath import DecisionChallenged
from ledger.domain.kinds.change import ChangeWithdrawn
from ledger.domain.kinds.contract import ContractDeclined, ContractWithdrawn
from ledger.domain.kinds.decision import SubjectRef
from ledger.domain.kinds.lifecycle import ContractTerminated
from ledger.domain.kinds.party import KeyRevoked, PersonEnrolled, RoleEnded, RoleGranted
from ledger.evidence.keys import generate_signer
from ledger.evidence.statement import StreamName
from tests.unit.domain.agreement import (
    CHANGE,
    CONTRACT,
    MORE,
    MSA,
    SCAN,
    WORDS,
    Deal,
    Dealing,
    SteeredDeal,
    boardless,
    draft,
    euros,
    impact,
)
from tests.unit.domain.boardroom import BOARD, DECISION, constitution
from tests.unit.domain.courses import tell
from tests.unit.domain.test_changes_authority import decide, propose, steered


def steps(deal: Dealing, stream: str = CONTRACT) -> tuple[Step, ...]:
    """Ask for what is missing, among all boards and decisions of the story."""
    names = deal.world.streams()
    asking = Asking(
        world=deal.world,
        at=deal.now,
        boards=tuple(name for name in names if name.startswith("board/")),
        decisions=tuple(name for name in names if name.startswith("decision/")),
    )
    return steps_of(asking, StreamName(stream))


def short(found: Iterable[Step]) -> list[tuple[Any, ...]]:
    """Return what is missing of whom, and why it cannot be done now."""
    return [(each.what, each.party, [block.code for block in each.blocks]) for each in found]


def test_each_signature_takes_one_line_away() -> None:
    """From the draft to the last signature, and then nothing is missing."""
    deal = Deal()
    deal.draft()
    parties = ("servier", "iqvia")
    unagreed = [("signature", each, ["out-of-state"]) for each in parties]

    assert short(steps(deal)) == [*[("agreed_form", each, []) for each in parties], *unagreed]
    deal.agree("servier")
    assert short(steps(deal)) == [("agreed_form", "iqvia", []), *unagreed]
    deal.agree("iqvia")
    assert short(steps(deal)) == [("signature", each, []) for each in parties]
    deal.sign_for("iqvia")
    assert short(steps(deal)) == [("signature", "servier", [])]
    deal.sign_for("servier")
    assert steps(deal) == ()


def test_a_step_names_who_how_and_on_what() -> None:
    """The person, the capacity with its grant, the kind, the draft and its digest."""
    deal = Deal()
    drafted = deal.draft()
    deal.agree()
    deal.sign_for("servier")

    (step,) = steps(deal)
    (who,) = step.who

    assert (step.kind, step.subject, step.digest) == (
        "contract.signed.v1",
        drafted.digest,
        deal.contract().content,
    )
    assert (who.party, who.person, who.capacity, who.lacks) == (
        "iqvia",
        "boss-iqvia",
        "signatory",
        (),
    )
    granted = deal.world.find(who.grant)
    assert granted is not None
    assert isinstance(granted.body, RoleGranted)
    assert (granted.body.person, granted.body.role) == ("boss-iqvia", "signatory")


@pytest.mark.parametrize(("limit", "could"), [(114_999, False), (115_000, True), (None, True)])
def test_those_listed_are_those_whom_the_rules_accept(limit: int | None, could: bool) -> None:  # noqa: FBT001
    """Within the limit, to the cent; the contract comes to 1150 euros."""
    deal = Deal()
    money = None if limit is None else euros(limit)
    voice = deal.limited("iqvia", "clerk", money)
    deal.draft()
    deal.agree()
    subject = deal.contract().drafted

    step = steps(deal)[1]

    assert ("clerk" in {each.person for each in step.who}) == could
    if could:
        deal.say(*deal.signature("iqvia", voice), subject=subject)
    else:
        deal.refused(LimitError, *deal.signature("iqvia", voice), subject=subject)


def test_a_party_with_nobody_left_is_blocked() -> None:
    """The only signatory's role ended: nobody could sign today, and that is said."""
    deal = Deal()
    deal.draft()
    deal.agree()
    grant = steps(deal)[1].who[0].grant
    ended = RoleEnded(on=date(2020, 12, 18))
    deal.say(deal.registrars["iqvia"], "role.ended.v1", "party/iqvia", ended, subject=grant)
    assert short(steps(deal))[1] == ("signature", "iqvia", [])
    deal.advance(days=2)

    assert steps(deal)[1].who == ()
    assert short(steps(deal))[1] == ("signature", "iqvia", ["role-not-held"])


def test_a_work_order_is_blocked_by_a_parent_that_is_not_executed() -> None:
    """It is the very refusal that signing would get."""
    deal = Deal()
    deal.draft(boardless(contract_kind="msa"), MSA)
    deal.draft(boardless(contract_kind="work_order", parent=MSA))
    deal.agree()

    (block,) = steps(deal)[0].blocks

    assert block.code == "parent-not-covering"
    assert "it is not executed" in block.text


@pytest.mark.parametrize("act", ["declined", "withdrawn"])
def test_what_was_refused_needs_a_new_draft_and_what_was_given_up_nothing(act: str) -> None:
    """A declined text is drafted again; a negotiation that ended waits for nobody."""
    deal = Deal()
    drafted = deal.draft()
    deal.agree()
    content = str(deal.contract().content)
    if act == "declined":
        body = ContractDeclined(digest=content)
        deal.say(deal.iqvia, "contract.declined.v1", CONTRACT, body, subject=drafted.digest)
    else:
        deal.say(deal.iqvia, "contract.withdrawn.v1", CONTRACT, ContractWithdrawn())

    expected: list[tuple[Any, ...]] = [("draft", None, [])] if act == "declined" else []
    assert short(steps(deal)) == expected


def test_paper_waits_for_its_endorsement() -> None:
    """Also while nothing of it has effect yet, by the party that must still join."""
    deal = Deal()
    act = deal.say(deal.servier, "contract.registered.v1", MSA, deal.paper(), documents=(SCAN,))

    (step,) = steps(deal, MSA)
    assert (step.what, step.party, step.kind, step.subject) == (
        "endorsement",
        "iqvia",
        "act.endorsed.v1",
        act.digest,
    )
    assert [(each.person, each.capacity) for each in step.who] == [("boss-iqvia", "signatory")]
    deal.endorse(deal.iqvia, MSA, act)
    assert steps(deal, MSA) == ()


def test_a_change_waits_for_its_board_and_names_the_decision_on_the_way() -> None:
    """Until it is authorised no signature counts; then each party's is missing."""
    deal = SteeredDeal()
    deal.execute(draft(readers=("tech",)))
    deal.propose(MORE, impact=impact(fee=20_000), change_kind="change_order")
    authority, *signatures = steps(deal, CHANGE)
    (block,) = authority.blocks

    assert (authority.what, authority.party, block.code) == ("authority", None, "authority-missing")
    assert (block.board, block.motions) == (BOARD, ())
    assert short(signatures) == [
        ("signature", each, ["authority-missing"]) for each in ("servier", "iqvia")
    ]
    signature = deal.change_signature("servier")
    deal.refused(AuthorityMissingError, *signature, subject=deal.change().drafted)

    ref = SubjectRef(stream=CHANGE, digest=str(deal.change().content))
    deal.move(subject_refs=(ref,))
    (motion,) = steps(deal, CHANGE)[0].blocks[0].motions
    assert (motion.decision, motion.phase, motion.outcome, motion.is_this_text) == (
        DECISION,
        "moved",
        "pending",
        True,
    )
    deal.propose(WORDS, MORE, impact=impact(fee=20_000), change_kind="change_order")
    (motion,) = steps(deal, CHANGE)[0].blocks[0].motions
    assert motion.is_this_text is False


@pytest.mark.parametrize(
    ("is_read_by_all", "code"), [(True, "authority-missing"), (False, "audience-gap")]
)
def test_where_the_contract_is_silent_a_board_must_seat_all_and_be_read_by_all(
    *, is_read_by_all: bool, code: str
) -> None:
    """A board that not everyone may read who reads the change gives no authority."""
    deal = SteeredDeal()
    deal._admit("outside", "technology")
    readers = ("tech",) if is_read_by_all else ("outside",)
    deal.execute(draft(change_authority=(), readers=readers))
    deal.propose(change_kind="amendment")

    (block,) = steps(deal, CHANGE)[0].blocks

    assert (block.board, block.code) == (BOARD, code)


def test_where_no_board_seats_every_party_that_is_said() -> None:
    """Nobody can authorise such a change until there is one."""
    deal = Deal()
    deal.execute(boardless(change_authority=()))
    deal.propose(change_kind="amendment")

    (block,) = steps(deal, CHANGE)[0].blocks

    assert (block.board, block.code) == (None, "authority-missing")
    assert block.text == "the contract names nobody, and no board seats every party"


def test_a_change_that_delegates_may_sign_lists_them_within_their_limit() -> None:
    """Programme managers to whom so much was delegated, beside the signatories."""
    deal = SteeredDeal()
    for person, up_to in (("small", euros(99)), ("large", euros(500))):
        deal.delegate(deal.limited("iqvia", person, None, "programme_manager"), up_to)
    deal.execute(draft())
    deal.propose(
        MORE.__class__(line="monitoring", fee=euros(100)),
        impact=impact(fee=100),
        change_kind="change_order",
    )

    step = next(each for each in steps(deal, CHANGE) if each.party == "iqvia")

    assert [(each.person, each.capacity) for each in step.who] == [
        ("signer-i", "signatory"),
        ("boss-iqvia", "signatory"),
        ("large", "programme_manager"),
    ]
    deal.sign_change("iqvia")
    assert [each.party for each in steps(deal, CHANGE)] == ["servier"]


def test_a_change_on_an_earlier_version_must_be_drafted_again() -> None:
    """Once another change is executed, a signature would be refused for its base."""
    deal = Deal()
    deal.execute()
    deal.propose()
    deal.amend(WORDS.__class__(id="fees", text="As agreed."), stream="change/score/2")

    assert short(steps(deal, CHANGE)) == [
        ("signature", each, ["base-stale"]) for each in ("servier", "iqvia")
    ]
    deal.say(deal.servier, "change.withdrawn.v1", CHANGE, ChangeWithdrawn())
    assert steps(deal, CHANGE) == ()


def test_a_text_that_comes_in_parts_waits_for_the_next() -> None:
    """A contract's, and a change's: nobody agrees to or signs what is not whole."""
    deal = Deal()
    drafted = deal.draft(boardless(parts=2))
    (step,) = steps(deal)
    assert (step.kind, step.subject) == ("contract.draft_continued.v1", drafted.digest)

    deal.execute()
    proposed = deal.propose(parts=2)
    (step,) = steps(deal, CHANGE)
    assert (step.kind, step.subject) == ("change.draft_continued.v1", proposed.digest)


def test_a_change_of_what_is_over_is_blocked() -> None:
    """It is the very refusal that signing would get."""
    deal = Deal()
    deal.execute()
    deal.propose()
    notice = deal.notice("safety")
    body = ContractTerminated(on=deal.now.date())
    deal.say(deal.servier, "contract.terminated.v1", CONTRACT, body, subject=notice.digest)

    assert short(steps(deal, CHANGE)) == [
        ("signature", each, ["contract-not-in-force"]) for each in ("servier", "iqvia")
    ]
    signature = deal.change_signature("servier")
    deal.refused(NotInForceError, *signature, subject=deal.change().drafted)


def test_a_change_whose_decision_is_challenged_is_blocked() -> None:
    """Until it is confirmed, nobody signs."""
    deal = steered()
    propose(deal)
    decide(deal)
    challenged = DecisionChallenged(seat="i1")
    tell(deal, deal.people["i1"], "decision.challenged.v1", challenged, reason="no quorum")

    assert short(steps(deal, CHANGE)) == [
        ("signature", each, ["authority-contested"]) for each in ("servier", "iqvia")
    ]


def test_those_who_cannot_sign_yet_are_listed_with_what_they_lack() -> None:
    """A key in use, and the undertaking; while nobody has both, that blocks."""
    deal = Deal()
    deal.draft(boardless(parties=("servier", "tech"), obligations=(), responsibilities=()))
    deal.agree()
    registrar, clerk = deal.registrars["tech"], generate_signer("Ed25519")
    enrolled = PersonEnrolled(
        person="late",
        proofing_method="passport seen",
        jwk=clerk.public.jwk(),
        key_proof=deal.proof(clerk, "tech", "late"),
    )
    granted = RoleGranted(person="late", role="signatory", from_=date(2020, 1, 1))
    lost = KeyRevoked(kid=deal.signatories["tech"].key.public.kid, cause="lost")
    deal.say(registrar, "person.enrolled.v1", "party/tech", enrolled)
    deal.say(registrar, "role.granted.v1", "party/tech", granted)
    deal.say(registrar, "key.revoked.v1", "party/tech", lost)
    step = next(each for each in steps(deal) if each.party == "tech")

    assert [(each.person, each.lacks) for each in step.who] == [
        ("boss-tech", ("key",)),
        ("late", ("undertaking",)),
    ]
    assert [each.code for each in step.blocks] == ["role-not-held"]


def test_a_board_that_does_not_seat_every_party_is_no_authority() -> None:
    """The technology company has no seat, so its board cannot change its contract."""
    deal = SteeredDeal()
    parties = {"parties": ("servier", "iqvia", "tech"), "change_authority": ()}
    deal.execute(draft(**parties))
    deal.propose(change_kind="amendment")

    (block,) = steps(deal, CHANGE)[0].blocks

    assert (block.board, block.code) == (None, "authority-missing")


def test_a_decision_about_something_else_is_not_on_the_way() -> None:
    """Only motions that name the change are."""
    deal = steered()
    propose(deal)
    deal.move(class_="budget")

    (block,) = steps(deal, CHANGE)[0].blocks

    assert (block.board, block.motions) == (BOARD, ())


def test_boards_and_decisions_that_wait_are_none_yet() -> None:
    """Their streams are there, and nothing of them has effect."""
    deal = Deal()
    deal.execute(boardless(change_authority=()))
    deal.propose(change_kind="amendment")
    deal.say(deal.servier, "board.constituted.v1", BOARD, constitution())

    (block,) = steps(deal, CHANGE)[0].blocks

    assert (block.board, block.code) == (None, "authority-missing")


def test_nothing_is_missing_where_nothing_is() -> None:
    """A stream that nobody opened waits for nothing."""
    assert steps(Deal(), "contract/nobody") == ()
