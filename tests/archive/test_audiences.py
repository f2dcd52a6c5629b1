"""Who may read what, as the archive answers it without replaying the log."""

from datetime import timedelta
from pathlib import Path

from ledger.archive import Archive
from ledger.domain.audience import PartyReader, may_read
from ledger.domain.kinds.party import PartyMerged
from ledger.domain.world import World
from ledger.evidence.statement import PartySlug, StreamName
from tests.archive.shelf import Shelf
from tests.unit.domain.agreement import Deal
from tests.unit.domain.merging import novate

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


def tech_reads(world: World, deal: Deal, name: str) -> bool:
    """Whether the technology company may read a stream now."""
    stream = world.stream(StreamName(name))
    assert stream is not None
    return may_read(world, PartyReader(party=PartySlug("tech")), stream, deal.now)


def test_an_admitted_reader_is_known_to_the_archive(tmp_path: Path) -> None:
    """Of the contract and of its changes; a change that is drafted later too."""
    deal = Deal()
    shelf = Shelf(tmp_path / "ledger", deal)
    deal.execute()
    deal.propose()
    shelf.write()
    with shelf.open() as archive:
        assert not tech_reads(archive.reader_world(), deal, "contract/score")
        novate(deal)
        deal.propose(stream="change/score/2")
        shelf.write()

        for name in ("contract/score", "change/score/1", "change/score/2"):
            for world in (archive.reader_world(), archive.world(), deal.world):
                assert tech_reads(world, deal, name)
    shelf.close()
