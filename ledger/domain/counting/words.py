"""The explanation: each rule that was applied, with its numbers and its verdict, in words."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from fractions import Fraction as Exact
from typing import Literal

from ledger.domain.counting.problem import Problem
from ledger.domain.counting.standing import REASONS, Standing
from ledger.domain.counting.votes import Counted
from ledger.domain.kinds.base import Fraction
from ledger.domain.kinds.charter.counting import Majority, Quorum, Vote
from ledger.domain.kinds.charter.terms import Threshold
from ledger.domain.kinds.outcome import (
    BaseCount,
    Figure,
    Number,
    PartCount,
    QuorumCount,
    RuleApplied,
    Tally,
)

Verdict = Literal["met", "not_met", "applied"]

BASES = {
    "cast": "votes cast",
    "present": "present or voting",
    "entitled": "entitled to vote here",
    "filled": "filled voting seats",
    "all_seats": "voting seats, vacant and recused ones too",
}
_UNITS = {"seat": "seats", "person": "persons", "party": "parties", "weight": "weight"}
_WORDS = {
    "adopted": "The motion is adopted.",
    "adopted_with_conditions": "The motion is adopted; it has effect once its conditions are met.",
    "rejected": "The motion is rejected.",
    "deadlocked": "The board is deadlocked.",
    "inquorate": "There is no quorum, so nothing is decided.",
    "inadmissible": "A form was not kept, so nothing is decided.",
    "ultra_vires": "It is beyond the power of whoever would decide it.",
    "escalated": "It waits for those to whom it was escalated.",
    "unresolved": "The escalation is exhausted without a decision.",
    "deferred": "It is put off: a next stage is due.",
    "pending": "Nothing is decided yet.",
    "lapsed": "The time is over without a result.",
}


def rule_applied(
    rule: str, text: str, verdict: Verdict, numbers: tuple[Figure, ...] = ()
) -> RuleApplied:
    """Make one line of an explanation."""
    return RuleApplied(rule=rule, text=text, verdict=verdict, figures=numbers)


def figures(**values: Number) -> tuple[Figure, ...]:
    """Make the numbers that a rule worked with; underscores in names become hyphens."""
    return tuple(
        Figure(name=name.strip("_").replace("_", "-"), value=value)
        for name, value in values.items()
    )


def listed(words: Iterable[str]) -> str:
    """Join words with commas, and say "none" where there are none."""
    return ", ".join(word.replace("_", " ") for word in words) or "none"


def spoken(value: Number) -> str:
    """Say a number: whole, or as a whole and a fraction."""
    if not isinstance(value, Fraction):
        return str(value)
    whole, rest = divmod(value.num, value.den)
    return f"{whole} {rest}/{value.den}" if whole else f"{rest}/{value.den}"


def threshold_text(threshold: Threshold) -> str:
    """Say a threshold as the charter puts it."""
    if threshold.share is None:
        text = str(threshold.count)
    else:
        reach = threshold.reach.replace("_", " ")
        text = f"{reach} {threshold.share.num}/{threshold.share.den}"
        if threshold.plus:
            text += f" and {threshold.plus}"
        if threshold.rounding != "exact":
            text += f", rounded {threshold.rounding}"
    if threshold.least:
        text += f", never fewer than {threshold.least}"
    return text


def explain_problems(problems: Iterable[Problem]) -> Iterator[RuleApplied]:
    """Say what keeps the matter from being decided."""
    for problem in problems:
        yield rule_applied(problem.rule, problem.text, "not_met")


def explain_electorate(standings: Iterable[Standing]) -> Iterator[RuleApplied]:
    """Say how many seats may vote, and why others may not."""
    voting = [each for each in standings if each.reason != "no-vote"]
    filled = [each for each in voting if each.is_filled]
    eligible = [each for each in voting if each.may_vote]
    yield rule_applied(
        "electorate",
        f"Voting seats: {len(voting)}; filled: {len(filled)}; may vote here: {len(eligible)}.",
        "applied",
        figures(voting_seats=len(voting), filled=len(filled), eligible=len(eligible)),
    )
    for reason, sentence in REASONS.items():
        seats = [each.seat for each in filled if each.reason == reason]
        if seats and reason != "may-vote":
            yield rule_applied(
                reason, f"{', '.join(seats)}: {sentence}.", "applied", figures(seats=len(seats))
            )


def explain_ballots(tally: Tally) -> Iterator[RuleApplied]:
    """Say what was voted, and what is only deemed."""
    yield rule_applied(
        "ballots",
        f"For: {tally.for_}; against: {tally.against}; abstained: {tally.abstained};"
        f" silent: {tally.silent}.",
        "applied",
        figures(
            for_=tally.for_, against=tally.against, abstained=tally.abstained, silent=tally.silent
        ),
    )
    deemed = {
        "for": tally.deemed_for,
        "against": tally.deemed_against,
        "abstained": tally.deemed_abstained,
    }
    said = [f"{count} {word}" for word, count in deemed.items() if count]
    if said:
        yield rule_applied(
            "deemed",
            f"Silent, and by the charter deemed: {', '.join(said)}; none of them was cast.",
            "applied",
            figures(deemed=sum(deemed.values())),
        )


def explain_proxies(proxies: Iterable[tuple[str, str]]) -> Iterator[RuleApplied]:
    """Say whose vote is in whose hand."""
    hands = [f"{giver} by {holder}" for giver, holder in sorted(proxies)]
    if hands:
        yield rule_applied("proxies", f"Represented: {', '.join(hands)}.", "applied")


def explain_end(
    closes_at: datetime | None, *, by_officer: bool, in_time: bool, at_meeting: bool
) -> RuleApplied:
    """Say why the poll is over; at a meeting it has no window."""
    if by_officer:
        text = "The poll was closed by an officer of the board."
    elif in_time or closes_at is None:
        text = "Every seat that may vote has voted, or no ballot could change the outcome."
    else:
        what = "poll" if at_meeting else "window"
        text = f"The {what} was over at {closes_at:%Y-%m-%dT%H:%M:%SZ}."
    return rule_applied("end", text, "applied")


def explain_quorum(rule: Quorum, quorum: QuorumCount) -> Iterator[RuleApplied]:
    """Say who was present, against what the charter asks."""
    unit = _UNITS[quorum.unit]
    if rule.threshold is not None:
        enough = _reaches(quorum.present, quorum.needed, passes=quorum.passes)
        yield rule_applied(
            rule.rule,
            f"Present: {spoken(quorum.present)} of {spoken(quorum.count)} {unit}"
            f" ({BASES[quorum.of]}); needed: {threshold_text(rule.threshold)}, so"
            f" {_least(quorum.needed, passes=quorum.passes)}.",
            "met" if enough else "not_met",
            figures(present=quorum.present, count=quorum.count, needed=quorum.needed),
        )
    yield from explain_parts("quorum-part", "Present", quorum.parts)


def explain_parts(rule: str, seen: str, parts: Iterable[PartCount]) -> Iterator[RuleApplied]:
    """Say which parts hold."""
    for part in parts:
        reach = part.reach.replace("_", " ")
        yield rule_applied(
            rule,
            f"{seen}, {part.part}: {spoken(part.found)}; needed: {reach} {spoken(part.needed)}.",
            "met" if part.met else "not_met",
            figures(found=part.found, needed=part.needed),
        )


def _explain_limit(part: PartCount) -> RuleApplied:
    """Say how many abstained, or voted against, of those who may all the same."""
    choice = "Abstentions" if part.part == "abstain-limit" else "Votes against"
    return rule_applied(
        "votes-part",
        f"{choice}: {spoken(part.found)}; allowed: {spoken(part.needed)} at the most.",
        "met" if part.met else "not_met",
        figures(found=part.found, needed=part.needed),
    )


def explain_votes(rule: Vote, counted: Counted) -> Iterator[RuleApplied]:
    """Say what the motion got, against everything that it needs."""
    for majority, base in zip(counted.needs, counted.bases, strict=True):
        yield _explain_base(rule, majority, base)
    # The limits come last, one count for each.
    limited = len(counted.parts) - len(rule.limits)
    yield from explain_parts("votes-part", "For", counted.parts[:limited])
    for part in counted.parts[limited:]:
        yield _explain_limit(part)
    if counted.vetoed_by:
        yield rule_applied("veto", f"Vetoed by {', '.join(counted.vetoed_by)}.", "not_met")


def _explain_base(rule: Vote, majority: Majority, base: BaseCount) -> RuleApplied:
    named = "" if majority.name is None else f"{majority.name}: "
    return rule_applied(
        rule.rule,
        f"{named}For: {spoken(base.for_)} of {spoken(base.count)} {_UNITS[base.unit]}"
        f" ({BASES[base.of]}); needed: {threshold_text(majority.threshold)}, so"
        f" {_least(base.needed, passes=base.passes)}.",
        "met" if base.met else "not_met",
        figures(for_=base.for_, count=base.count, needed=base.needed),
    )


def explain_outcome(word: str) -> RuleApplied:
    """Say the outcome."""
    return rule_applied("outcome", _WORDS[word], "applied")


def _least(needed: Number, *, passes: bool) -> str:
    return f"more than {spoken(needed)}" if passes else spoken(needed)


def _reaches(found: Number, needed: Number, *, passes: bool) -> bool:
    one, other = fraction(found), fraction(needed)
    return one > other if passes else one >= other


def fraction(value: Number) -> Exact:
    """Return a recorded number as one that can be compared."""
    return Exact(value.num, value.den) if isinstance(value, Fraction) else Exact(value)
