"""Powers, deadlock and amendment in words."""

from collections.abc import Iterator

from ledger.domain.charters.occasions import when, which
from ledger.domain.charters.phrases import (
    both,
    either,
    limit,
    office,
    period,
    threshold,
)
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import Executive, FinalSay, Step
from ledger.domain.kinds.charter.terms import When


def powers(charter: Charter) -> Iterator[str]:
    """Say what the board may decide, and what never."""
    rule = charter.powers
    if not rule.rights:
        yield "The board may decide matters of every class."
    for right in rule.rights:
        topics = f" on {either(right.topics)}" if right.topics else ""
        up_to = f", up to {limit(right.up_to)}" if right.up_to is not None else ""
        yield f"The board may decide matters of class {right.class_}{topics}{up_to}."
    for never in rule.never:
        yield f"The board can never decide {_whatever(never.when)}: {never.why}"
    if rule.adding is not None:
        same = {
            "contract": "about the same contract",
            "class": "of the same class",
            "board": "of the board",
        }[rule.adding.same]
        yield f"Matters {same} within {period(rule.adding.window)} add up against limits."
    if rule.net:
        yield "Amounts are what remains of movements up and down."
    else:
        yield "Amounts are sums of all movements, up and down alike."
    if rule.barred is not None:
        unless = ""
        if rule.barred.unless is not None:
            of = "the filled voting seats"
            unless = f", unless {threshold(rule.barred.unless, of)} want it"
        yield f"A rejected matter is not put again for {period(rule.barred.period)}{unless}."
    within = rule.challenge.within
    time = "at any time" if within is None else f"within {period(within)}"
    others = f" or by {either(rule.challenge.boards)}" if rule.challenge.boards else ""
    yield f"A decision may be challenged {time}; it is confirmed or voided by the board{others}."


def deadlock(charter: Charter) -> Iterator[str]:
    """Say what follows when the board cannot agree."""
    rule = charter.powers.escalation
    if rule is None:
        yield "Nothing follows a deadlock."
        return
    if rule.when is not None:
        yield f"A deadlock goes up{when(rule.when)}."
    for number, step in enumerate(rule.steps, start=1):
        yield f"A deadlock, step {number} ({step.step}){when(step.when)}: {_step(step)}."
    for final in rule.final_say:
        yield f"Then {_final(final)}."
    yield f"When nobody has decided, the matter is {rule.exhausted}."


def _step(step: Step) -> str:
    named = both(_executive(each) for each in step.executives)
    agree = "all must agree"
    if step.agree is not None:
        agree = f"{threshold(step.agree, 'them')} must agree"
    silent = ""
    if step.silence != "none":
        silent = f"; whoever is silent is deemed {step.silence}"
    answer = "answers" if len(step.executives) == 1 else "answer"
    return f"{named} {answer} within {period(step.within)}; {agree}{silent}"


def _executive(executive: Executive) -> str:
    of = "" if executive.party is None else f" of {executive.party}"
    return f"the {executive.title}{of}"


def _final(final: FinalSay) -> str:
    holders = [] if final.party is None else [final.party]
    holders += [] if final.office is None else [f"the {office(final.office)}"]
    except_ = "".join(f", but not for {_whatever(each)}" for each in final.except_)
    time = "at any time" if final.within is None else f"within {period(final.within)}"
    return f"{both(holders)} decides alone {time}{when(final.when)}{except_}"


def _whatever(value: When) -> str:
    """Say which matters are meant, where it may be all of them."""
    said = which(value) or "anything"
    return f"anything {said}" if said.startswith("while ") else said


def amendment(charter: Charter) -> Iterator[str]:
    """Say how the charter is replaced."""
    rule = charter.amendment
    if rule.by == "parties":
        yield "This charter is replaced when a signatory of each party signs."
    elif rule.by == "decision":
        yield f"This charter is replaced by a decision of the board of class {rule.class_}."
    else:
        yield f"This charter is replaced by {rule.party} alone."
