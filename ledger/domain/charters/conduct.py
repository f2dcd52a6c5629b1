"""Procedures: each can be used, each has whoever it waits for."""

from collections.abc import Iterator

from ledger.domain.charters.measures import is_longer, is_longer_than_window
from ledger.domain.charters.names import ways
from ledger.domain.charters.places import meant, voting
from ledger.domain.counting.selection import least_whole
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import AtMeeting, Caller, Consent
from ledger.domain.kinds.charter.terms import CountedAs, Period, Threshold, Who, Window

_MANY = 10**9
_ANYONE = Who()


def conduct_problems(charter: Charter) -> Iterator[str]:
    """Yield procedures that cannot be used and clocks that run the wrong way."""
    procedures = charter.procedures
    had = ways(procedures)
    if not had:
        yield "the board has no procedure to decide by"
    elif had == ("interim",):
        yield "an officer acts alone, and the board has no procedure to ratify it by"
    if procedures.meeting is not None:
        yield from _meeting_problems(charter, procedures.meeting)
    written, silent = procedures.written, procedures.no_objection
    if written is not None and written.objects is not None:
        if procedures.meeting is None:
            yield "objections to the written form bring it before a meeting, and there is none"
        yield from _form_problems(charter, written.objects, len(_objectors(charter, written.who)))
    elif written is not None and written.who != Who():
        yield "it is said who may object to the written form, and not how many must"
    if silent is not None and silent.objects > len(_objectors(charter, silent.who)):
        yield f"{silent.objects} would have to object, more than may"
    for stage in procedures.stages:
        yield from _order(charter, f"stage {stage.stage}", stage.after, stage.within)
    yield from _freeze_problems(charter)


def _freeze_problems(charter: Charter) -> Iterator[str]:
    freeze, polls = charter.ballots.freeze, windows(charter)
    if freeze is not None and polls and all(is_frozen for _, is_frozen in polls):
        yield (
            f"ballots may be replaced until {freeze.count} {freeze.unit.replace('_', ' ')} before"
            " the end of a poll, and no window is that long"
        )


def windows(charter: Charter) -> tuple[tuple[Window, bool], ...]:
    """Return each window in which ballots are cast, and whether they are frozen from its start."""
    written, silent = charter.procedures.written, charter.procedures.no_objection
    had: list[Window] = []
    if written is not None:
        had += [written.window, *(rule.window for rule in written.windows)]
    if silent is not None and silent.then == "vote":
        had.append(silent.window)
    freeze = charter.ballots.freeze
    return tuple(
        (window, freeze is not None and is_longer_than_window(charter.calendar, freeze, window))
        for window in had
    )


def _form_problems(charter: Charter, objects: int | Threshold, could: int) -> Iterator[str]:
    needed = least_whole(objects, could) if isinstance(objects, Threshold) else objects
    if needed > could:
        yield f"{needed} would have to object to the written form, more than there are"
    elif not needed:
        yield "nobody would have to object to the written form for it to be refused"


def _objectors(charter: Charter, who: Who) -> list[str]:
    """Return who may object: those of a group that have a vote, others where it names them."""
    return [seat.seat for seat in meant(charter, who)]


def _voters(charter: Charter, who: Who) -> list[str]:
    return [seat.seat for seat in meant(charter, who) if seat.voting]


def _order(
    charter: Charter, what: str, after: Period | None, within: Period | None
) -> Iterator[str]:
    if after is not None and within is not None and is_longer(charter.calendar, after, within):
        yield f"{what} comes {after.count} {after.unit} later, and is over by then"


def _meeting_problems(charter: Charter, at_meeting: AtMeeting) -> Iterator[str]:
    yield from _order(
        charter,
        "a reconvened meeting",
        at_meeting.reconvene.after,
        at_meeting.reconvene.within,
    )
    for rule in at_meeting.classes:
        what = f"meeting class {rule.class_}"
        for caller in rule.callers:
            yield from _caller_problems(charter, what, caller)
        if rule.waiver is not None:
            if rule.notice is None:
                yield f"{what} has no notice that could be waived"
            yield from _consent_problems(charter, f"{what}: a waiver", rule.waiver)
        agenda = rule.agenda
        if agenda.consent is not None:
            yield from _consent_problems(charter, f"{what}: a consent", agenda.consent)


def _caller_problems(charter: Charter, what: str, caller: Caller) -> Iterator[str]:
    if caller.who is None and not caller.offices:
        yield f"{what} names a caller and does not say who"
    if caller.support is not None and caller.unit == "seat":
        seats = len(voting(charter))
        # Of a group, only its own members' support counts.
        could = seats if caller.who is None else len(_voters(charter, caller.who))
        if least_whole(caller.support, seats) > could:
            yield f"{what}: so many cannot ask for it, {could} could"


def _consent_problems(charter: Charter, what: str, consent: Consent) -> Iterator[str]:
    if asks_nobody(charter, consent.threshold, consent.unit, consent.who):
        yield f"{what} needs nobody, so that what it lets pass is never asked for"
    if consent.unit == "seat":
        yield from too_many(charter, what, consent.threshold, consent.who)


def asks_nobody(
    charter: Charter, threshold: Threshold, unit: CountedAs = "seat", who: Who = _ANYONE
) -> bool:
    """Whether a number is reached without anybody, though every seat of a group is filled."""
    if unit == "weight":
        # Weights are whatever rules make of them; only nothing of them is nothing.
        return least_whole(threshold, _MANY) == 0
    return least_whole(threshold, len(meant(charter, who))) == 0


def too_many(
    charter: Charter, what: str, threshold: Threshold, who: Who = _ANYONE
) -> Iterator[str]:
    """Yield a flaw where all seats of a group together, the voting ones, are not enough."""
    seats = len(meant(charter, who))
    if least_whole(threshold, seats) > seats:
        noun = "seats" if who.novote else "voting seats"
        yield f"{what} needs {least_whole(threshold, seats)} of {seats} {noun}"
