"""A case as it was read from a file, before it is known to be one."""

from collections.abc import Iterator, Mapping
from typing import get_args

from ledger.domain.rehearsal.case import Case
from ledger.domain.rehearsal.case.votes import Choice
from ledger.domain.rehearsal.soundness import CaseUnsoundError
from ledger.evidence.canonical import shape_body

_CHOICES: tuple[str, ...] = get_args(Choice)


def case_of(value: Mapping[str, object]) -> Case:
    """Return the case that plain values make.

    Raises:
        CaseUnsoundError: A ballot says what no ballot can; the message names its seat.
        BodyMalformedError: A member is missing, unknown, or of another type.
    """
    for seat, said in _ballots(value.get("ballots")):
        if said not in _CHOICES:
            words = f"{', '.join(_CHOICES[:-1])} or {_CHOICES[-1]}"
            problem = f"the ballot of {seat} says {repr(said)[:40]}; it can say {words}"
            raise CaseUnsoundError(problem=problem)
    return shape_body(value, Case)


def _ballots(given: object) -> Iterator[tuple[object, object]]:
    """Yield each ballot's seat and word, in short or in full, as far as they are there."""
    if isinstance(given, Mapping):
        yield from given.items()
    elif isinstance(given, list):
        for each in given:
            if isinstance(each, Mapping) and "choice" in each:
                yield each.get("seat", "a seat without a name"), each["choice"]
