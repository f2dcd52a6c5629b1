"""Whether a matter may be decided at all: power, procedure, call, stage, composition.

What is lacking is said as problems: *ultra_vires* where the board has no power,
*inadmissible* where a form was not kept. What was not stated is not judged; only
a rehearsal leaves something open, a ledger knows everything.
"""

from collections.abc import Iterator
from datetime import datetime

from ledger.domain.counting import days
from ledger.domain.counting.composition import composition
from ledger.domain.counting.convening import filled_seats, is_enough, meeting_problems
from ledger.domain.counting.facts import Facts, Item, Meeting
from ledger.domain.counting.powers import added, power_problems
from ledger.domain.counting.presence import meeting_rule
from ledger.domain.counting.problem import Problem
from ledger.domain.counting.selection import Circumstances, applies, first_fitting
from ledger.domain.counting.standing import is_recused
from ledger.domain.kinds.charter import Charter


def circumstances(charter: Charter, facts: Facts, item: Item | None = None) -> Circumstances:
    """Return what ``when`` asks for, of the motion or of one of its items."""
    matter, meeting = facts.matter, facts.meeting
    filled = filled_seats(facts)
    name = None if item is None else item.item
    amount = matter.amount if item is None or item.amount is None else item.amount
    class_ = matter.class_ if item is None or item.class_ is None else item.class_
    rule = None if meeting is None else meeting_rule(charter, meeting)
    named = None if meeting is None else meeting.class_
    return Circumstances(
        class_=class_,
        procedure=matter.procedure,
        topics=matter.topics,
        meeting=rule.class_ if named is None and rule is not None else named,
        stage=facts.staged.stage,
        is_reconvened=meeting is not None and is_reconvened(charter, facts, meeting),
        vacancies=sum(member.voting and not member.is_filled for member in facts.members),
        filled=len(filled),
        recused=sum(is_recused(facts.recusals, each.seat, name) for each in filled),
        amount=amount,
        added=added(charter, facts, class_, amount),
        budget=matter.budget,
    )


def is_reconvened(charter: Charter, facts: Facts, meeting: Meeting) -> bool:
    """Whether a meeting takes up an inquorate one within the charter's times.

    Where the charter says so, only for what was on the agenda of the first one.
    """
    earlier, at_meeting = meeting.reconvenes, charter.procedures.meeting
    if earlier is None or not earlier.was_inquorate or at_meeting is None:
        return False
    rule = at_meeting.reconvene
    agenda = earlier.agenda
    if rule.same_agenda and agenda is not None and facts.matter.agenda_item not in agenda:
        return False
    after, within = rule.after, rule.within
    late_enough = after is None or days.is_over(
        charter.calendar, earlier.starts_at, after, meeting.starts_at
    )
    soon_enough = within is None or meeting.starts_at <= days.last_moment(
        charter.calendar, earlier.starts_at, within
    )
    return late_enough and soon_enough


def problems(charter: Charter, facts: Facts, item: Item | None = None) -> Iterator[Problem]:
    """Yield everything that keeps the matter (or one item of it) from being decided."""
    here = circumstances(charter, facts, item)
    yield from power_problems(charter, here)
    yield from _procedure_problems(charter, facts, here)
    if facts.meeting is not None and facts.matter.procedure == "meeting":
        yield from meeting_problems(charter, facts, facts.meeting, here)
    yield from _stage_problems(charter, facts)
    yield from _barred_problems(charter, facts)
    for composed in composition(charter, facts.members):
        if composed.binds == "decision" and not composed.is_met:
            text = f"The board is not composed as its charter asks: {composed.rule}."
            yield Problem(rule="composition", text=text)


def _procedure_problems(charter: Charter, facts: Facts, here: Circumstances) -> Iterator[Problem]:
    procedures = charter.procedures
    ways = {
        "meeting": procedures.meeting,
        "written": procedures.written,
        "no_objection": procedures.no_objection,
        "interim": procedures.interim,
    }
    way = ways[here.procedure]
    if way is None:
        yield Problem(
            rule="procedure",
            text=f"The board does not decide by the procedure {here.procedure.replace('_', ' ')}.",
        )
        return
    when = getattr(way, "when", None)
    if not applies(when, here):
        yield Problem(
            rule="procedure",
            text=f"The procedure {here.procedure.replace('_', ' ')} is not for this matter.",
        )
    if len(facts.matter.items) > 1 and not procedures.en_bloc:
        yield Problem(rule="en-bloc", text="The charter has each matter put on its own.")
    least = least_end(charter, here, facts.opened_at)
    if facts.closes_at is not None and facts.closes_at < least:
        text = f"The poll is open until {least:%Y-%m-%dT%H:%M:%SZ} at the least, by the charter."
        yield Problem(rule="window", text=text)


def least_end(charter: Charter, here: Circumstances, opened_at: datetime) -> datetime:
    """Return until when a poll that was opened at a moment stays open at the least."""
    procedures = charter.procedures
    window = None
    if here.procedure == "written" and procedures.written is not None:
        special = first_fitting(procedures.written.windows, here)
        window = procedures.written.window if special is None else special.window
    elif here.procedure == "no_objection" and procedures.no_objection is not None:
        window = procedures.no_objection.window
    return opened_at if window is None else days.ends(charter.calendar, opened_at, window)


def _stage_problems(charter: Charter, facts: Facts) -> Iterator[Problem]:
    staged = facts.staged
    if staged.stage == 1:
        return
    rule = next((each for each in charter.procedures.stages if each.stage == staged.stage), None)
    if rule is None:
        yield Problem(rule="stage", text=f"The charter has no stage {staged.stage}.")
        return
    if staged.since is None:
        return
    if rule.after is not None and not days.is_over(
        charter.calendar, staged.since, rule.after, facts.opened_at
    ):
        unit = rule.after.unit.replace("_", " ")
        yield Problem(
            rule="stage",
            text=f"Stage {staged.stage} comes {rule.after.count} {unit} after the one before.",
        )
    if rule.within is not None and facts.opened_at > days.last_moment(
        charter.calendar, staged.since, rule.within
    ):
        yield Problem(rule="stage", text=f"The time for stage {staged.stage} is over.")


def _barred_problems(charter: Charter, facts: Facts) -> Iterator[Problem]:
    rule, same_as = charter.powers.barred, facts.matter.same_as
    if rule is None or same_as is None:
        return
    filled = filled_seats(facts)
    asking = [member for member in filled if member.seat in facts.putting_again]
    if rule.unless is not None and is_enough(charter, rule.unless, "seat", asking, filled):
        return
    for past in facts.decisions:
        if past.same_as != same_as or past.outcome != "rejected" or past.at > facts.opened_at:
            continue
        if not days.is_over(charter.calendar, past.at, rule.period, facts.opened_at):
            yield Problem(
                rule="barred",
                text=f"The matter was rejected on {days.local_day(charter.calendar, past.at)}"
                f" and is not put again for {rule.period.count}"
                f" {rule.period.unit.replace('_', ' ')}.",
            )
            return
