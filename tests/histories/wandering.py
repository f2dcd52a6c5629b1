"""A contract that goes wherever chance leads it: a walk through the rules, told again by its seed.

Two companies and a third that may take a place deal in one contract: changes of
every op under each effective rule, novations, renewals, names, notices, rest,
duties, conditions. What the rules refuse leaves nothing behind; the walk goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from ledger.domain.contracts.folding import folded
from ledger.domain.contracts.operations import impact_of
from ledger.domain.contracts.standing import parties_of, signers_of
from ledger.domain.kinds.change import (
    AssumptionSet,
    BudgetAddLine,
    BudgetAdjust,
    BudgetSetLine,
    ChangeDrafted,
    ChangeSigned,
    ChangeWithdrawn,
    ClauseAdd,
    ClauseDelete,
    ClauseRenumber,
    ClauseReplace,
    CreditSet,
    LineFigures,
    ObligationRemove,
    ObligationSet,
    Op,
    PartyRename,
    PaymentSet,
    ResponsibilitySet,
    SurvivalSet,
    TerminationSet,
    TermSet,
    TextRestate,
)
from ledger.domain.kinds.contract import (
    ContractConditionMet,
    ContractDrafted,
    ContractTerm,
    Renewal,
    TerminationGround,
)
from ledger.domain.kinds.duty import (
    ObligationBreached,
    ObligationCured,
    ObligationFulfilled,
    ObligationWaived,
)
from ledger.domain.kinds.lifecycle import (
    ContractAbandoned,
    ContractBreachCured,
    ContractNoticeGiven,
    ContractNoticeWithdrawn,
    ContractNovated,
    ContractRenewalAgreed,
    ContractRenewalDeclined,
    ContractResumed,
    ContractSuspended,
    ContractTerminated,
)
from ledger.domain.kinds.party import PartyRenamed
from ledger.domain.kinds.terms import ChangeAuthority
from ledger.domain.world import Act
from ledger.errors import LedgerError
from ledger.evidence.canonical import Body
from tests.unit.domain.agreement import CONTRACT, Deal, boardless, euros

COMPANIES = ("servier", "iqvia", "tech")
_IDS = ("scope", "fees", "secrecy", "data", "report", "audit")
_KINDS = ("administrative", "amendment", "change_order")


@dataclass(kw_only=True)
class Walk:
    """A deal on its way; ``chance`` decides, ``taken`` counts what was recorded of what."""

    chance: Random
    deal: Deal = field(default_factory=Deal)
    taken: dict[str, int] = field(default_factory=dict)
    changes: int = 0

    @classmethod
    def of(cls, seed: int, steps: int) -> "Walk":
        """Begin with an executed contract and take so many steps."""
        walk = cls(chance=Random(seed))  # noqa: S311 -- a walk to be told again, no secret
        walk.deal.execute(walk.opening())
        for _ in range(steps):
            walk.step()
        return walk

    def step(self) -> None:
        """Do one thing, or try to: what is refused leaves nothing behind."""
        act = self.chance.choice(_ACTS)
        try:
            act(self)
        except LedgerError:
            return
        self.taken[act.__name__] = self.taken.get(act.__name__, 0) + 1

    # --- what chance picks -------------------------------------------------------

    def opening(self) -> ContractDrafted:
        """Return a draft: by signatures or upon a condition, renewed by itself or not."""
        rows = tuple(ChangeAuthority(change_kind=kind, by="parties") for kind in _KINDS)  # type: ignore[arg-type]
        restated = ChangeAuthority(change_kind="restatement", by="parties")
        breach = TerminationGround(ground="breach", notice_days=10, cure_days=20, wind_down_days=15)
        leave = TerminationGround(ground="convenience", notice_days=30)
        rule = self.rule() if self.maybe(3) else {"effective_rule": "last_signature"}
        return boardless(
            term=self.term(),
            change_authority=(*rows, restated),
            termination=(breach, leave),
            suspension=("servier",) if self.maybe(2) else (),
            **rule,
        )

    def maybe(self, one_in: int) -> bool:
        """Say yes once in so many times."""
        return self.chance.randrange(one_in) == 0

    def day(self, back: int = 60, forth: int = 90) -> date:
        """Return a day around today."""
        return self.deal.now.date() + timedelta(days=self.chance.randint(-back, forth))

    def term(self) -> ContractTerm:
        """Return a term of some months that is renewed in one of three ways."""
        renewal = self.chance.choice((None, False, True))
        return ContractTerm(
            from_=date(2021, 1, 1),
            to=None if self.maybe(6) else self.day(-20, 500),
            renewal=None
            if renewal is None
            else Renewal(months=self.chance.randint(1, 6), notice_days=5, automatic=renewal),
        )

    def rule(self) -> dict[str, Any]:
        """Return from when something applies."""
        match self.chance.randrange(4):
            case 0:
                return {"effective_rule": "last_signature"}
            case 1:
                stop = {"long_stop": self.day(0, 60)} if self.maybe(2) else {}
                return {"effective_rule": "condition", "condition": "Consent.", **stop}
            case _:
                stated = {"effective_on": self.day(), "effective_reason": "Agreed orally."}
                return {"effective_rule": "stated", **stated}

    def pick(self) -> str:
        """Return an id."""
        return self.chance.choice(_IDS)

    def company(self) -> str:
        """Return a company, a party mostly."""
        return self.chance.choice((*self.parties, *self.parties, *COMPANIES))

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties of today."""
        return parties_of(self.deal.contract(), self.deal.now.date())

    def ops(self) -> tuple[Op, ...]:
        """Return one op or a few."""
        return tuple(self.chance.choice(_OPS)(self) for _ in range(self.chance.randint(1, 3)))

    # --- acts --------------------------------------------------------------------

    def say(self, kind: str, body: Body, *, party: str | None = None, **claims: Any) -> Act:
        """Let someone speak in the contract's stream, for a party of today unless said."""
        voice = self.deal.signatories[party or self.chance.choice(self.parties)]
        return self.deal.say(voice, kind, CONTRACT, body, **claims)

    def joined(self, act: Act) -> None:
        """Let all join in an act that waits for them, or none."""
        if self.maybe(8):
            return
        for party in COMPANIES:
            found = self.deal.world.stream(act.statement.stream)
            if found is not None and act.digest in found.pending:
                voice = self.deal.signatories[party]
                try:
                    self.deal.endorse(voice, act.statement.stream, act)
                except LedgerError:
                    continue


