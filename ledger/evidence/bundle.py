"""Evidence bundles: all that an auditor needs, as files (FORMATS F9).

    checkpoint  vkeys.txt    the log's signed head, and the keys that sign it
    tile/…                   the whole log: tiles of hashes, and of entries
    statements/<env>.jws     the statements that this reader may see
    openings.jsonl           what they seal, where it is neither erased nor withheld
    documents/<sha256>       attachments
    keys/<kid>.jwk           the signers' public keys
    VERIFY.md                how to check all this, with openssl alone if need be
    MANIFEST.json            what the exporter meant to hand over, and to whom

Statements, documents and keys are named by their digest, entries and tiles are
proved by the root. The manifest is not signed and proves nothing; it shows what
got lost on the way, and that the reader was meant to get no more. It is written
last, so a bundle without it is unfinished.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Final, Literal, Self

from ledger.errors import LedgerError, MalformedError, UnverifiedError
from ledger.evidence.canonical import (
    Body,
    constrained,
    decode_body,
    encode_body,
    format_canonical,
    integer_max,
    parse_canonical,
)
from ledger.evidence.claims import Digest
from ledger.evidence.commitment import opening_bytes_max
from ledger.evidence.files import (
    FileTarget,
    FileTree,
    Readable,
    create_target,
    open_tree,
    printable,
    read_chunks,
    read_file,
    read_lines,
)
from ledger.evidence.guide import format_guide
from ledger.evidence.jws import compact_bytes_max
from ledger.evidence.keys import KeyId, PublicKey, parse_jwk
from ledger.evidence.static_log import FileUnexpectedError, LogSource, StaticLog, pour_log

MANIFEST_NAME: Final = "MANIFEST.json"
GUIDE_NAME: Final = "VERIFY.md"
OPENINGS_NAME: Final = "openings.jsonl"
JWK_BYTES_MAX: Final = 1_024
_OPENING_LINE_BYTES_MAX: Final = opening_bytes_max + 200
_PREFIX: Final = "sha256:"
_STATEMENT: Final = re.compile(r"statements/([0-9a-f]{64})\.jws")
_DOCUMENT: Final = re.compile(r"documents/([0-9a-f]{64})")
_KEY: Final = re.compile(r"keys/([A-Za-z0-9_-]{43})\.jwk")

_DigestText = Annotated[str, constrained(pattern="sha256:[0-9a-f]{64}")]
_HexText = Annotated[str, constrained(pattern="[0-9a-f]{64}")]
_Count = Annotated[int, constrained(ge=0, le=integer_max)]
# Everyone who reads all, one party, or one auditor within their scope.
_READER: Final = r"all|(?:party|auditor)/[A-Za-z0-9_-]{1,63}"
_ReaderText = Annotated[str, constrained(pattern=_READER)]


class BundleFileAlteredError(UnverifiedError):
    """A file that is named by its digest, or listed with it, has that digest."""

    code = "bundle-file-altered"
    message = "{name} is not what its name or the manifest says"


class BundleCountError(UnverifiedError):
    """A bundle holds as many files as its exporter counted."""

    code = "bundle-count"
    message = "{found} {part}, the manifest counts {expected}"


class BundleManifestError(UnverifiedError):
    """A manifest speaks of the log that it lies beside."""

    code = "bundle-manifest-mismatch"
    message = "the manifest names another {member} than the checkpoint"


class BundleReaderMalformedError(MalformedError):
    """A bundle is for all, for one party or for one auditor."""

    code = "bundle-reader-malformed"
    message = "{reader} is not all, party/<slug> or auditor/<key id>"


class ListedFile(Body):
    """A file that neither its name nor the root proves, with its digest."""

    name: Annotated[str, constrained(min_length=1, max_length=64)]
    sha256: _HexText


class Manifest(Body):
    """What the exporter meant to hand over, and to whom; unsigned."""

    format: Literal["countersign-bundle-v1"]
    ledger: _DigestText
    origin: Annotated[str, constrained(min_length=1, max_length=255)]
    reader: _ReaderText
    size: _Count
    statements: _Count
    openings: _Count
    documents: _Count
    keys: _Count
    files: tuple[ListedFile, ...]


class OpeningLine(Body):
    """One line of ``openings.jsonl``: the text of an opening, and its statement."""

    env: _HexText
    opening: Annotated[str, constrained(pattern="[A-Za-z0-9_-]+")]


@dataclass(frozen=True, kw_only=True)
class BundleSource:
    """What one reader may have; each part is read once, in the order of the log."""

    log: LogSource
    ledger: Digest
    reader: str
    statements: Iterable[tuple[Digest, bytes]]
    openings: Iterable[tuple[Digest, bytes]]
    documents: Iterable[tuple[str, Path]]
    keys: Iterable[PublicKey]


# --- writing -------------------------------------------------------------------


def write_bundle(target: Path, source: BundleSource) -> Manifest:
    """Write a bundle as a new folder, or as a zip where the name ends so.

    The same source gives the same bytes. Everything streams: a ledger of any
    size needs the memory of a few tiles.

    Raises:
        TargetNotEmptyError: Something is there already.
        LogSourceMismatchError: Entries and checkpoint disagree.
        BundleFileAlteredError: A statement or document is not what it is called.
        BundleReaderMalformedError: It is said for no possible reader.
    """
    if not re.fullmatch(_READER, source.reader):
        raise BundleReaderMalformedError(reader=source.reader)
    with create_target(target) as out:
        listed = pour_log(out, source.log)
        manifest = _pour_parts(out, source, listed)
        out.write(MANIFEST_NAME, (encode_body(manifest),))
    return manifest


class _Tally:
    """Counts what passes, and remembers the first of it."""

    def __init__(self) -> None:
        self.count = 0
        self.first = ""

    def add(self, name: str) -> None:
        """Count one more."""
        self.count += 1
        self.first = self.first or name


def _pour_parts(out: FileTarget, source: BundleSource, listed: dict[str, str]) -> Manifest:
    """Write everything but the log, and give the manifest of all."""
    statements, openings, documents, keys = (_Tally() for _ in range(4))
    for digest, compact in source.statements:
        _write_named(out, f"statements/{_bare(digest)}.jws", (compact,), _bare(digest))
        statements.add(_bare(digest))
    listed[OPENINGS_NAME] = out.write(OPENINGS_NAME, _opening_lines(source.openings, openings))
    for digest_hex, path in source.documents:
        _write_named(out, f"documents/{digest_hex}", read_chunks(path), digest_hex)
        documents.add(digest_hex)
    for key in source.keys:
        out.write(f"keys/{key.kid}.jwk", (format_canonical(key.jwk()),))
        keys.add(key.kid)
    origin, size = source.log.claimed
    guide = format_guide(ledger=source.ledger, origin=origin, size=size, example=statements.first)
    listed[GUIDE_NAME] = out.write(GUIDE_NAME, (guide.encode(),))
    return Manifest(
        format="countersign-bundle-v1",
        ledger=source.ledger,
        origin=origin,
        reader=source.reader,
        size=size,
        statements=statements.count,
        openings=openings.count,
        documents=documents.count,
        keys=keys.count,
        files=tuple(ListedFile(name=name, sha256=listed[name]) for name in sorted(listed)),
    )


def _bare(digest: Digest) -> str:
    """Give the hex of a digest, as files are named."""
    return digest.removeprefix(_PREFIX)


def _write_named(out: FileTarget, name: str, chunks: Iterable[bytes], digest_hex: str) -> None:
    """Write a file that is named by its digest, and hold it to its name."""
    if out.write(name, chunks) != digest_hex:
        raise BundleFileAlteredError(name=name)


def _opening_lines(openings: Iterable[tuple[Digest, bytes]], tally: _Tally) -> Iterator[bytes]:
    """Give the lines of ``openings.jsonl``."""
    for digest, text in openings:
        line = OpeningLine(env=_bare(digest), opening=text.decode("ascii"))
        tally.add(line.env)
        yield encode_body(line) + b"\n"


# --- reading -------------------------------------------------------------------


def open_bundle(path: Path) -> "Bundle":
    """Take up a bundle, folder or zip; its log is not verified yet.

    Raises:
        MalformedError: It is no bundle, by what is wrong.
        PartMissingError: Its manifest, checkpoint or keys are not there.
    """
    tree = open_tree(path)
    try:
        return Bundle(tree)
    except LedgerError:
        tree.close()
        raise


class Bundle:
    """A bundle's files, read as they are needed, each held to its name.

    What is in it counts once the log verifies and its statements open; what is
    not in it may be withheld from this reader.
    """

    def __init__(self, tree: FileTree) -> None:
        """Read the manifest and the log's head, and sort the names."""
        self._tree = tree
        self.manifest = decode_body(read_file(tree, MANIFEST_NAME, 65_536), Manifest)
        self.log = StaticLog(tree)
        names = tree.names
        self.statements = frozenset(Digest(_PREFIX + hex_) for hex_ in _named(_STATEMENT, names))
        self.documents = frozenset(_named(_DOCUMENT, names))
        self.kids = frozenset(KeyId(kid) for kid in _named(_KEY, names))

    def read_statement(self, digest: Digest) -> bytes:
        """Read a statement's compact form.

        Raises:
            PartMissingError: This bundle does not hold it.
            BundleFileAlteredError: It is another statement.
        """
        name = f"statements/{_bare(digest)}.jws"
        compact = read_file(self._tree, name, compact_bytes_max)
        if sha256(compact).hexdigest() != _bare(digest):
            raise BundleFileAlteredError(name=name)
        return compact

    def openings(self) -> Iterator[tuple[Digest, bytes]]:
        """Give each opening's text and its statement, in the order of the file.

        Raises:
            MalformedError: A line is not one.
            PartMissingError: The file is not there.
        """
        for raw in read_lines(self._tree, OPENINGS_NAME, _OPENING_LINE_BYTES_MAX):
            line = decode_body(raw, OpeningLine, bytes_max=_OPENING_LINE_BYTES_MAX)
            yield Digest(_PREFIX + line.env), line.opening.encode()

    def open_document(self, digest_hex: str) -> AbstractContextManager[Readable]:
        """Open an attachment; ``check_document`` says whether it is the right one.

        Raises:
            PartMissingError: This bundle does not hold it.
        """
        return self._tree.open(f"documents/{digest_hex}")

    def check_document(self, digest_hex: str) -> None:
        """Hold only if the attachment is the one of its name.

        Raises:
            PartMissingError: This bundle does not hold it.
            BundleFileAlteredError: It is another file.
        """
        self._demand_digest(f"documents/{digest_hex}", digest_hex)

    def read_key(self, kid: KeyId) -> PublicKey:
        """Read a signer's public key.

        Raises:
            PartMissingError: This bundle does not hold it.
            BundleFileAlteredError: It is another key.
            MalformedError: It is no key that binds a signer.
        """
        name = f"keys/{kid}.jwk"
        key = parse_jwk(parse_canonical(read_file(self._tree, name, JWK_BYTES_MAX)))
        if key.kid != kid:
            raise BundleFileAlteredError(name=name)
        return key

    def faults(self) -> Iterator[LedgerError]:
        """Give all that is missing, altered or strange, without stopping at the first.

        Statements are held to their names when they are read, not here.
        """
        yield from self.log.missing()
        yield from self._strangers()
        yield from self._disagreements()
        for digest_hex in sorted(self.documents):
            yield from _caught(self.check_document, digest_hex)
        for kid in sorted(self.kids):
            yield from _caught(self.read_key, kid)
        for listed in self.manifest.files:
            yield from _caught(self._demand_digest, listed.name, listed.sha256)

    def _strangers(self) -> Iterator[LedgerError]:
        """Give the files that no bundle has."""
        fixed = {MANIFEST_NAME, GUIDE_NAME, OPENINGS_NAME}
        patterns = (_STATEMENT, _DOCUMENT, _KEY)
        for name in sorted(self._tree.names - fixed):
            is_named = any(pattern.fullmatch(name) for pattern in patterns)
            if not is_named and not self.log.has_part(name):
                yield FileUnexpectedError(name=printable(name))

    def _disagreements(self) -> Iterator[LedgerError]:
        """Give what the manifest says otherwise than the files."""
        manifest = self.manifest
        if manifest.origin != self.log.claimed_origin:
            yield BundleManifestError(member="origin")
        if manifest.size != self.log.claimed_size:
            yield BundleManifestError(member="size")
        try:
            openings = sum(1 for _ in self.openings())
        except LedgerError as error:
            yield error
            openings = manifest.openings
        counts = {
            "statements": (len(self.statements), manifest.statements),
            "openings": (openings, manifest.openings),
            "documents": (len(self.documents), manifest.documents),
            "keys": (len(self.kids), manifest.keys),
        }
        for part, (found, expected) in counts.items():
            if found != expected:
                yield BundleCountError(part=part, found=found, expected=expected)

    def _demand_digest(self, name: str, digest_hex: str) -> None:
        """Hold only if a file has a digest, reading it in pieces."""
        digest = sha256()
        with self._tree.open(name) as file:
            while chunk := file.read(1 << 16):
                digest.update(chunk)
        if digest.hexdigest() != digest_hex:
            raise BundleFileAlteredError(name=printable(name))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Let go of the files."""
        self._tree.close()


def _named(pattern: re.Pattern[str], names: Iterable[str]) -> Iterator[str]:
    """Give what stands in the names of one kind."""
    matches = (pattern.fullmatch(name) for name in names)
    return (match[1] for match in matches if match)


def _caught(check: Callable[..., object], *arguments: str) -> Iterator[LedgerError]:
    """Give the error that a check raises, if it does."""
    try:
        check(*arguments)
    except LedgerError as error:
        yield error
