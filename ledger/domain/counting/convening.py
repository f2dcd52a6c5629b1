"""Whether a meeting is in order: who called it, with what notice, for what.

What was not stated is not judged; only a rehearsal leaves something open.
"""

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction as Exact
from typing import Final, assert_never

from ledger.domain.counting import days
from ledger.domain.counting.facts import AgendaPoint, Facts, Meeting, Member
from ledger.domain.counting.presence import attending, meeting_rule
from ledger.domain.counting.problem import Problem
from ledger.domain.counting.selection import Circumstances, Seen, applies, fits, needed_of
from ledger.domain.counting.weights import weight_of
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Caller, Consent, MeetingRule
from ledger.domain.kinds.charter.terms import CountedAs, Threshold

# Who calls meetings where a charter does not say.
OFFICERS: Final = (Caller(offices=("chair", "co_chair", "vice_chair", "secretary")),)


def meeting_problems(
    charter: Charter, facts: Facts, meeting: Meeting, here: Circumstances
) -> Iterator[Problem]:
    """Yield what is wrong with a meeting: its class, its call, its notice, its agenda."""
    at_meeting = charter.procedures.meeting
    if at_meeting is None:
        return
    rule = meeting_rule(charter, meeting)
    if rule is None:
        if at_meeting.classes:
            yield Problem(
                rule="call", text=f"The charter has no meeting of the class {meeting.class_}."
            )
        else:
            yield from _call_problems(charter, OFFICERS, facts, meeting)
        return
    if not applies(rule.when, here):
        text = f"A meeting of the class {rule.class_} does not decide such matters."
        yield Problem(rule="call", text=text)
    yield from _call_problems(charter, rule.callers or OFFICERS, facts, meeting)
    yield from _notice_problems(charter, rule, facts, meeting)
    yield from _agenda_problems(charter, rule, facts, meeting)


def _call_problems(
    charter: Charter, callers: Iterable[Caller], facts: Facts, meeting: Meeting
) -> Iterator[Problem]:
    if meeting.called_by is None:
        return
    if any(_may_call(charter, each, facts, meeting) for each in callers):
        return
    asked = f", at the request of {len(meeting.requested_by)} seats" if meeting.requested_by else ""
    who = ", ".join(sorted(meeting.called_by))
    text = f"The charter does not let {who} call this meeting{asked}."
    if not who:
        text = f"The meeting was called by nobody whom the charter lets call it{asked}."
    yield Problem(rule="call", text=text)


def _may_call(charter: Charter, caller: Caller, facts: Facts, meeting: Meeting) -> bool:
    assert meeting.called_by is not None, "asked only where the caller is known"
    callers = [member for member in facts.members if member.seat in meeting.called_by]
    as_office = bool(meeting.called_by & set(caller.offices))
    who = caller.who
    as_member = who is not None and any(fits(who, Seen(member=member)) for member in callers)
    if not (as_office or as_member):
        return False
    if caller.support is None:
        return True
    asking = [
        member
        for member in filled_seats(facts)
        if member.seat in meeting.requested_by | meeting.called_by
        and (who is None or fits(who, Seen(member=member)))
    ]
    return is_enough(charter, caller.support, caller.unit, asking, filled_seats(facts))


def filled_seats(facts: Facts) -> list[Member]:
    """Return the members who hold a voting seat."""
    return [member for member in facts.members if member.voting and member.is_filled]


def is_enough(
    charter: Charter,
    threshold: Threshold,
    unit: CountedAs,
    found: Sequence[Member],
    base: Sequence[Member],
) -> bool:
    """Whether some members are enough of a base, counted as the charter counts them."""
    needed = needed_of(threshold, _measure(charter, unit, base), whole=unit != "weight")
    return needed.is_reached(_measure(charter, unit, found))


def _measure(charter: Charter, unit: CountedAs, members: Sequence[Member]) -> Exact:
    match unit:
        case "seat":
            return Exact(len(members))
        case "person":
            return Exact(len({(member.party, member.person) for member in members}))
        case "party":
            return Exact(len({member.party for member in members}))
        case "weight":
            return sum((weight_of(charter, member) for member in members), Exact(0))
        case _:
            assert_never(unit)


def _notice_problems(
    charter: Charter, rule: MeetingRule, facts: Facts, meeting: Meeting
) -> Iterator[Problem]:
    if rule.notice is None or meeting.called_at is None:
        return
    if days.is_over(charter.calendar, meeting.called_at, rule.notice, meeting.starts_at):
        return
    if rule.waiver is not None and _consents(charter, rule.waiver, facts, meeting, meeting.waivers):
        return
    given = days.elapsed(charter.calendar, meeting.called_at, meeting.starts_at, rule.notice.unit)
    asked, unit = days.as_noticed(charter.calendar, meeting.called_at, rule.notice)
    waived = "" if rule.waiver is None else ", and it was not waived by enough"
    yield Problem(
        rule="notice",
        text=f"The notice was {given} {unit}; the charter asks for {asked} {unit}{waived}.",
    )


def _consents(
    charter: Charter, consent: Consent, facts: Facts, meeting: Meeting, seats: Iterable[str]
) -> bool:
    """Whether enough seats agree, of those present (now) or of all filled ones."""
    base = [
        member
        for member in facts.members
        if member.is_filled and fits(consent.who, Seen(member=member))
    ]
    there = attending(meeting, facts.poll_closed_at or facts.opened_at)
    if consent.of == "present":
        base = [member for member in base if member.seat in there]
    agreeing = set(seats) if consent.by == "statement" else set(there) | set(seats)
    found = [member for member in base if member.seat in agreeing]
    return bool(base) and is_enough(charter, consent.threshold, consent.unit, found, base)


def _agenda_problems(
    charter: Charter, rule: MeetingRule, facts: Facts, meeting: Meeting
) -> Iterator[Problem]:
    agenda, wanted = rule.agenda, facts.matter.agenda_item
    if not agenda.closed or meeting.agenda is None:
        return
    point = next((each for each in meeting.agenda if each.item == wanted), None)
    if point is None:
        yield Problem(rule="agenda", text="The matter is no item of the agenda.")
        return
    if not point.is_for_decision:
        yield Problem(rule="agenda", text=f"Item {point.item} was not noticed for decision.")
        return
    if _is_let_in(charter, rule, facts, meeting, point):
        return
    text = f"Item {point.item} was added too late, and not let in as the charter asks."
    yield Problem(rule="agenda", text=text)


def _is_let_in(
    charter: Charter, rule: MeetingRule, facts: Facts, meeting: Meeting, point: AgendaPoint
) -> bool:
    """Whether an item was noticed with the call, added in time, or let in by an exception.

    Where it is not known when the call was made, it was made in time: an item was in
    it that was noticed early enough for the call itself.
    """
    agenda, called_at = rule.agenda, meeting.called_at
    if called_at is not None and point.noticed_at <= called_at:
        return True
    if called_at is None and (
        rule.notice is None
        or days.is_over(charter.calendar, point.noticed_at, rule.notice, meeting.starts_at)
    ):
        return True
    if agenda.added is not None and days.is_over(
        charter.calendar, point.noticed_at, agenda.added, meeting.starts_at
    ):
        return True
    if agenda.urgent and point.is_urgent:
        return True
    consent = agenda.consent
    return consent is not None and _consents(charter, consent, facts, meeting, point.consents)