def wait(walk: Walk) -> None:
    """Let time pass."""
    walk.deal.advance(days=walk.chance.randint(1, 40))


def change(walk: Walk) -> None:
    """Draft a change and sign it, for everybody or not."""
    walk.changes += 1
    deal, stream = walk.deal, f"change/score/{walk.changes}"
    ops = walk.ops()
    kind = walk.chance.choice(_KINDS)
    if walk.maybe(12):
        kind, ops = "restatement", (TextRestate(), *ops)
    body = ChangeDrafted(
        change_kind=kind,  # type: ignore[arg-type]
        base=str(deal.contract().version),
        ops=ops,
        impact=impact_of(folded(deal.world, deal.contract()).text, ops),
        **walk.rule(),
    )
    drafter = deal.signatories[walk.parties[0]]
    act = deal.say(drafter, "change.drafted.v1", stream, body, base=body.base)
    for party in signers_of(deal.contract(), deal.now.date()):
        if walk.maybe(12):
            return
        if walk.maybe(12):
            deal.advance(days=walk.chance.randint(1, 9))
        said = ChangeSigned(party=party, digest=str(deal.change(stream).content))
        voice = deal.signatories[party]
        deal.say(voice, "change.signed.v1", stream, said, subject=act.digest)


def withdraw(walk: Walk) -> None:
    """Take back the change that was drafted last, if it is not executed."""
    stream = f"change/score/{walk.changes}"
    voice = walk.deal.signatories[walk.parties[0]]
    walk.deal.say(voice, "change.withdrawn.v1", stream, ChangeWithdrawn())


def novate(walk: Walk) -> None:
    """Let a company take a party's place, from a day before or to come."""
    leaves, joins = walk.chance.sample(COMPANIES, 2)
    body = ContractNovated(leaves=leaves, joins=joins, on=walk.day())
    walk.joined(walk.say("contract.novated.v1", body))


def rename(walk: Walk) -> None:
    """Give a company a new name in the directory."""
    party = walk.chance.choice(COMPANIES)
    body = PartyRenamed(legal_name=f"{party} {walk.chance.randint(1, 99)}", on=walk.day(90, 30))
    deal = walk.deal
    deal.say(deal.signatories[party], "party.renamed.v1", f"party/{party}", body)


def renew(walk: Walk) -> None:
    """Agree to renew, or decline."""
    if walk.maybe(3):
        walk.say("contract.renewal_declined.v1", ContractRenewalDeclined())
    else:
        walk.joined(walk.say("contract.renewal_agreed.v1", ContractRenewalAgreed()))


def meet(walk: Walk) -> None:
    """Say that a condition was met, or give up what waits for it."""
    waiting = tuple(walk.deal.contract().waiting)
    subject = walk.chance.choice(waiting) if waiting else None
    if walk.maybe(4):
        said = walk.say("contract.abandoned.v1", ContractAbandoned(), subject=subject)
    else:
        met = ContractConditionMet(on=walk.day(40, 0))
        said = walk.say("contract.condition_met.v1", met, subject=subject)
    walk.joined(said)


def notice(walk: Walk) -> None:
    """Give notice, take it back, cure the breach, or end the contract by it."""
    running = walk.deal.contract().notices
    if not running or walk.maybe(6):
        if walk.maybe(2):
            return
        ground = walk.chance.choice(("breach", "convenience"))
        walk.say("contract.notice_given.v1", ContractNoticeGiven(ground=ground))
        return
    given = walk.chance.choice(running)
    subject: Any = {"subject": given.digest}
    match walk.chance.randrange(4):
        case 0:
            cured = ContractBreachCured(on=walk.day(20, 0))
            walk.joined(walk.say("contract.breach_cured.v1", cured, **subject))
        case 1 if walk.maybe(2):
            walk.say("contract.terminated.v1", ContractTerminated(on=walk.day(0, 60)), **subject)
        case _:
            back = ContractNoticeWithdrawn()
            walk.say("contract.notice_withdrawn.v1", back, party=given.party, **subject)


