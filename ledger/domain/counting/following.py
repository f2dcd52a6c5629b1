"""What comes after the vote: forms, conditions, ratification, and the way up from a deadlock."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger.domain.counting import days
from ledger.domain.counting.facts import (
    Answer,
    Ballot,
    Choice,
    Condition,
    Escalated,
    Facts,
    SaidFinally,
)
from ledger.domain.counting.selection import Circumstances, applies, least_whole
from ledger.domain.counting.standing import is_recused
from ledger.domain.counting.words import Verdict, figures, listed, rule_applied
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.conduct import Formality, Interim
from ledger.domain.kinds.charter.powers import Escalation, Executive, FinalSay, Step
from ledger.domain.kinds.charter.terms import Office
from ledger.domain.kinds.outcome import OutcomeWord, RuleApplied

Judged = tuple[OutcomeWord, tuple[RuleApplied, ...]]


def after_adoption(
    charter: Charter, facts: Facts, here: Circumstances, decided: datetime, at: datetime
) -> Judged:
    """Return what an adopted motion has come to: forms and conditions can hold it up or undo it."""
    word, reasons = _formal(charter, facts, here, decided, at)
    if word != "adopted":
        return word, reasons
    conditional, more = _conditional(charter, facts, at)
    return conditional, (*reasons, *more)


def _formal(
    charter: Charter, facts: Facts, here: Circumstances, decided: datetime, at: datetime
) -> Judged:
    word: OutcomeWord = "adopted"
    reasons = []
    for formality in charter.procedures.formalities:
        if not applies(formality.when, here):
            continue
        until = formality_until(charter, formality, decided)
        if not owed_by(charter, facts, formality, min(until, at)):
            reasons.append(rule_applied("formality", f"Done: {formality.text}", "met"))
            continue
        waits = formality.within is not None and at <= until
        state = "Still to be done" if waits else "Not done in time"
        reasons.append(rule_applied("formality", f"{state}: {formality.text}", "not_met"))
        if not waits:
            word = "inadmissible"
        elif word == "adopted":
            word = "pending"
    return word, tuple(reasons)


def formality_until(charter: Charter, formality: Formality, decided: datetime) -> datetime:
    """Return the last moment at which a form can still be kept."""
    if formality.within is None:
        return decided
    return days.last_moment(charter.calendar, decided, formality.within)


ANYONE = ""  # who owes a form that no party in particular must keep


def owed_by(
    charter: Charter, facts: Facts, formality: Formality, until: datetime
) -> tuple[str, ...]:
    """Return the parties that still owe a form at a moment, or anyone; none where it is done."""
    done = {
        each.party
        for each in facts.formalities
        if each.formality == formality.formality
        and each.at <= until
        and (formality.by is None or formality.by in each.offices)
    }
    if not formality.parties:
        return () if done else (ANYONE,)
    return tuple(sorted({seat.party for seat in charter.seats if seat.voting} - done))


def _conditional(charter: Charter, facts: Facts, at: datetime) -> Judged:
    conditions = facts.matter.conditions
    if not conditions:
        return "adopted", ()
    stop = facts.matter.long_stop
    reasons = []
    word: OutcomeWord = "adopted"
    for condition in conditions:
        status = condition_status(charter, facts, condition, at)
        text = f"Condition {condition.condition}: {status}."
        settled = status in {"met", "waived"}
        reasons.append(rule_applied("condition", text, "met" if settled else "not_met"))
        if status == "open" and word == "adopted":
            word = "adopted_with_conditions"
        elif not settled and status != "open":
            word = "lapsed"
    if word == "adopted_with_conditions" and stop is not None:
        reasons.append(
            rule_applied("long-stop", f"Without them the motion lapses after {stop}.", "applied")
        )
    return word, tuple(reasons)


def condition_status(charter: Charter, facts: Facts, condition: Condition, at: datetime) -> str:
    """Say how a condition stands; nothing can be met after the long stop."""
    stop = facts.matter.long_stop
    settled_at = condition.at or facts.opened_at
    if condition.status == "open" or settled_at > at:
        late = stop is not None and days.local_day(charter.calendar, at) > stop
        return "not met by the long stop" if late else "open"
    if stop is not None and days.local_day(charter.calendar, settled_at) > stop:
        return "not met by the long stop"
    return condition.status


def acted_alone(facts: Facts, rule: Interim, at: datetime, item: str | None) -> Choice | None:
    """Return what an officer who may act alone has decided on an item, None while none has.

    Never one who withdrew from it. An officer without a seat says it as a casting vote.
    """
    if rule.jointly:
        said_by = [acted_alone(facts, _by(rule, office), at, item) for office in rule.by]
        return said_by[0] if len(set(said_by)) == 1 else None
    officers = {
        member.seat
        for member in facts.members
        if not member.offices.isdisjoint(rule.by)
        and not is_recused(facts.recusals, member.seat, item)
    }
    said: Choice | None = None
    for ballot in sorted(facts.ballots, key=_cast):
        concerns = not ballot.items or item in ballot.items
        if ballot.seat in officers and concerns and ballot.at <= at:
            said = ballot.choice
    casting = facts.casting
    if said is None and casting is not None and casting.office in rule.by:
        return casting.choice if casting.seat is None or casting.seat in officers else None
    return said


def _by(rule: Interim, office: Office) -> Interim:
    """Return the rule for one of several officers who act together."""
    return Interim(by=(office,), when=rule.when, ratify=rule.ratify, unratified=rule.unratified)


def _cast(ballot: Ballot) -> datetime:
    return ballot.at


def interim(
    charter: Charter, facts: Facts, rule: Interim, at: datetime, item: str | None
) -> Judged:
    """Return what became of an officer's interim act: it holds until the board answers."""
    choice = acted_alone(facts, rule, at, item)
    if choice is None:
        how = "together" if rule.jointly else "alone"
        text = f"Only {listed(rule.by)} can act {how} between meetings, and nobody has yet."
        return "pending", (rule_applied("interim", text, "not_met"),)
    if choice != "for":
        return "rejected", (rule_applied("interim", "The officer decided against it.", "applied"),)
    acted = rule_applied("interim", f"The {listed(rule.by)} acted between meetings.", "applied")
    word, reason = _ratified(charter, facts, rule, at)
    return word, (acted, reason)


