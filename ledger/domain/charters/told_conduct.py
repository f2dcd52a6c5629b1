"""Procedures and days in words."""

from collections.abc import Iterator

from ledger.domain.charters.occasions import when
from ledger.domain.charters.phrases import (
    UNITS,
    both,
    counted,
    either,
    office,
    offices,
    period,
    threshold,
    who,
    window,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Agenda, Caller, Consent, Formality, MeetingRule
from ledger.domain.kinds.charter.terms import Period, Threshold, Who

_CLOSES = {
    "all_voted": "ends when every seat that may vote has voted",
    "settled": "ends as soon as no further ballot could change the outcome",
    "at_end": "ends only when its time is over or an officer closes it",
}
_REMOTE = {
    "counts": "remote presence counts",
    "votes": "whoever is present remotely votes, and makes no quorum",
    "barred": "nobody takes part remotely",
}
_WEEK = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def meetings(charter: Charter) -> Iterator[str]:
    """Say how the board meets."""
    rule = charter.procedures.meeting
    if rule is None:
        yield "The board does not decide at meetings."
        return
    yield f"The board decides at meetings; a poll {_CLOSES[rule.closes]}."
    if not rule.classes:
        yield "A meeting of any class is called by chair, co-chair or secretary."
    letters = {
        "none": "does nothing",
        "votes": "counts, and makes nobody present",
        "counts": "counts and makes the seat present for the quorum",
    }[rule.by_letter]
    yield f"The ballot of a seat that is absent {letters}."
    for class_ in rule.classes:
        yield from (f"Meeting ({class_.class_}): {each}." for each in _meeting(class_))
    again = _between(rule.reconvene.after, rule.reconvene.within, "the inquorate one")
    yield f"A meeting counts as reconvened{again or ' whenever it takes up an inquorate one'}."
    if rule.reconvene.same_agenda:
        yield "A reconvened meeting is only for what was on the agenda of the first."


def _between(after: Period | None, within: Period | None, what: str) -> str:
    said = []
    if after is not None:
        said.append(f"{period(after)} after {what} at the earliest")
    if within is not None:
        said.append(f"{period(within)} after {what} at the latest")
    return f" {both(said)}" if said else ""


def _meeting(rule: MeetingRule) -> Iterator[str]:
    if rule.when is not None:
        yield f"held{when(rule.when)}"
    if rule.callers:
        yield f"called by {'; or by '.join(map(_caller, rule.callers))}"
    else:
        yield "called by chair, co-chair or secretary"
    if rule.notice is None:
        yield "called at any time before"
    else:
        yield f"called with notice of {period(rule.notice)}"
    if rule.waiver is not None:
        yield f"short notice may be waived by {_consent(rule.waiver)}"
    yield _REMOTE[rule.remote]
    yield from _agenda(rule.agenda)


def _caller(rule: Caller) -> str:
    said = []
    if rule.who is not None:
        said.append(f"a member of the {who(rule.who)}")
    if rule.offices:
        said.append(offices(rule.offices))
    support = ""
    if rule.support is not None:
        of = f"{UNITS[rule.unit]}the filled voting seats"
        support = f" with the support of {threshold(rule.support, of)}"
    return f"{either(said)}{support}"


def _consent(rule: Consent) -> str:
    of = f"the {who(rule.who)} present" if rule.of == "present" else _filled(rule.who)
    how = ", each saying so" if rule.by == "statement" else ", by being there"
    return f"{threshold(rule.threshold, UNITS[rule.unit] + of)}{how}"


def _filled(group: Who) -> str:
    """Say a group of seats, those of them that somebody holds."""
    return f"the filled {who(group)}"


def _agenda(rule: Agenda) -> Iterator[str]:
    if rule.closed:
        yield "only items noticed for decision are decided"
    else:
        yield "any matter may be decided, noticed or not"
    if rule.added is not None:
        yield f"items may be added, by notice to all, until {period(rule.added)} before it"
    if rule.consent is not None:
        yield f"an item that was not noticed may be let in by {_consent(rule.consent)}"
    if rule.urgent:
        yield "the chair may let an urgent item in"


def elsewhere(charter: Charter) -> Iterator[str]:
    """Say how the board decides in writing, by silence, and through an officer alone."""
    written, silent = charter.procedures.written, charter.procedures.no_objection
    if written is None:
        yield "The board does not decide in writing."
    else:
        yield (
            f"The board may decide in writing{when(written.when)}; a poll is open for at least"
            f" {window(written.window)}; it {_CLOSES[written.closes]}."
        )
        for special in written.windows:
            yield f"In writing{when(special.when)}: open for at least {window(special.window)}."
        if written.objects is not None:
            yield f"In writing: {_form_objections(written.objects, written.who)}."
    if silent is not None:
        then = {
            "vote": "a vote follows in the same poll",
            "deferred": "it is put off to the next stage",
            "rejected": "it is rejected",
        }[silent.then]
        yield (
            f"The board may decide by silence{when(silent.when)}: objections are heard for"
            f" {window(silent.window)}."
        )
        yield (
            f"By silence: with {counted(silent.objects, 'objection')} of the {who(silent.who)},"
            f" {then}."
        )
    yield from _interim(charter)


def _form_objections(objects: int | Threshold, group: Who) -> str:
    if isinstance(objects, Threshold):
        said = f"objections to the form by {threshold(objects, _filled(group))} bring"
    else:
        by = "" if group == Who() else f" by {who(group)}"
        bring = "brings" if objects == 1 else "bring"
        said = f"{counted(objects, 'objection')} to the form{by} {bring}"
    return f"{said} the matter before a meeting"


def _interim(charter: Charter) -> Iterator[str]:
    rule = charter.procedures.interim
    if rule is None:
        return
    by = f"{both(map(office, rule.by))} jointly" if rule.jointly else offices(rule.by)
    end = "until its next meeting has ended" if rule.ratify is None else period(rule.ratify)
    yield (
        f"Between meetings {by} may act alone{when(rule.when)}; the board has"
        f" {'' if rule.ratify is None else 'time of '}{end} to ratify, modify or reverse it;"
        f" without an answer it is {rule.unratified}."
    )


def stages(charter: Charter) -> Iterator[str]:
    """Say what comes after a decision that was put off, and the forms of an effective one."""
    for stage in charter.procedures.stages:
        times = _between(stage.after, stage.within, "the stage before")
        yield f"A decision that was put off has a stage {stage.stage}{times}."
    for formality in charter.procedures.formalities:
        yield _formality(formality)
    if charter.procedures.en_bloc:
        yield "Several items may be put in one motion; each is decided by itself."
    else:
        yield "Each matter is put on its own."


def _formality(rule: Formality) -> str:
    by = "anyone of the board" if rule.by is None else offices((rule.by,))
    of = "; one of each party must do it" if rule.parties else ""
    until = "by the time of the decision"
    if rule.within is not None:
        until = f"within {period(rule.within)} after the vote"
    return (
        f"Form ({rule.formality}{when(rule.when)}): {rule.text.rstrip('.')}; by {by}{of}; {until},"
        " or the decision has no effect."
    )


def days(charter: Charter) -> Iterator[str]:
    """Say which days count."""
    rule = charter.calendar
    off = (
        both(_WEEK[day - 1] for day in sorted(set(rule.weekend))) if rule.weekend else "no weekday"
    )
    yield f"Days are those of the time zone {rule.tz}; no business day is {off}."
    if rule.holidays:
        yield f"Holidays: {', '.join(day.isoformat() for day in rule.holidays)}."
