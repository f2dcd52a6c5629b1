"""An operator forges contracts and changes under a valid tree; replaying the rules tells.

They hold every server key, and their server lets through what the rules refuse.
Signatures, tree and checkpoint hold in all of these.
"""

import json
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from typing import Any

import pytest

from ledger.domain import rules
from ledger.domain.kinds.base import Money
from ledger.domain.kinds.change import Authority, BudgetAdjust, ChangeAuthorised, ChangeExecuted
from ledger.domain.kinds.contract import ContractExecuted, SignatureRef
from ledger.domain.kinds.decision import SubjectRef
from ledger.domain.kinds.duty import PaymentReleased
from ledger.domain.kinds.party import RoleGranted
from ledger.domain.world import Act, FollowUp, Scratch
from ledger.evidence.canonical import Body, format_canonical
from ledger.evidence.statement import StreamName, open_statement
from ledger.verify.verdicts import verify_history
from tests.unit.domain.agreement import CHANGE, CONTRACT, MORE, SteeredDeal, draft, euros, impact
from tests.unit.domain.boardroom import DECISION
from tests.unit.domain.charter_parts import powers, right
from tests.unit.domain.story import Voice
from tests.unit.verify.forgery import Book, history_of
from tests.unit.verify.leaves import other_values

SAID = ("change.authorised.v1", "change.executed.v1", "contract.changed.v1", "contract.executed.v1")


class LaxDeal(SteeredDeal):
    """A deal on a server that can be told to ask no rule."""

    def slip(self, voice: Voice, kind: str, stream: str, body: Body, **claims: Any) -> Act:
        """Record what a member signed, whether or not it is allowed."""
        compact = self.sign(voice, kind, stream, body, **claims)
        scratch = Scratch(self.world)
        act = rules.place(scratch, open_statement(compact, voice.key.public), self.now)
        self._follow(scratch, deque(rules.record(scratch, act)))
        self._keep(scratch)
        return act

    def slip_signature(self, party: str, voice: Voice | None = None) -> int:
        """Record a signature on the change that the rules refuse; return its entry."""
        said = self.change_signature(party, voice)
        return self.slip(*said, subject=self.change().drafted).leaf_index

    def invent(self, stream: str, kind: str, body: Body) -> int:
        """Let the ledger itself state what does not follow; return its entry."""
        leaf_index, (*_, cause) = self.world.size, self.world.acts()
        told = FollowUp(stream=StreamName(stream), kind=kind, subject=cause.digest, body=body)
        scratch = Scratch(self.world)
        self._follow(scratch, deque([told]))
        self._keep(scratch)
        return leaf_index

    def propose_order(self, op: BudgetAdjust = MORE) -> None:
        """Draft a change order, for which the contract names the board."""
        assert isinstance(op.fee, Money)
        self.propose(op, change_kind="change_order", impact=impact(fee=op.fee.minor))

    def decide(self, before_votes: Callable[[], None] = lambda: None) -> None:
        """Let the board adopt the change in its words of now."""
        ref = SubjectRef(stream=CHANGE, digest=str(self.change().content))
        self.open(self.move(class_="budget", subject_refs=(ref,)))
        before_votes()
        for voter in self.matter(DECISION).poll.electorate:
            self.vote(voter.seat, "for")

    def authority(self, **members: Any) -> ChangeAuthorised:
        """Return the board's authority for the change as it is drafted now."""
        by = Authority(by="board/jsc", by_contract=True, **members)
        change = self.change()
        return ChangeAuthorised(digest=str(change.content), authority=by, amount=change.amount)


def lax() -> LaxDeal:
    """Return a deal with a board and an executed contract."""
    deal = LaxDeal(**powers(right("budget", euros(10**9))))
    deal.execute(draft(readers=("tech",)))
    return deal


def ordered() -> LaxDeal:
    """Return one whose change order the board has authorised."""
    deal = lax()
    deal.propose_order()
    deal.decide()
    return deal


