"""Sealed values: verified, erased, withheld, missing or tampered."""

from dataclasses import replace

from ledger.domain.kinds.ledger import ErasureDecided
from ledger.evidence.commitment import make_opening, parse_opening
from ledger.verify.verdicts import verify_history
from tests.unit.domain.story import Story
from tests.unit.verify.forgery import history_of
from tests.unit.verify.told import codes, told


def _flip(text: bytes) -> bytes:
    opening = parse_opening(text)
    return make_opening(opening.path, "Member B", opening.salt).text


def test_an_opening_that_is_gone_without_an_erasure_is_missing() -> None:
    """Only an announced erasure lets an opening go."""
    bound = history_of(told())

    verdict = verify_history(replace(bound, openings=bound.openings[1:]))

    assert codes(verdict) == {"opening-absent"}
    assert verdict.openings.missing == 1


def test_an_opening_of_another_value_is_tampered() -> None:
    """Nobody can open a commitment to something else."""
    bound = history_of(told())

    verdict = verify_history(
        replace(bound, openings=(_flip(bound.openings[0]), *bound.openings[1:]))
    )

    assert codes(verdict) == {"opening-absent", "opening-tampered"}
    assert verdict.openings.tampered == 1


def test_an_opening_that_is_no_opening_is_tampered() -> None:
    """Junk among the openings is named as such."""
    bound = history_of(told())

    verdict = verify_history(replace(bound, openings=(*bound.openings, b"junk!")))

    assert codes(verdict) == {"opening-malformed"}
    assert verdict.openings.tampered == 1


def test_a_value_that_was_to_be_erased_and_is_still_there_is_found() -> None:
    """An erasure that was announced was performed."""
    story = Story()
    erase = ErasureDecided(
        commitments=(parse_opening(story.openings[-1]).commitment,),
        basis="GDPR art. 17",
        granted=True,
    )
    story.say(story.root, "erasure.decided.v1", "ledger/main", erase, reason="asked for")

    verdict = verify_history(history_of(story))

    assert codes(verdict) == {"opening-not-erased"}


def test_an_opening_for_another_path_is_tampered() -> None:
    """A commitment stands at one path; the operator cannot move it."""
    story = Story()
    opening = parse_opening(story.openings[0])
    moved = make_opening("title", opening.value, opening.salt)

    verdict = verify_history(replace(history_of(story), openings=(moved.text, *story.openings[1:])))

    assert codes(verdict) == {"opening-absent", "opening-tampered"}
