"""A story with people, an erasure and what follows from it, told once."""

from functools import cache

from ledger.domain.kinds.ledger import ErasureDecided
from ledger.evidence.commitment import parse_opening
from ledger.verify.verdict import Verdict
from tests.unit.domain.story import Story


@cache
def told() -> Story:
    """Return a story with people, an erasure, and the follow-up of it."""
    story = Story()
    story.enrol("iqvia", "alice", "signatory")
    story.advance(days=1)
    story.enrol("servier", "sophie", "signatory")
    erase = ErasureDecided(
        commitments=(parse_opening(story.openings[-1]).commitment,),
        basis="GDPR art. 17",
        granted=True,
    )
    story.say(story.root, "erasure.decided.v1", "ledger/main", erase, reason="asked for")
    story.openings.pop()
    story.advance(days=1)
    story.enrol("tech", "theo", "signatory")
    return story


def codes(verdict: Verdict) -> set[str]:
    """Return the codes of what was found."""
    return {finding.code for finding in verdict.findings}


def places(verdict: Verdict) -> set[int | None]:
    """Return the entries at which something was found."""
    return {finding.leaf_index for finding in verdict.findings}