def _ratified(
    charter: Charter, facts: Facts, rule: Interim, at: datetime
) -> tuple[OutcomeWord, RuleApplied]:
    answer = facts.ratified
    until = ratify_until(charter, facts, rule)
    said_at = None if answer is None else answer.at
    in_time = said_at is None or (said_at <= at and (until is None or said_at <= until))
    if answer is not None and answer.answer is not None and in_time:
        if answer.answer == "reversed":
            return "rejected", rule_applied("ratification", "The board reversed it.", "not_met")
        text = f"The board {answer.answer} it."
        return "adopted", rule_applied("ratification", text, "met")
    if until is not None and at > until:
        text = f"The board did not ratify it in time: by the charter it is {rule.unratified}."
        return rule.unratified, rule_applied("ratification", text, "not_met")
    text = "It holds until the board ratifies, modifies or reverses it."
    return "adopted", rule_applied("ratification", text, "applied")


def ratify_until(charter: Charter, facts: Facts, rule: Interim) -> datetime | None:
    """Return until when the board can answer an interim act, None while nobody can say."""
    if rule.ratify is not None:
        return days.last_moment(charter.calendar, facts.opened_at, rule.ratify)
    return None if facts.ratified is None else facts.ratified.next_meeting_ended_at


@dataclass(frozen=True, kw_only=True, slots=True)
class _StepResult:
    """A step that is over (at which moment) or still waits; with a word where it decided."""

    word: OutcomeWord | None
    over_at: datetime | None
    reason: RuleApplied


def escalate(
    charter: Charter, rule: Escalation, facts: Facts, here: Circumstances, at: datetime
) -> Judged:
    """Return how a deadlock that went up stands: step by step, then the final say."""
    up = facts.escalated
    assert up is not None, "asked only of deadlocks that went up"
    reasons: list[RuleApplied] = []
    begins = up.since
    for step in rule.steps:
        if not applies(step.when, here):
            text = f"Step {step.step} is not for this matter."
            reasons.append(rule_applied("escalation", text, "applied"))
            continue
        result = _step(charter, step, up, begins, at)
        reasons.append(result.reason)
        if result.word is not None:
            return result.word, tuple(reasons)
        if result.over_at is None:
            return "escalated", tuple(reasons)
        begins = result.over_at
    word, reason = _final_say(charter, rule, facts, here, begins=begins, at=at)
    return word, (*reasons, reason)


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """Whose answer an escalation waits for at a moment, and until when.

    The executives of a step who have not answered in it, or, once every step is
    over, whoever has the final say.
    """

    step: Step | None
    executives: tuple[Executive, ...]
    holder: FinalSay | None
    until: datetime | None


def steps_of(rule: Escalation, here: Circumstances) -> tuple[Step, ...]:
    """Return the steps of an escalation that a matter goes through."""
    return tuple(step for step in rule.steps if applies(step.when, here))


def waits_for(
    charter: Charter, rule: Escalation, facts: Facts, at: datetime, here: Circumstances
) -> Waiting:
    """Return whose answer an escalation of a matter waits for."""
    up = facts.escalated
    assert up is not None, "asked only of deadlocks that went up"
    begins = up.since
    for step in steps_of(rule, here):
        result = _step(charter, step, up, begins, at)
        if result.over_at is None:
            step_until = days.last_moment(charter.calendar, begins, step.within)
            heard = {(each.title, each.party) for each in answers_in(step, up, begins, at)}
            asked = dict.fromkeys(step.executives)
            silent = (each for each in asked if (each.title, each.party) not in heard)
            return Waiting(step=step, executives=tuple(silent), holder=None, until=step_until)
        begins = result.over_at
    holder = next(holders(rule, here), None)
    within = None if holder is None else holder.within
    until = None if within is None else days.last_moment(charter.calendar, begins, within)
    return Waiting(step=None, executives=(), holder=holder, until=until)


