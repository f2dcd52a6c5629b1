"""Power, deadlock and amendment: whoever is to answer exists and has something to say."""

from collections.abc import Iterator

from ledger.domain.charters.conduct import asks_nobody, too_many
from ledger.domain.charters.order import covers
from ledger.domain.charters.places import every
from ledger.domain.counting.selection import least_whole
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.powers import DecisionRight, Escalation, Step
from ledger.domain.kinds.charter.terms import Limit, When


def authority_problems(charter: Charter) -> Iterator[str]:
    """Yield powers that nobody can use, and ways out that lead nowhere."""
    powers = charter.powers
    if powers.escalation is not None:
        yield from _escalation_problems(charter, powers.escalation)
    if powers.adding is not None and not any(every(charter, Limit)):
        yield "related matters add up against limits, and the charter has no limit"
    if powers.barred is not None and powers.barred.unless is not None:
        if asks_nobody(charter, powers.barred.unless):
            yield "a rejected matter is not put again, and it needs nobody to put it all the same"
        yield from too_many(charter, "putting a rejected matter again", powers.barred.unless)
    for never in powers.never:
        for right in powers.rights:
            if _bars(never.when, right):
                yield f"the board may decide {right.class_}, and can never decide it"
    if not powers.rights and any(covers(never.when, None) for never in powers.never):
        yield "the board can never decide anything"
    yield from _amendment_problems(charter)


def _bars(when: When, right: DecisionRight) -> bool:
    """Whether a bar leaves nothing of a right."""
    return covers(when, When(classes=(right.class_,), topics=right.topics))


def _escalation_problems(charter: Charter, rule: Escalation) -> Iterator[str]:
    if not rule.steps and not rule.final_say:
        yield "the escalation has neither steps nor a final say"
    words = {
        word
        for vote in charter.votes
        for word in (vote.tie, vote.split, vote.failed, vote.none_for)
        if word is not None
    }
    if "deadlocked" not in words:
        yield "no vote can end in a deadlock, so the escalation can never begin"
    for step in rule.steps:
        yield from _step_problems(step)
    for index, final in enumerate(rule.final_say):
        if final.party is None and final.office is None:
            yield "a final say is nobody's: it names neither a party nor an office"
        if any(covers(when, final.when) for when in final.except_):
            yield f"the final say of {final.party or final.office} has all its matters taken away"
        for earlier in rule.final_say[:index]:
            if not earlier.except_ and covers(earlier.when, final.when):
                yield (
                    f"the final say of {final.party or final.office} is never asked:"
                    f" that of {earlier.party or earlier.office} comes first"
                )
                break


def _step_problems(step: Step) -> Iterator[str]:
    """Find a number that executives cannot reach, or that those for and those against both can."""
    if step.agree is None:
        return
    count = len(step.executives)
    needed = least_whole(step.agree, count)
    if needed > count:
        yield f"step {step.step} needs {needed} to agree, of {count} executives"
    elif needed == 0:
        yield f"step {step.step} needs nobody to agree"
    elif 2 * needed <= count:
        yield (
            f"step {step.step} needs {needed} to agree, of {count} executives: as many could"
            " say yes as no, and both would have decided"
        )


def _amendment_problems(charter: Charter) -> Iterator[str]:
    rule, rights = charter.amendment, charter.powers.rights
    if rule.by == "decision":
        if rule.class_ is None:
            yield "the charter is amended by a decision of a class that is not named"
        elif rights and all(right.class_ != rule.class_ for right in rights):
            yield f"the board may not decide {rule.class_}, by which the charter is amended"
    elif rule.class_ is not None:
        yield "the amendment names a class of matter, and is not made by a decision"
    if rule.by == "owner":
        if rule.party is None:
            yield "the charter is amended by an owner who is not named"
    elif rule.party is not None:
        yield "the amendment names a party, and is not made by an owner"
