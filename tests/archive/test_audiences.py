"""Who may read what, as the archive answers it without replaying the log."""

from datetime import timedelta

from ledger.archive import Archive
from ledger.domain.audience import PartyReader, may_read
from ledger.domain.kinds.party import PartyMerged
from ledger.domain.world import World
from ledger.evidence.statement import PartySlug, StreamName
from tests.archive.shelf import Shelf

BOARD = StreamName("board/jsc")


def readers_of_the_board(world: World, shelf: Shelf, days: int = 0) -> list[str]:
    """Return the companies that may read the board so many days from now."""
    stream = world.stream(BOARD)
    assert stream is not None
    at = shelf.story.now + timedelta(days=days)
    return [
        party
        for party, _ in shelf.story.parties
        if may_read(world, PartyReader(party=PartySlug(party)), stream, at)
    ]


def test_a_merger_is_known_to_the_archive(shelf: Shelf, archive: Archive) -> None:
    """Asked before and after; the whole world gives the same answers."""
    story = shelf.story
    assert readers_of_the_board(archive.reader_world(), shelf) == ["servier", "iqvia"]

    tomorrow = story.now.date() + timedelta(days=1)
    act = story.say(
        shelf.voice("iqvia"),
        "party.merged.v1",
        "party/iqvia",
        PartyMerged(into="tech", on=tomorrow),
    )
    story.endorse(shelf.voice("tech"), "party/iqvia", act)
    shelf.write()

    for days, expected in ((0, ["servier", "iqvia"]), (1, ["servier", "iqvia", "tech"])):
        for world in (archive.reader_world(), archive.world(), story.world):
            assert readers_of_the_board(world, shelf, days) == expected
