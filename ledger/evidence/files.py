"""A tree of files in a folder or a zip: written once, read without trust.

Names are relative, with slashes. The writer's zip is the same byte for byte for
the same files in the same order: stored, not compressed, and dated 1980. The
reader extracts nothing, follows no link and reads no more than it was told to
expect.
"""

import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from ledger.errors import MalformedError, NotRecordedError, RefusedError, UnverifiedError

_CHUNK_BYTES = 1 << 16
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that zip can say
_ZIP_MODE = (stat.S_IFREG | 0o644) << 16
_ZIP_SYSTEM_UNIX = 3
_ZIP_ENCRYPTED = 0x1
# What zipfile raises where a zip's own fields contradict each other.
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    NotImplementedError,
    OSError,
    ValueError,
)


class TargetNotEmptyError(RefusedError):
    """An export never mixes with what is there already."""

    code = "target-not-empty"
    message = "{target} exists and is not an empty folder"


class FileTreeMalformedError(MalformedError):
    """An export is a folder, or a zip without encryption or odd compression."""

    code = "file-tree-malformed"
    message = "{name}: {problem}"


class FilePathError(MalformedError):
    """A name stays inside the tree: no link, no way up, no root, no second spelling."""

    code = "file-path-unsafe"
    message = "{name} is a link or leads out of the folder"


class FileTooLargeError(MalformedError):
    """No file is larger than its kind can be."""

    code = "file-too-large"
    message = "{name} has {found} bytes, its kind at most {bytes_max}"


class PartMissingError(NotRecordedError):
    """The tree holds no file of this name."""

    code = "part-missing"
    message = "{name} is not there"


class FileDamagedError(UnverifiedError):
    """What a zip holds is what its own check sum says."""

    code = "file-damaged"
    message = "{name} cannot be read back: {problem}"


class Readable(Protocol):
    """A file that is being read."""

    def read(self, size: int, /) -> bytes:
        """Read so many bytes at most; none at the end."""

    def readline(self, size: int, /) -> bytes:
        """Read up to a newline, and so many bytes at most."""


class FileTree(Protocol):
    """Files to read, by name."""

    names: frozenset[str]

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """Open a file for reading; the caller bounds how much.

        Raises:
            PartMissingError: There is no such file.
            FileDamagedError: It cannot be read back.
        """

    def close(self) -> None:
        """Let go of what is open."""


