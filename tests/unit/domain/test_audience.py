"""Who may read which stream: parties by audience, auditors by scope, the public nothing."""

from datetime import UTC, datetime
from typing import Any

import pytest

from ledger.domain.audience import AuditorReader, PartyReader, PublicReader, Reader, may_read
from ledger.domain.world import Stream
from ledger.evidence.keys import KeyId
from ledger.evidence.statement import PartySlug, StreamName
from tests.unit.domain.alliance import MILESTONE, PARTNERSHIP, Alliance
from tests.unit.domain.directory_scenes import MAIN, Blank, admit_auditor
from tests.unit.domain.story import START

LAST_DAY = datetime(2030, 1, 1, 23, 59, tzinfo=UTC)


def stream(alliance: Alliance, name: str) -> Stream:
    """Return a stream that is there."""
    found = alliance.world.stream(StreamName(name))
    assert found is not None
    return found


def party(name: str) -> PartyReader:
    """Return a reader of a company."""
    return PartyReader(party=PartySlug(name))


@pytest.mark.parametrize(
    ("reader", "name", "may"),
    [
        (party("servier"), PARTNERSHIP, True),
        (party("iqvia"), MILESTONE, True),
        (party("tech"), PARTNERSHIP, False),
        (party("tech"), MILESTONE, False),
        (party("tech"), MAIN, True),
        (party("tech"), "party/servier", True),
        (party("nobody"), MAIN, False),
        (PublicReader(), MAIN, False),
        (AuditorReader(kid=KeyId("A" * 43)), MAIN, False),
    ],
)
def test_a_company_reads_what_is_meant_for_it(
    reader: Reader,
    name: str,
    may: bool,  # noqa: FBT001
) -> None:
    """The directory is for all that are admitted, a partnership for those whom it names."""
    alliance = Alliance().form().plan()

    assert may_read(alliance.world, reader, stream(alliance, name), START) == may


@pytest.mark.parametrize(
    ("scope", "name", "may"),
    [
        ("all", MILESTONE, True),
        ((PARTNERSHIP,), PARTNERSHIP, True),
        ((PARTNERSHIP,), MILESTONE, True),
        ((MILESTONE,), MILESTONE, True),
        ((MILESTONE,), PARTNERSHIP, False),
        (("board/jsc",), MILESTONE, False),
        (("board/jsc",), MAIN, True),
        (("board/jsc",), "party/servier", True),
        (("board/score",), PARTNERSHIP, False),
    ],
)
def test_an_auditor_reads_what_their_scope_says(scope: Any, name: str, may: bool) -> None:  # noqa: FBT001
    """A scope covers child streams, and the directory without which nothing can be checked."""
    alliance = Alliance().form().plan()
    voice = admit_auditor(alliance, scope=scope)
    reader = AuditorReader(kid=voice.key.public.kid)

    assert may_read(alliance.world, reader, stream(alliance, name), START) == may


def test_an_auditor_reads_until_their_last_day() -> None:
    """The day named counts, the next one does not."""
    alliance = Alliance()
    reader = AuditorReader(kid=admit_auditor(alliance).key.public.kid)
    main = stream(alliance, MAIN)

    assert may_read(alliance.world, reader, main, LAST_DAY)
    assert not may_read(alliance.world, reader, main, datetime(2030, 1, 2, tzinfo=UTC))


def test_before_the_founding_nobody_reads() -> None:
    """There are no parties yet."""
    blank = Blank()
    blank.found()
    main = blank.world.stream(StreamName(MAIN))

    assert main is not None
    assert not may_read(blank.world, party("servier"), main, START)
