"""One ledger's folder on disk: where everything is, and the ledger's own keys.

score/
  ledger.json           {"anchor":"anchor","format":"countersign-ledger/1","origin":…}
  ledger.db             the evidence
  views.db              projections, rebuilt at will
  access.db             digests of readers' tokens, each kept for minutes
  documents/            attachments, named by their SHA-256
  keys/                 0700: log-ed25519.pem, log-mldsa44.pem, system (OpenSSH), each 0600
  anchor                sizes and roots that were answered for; better kept elsewhere
  lease                 locked by whoever writes
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from ledger.errors import MalformedError, NotRecordedError, RefusedError
from ledger.evidence.canonical import Body, decode_body, encode_body
from ledger.evidence.keyfile import load_log_signer, load_signer, save_log_signer, save_signer
from ledger.evidence.keys import (
    LogSigner,
    MemorySigner,
    ed25519_algorithm,
    generate_log_signer,
    generate_signer,
    mldsa44_algorithm,
)
from ledger.evidence.note import VKey, vkey_of

SETTINGS_NAME: Final = "ledger.json"
_SETTINGS_BYTES_MAX = 10_000
_LOG_KEYS = {ed25519_algorithm: "log-ed25519.pem", mldsa44_algorithm: "log-mldsa44.pem"}


class FolderTakenError(RefusedError):
    """A new ledger gets a folder of its own."""

    code = "folder-taken"
    message = "{folder} holds something already"


class FolderMissingError(NotRecordedError):
    """A ledger's folder has its settings file."""

    code = "folder-missing"
    message = "{folder} holds no ledger"


class SettingsMalformedError(MalformedError):
    """The settings file names format, origin and anchor, and nothing else."""

    code = "settings-malformed"
    message = "{path} is no ledger's settings: {problem}"


class _Settings(Body):
    format: Literal["countersign-ledger/1"]
    origin: str
    anchor: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerFolder:
    """Where one ledger is on disk. ``create`` and ``load`` make it."""

    root: Path
    origin: str
    anchor: Path

    @classmethod
    def create(cls, root: Path, origin: str, *, anchor: Path | None = None) -> "LedgerFolder":
        """Make a folder with fresh keys of the ledger; nothing is founded yet.

        ``anchor`` is better on another disk: it is what tells a restored
        backup from the newest state.

        Raises:
            FolderTakenError: The folder is not empty.
            VKeyMalformedError: The origin cannot name a key.
        """
        log_signers = {kind: generate_log_signer(kind) for kind in _LOG_KEYS}
        for signer in log_signers.values():
            vkey_of(origin, signer)
        if root.exists() and any(root.iterdir()):
            raise FolderTakenError(folder=str(root))
        for folder in (root, root / "documents"):
            folder.mkdir(parents=True, exist_ok=True)
        (root / "keys").mkdir(mode=0o700)
        for kind, name in _LOG_KEYS.items():
            save_log_signer(root / "keys" / name, log_signers[kind])
        save_signer(root / "keys" / "system", generate_signer())
        place = "anchor" if anchor is None else str(anchor.resolve())
        settings = _Settings(format="countersign-ledger/1", origin=origin, anchor=place)
        (root / place).touch()
        (root / SETTINGS_NAME).write_bytes(encode_body(settings))
        return cls.load(root)

    @classmethod
    def load(cls, root: Path) -> "LedgerFolder":
        """Read where a ledger's parts are.

        Raises:
            FolderMissingError: There is no ledger here.
            SettingsMalformedError: Its settings cannot be read.
        """
        path = root / SETTINGS_NAME
        if not path.is_file():
            raise FolderMissingError(folder=str(root))
        with path.open("rb") as file:
            raw = file.read(_SETTINGS_BYTES_MAX)
        try:
            settings = decode_body(raw, _Settings)
        except MalformedError as error:
            raise SettingsMalformedError(path=str(path), problem=str(error)) from error
        return cls(root=root, origin=settings.origin, anchor=root / settings.anchor)

    @property
    def database(self) -> Path:
        """The ledger file: events, entries, nodes, openings, head and checkpoint."""
        return self.root / "ledger.db"

    @property
    def views(self) -> Path:
        """The file of projections; it can be rebuilt at any time."""
        return self.root / "views.db"

    @property
    def documents(self) -> Path:
        """Where attachments are kept, each under its SHA-256."""
        return self.root / "documents"

    @property
    def lease(self) -> Path:
        """The file that the one writer locks."""
        return self.root / "lease"

    def load_log_signers(self) -> tuple[LogSigner, ...]:
        """Load the keys that sign checkpoints: Ed25519, then ML-DSA-44.

        Raises:
            KeyFileMissingError, KeyFileExposedError, KeyFileMalformedError: as named.
            PrivateKeyMalformedError: A file holds no such key.
        """
        return tuple(load_log_signer(self.root / "keys" / name) for name in _LOG_KEYS.values())

    def load_system_signer(self) -> MemorySigner:
        """Load the key that signs what follows by rule.

        Raises:
            KeyFileMissingError, KeyFileExposedError, KeyFileMalformedError: as named.
            PrivateKeyMalformedError: The file holds no such key.
        """
        return load_signer(self.root / "keys" / "system")

    def vkeys(self) -> tuple[VKey, ...]:
        """Give the keys under which this ledger's checkpoints hold.

        Raises:
            KeyFileMissingError, KeyFileExposedError, KeyFileMalformedError: as named.
        """
        return tuple(vkey_of(self.origin, signer) for signer in self.load_log_signers())
