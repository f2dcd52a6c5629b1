"""Quorum and outcome: the same inputs give the same answer, on any machine, for ever.

``outcome`` is a pure function of the charter, the facts and the clock. What it
returns is what ``decision.closed.v1`` records, explanation included, so that an
auditor recomputes a close bit for bit from the signed statements.

How a poll is decided (DOMAIN, rules 3 to 5):

1. It ends when an officer closes it, when its window is over, or, where the
   charter says ``all_voted``, when every eligible seat has voted; a tie that
   the chair may break keeps it open until they did.
2. Eligible are the voters who are not recused. Nobody left: inquorate.
3. No ballot at all when the window is over: lapsed.
4. Present are the eligible seats at the meeting at that moment; in writing,
   those with a ballot. A recused seat makes no quorum. Too few: inquorate.
5. The votes for must reach the charter's share of its base, and be one at
   least. Seats that voted and left are part of the base ``present``.
6. As many for as against: the casting vote counts as one more vote, unless
   its chair is recused; without one the charter says what a tie means.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from ledger.domain.boards.charter import needed
from ledger.domain.kinds.board import Charter, Threshold
from ledger.domain.kinds.decision import (
    BaseCount,
    DecisionClosed,
    Figure,
    OutcomeWord,
    QuorumCount,
    RuleApplied,
    Tally,
    Voter,
)

Choice = Literal["for", "against", "abstain"]
Outcome = DecisionClosed

_BASES = {
    "cast": "votes cast",
    "present": "seats present or voting",
    "entitled": "entitled seats",
    "all_seats": "voting seats, vacant and recused ones too",
    "seats": "voting seats, vacant ones too",
    "filled": "filled seats",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Chair:
    """The chair when the motion opened, and the seat that they hold, if any."""

    seat: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """All that an outcome depends on beside the charter.

    ``ballots`` holds each seat's last valid ballot; ``present`` the seats at
    the meeting, None in the written procedure.
    """

    electorate: tuple[Voter, ...]
    closes_at: datetime
    recused: frozenset[str] = frozenset()
    ballots: Mapping[str, Choice]
    present: frozenset[str] | None = None
    chair: Chair | None = None
    casting: Literal["for", "against"] | None = None
    poll_closed: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class _Count:
    """The facts, counted."""

    eligible: tuple[Voter, ...]
    tally: Tally
    present: frozenset[str]
    quorum: QuorumCount
    base: BaseCount

    @property
    def is_tied(self) -> bool:
        return self.tally.for_ == self.tally.against > 0

    @property
    def is_carried(self) -> bool:
        return self.tally.for_ >= self.base.needed


def has_ended(charter: Charter, facts: Facts, at: datetime) -> bool:
    """Whether the poll is over at this moment, so that the decision closes by rule."""
    if facts.poll_closed or at >= facts.closes_at:
        return True
    if charter.closes != "all_voted":
        return False
    choices = [
        facts.ballots.get(voter.seat)
        for voter in facts.electorate
        if voter.seat not in facts.recused
    ]
    if None in choices:
        return False
    tied = choices.count("for") == choices.count("against") > 0
    return not (tied and facts.casting is None and _may_break_ties(charter, facts))


def outcome(charter: Charter, facts: Facts, at: datetime) -> Outcome:
    """Return what the board has decided at this moment, with tally and reasons.

    The outcome is ``pending`` while the poll is open.
    """
    counted = _count(charter, facts)
    word, reasons = _judge(charter, facts, counted, at)
    explanation = (
        *_explain_electorate(charter, facts, counted),
        _explain_ballots(counted.tally),
        *reasons,
        RuleApplied(
            rule="outcome", text=f"The motion is {word.replace('_', ' ')}.", verdict="applied"
        ),
    )
    return DecisionClosed(
        outcome=word,
        tally=counted.tally,
        base=counted.base,
        quorum=counted.quorum,
        explanation=explanation,
    )


def _may_break_ties(charter: Charter, facts: Facts) -> bool:
    """Whether a chair is there to break a tie; never a recused one (DOMAIN, rule 5)."""
    chair = facts.chair
    return charter.casting_vote == "chair" and chair is not None and chair.seat not in facts.recused


def _count(charter: Charter, facts: Facts) -> _Count:
    eligible = tuple(voter for voter in facts.electorate if voter.seat not in facts.recused)
    choices = {
        voter.seat: facts.ballots[voter.seat] for voter in eligible if voter.seat in facts.ballots
    }
    words = list(choices.values())
    tally = Tally(
        for_=words.count("for"),
        against=words.count("against"),
        abstained=words.count("abstain"),
        silent=len(eligible) - len(words),
        recused=len(facts.electorate) - len(eligible),
    )
    seats = {voter.seat for voter in eligible}
    present = frozenset(choices if facts.present is None else facts.present & seats)
    voting_seats = sum(seat.voting for seat in charter.seats)
    bases = {
        "cast": tally.for_ + tally.against,
        "present": len(present | choices.keys()),
        "entitled": len(eligible),
        "filled": len(facts.electorate),
        "seats": voting_seats,
        "all_seats": voting_seats,
    }
    return _Count(
        eligible=eligible,
        tally=tally,
        present=present,
        quorum=_quorum(charter, eligible, present, bases[charter.quorum.base]),
        base=_base(charter, bases[charter.majority.base]),
    )


def _quorum(
    charter: Charter, eligible: tuple[Voter, ...], present: frozenset[str], count: int
) -> QuorumCount:
    there = {voter.party for voter in eligible if voter.seat in present}
    missing = tuple(party for party in charter.quorum.parties if party not in there)
    least = needed(charter.quorum.threshold, count)
    return QuorumCount(
        of=charter.quorum.base,
        count=count,
        needed=least,
        present=len(present),
        met=bool(eligible) and len(present) >= least and not missing,
        missing_parties=missing,
    )


def _base(charter: Charter, count: int) -> BaseCount:
    # No share of nothing adopts a motion: one vote for is the least.
    least = max(1, needed(charter.majority.threshold, count))
    return BaseCount(of=charter.majority.base, count=count, needed=least)


Judged = tuple[OutcomeWord, tuple[RuleApplied, ...]]


def _judge(charter: Charter, facts: Facts, counted: _Count, at: datetime) -> Judged:
    """Return the outcome word, and the rules that led to it in their order."""
    quorum = _explain_quorum(charter, counted.quorum)
    if not has_ended(charter, facts, at):
        return "pending", (*quorum, _explain_majority(charter, counted))
    end = _explain_end(facts, at)
    if not counted.eligible:
        nobody = RuleApplied(
            rule="eligible", text="Nobody is left who may vote.", verdict="not_met"
        )
        return "inquorate", (end, nobody)
    voted = len(counted.eligible) - counted.tally.silent
    if not voted and not facts.poll_closed:
        silence = RuleApplied(
            rule="silence",
            text="The window is over and no ballot was cast; silence is no vote.",
            verdict="not_met",
        )
        return "lapsed", (end, silence)
    if not counted.quorum.met:
        return "inquorate", (end, *quorum)
    word, reasons = _judge_votes(charter, facts, counted)
    return word, (end, *quorum, *reasons)


def _judge_votes(charter: Charter, facts: Facts, counted: _Count) -> Judged:
    majority = _explain_majority(charter, counted)
    if counted.is_carried:
        return "adopted", (majority,)
    if not counted.is_tied:
        return "rejected", (majority,)
    if facts.casting is None or not _may_break_ties(charter, facts):
        tie = RuleApplied(
            rule="tie",
            text=f"As many for as against: by the charter the motion is {charter.tie}.",
            verdict="applied",
            figures=_figures(for_=counted.tally.for_, against=counted.tally.against),
        )
        return charter.tie, (majority, tie)
    casting = RuleApplied(
        rule="casting-vote",
        text=f"As many for as against: the chair's casting vote is {facts.casting}.",
        verdict="applied",
        figures=_figures(for_=counted.tally.for_, against=counted.tally.against),
    )
    again = _with_casting_vote(charter, counted, facts.casting)
    word: OutcomeWord = "adopted" if again.is_carried else "rejected"
    return word, (majority, casting, _explain_majority(charter, again))


def _with_casting_vote(
    charter: Charter, counted: _Count, casting: Literal["for", "against"]
) -> _Count:
    """Count the casting vote as one more vote, in the bases that are made of votes too.

    So it weighs exactly what a further voter would have weighed, and one vote
    more for a motion can never turn it down.
    """
    tally = counted.tally
    count = counted.base.count + (charter.majority.base in {"cast", "present"})
    return replace(
        counted,
        tally=Tally(
            for_=tally.for_ + (casting == "for"),
            against=tally.against + (casting == "against"),
            abstained=tally.abstained,
            silent=tally.silent,
            recused=tally.recused,
        ),
        base=_base(charter, count),
    )


def _figures(**figures: int) -> tuple[Figure, ...]:
    return tuple(
        Figure(name=name.strip("_").replace("_", "-"), value=value)
        for name, value in figures.items()
    )


def _share(threshold: Threshold) -> str:
    reach = threshold.reach.replace("_", " ")
    return f"{reach} {threshold.share.num}/{threshold.share.den}"


def _explain_electorate(charter: Charter, facts: Facts, counted: _Count) -> Iterator[RuleApplied]:
    filled, eligible = len(facts.electorate), len(counted.eligible)
    voting_seats = sum(seat.voting for seat in charter.seats)
    yield RuleApplied(
        rule="electorate",
        text=f"Voting seats: {voting_seats}; filled: {filled}; may vote here: {eligible}.",
        verdict="applied",
        figures=_figures(voting_seats=voting_seats, filled=filled, eligible=eligible),
    )
    recused = [voter.seat for voter in facts.electorate if voter.seat in facts.recused]
    if recused:
        yield RuleApplied(
            rule="recusal",
            text=f"Withdrawn for a conflict: {', '.join(recused)}; neither present nor voting.",
            verdict="applied",
            figures=_figures(recused=len(recused)),
        )


def _explain_ballots(tally: Tally) -> RuleApplied:
    return RuleApplied(
        rule="ballots",
        text=(
            f"For: {tally.for_}; against: {tally.against}; abstained: {tally.abstained};"
            f" silent: {tally.silent}."
        ),
        verdict="applied",
        figures=_figures(
            for_=tally.for_,
            against=tally.against,
            abstained=tally.abstained,
            silent=tally.silent,
        ),
    )


def _explain_end(facts: Facts, at: datetime) -> RuleApplied:
    if facts.poll_closed:
        text = "The poll was closed by an officer of the board."
    elif at >= facts.closes_at:
        text = f"The window was over at {facts.closes_at:%Y-%m-%dT%H:%M:%SZ}."
    else:
        text = "Every seat that may vote has voted."
    return RuleApplied(rule="end", text=text, verdict="applied")


def _explain_quorum(charter: Charter, quorum: QuorumCount) -> Iterator[RuleApplied]:
    enough = quorum.present >= quorum.needed
    yield RuleApplied(
        rule="quorum",
        text=(
            f"Present: {quorum.present} of {quorum.count} {_BASES[quorum.of]}; needed:"
            f" {_share(charter.quorum.threshold)}, so {quorum.needed}."
        ),
        verdict="met" if enough else "not_met",
        figures=_figures(present=quorum.present, count=quorum.count, needed=quorum.needed),
    )
    if charter.quorum.parties:
        missing = ", ".join(quorum.missing_parties) or "none"
        yield RuleApplied(
            rule="quorum-parties",
            text=f"Each must be present: {', '.join(charter.quorum.parties)}; missing: {missing}.",
            verdict="not_met" if quorum.missing_parties else "met",
            figures=_figures(missing=len(quorum.missing_parties)),
        )


def _explain_majority(charter: Charter, counted: _Count) -> RuleApplied:
    tally, base = counted.tally, counted.base
    return RuleApplied(
        rule="majority",
        text=(
            f"For: {tally.for_} of {base.count} {_BASES[base.of]}; needed:"
            f" {_share(charter.majority.threshold)}, so {base.needed}."
        ),
        verdict="met" if counted.is_carried else "not_met",
        figures=_figures(for_=tally.for_, count=base.count, needed=base.needed),
    )