def rest(walk: Walk) -> None:
    """Suspend the contract, or let it go on."""
    standing = walk.deal.contract().suspension
    if standing is None:
        if walk.maybe(2):
            return
        walk.joined(walk.say("contract.suspended.v1", ContractSuspended(on=walk.day(0, 10))))
    else:
        resumed = ContractResumed(on=walk.day(0, 20))
        walk.joined(walk.say("contract.resumed.v1", resumed, subject=standing.digest))


def owe(walk: Walk) -> None:
    """Say how an obligation stands."""
    name, on = walk.pick(), walk.day(30, 0)
    kind, body = walk.chance.choice(
        (
            ("fulfilled", ObligationFulfilled(obligation=name, on=on)),
            ("waived", ObligationWaived(obligation=name)),
            ("breached", ObligationBreached(obligation=name, on=on)),
            ("cured", ObligationCured(obligation=name, on=on)),
        )
    )
    walk.joined(walk.say(f"obligation.{kind}.v1", body))


_ACTS: tuple[Callable[[Walk], None], ...] = (
    *(change,) * 10,
    *(wait,) * 3,
    *(novate,) * 4,
    *(meet,) * 3,
    *(renew,) * 2,
    *(rest,) * 2,
    *(notice,) * 2,
    withdraw,
    rename,
    owe,
)


# --- ops: each may or may not fit the text that there is -----------------------


def _word(walk: Walk) -> str:
    return f"Word {walk.chance.randint(1, 999)}."


def _number(walk: Walk) -> str:
    return str(walk.chance.randint(1, 12))


def _line(walk: Walk) -> str:
    return walk.chance.choice(("start-up", "monitoring", "close-out"))


def _set_line(walk: Walk) -> Op:
    line = _line(walk)
    found = folded(walk.deal.world, walk.deal.contract()).text.budget.get(line)
    was = None if found is None else LineFigures(fee=found.fee, pass_through=found.pass_through)
    to = LineFigures(fee=euros(walk.chance.randint(0, 9999)), pass_through="undisclosed")
    return BudgetSetLine(line=line, from_=was, to=None if walk.maybe(4) else to)


def _assumption(walk: Walk) -> Op:
    name = walk.chance.choice(("sites", "visits"))
    was = folded(walk.deal.world, walk.deal.contract()).text.assumptions.get(name)
    return AssumptionSet(name=name, from_=was, to=None if walk.maybe(4) else _number(walk))


def _oblige(walk: Walk) -> Op:
    debtor, creditor = walk.company(), walk.company()
    due = walk.day() if walk.maybe(2) else None
    return ObligationSet(
        id=walk.pick(), debtor=debtor, creditor=creditor, duty=_word(walk), due=due
    )


def _pay(walk: Walk) -> Op:
    trigger = walk.chance.choice(("signature", "first patient"))
    if walk.maybe(4):
        return PaymentSet(trigger=trigger, of="fee")
    percent = str(walk.chance.randint(1, 60))
    return PaymentSet(trigger=trigger, of="fee", percent=percent, payee=walk.company())


def _answer(walk: Walk) -> Op:
    party = None if walk.maybe(4) else walk.company()
    return ResponsibilitySet(activity=walk.chance.choice(("monitoring", "safety")), party=party)


def _ground(walk: Walk) -> Op:
    days = None if walk.maybe(4) else walk.chance.randint(0, 60)
    party = walk.company() if days is not None and walk.maybe(2) else None
    ground = walk.chance.choice(("breach", "convenience", "safety"))
    return TerminationSet(ground=ground, notice_days=days, party=party)


_OPS: tuple[Callable[[Walk], Op], ...] = (
    lambda walk: ClauseAdd(id=walk.pick(), number=_number(walk), heading="New", text=_word(walk)),
    lambda walk: ClauseReplace(id=walk.pick(), text=_word(walk)),
    lambda walk: ClauseDelete(id=walk.pick()),
    lambda walk: ClauseRenumber(id=walk.pick(), number=_number(walk)),
    lambda walk: BudgetAddLine(line=_line(walk), fee=euros(500), pass_through="unknown"),
    lambda walk: BudgetAdjust(line=_line(walk), fee=euros(walk.chance.randint(-500, 900))),
    lambda walk: CreditSet(title="Deposit", amount=None if walk.maybe(3) else euros(7)),
    lambda walk: PartyRename(party=walk.company(), legal_name=f"Name {_number(walk)}"),
    lambda walk: SurvivalSet(clauses=(walk.pick(),) if walk.maybe(2) else ()),
    lambda walk: ObligationRemove(id=walk.pick()),
    lambda walk: TermSet(term=walk.term()),
    *(_set_line, _assumption, _oblige, _oblige, _pay, _answer, _ground),
)