class FileTarget(Protocol):
    """Where files are written, each once."""

    def write(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write a file piece by piece; give its SHA-256 in hex."""


# --- reading -------------------------------------------------------------------


def open_tree(path: Path) -> FileTree:
    """Open a folder, or a zip, whichever is there.

    Raises:
        PartMissingError: Nothing is there.
        FileTreeMalformedError: It is neither a folder nor a zip.
        FilePathError: A link, or a name that leads out of the tree.
    """
    if path.is_dir():
        return FolderTree(path)
    if not path.exists():
        raise PartMissingError(name=str(path))
    return ZipTree(path)


def read_file(tree: FileTree, name: str, bytes_max: int) -> bytes:
    """Read a whole file that is no larger than its kind can be.

    Raises:
        PartMissingError: There is no such file.
        FileTooLargeError: It is larger.
        FileDamagedError: It cannot be read back.
    """
    with tree.open(name) as file:
        raw = file.read(bytes_max + 1)
    if len(raw) > bytes_max:
        raise FileTooLargeError(name=name, found=len(raw), bytes_max=bytes_max)
    return raw


def read_lines(tree: FileTree, name: str, line_bytes_max: int) -> Iterator[bytes]:
    """Read a file line by line, each without its newline, the last one with one too.

    Raises:
        FileTooLargeError: A line is longer.
        FileTreeMalformedError: The last line does not end.
        PartMissingError: There is no such file.
        FileDamagedError: It cannot be read back.
    """
    with tree.open(name) as file:
        while line := file.readline(line_bytes_max + 1):
            if not line.endswith(b"\n"):
                if len(line) > line_bytes_max:
                    raise FileTooLargeError(name=name, found=len(line), bytes_max=line_bytes_max)
                raise FileTreeMalformedError(name=name, problem="its last line does not end")
            yield line[:-1]


class FolderTree:
    """A folder, listed once; links and devices in it are refused."""

    def __init__(self, folder: Path) -> None:
        """List the folder."""
        self._folder = folder
        self.names = frozenset(_list_folder(folder, ""))

    def open(self, name: str) -> AbstractContextManager[Readable]:
        """Open a file that was listed."""
        if name not in self.names:
            raise PartMissingError(name=name)
        return (self._folder / name).open("rb")

    def close(self) -> None:
        """Nothing stays open."""


def _list_folder(folder: Path, prefix: str) -> Iterator[str]:
    """Name the plain files below a folder."""
    with os.scandir(folder) as found:
        for each in found:
            name = prefix + each.name
            if each.is_dir(follow_symlinks=False):
                yield from _list_folder(folder / each.name, f"{name}/")
            elif each.is_file(follow_symlinks=False):
                yield name
            else:
                raise FilePathError(name=printable(name))


def printable(name: str) -> str:
    """Spell a file name so that it can be said, whatever its bytes are."""
    return name.encode("utf-8", "backslashreplace").decode()


class ZipTree:
    """A zip, listed once; nothing is extracted."""

    def __init__(self, path: Path) -> None:
        """Read the list of its members."""
        self._file = path.open("rb")
        try:
            self._zip = zipfile.ZipFile(self._file)
        except _DAMAGE as error:
            self._file.close()
            raise FileTreeMalformedError(name=str(path), problem="it is no zip") from error
        members = [each for each in self._zip.infolist() if not each.filename.endswith("/")]
        try:
            for member in members:
                _check_member(member)
            self.names = frozenset(member.filename for member in members)
            if len(self.names) != len(members):
                raise FileTreeMalformedError(name=str(path), problem="a name is there twice")
        except MalformedError:
            self.close()
            raise

    @contextmanager
    def open(self, name: str) -> Iterator[Readable]:
        """Open a member that was listed; its declared size bounds what is inflated."""
        if name not in self.names:
            raise PartMissingError(name=name)
        with _damage_named(name):
            file = self._zip.open(name)
        with file:
            yield _ZipFile(name, file)

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()
        self._file.close()


class _ZipFile:
    """One member being read; what the zip library trips over is named."""

    def __init__(self, name: str, file: IO[bytes]) -> None:
        self._name = name
        self._file = file

    def read(self, size: int, /) -> bytes:
        """Read so many bytes at most; none at the end."""
        with _damage_named(self._name):
            return self._file.read(size)

    def readline(self, size: int, /) -> bytes:
        """Read up to a newline, and so many bytes at most."""
        with _damage_named(self._name):
            return self._file.readline(size)


@contextmanager
def _damage_named(name: str) -> Iterator[None]:
    """Say which file cannot be read back."""
    try:
        yield
    except _DAMAGE as error:
        raise FileDamagedError(name=name, problem=str(error)) from error


def _check_member(member: zipfile.ZipInfo) -> None:
    """Accept a plain file under a plain name, stored or deflated."""
    name = member.filename
    parts = PurePosixPath(name).parts
    is_plain = stat.S_IFMT(member.external_attr >> 16) in {0, stat.S_IFREG}
    leads_out = (
        ".." in parts or not name or name != "/".join(parts) or name.startswith("/") or "\\" in name
    )
    if not is_plain or leads_out or name != member.orig_filename:
        raise FilePathError(name=printable(name))
    if member.flag_bits & _ZIP_ENCRYPTED:
        raise FileTreeMalformedError(name=name, problem="it is encrypted")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise FileTreeMalformedError(name=name, problem="it is neither stored nor deflated")


# --- writing -------------------------------------------------------------------


@contextmanager
def create_target(target: Path) -> Iterator[FileTarget]:
    """Begin a new folder, or a zip where the name ends in ``.zip``.

    A zip that could not be finished is removed; a folder is left as far as it
    came, without what its writer puts last.

    Raises:
        TargetNotEmptyError: Something is there already.
    """
    if target.suffix == ".zip":
        with _create_zip(target) as zip_target:
            yield zip_target
        return
    try:
        target.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise TargetNotEmptyError(target=str(target)) from error
    if any(target.iterdir()):
        raise TargetNotEmptyError(target=str(target))
    yield FolderTarget(target)


@contextmanager
def _create_zip(target: Path) -> Iterator[FileTarget]:
    """Begin a zip, and remove it again unless it is finished."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with ExitStack() as undo:
        try:
            file = target.open("xb")
        except FileExistsError as error:
            raise TargetNotEmptyError(target=str(target)) from error
        undo.callback(target.unlink)
        with file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            yield ZipTarget(archive)
        undo.pop_all()


class FolderTarget:
    """A folder that files are written to."""

    def __init__(self, folder: Path) -> None:
        """Write below ``folder``, which is empty."""
        self._folder = folder
        self._made = {folder}

    def write(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write a file piece by piece; give its SHA-256 in hex."""
        path = self._folder / name
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        with path.open("xb") as file:
            return _pour(chunks, file)


class ZipTarget:
    """A zip that files are written to, the same bytes each time."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Write to an open, empty zip."""
        self._zip = archive

    def write(self, name: str, chunks: Iterable[bytes]) -> str:
        """Write a member piece by piece; give its SHA-256 in hex."""
        member = zipfile.ZipInfo(name, _ZIP_EPOCH)
        member.external_attr = _ZIP_MODE
        member.create_system = _ZIP_SYSTEM_UNIX
        with self._zip.open(member, "w", force_zip64=True) as file:
            return _pour(chunks, file)


def _pour(chunks: Iterable[bytes], file: IO[bytes]) -> str:
    """Write the pieces and give the SHA-256 of the whole in hex."""
    digest = sha256()
    for chunk in chunks:
        digest.update(chunk)
        file.write(chunk)
    return digest.hexdigest()


def read_chunks(path: Path) -> Iterator[bytes]:
    """Read a file from disk in pieces, to be written elsewhere."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk
