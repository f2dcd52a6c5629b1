"""Matters that the board may decide, and for which no rule says how."""

from collections.abc import Iterator
from itertools import islice

from ledger.domain.charters.relaxing import relaxed
from ledger.domain.charters.trial import Attempt, attempts, circumstances_of, favourable
from ledger.domain.counting.scene import scenes_of
from ledger.domain.counting.selection import first_fitting
from ledger.domain.kinds.charter import Charter
from ledger.domain.kinds.charter.counting import Vote

# So many ways are looked through, and so many tried.
_ATTEMPTS_MAX = 2_000
_TRIALS_MAX = 200


def gap_remarks(charter: Charter) -> Iterator[str]:
    """Yield, once for each procedure, a matter that it lets in and that no vote rule fits."""
    at_best = relaxed(charter, keeps_mode=True)
    found: set[str] = set()
    for attempt in islice(_unruled(charter), _TRIALS_MAX):
        if attempt.procedure in found or not _is_let_in(at_best, attempt):
            continue
        found.add(attempt.procedure)
        yield f"No vote rule fits {attempt.said}, so that it cannot be decided."


def _unruled(charter: Charter) -> Iterator[Attempt]:
    """Yield each way in which a matter can come up, now or put off before, under no vote rule."""
    ruled = [
        (attempt, first_fitting(charter.votes, circumstances_of(charter, attempt)))
        for attempt in islice(attempts(charter), _ATTEMPTS_MAX)
    ]
    put_off = {
        (*_matter(attempt), attempt.stage + 1)
        for attempt, rule in ruled
        if _can_put_off(charter, attempt, rule)
    }
    for attempt, rule in ruled:
        comes_up = attempt.stage == 1 or (*_matter(attempt), attempt.stage) in put_off
        if rule is None and comes_up:
            yield attempt


def _matter(attempt: Attempt) -> tuple[object, ...]:
    """Return what is the same of a matter at each of its stages, however they are held."""
    return attempt.class_, attempt.topics, attempt.amount


def _can_put_off(charter: Charter, attempt: Attempt, rule: Vote | None) -> bool:
    silent = charter.procedures.no_objection
    if rule is None:
        return False
    if attempt.procedure == "no_objection" and silent is not None and silent.then == "deferred":
        return True
    return "deferred" in {rule.tie, rule.split, rule.failed, rule.none_for, rule.carried}


def _is_let_in(charter: Charter, attempt: Attempt) -> bool:
    """Whether the matter is within the board's power, and all else about it is in order."""
    facts = favourable(charter, attempt)
    return not scenes_of(charter, facts, facts.opened_at)[0].problems
