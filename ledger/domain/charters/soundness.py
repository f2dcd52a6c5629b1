"""Whether a charter can stand: checked when it is adopted, not when it first fails.

A charter is refused when no board could ever meet it, or when one of its rules
says what another denies. The reason is said in words, for those who drafted it.
What is odd and yet possible is a remark, never a refusal.
"""

from collections.abc import Collection, Iterator

from ledger.domain.charters.authority import authority_problems
from ledger.domain.charters.conduct import conduct_problems
from ledger.domain.charters.measures import measure_problems
from ledger.domain.charters.members import member_problems
from ledger.domain.charters.names import name_problems
from ledger.domain.charters.quorums import part_problems
from ledger.domain.charters.trial import trial_problems
from ledger.domain.charters.votes import vote_problems
from ledger.domain.kinds.charter import Charter
from ledger.errors import RefusedError


class CharterUnsoundError(RefusedError):
    """A charter that can never be satisfied or contradicts itself is not adopted."""

    code = "charter-unsound"
    message = "the charter cannot stand: {problem}"


def check_charter(charter: Charter, parties: Collection[str] | None) -> None:
    """Accept a charter by which these parties can decide.

    Without ``parties`` they are those whom its seats name.

    Raises:
        CharterUnsoundError: Its first flaw, in words.
    """
    problem = next(problems(charter, parties), None)
    if problem is not None:
        raise CharterUnsoundError(problem=problem)


def problems(charter: Charter, parties: Collection[str] | None) -> Iterator[str]:
    """Yield every flaw of a charter, each once.

    Numbers are compared only once names and measures are in order, and the charter
    is tried only once nothing else is wrong with it.
    """
    first = (*name_problems(charter, parties), *measure_problems(charter))
    yield from dict.fromkeys(first)
    if first:
        return
    second = (
        *vote_problems(charter),
        *part_problems(charter),
        *conduct_problems(charter),
        *member_problems(charter),
        *authority_problems(charter),
    )
    yield from dict.fromkeys(second)
    if not second:
        yield from dict.fromkeys(trial_problems(charter))
