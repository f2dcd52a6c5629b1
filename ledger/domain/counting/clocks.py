"""When time alone will change an outcome: what a clock of the ledger must wake up for."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from ledger.domain.counting import days
from ledger.domain.counting.admission import circumstances
from ledger.domain.counting.facts import Facts
from ledger.domain.counting.following import answers_in, over_at, steps_of
from ledger.domain.counting.scene import moment_of
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import Escalation
from ledger.domain.kinds.charter.terms import Period
from ledger.domain.kinds.outcome import DecisionClosed, DecisionTaken
from ledger.domain.voting import outcome

# Times within which something may be done include their last instant; clocks tell seconds.
_NEXT = timedelta(seconds=1)
_UNANSWERED = ("ratification", "applied")
_WAITING = frozenset({"pending", "escalated", "adopted_with_conditions", "deferred"})


def recorded(
    charter: Charter, facts: Facts, closed: DecisionClosed, at: datetime
) -> DecisionClosed:
    """Return what is recorded of an outcome: whether it is final, else until when it stays.

    ``until`` is when time alone changes it, if nobody does anything.
    """
    final = is_final(closed)
    # What is counted later is what was there now, not what the rest of the window would bring.
    decided = replace(facts, decided_at=moment_of(facts, at))
    made = DecisionClosed if final else DecisionTaken
    return made(
        outcome=closed.outcome,
        tally=closed.tally,
        explanation=closed.explanation,
        base=closed.base,
        quorum=closed.quorum,
        items=closed.items,
        stage=closed.stage,
        until=None if final else next_change(charter, decided, closed, at),
    )


def next_change(
    charter: Charter, facts: Facts, closed: DecisionClosed, at: datetime
) -> datetime | None:
    """Return the first moment after this one at which the outcome is another, None if never."""
    if closed.outcome == "deferred":
        return None
    words = _words(closed)
    for moment in sorted(set(_candidates(charter, facts, at))):
        if moment <= at:
            continue
        then = outcome(charter, facts, moment)
        if _words(then) != words or is_final(then):
            return moment
    return None


def is_final(closed: DecisionClosed) -> bool:
    """Whether nothing more follows by rule: no form, condition, answer or stage is awaited."""
    words = _words(closed)
    if _WAITING.intersection(words):
        return False
    return not any((each.rule, each.verdict) == _UNANSWERED for each in closed.explanation)


def _words(closed: DecisionClosed) -> tuple[str, ...]:
    return (closed.outcome, *(item.outcome for item in closed.items))


def _candidates(charter: Charter, facts: Facts, at: datetime) -> Iterator[datetime]:
    """Yield the moments at which some time that the charter gives is over."""
    decided = moment_of(facts, at)
    for formality in charter.procedures.formalities:
        if formality.within is not None:
            yield _over(charter, decided, formality.within)
    stop = facts.matter.long_stop
    if stop is not None:
        yield _day_over(charter, stop)
    alone = charter.procedures.interim
    if facts.matter.procedure == "interim" and alone is not None and alone.ratify is not None:
        yield _over(charter, facts.opened_at, alone.ratify)
    yield from _steps(charter, facts)


def _steps(charter: Charter, facts: Facts) -> Iterator[datetime]:
    """Yield when each step of an escalation is over, should nobody answer any more."""
    rule, up = charter.powers.escalation, facts.escalated
    if rule is None or up is None:
        return
    for item in facts.matter.items or (None,):
        begins = up.since
        for step in steps_of(rule, circumstances(charter, facts, item)):
            yield _over(charter, begins, step.within)
            until = days.last_moment(charter.calendar, begins, step.within)
            begins = over_at(charter, step, answers_in(step, up, begins, until), begins)
        yield from _final_says(charter, rule, begins)


def _final_says(charter: Charter, rule: Escalation, begins: datetime) -> Iterator[datetime]:
    for final in rule.final_say:
        if final.within is not None:
            yield _over(charter, begins, final.within)


def _over(charter: Charter, start: datetime, within: Period) -> datetime:
    last = days.last_moment(charter.calendar, start, within)
    return (last + _NEXT).replace(microsecond=0)


def _day_over(charter: Charter, day: date) -> datetime:
    """Return the moment at which a day of the charter's time zone is over."""
    return days.day_ends(charter.calendar, day)
