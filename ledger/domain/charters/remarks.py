"""What is allowed, and what the authors of a charter should know all the same."""

from collections.abc import Iterator

from ledger.domain.charters.alone import alone_remarks
from ledger.domain.charters.gaps import gap_remarks
from ledger.domain.charters.idle import idle_remarks
from ledger.domain.charters.places import every, voting
from ledger.domain.charters.told_counting import abstention
from ledger.domain.charters.votes import count_units
from ledger.domain.counting.selection import least_whole
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Caller, Formality, Interim
from ledger.domain.kinds.charter.counting import Casting, Majority, Vote
from ledger.domain.kinds.charter.terms import Office, Who


def remarks(charter: Charter) -> tuple[str, ...]:
    """Return what is odd about a sound charter and yet may be meant, each once."""
    return tuple(dict.fromkeys(_remarks(charter)))


def _remarks(charter: Charter) -> Iterator[str]:
    for rule in charter.votes:
        yield from _of_vote(charter, rule)
    yield from _of_deadlock(charter)
    yield from _of_quorum(charter)
    yield from _of_weights(charter)
    yield from _of_members(charter)
    yield from _of_conduct(charter)
    yield from idle_remarks(charter)
    yield from gap_remarks(charter)


def _of_vote(charter: Charter, rule: Vote) -> Iterator[str]:
    what = f"Vote rule {rule.rule}"
    for need in (*rule.needs, *(need for needs in rule.or_needs for need in needs)):
        if need.base != "cast" and rule.abstain == "not_cast":
            yield f"{what}: {abstention(rule)}."
        if need.base == "all_seats":
            yield f"{what}: a vacant seat counts in the base, and so works like a no."
    sets = (rule.needs, *rule.or_needs)
    if any(all(_is_few(charter, need) for need in needs) for needs in sets):
        yield f"{what}: so few are enough that a motion and its opposite could both be adopted."
    if rule.silence == "for":
        yield f"{what}: whoever says nothing is deemed to be for it."
    if rule.nonvoting is not None and rule.casting is None:
        yield f"{what}: some seats vote only to break a tie, and nobody breaks one."


def _words(rule: Vote) -> tuple[str | None, ...]:
    return rule.tie, rule.split, rule.failed, rule.none_for, rule.carried


def _is_few(charter: Charter, need: Majority) -> bool:
    """Whether a count, or a share rounded down, is less than half of all there are."""
    threshold = need.threshold
    if need.unit == "weight":
        return False
    units = count_units(charter, need)
    return 2 * least_whole(threshold, units) < units


def _of_deadlock(charter: Charter) -> Iterator[str]:
    words = {word for rule in charter.votes for word in _words(rule)}
    escalation = charter.powers.escalation
    if "deadlocked" in words and escalation is None:
        yield "A deadlock has no way out: nothing follows it."
    if escalation is not None and not escalation.final_say:
        yield (
            "Nobody has a final say: where the executives do not agree, the matter is"
            f" {escalation.exhausted}."
        )


def _of_quorum(charter: Charter) -> Iterator[str]:
    if not charter.quorum:
        yield "No quorum is asked for: one who comes can decide."
    yield from alone_remarks(charter)


def _of_weights(charter: Charter) -> Iterator[str]:
    weighed = any(need.unit == "weight" for rule in charter.votes for need in rule.needs)
    weighed |= any(rule.unit == "weight" for rule in charter.quorum)
    if not weighed and (charter.weights or any(seat.weight != 1 for seat in charter.seats)):
        yield "Votes have weights, and no rule weighs them."
    people = charter.people
    rests = people.suspension is not None or people.attendance is not None
    if not rests and any(rule.suspended != "stays" for rule in charter.weights):
        yield "A suspended holder's weight goes to others, and no vote is ever suspended."


def _of_members(charter: Charter) -> Iterator[str]:
    attendance = charter.people.attendance
    if attendance is not None and attendance.gain is None:
        yield "A vote that was lost by staying away is never gained again."
    named = {rule.office for rule in charter.people.offices}
    if named:
        for office in dict.fromkeys(_relied_on(charter)):
            if office not in named:
                said = office.replace("_", "-")
                yield f"Rules rely on the {said}, and nothing says who fills it."


def _relied_on(charter: Charter) -> Iterator[Office]:
    for _, who in every(charter, Who):
        yield from who.offices
    for _, casting in every(charter, Casting):
        yield from casting.by
    for _, caller in every(charter, Caller):
        yield from caller.offices
    for _, interim in every(charter, Interim):
        yield from interim.by


def _of_conduct(charter: Charter) -> Iterator[str]:
    procedures = charter.procedures
    for rule in () if procedures.meeting is None else procedures.meeting.classes:
        agenda = rule.agenda
        if not agenda.closed and (agenda.added or agenda.consent or agenda.urgent):
            yield (
                f"Meeting class {rule.class_}: any matter may be decided, so that exceptions"
                " to the agenda mean nothing."
            )
    parties = {seat.party for seat in voting(charter)}
    for _, form in every(charter, Formality):
        if form.by is not None and form.by != "co_chair" and form.parties and len(parties) > 1:
            yield f"Form {form.formality}: one of each party must do it, all as {form.by}."
    words = {word for rule in charter.votes for word in _words(rule)}
    silent = procedures.no_objection
    puts_off = "deferred" in words or (silent is not None and silent.then == "deferred")
    if procedures.stages and not puts_off:
        yield "There are later stages, and no rule puts a matter off to one."
