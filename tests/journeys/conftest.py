"""The SCORE story, played once for all journeys; who wants to do harm takes a copy."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from commands.desk import Desk
from commands.doors import FolderDoor
from commands.pins import Pin
from commands.score.stage import Stage
from commands.score.story import Refusal, play
from ledger.archive import Archive
from ledger.evidence.keyfile import load_signer
from ledger.evidence.statement import Digest, PersonSlug, SignerClaim
from ledger.folder import LedgerFolder
from ledger.service import Ledger


@dataclass(frozen=True)
class Played:
    """The story as it was left, with each checkpoint that somebody could have kept."""

    folder: LedgerFolder
    ledger: Digest
    now: datetime
    kept: tuple[str, ...]
    digests: dict[str, Digest]
    refusal: Refusal

    def copy(self, target: Path) -> LedgerFolder:
        """Return a copy of the ledger's folder, to do harm to."""
        shutil.copytree(self.folder.root, target)
        return LedgerFolder.load(target)

    @contextmanager
    def root_desk(self, folder: LedgerFolder) -> Iterator[Desk]:
        """Seat the root at a copy, a day after the story."""
        now = self.now + timedelta(days=1)
        key = load_signer(self.folder.root.parent / "score-keys" / "root")
        door = FolderDoor(folder, Ledger.open(folder, lambda: now), lambda: now)
        claim = SignerClaim(person=PersonSlug(key.public.kid), party=None, capacity="root")
        yield Desk(door, key, claim, Pin(ledger=self.ledger, vkeys=folder.vkeys()))
        door.close()


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Play the story through the public write path, and close it."""
    kept: list[str] = []

    def keep(_step: str) -> None:
        if stage.ledger.world.size:
            kept.append(stage.door.checkpoint())

    stage = Stage(tmp_path_factory.mktemp("journeys") / "score", keep)
    refusal = play(stage)
    stage.close()
    return Played(
        folder=stage.folder,
        ledger=stage.digests["ledger"],
        now=stage.now,
        kept=tuple(dict.fromkeys(kept)),
        digests=stage.digests,
        refusal=refusal,
    )


@pytest.fixture
def archive(played: Played) -> Iterator[Archive]:
    """Open what was recorded."""
    with Archive.open(played.folder) as opened:
        yield opened