def executed_body(deal: LaxDeal, *signed: Act) -> ChangeExecuted:
    """Return what the ledger would say, had these signatures been enough."""
    change = deal.change()
    return ChangeExecuted(
        digest=str(change.content),
        drafted=change.drafted,
        base=change.body.base,
        authority=change.authority or deal.authority().authority,
        signatures=tuple(signature_ref(act) for act in signed),
        executed_on=deal.now.date(),
        effective_rule="last_signature",
        retroactive=False,
        effective_on=deal.now.date(),
    )


def signature_ref(act: Act) -> SignatureRef:
    """Return who signed, and where."""
    signer = act.statement.signer
    return SignatureRef(party=str(signer.party), person=signer.person, statement=act.digest)


def signed_undecided(deal: LaxDeal) -> int:
    """A party signs a change order that no decision authorises."""
    deal.propose_order()
    return deal.slip_signature("servier")


def executed_undecided(deal: LaxDeal) -> int:
    """The ledger says that a change is executed, which nobody decided or signed."""
    deal.propose_order()
    return deal.invent(CHANGE, "change.executed.v1", executed_body(deal))


def authorised_undecided(deal: LaxDeal) -> int:
    """The ledger makes up the authority, and the parties sign in good faith."""
    deal.propose_order()
    leaf_index = deal.invent(CHANGE, "change.authorised.v1", deal.authority())
    deal.sign_change()
    assert deal.change().phase == "executed"
    return leaf_index


def decided_other_words(deal: LaxDeal) -> int:
    """The board decided on other words than those that are authorised, signed and executed."""
    deal.propose_order()
    deal.decide(lambda: deal.propose_order(BudgetAdjust(line="monitoring", fee=euros(20_001))))
    closed = deal.acts("decision.closed.v1")[0].digest
    body = deal.authority(decision=DECISION, closed=closed, outcome="adopted")
    leaf_index = deal.invent(CHANGE, "change.authorised.v1", body)
    deal.sign_change()
    assert deal.change().phase == "executed"
    return leaf_index


def signed_beyond_limit(deal: LaxDeal) -> int:
    """A signatory signs for a cent more than they may."""
    deal.propose_order()
    deal.decide()
    small = deal.limited("servier", "small", euros(19_999))
    leaf_index = deal.slip_signature("servier", small)
    deal.sign_change("iqvia")
    assert deal.change().phase == "executed"
    return leaf_index


def signed_out_of_period(deal: LaxDeal) -> int:
    """A signatory signs on the day after their last one."""
    deal.propose_order()
    deal.decide()
    former = deal.enrol("servier", "former").as_("signatory")
    last = deal.now.date()
    grant = RoleGranted(
        person="former", role="signatory", from_=last - timedelta(days=9), until=last
    )
    deal.say(deal.registrars["servier"], "role.granted.v1", "party/servier", grant)
    deal.advance(days=1)
    return deal.slip_signature("servier", former)


def executed_half_signed(deal: LaxDeal) -> int:
    """A change is executed with one signature of two."""
    deal.propose_order()
    deal.decide()
    deal.sign_change("servier")
    (signed,) = deal.acts("change.signed.v1")
    return deal.invent(CHANGE, "change.executed.v1", executed_body(deal, signed))


def contract_half_signed(deal: LaxDeal) -> int:
    """A contract is executed with one signature of two."""
    other = "contract/other"
    deal.draft(draft(readers=("tech",)), other)
    deal.agree(stream=other)
    deal.sign_for("servier", stream=other)
    matter, signed = deal.contract(other), deal.acts("contract.signed.v1")[-1]
    body = ContractExecuted(
        digest=str(matter.content),
        drafted=matter.drafted,
        signatures=(signature_ref(signed),),
        executed_on=deal.now.date(),
        effective_rule="last_signature",
        retroactive=False,
        effective_on=deal.now.date(),
    )
    return deal.invent(other, "contract.executed.v1", body)


def paid_twice(deal: LaxDeal) -> int:
    """What falls due upon signature is released a second time."""
    due = PaymentReleased(trigger="signature", of="fee", amount=euros(15_000), on=deal.now.date())
    payer = deal.servier.as_("programme_manager")
    deal.say(payer, "payment.released.v1", CONTRACT, due)
    return deal.slip(payer, "payment.released.v1", CONTRACT, due).leaf_index


