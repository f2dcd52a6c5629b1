"""Sealed values: verified, erased, withheld, missing or tampered — five different words."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ledger.domain.directory import the_ledger
from ledger.domain.world import World
from ledger.errors import LedgerError, UnverifiedError
from ledger.evidence.commitment import Opening, commitment_of, parse_opening
from ledger.evidence.statement import Digest, Statement
from ledger.verify.verdict import Finder, Openings


class OpeningAbsentError(UnverifiedError):
    """A sealed value that nobody erased can be opened."""

    code = "opening-absent"
    message = "the value sealed at {path} of {digest} is missing, and no erasure was announced"


class OpeningTamperedError(UnverifiedError):
    """An opening is the text that its commitment digests, for the path that was signed."""

    code = "opening-tampered"
    message = "an opening for {path} belongs to no commitment, or to one at another path"


class OpeningNotErasedError(UnverifiedError):
    """What an erasure announced is gone."""

    code = "opening-not-erased"
    message = "the value sealed at {path} of {digest} was to be erased, and is still there"


def judge_openings(
    world: World,
    statements: Iterable[tuple[int, Statement]],
    texts: Sequence[bytes],
    *,
    is_whole: bool,
    finder: Finder,
) -> Openings:
    """Say how each sealed value stands; note what is missing or tampered.

    In a reader's share, a value without its opening is withheld.
    """
    openings, tampered = _parsed(texts, finder)
    ledger = the_ledger(world)
    erased = frozenset() if ledger is None else ledger.erased
    counts: Counter[str] = Counter(tampered=tampered)
    for leaf_index, statement in statements:
        for sealed in statement.sealed:
            opening = openings.pop(sealed.commitment, None)
            facts: dict[str, str] = {"path": sealed.path, "digest": statement.digest}
            state, error = _judged(
                opening,
                sealed.path,
                is_erased=sealed.commitment in erased,
                is_whole=is_whole,
                facts=facts,
            )
            counts[state] += 1
            if error is not None:
                finder.note(error, leaf_index)
    for opening in openings.values():
        finder.note(OpeningTamperedError(path=opening.path))
    return Openings(
        verified=counts["verified"],
        erased=counts["erased"],
        withheld=counts["withheld"],
        missing=counts["missing"],
        tampered=counts["tampered"] + len(openings),
    )


def _parsed(texts: Sequence[bytes], finder: Finder) -> tuple[dict[str, Opening], int]:
    openings: dict[str, Opening] = {}
    tampered = 0
    for text in texts:
        try:
            openings[commitment_of(text)] = parse_opening(text)
        except LedgerError as error:
            tampered += 1
            finder.note(error)
    return openings, tampered


def _judged(
    opening: Opening | None,
    path: str,
    *,
    is_erased: bool,
    is_whole: bool,
    facts: Mapping[str, str],
) -> tuple[str, LedgerError | None]:
    if opening is None:
        if is_erased:
            return "erased", None
        return ("missing", OpeningAbsentError(**facts)) if is_whole else ("withheld", None)
    if opening.path != path:
        return "tampered", OpeningTamperedError(path=opening.path)
    if is_erased:
        return "tampered", OpeningNotErasedError(**facts)
    return "verified", None


def kept_without_entry(
    statements: Mapping[Digest, bytes], logged: frozenset[Digest]
) -> tuple[Digest, ...]:
    """Return the statements that are kept although no entry names them."""
    return tuple(sorted(statements.keys() - logged))