def _step(
    charter: Charter, step: Step, up: Escalated, begins: datetime, at: datetime
) -> _StepResult:
    until = days.last_moment(charter.calendar, begins, step.within)
    answers = answers_in(step, up, begins, min(until, at))
    count = len(step.executives)
    ends = over_at(charter, step, answers, begins)
    is_over = at > ends or len(answers) == count
    choices = [answer.choice for answer in answers]
    if is_over and step.silence != "none":
        choices += [step.silence] * (count - len(choices))
    needed = count if step.agree is None else least_whole(step.agree, count)
    word = _agreed(choices, needed)
    for_ = choices.count("for")
    against = len(choices) - for_
    state = "decided" if word is not None else "over" if is_over else "under way"
    text = (
        f"Step {step.step} ({listed(map(executive_name, step.executives))}),"
        f" until {_moment(until)}: for {for_}, against {against}, of {count};"
        f" {needed} must agree; {state}."
    )
    verdict: Verdict = "met" if word is not None else "not_met" if is_over else "applied"
    numbers = figures(for_=for_, against=against, count=count, needed=needed)
    return _StepResult(
        word=word,
        over_at=ends if is_over else None,
        reason=rule_applied("escalation", text, verdict, numbers),
    )


def _agreed(choices: Sequence[str], needed: int) -> OutcomeWord | None:
    """Return what so many answers agree on first, in their order; what was decided stays so."""
    for_ = against = 0
    for choice in choices:
        for_ += choice == "for"
        against += choice == "against"
        if for_ >= needed:
            return "adopted"
        if against >= needed:
            return "rejected"
    return None


def over_at(charter: Charter, step: Step, answers: Iterable[Answer], begins: datetime) -> datetime:
    """Return when a step is over: with the last answer of all, or with its time."""
    said = {(answer.title, answer.party): answer.at for answer in answers}
    if len(said) == len({(each.title, each.party) for each in step.executives}):
        return max(said.values())
    return days.last_moment(charter.calendar, begins, step.within)


def answers_in(step: Step, up: Escalated, begins: datetime, until: datetime) -> list[Answer]:
    """Return each named executive's answer in the step's time, in order; the first one stands."""
    named = {(each.title, each.party) for each in step.executives}
    first: dict[tuple[str, str | None], Answer] = {}
    for answer in sorted(up.answers, key=_said):
        key = (answer.title, answer.party)
        if answer.step == step.step and key in named and begins <= answer.at <= until:
            first.setdefault(key, answer)
    return list(first.values())


def _said(answer: Answer) -> tuple[datetime, str, str, str]:
    return answer.at, answer.title, answer.party or "", answer.choice


def holders(rule: Escalation, here: Circumstances) -> Iterator[FinalSay]:
    """Yield who may have the final say on a matter, in the charter's order."""
    for final in rule.final_say:
        barred = any(applies(when, here) for when in final.except_)
        if applies(final.when, here) and not barred:
            yield final


def _final_say(  # noqa: PLR0913 -- two moments and what is judged
    charter: Charter,
    rule: Escalation,
    facts: Facts,
    here: Circumstances,
    *,
    begins: datetime,
    at: datetime,
) -> tuple[OutcomeWord, RuleApplied]:
    assert facts.escalated is not None, "asked only of deadlocks that went up"
    said = facts.escalated.final_say
    if said is not None and not begins <= said.at <= at:
        said = None
    holder = next(holders(rule, here), None)
    if said is not None and (holder is None or not _is_holder(holder, said)):
        who = said.party or said.office
        text = f"The final say on this matter is not for {who}."
        return "ultra_vires", rule_applied("final-say", text, "not_met")
    if holder is None:
        text = "The steps are exhausted, and nobody has a final say on this matter."
        return rule.exhausted, rule_applied("exhausted", text, "not_met")
    who = holder.party or holder.office
    until = None
    if holder.within is not None:
        until = days.last_moment(charter.calendar, begins, holder.within)
    if said is not None and (until is None or said.at <= until):
        word: OutcomeWord = "adopted" if said.choice == "for" else "rejected"
        return word, rule_applied("final-say", f"{who} decided finally: {said.choice}.", "met")
    if until is not None and at > until:
        text = f"{who} had the final say until {_moment(until)} and did not use it."
        return rule.exhausted, rule_applied("exhausted", text, "not_met")
    return "escalated", rule_applied("final-say", f"Waits for the final say of {who}.", "applied")


def _is_holder(holder: FinalSay, said: SaidFinally) -> bool:
    if holder.party is not None and holder.party != said.party:
        return False
    return holder.office is None or holder.office == said.office


def executive_name(executive: Executive) -> str:
    """Name an executive: of a party, or a neutral one of none."""
    return executive.title if executive.party is None else f"{executive.title} of {executive.party}"


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