FORGERIES: list[tuple[Callable[[LaxDeal], int], str]] = [
    (signed_undecided, "authority-missing"),
    (executed_undecided, "follow-up-extra"),
    (authorised_undecided, "follow-up-extra"),
    (decided_other_words, "follow-up-extra"),
    (signed_beyond_limit, "limit-exceeded"),
    (signed_out_of_period, "role-not-held"),
    (executed_half_signed, "follow-up-extra"),
    (contract_half_signed, "follow-up-extra"),
    (paid_twice, "payment-released-already"),
]


@pytest.mark.parametrize(
    ("forge", "code"), FORGERIES, ids=[forge.__name__ for forge, _ in FORGERIES]
)
def test_what_the_rules_refuse_is_found_at_its_entry(
    forge: Callable[[LaxDeal], int], code: str
) -> None:
    """The first finding names the rule and the entry; the log itself holds."""
    deal = lax()
    leaf_index = forge(deal)
    verdict = verify_history(history_of(deal))

    assert verdict.log_holds
    assert (leaf_index, code) == (verdict.findings[0].leaf_index, verdict.findings[0].code)


@cache
def told() -> Book:
    """Return the book of a change order that went the whole way."""
    deal = ordered()
    deal.sign_change()
    return Book.of(deal)


def results() -> list[int]:
    """Return the entries in which the ledger says what became of contract and change."""
    return [at for at, (_, page) in enumerate(told().pages) if page.kind in SAID]


def test_a_story_holds_as_it_was_told() -> None:
    """Before anybody forges, nothing is found; and each of the statements is there."""
    assert verify_history(told().bind()).findings == ()
    assert sorted(told().pages[at][1].kind for at in results()) == sorted(SAID)


@pytest.mark.parametrize("kind", SAID)
def test_no_leaf_of_what_the_ledger_says_can_be_forged(kind: str) -> None:
    """Digests, days, authority, signatures, amounts: each leaf is computed again."""
    unseen = []
    (leaf_index,) = (at for at in results() if told().pages[at][1].kind == kind)
    for body in other_values(json.loads(told().pages[leaf_index][1].body)):
        copy = Book(told().press, list(told().pages))
        copy.forge(leaf_index, body=format_canonical(body))
        verdict = verify_history(copy.bind())
        found = {each.leaf_index for each in verdict.findings}
        if not verdict.log_holds or leaf_index not in found:
            unseen.append(body)

    assert unseen == []


@pytest.mark.parametrize("kind", SAID)
def test_a_signature_or_a_day_less_is_found(kind: str) -> None:
    """A member of the body, or one of its signatures, is left out."""
    (leaf_index,) = (at for at in results() if told().pages[at][1].kind == kind)
    body = json.loads(told().pages[leaf_index][1].body)
    shorter = [{name: each for name, each in body.items() if name != gone} for gone in body]
    if "signatures" in body:
        shorter += [{**body, "signatures": body["signatures"][:count]} for count in (0, 1)]
    for forged in shorter:
        copy = Book(told().press, list(told().pages))
        copy.forge(leaf_index, body=format_canonical(forged))
        verdict = verify_history(copy.bind())

        assert verdict.log_holds
        assert leaf_index in {each.leaf_index for each in verdict.findings}


@pytest.mark.parametrize("kind", SAID)
def test_nothing_that_the_ledger_says_can_be_left_out(kind: str) -> None:
    """It is missed where it was, or what follows stands in its place."""
    (leaf_index,) = (at for at in results() if told().pages[at][1].kind == kind)
    copy = Book(told().press, list(told().pages))
    del copy.pages[leaf_index]
    verdict = verify_history(copy.bind_reseen())
    first = verdict.findings[0]

    assert verdict.log_holds
    assert first.leaf_index == leaf_index
    assert first.code in {"follow-up-missing", "follow-up-different"}
