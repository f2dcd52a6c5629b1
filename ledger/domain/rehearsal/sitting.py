"""The meeting or poll of a case: when it was, and who came and went."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from ledger.domain.counting import days, facts
from ledger.domain.counting.facts import Meeting, Movement
from ledger.domain.counting.selection import Circumstances, first_fitting
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.terms import Window
from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.meeting import CaseAgendaItem, CaseMeeting, CaseMovement
from ledger.domain.rehearsal.spelling import ballots_of, full, moment, utc

DAY = timedelta(days=1)


def starts_at(case: Case, clock: datetime) -> datetime:
    """Return the appointed hour of a case's meeting; if not stated, the first time that is."""
    if case.meeting is not None and case.meeting.starts_at is not None:
        return utc(case.meeting.starts_at)
    matter = case.matter
    stated = [matter.opened_at, matter.closes_at, matter.closed_at]
    stated += [each.at for each in case.attendance or () if isinstance(each, CaseMovement)]
    stated += [ballot.at for ballot in ballots_of(case)]
    return min((clock, *(utc(each) for each in stated if each is not None)))


def poll_times(
    case: Case, clock: datetime, starts_at: datetime
) -> tuple[datetime, datetime | None]:
    """Return when the poll opened and when it ends.

    Without ballots nothing was put to the vote yet: the poll has no end that is not
    stated, unless the attendance of a meeting already shows that there is no quorum
    (see ``rehearse``). Silence needs no ballots.
    """
    given = case.matter
    closes_at = None if given.closes_at is None else utc(given.closes_at)
    if given.procedure == "meeting":
        meeting = case.meeting
        began = moment(None if meeting is None else meeting.opened_at, starts_at)
        opened_at = moment(given.opened_at, min(began, clock))
        if closes_at is None and case.ballots is not None:
            closes_at = clock
        return opened_at, closes_at
    if given.procedure == "interim":
        return moment(given.opened_at, clock - DAY), closes_at
    window = _window(case)
    if given.opened_at is None:
        end = clock if closes_at is None else closes_at
        opened_at = _opened_before(case.charter, end, window)
        if case.ballots is None and given.procedure != "no_objection":
            return opened_at, closes_at
        return opened_at, end
    opened_at = utc(given.opened_at)
    if closes_at is None and window is not None:
        closes_at = days.ends(case.charter.calendar, opened_at, window)
    return opened_at, closes_at


def _window(case: Case) -> Window | None:
    procedures, matter = case.charter.procedures, case.matter
    if matter.procedure == "no_objection":
        return None if procedures.no_objection is None else procedures.no_objection.window
    if procedures.written is None:
        return None
    here = Circumstances(
        class_=matter.class_,
        procedure=matter.procedure,
        topics=frozenset(matter.topics),
        amount=matter.amount,
        added=matter.amount,
        budget=matter.budget,
    )
    special = first_fitting(procedures.written.windows, here)
    return procedures.written.window if special is None else special.window


def _opened_before(charter: Charter, end: datetime, window: Window | None) -> datetime:
    """Return a moment from which the window has run by ``end``."""
    opened_at = end - DAY
    while window is not None and days.ends(charter.calendar, opened_at, window) > end:
        opened_at -= DAY
    return opened_at


def meeting_of(case: Case, opened_at: datetime, starts_at: datetime) -> Meeting | None:
    """Return the meeting of a case, None where it is not decided at one."""
    if case.matter.procedure != "meeting":
        return None
    given = case.meeting or CaseMeeting()
    began = moment(given.opened_at, min(starts_at, opened_at))
    called_at = None if given.notice is None else utc(given.notice)
    return Meeting(
        class_=given.class_,
        starts_at=starts_at,
        called_at=called_at,
        called_by=None if given.called_by is None else frozenset(_callers(case, given.called_by)),
        requested_by=frozenset(given.requested_by),
        waivers=frozenset(given.waivers),
        agenda=None
        if given.agenda is None
        else tuple(_agenda_point(each, called_at, starts_at) for each in given.agenda),
        reconvenes=None
        if given.reconvenes is None
        else facts.Earlier(
            starts_at=utc(given.reconvenes.starts_at),
            was_inquorate=given.reconvenes.inquorate,
            agenda=None if given.reconvenes.agenda is None else frozenset(given.reconvenes.agenda),
        ),
        movements=tuple(_movements(case, began)),
        opened_at=began,
        acting_chair=given.acting_chair,
    )


def _callers(case: Case, named: Iterable[str]) -> Iterator[str]:
    """Yield who called a meeting, each by their seat and by the offices that they hold."""
    for name in named:
        yield name
        for member in case.members:
            if name == member.seat or name in member.offices:
                yield from (member.seat, *member.offices)


def _agenda_point(
    each: CaseAgendaItem, called_at: datetime | None, starts_at: datetime
) -> facts.AgendaPoint:
    return facts.AgendaPoint(
        item=each.item,
        is_for_decision=each.purpose == "decision",
        noticed_at=moment(each.noticed_at, called_at or starts_at - 366 * DAY),
        consents=frozenset(each.consents),
        is_urgent=each.urgent,
    )


def _movements(case: Case, began: datetime) -> Iterator[Movement]:
    """Yield who came and went; if nobody says, whoever votes was there."""
    given: Iterable[str | CaseMovement]
    if case.attendance is None:
        givers = {each.giver for each in case.proxies}
        given = dict.fromkeys(
            each.by or each.seat
            for each in ballots_of(case)
            if each.by is not None or each.seat not in givers
        )
    else:
        given = case.attendance
    for each in full(given, lambda seat: CaseMovement(seat=seat)):
        yield Movement(
            seat=each.seat,
            is_in=each.presence == "in",
            at=moment(each.at, began),
            mode=each.mode,
            by_alternate=each.alternate,
        )
