"""Files in a folder or zip: nothing leads out, nothing swells, nothing is mixed in."""

import os
import stat
import struct
import zipfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.evidence.files import (
    FileDamagedError,
    FilePathError,
    FileTooLargeError,
    FileTreeMalformedError,
    PartMissingError,
    TargetNotEmptyError,
    ZipTree,
    create_target,
    open_tree,
    read_chunks,
    read_file,
    read_lines,
)

FILES = {"a": b"alpha", "b/c": b"gamma\ndelta\n", "b/d/e": b""}


def _write(target: Path) -> Path:
    with create_target(target) as out:
        for name, raw in FILES.items():
            out.write(name, (raw,))
    return target


def _zip_of(path: Path, *members: tuple[zipfile.ZipInfo | str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for member, raw in members:
            archive.writestr(member, raw)
    return path


@pytest.mark.parametrize("name", ["tree", "tree.zip"])
def test_files_come_back(tmp_path: Path, name: str) -> None:
    """Folder and zip hold the same files under the same names."""
    tree = open_tree(_write(tmp_path / name))

    assert {each: read_file(tree, each, 100) for each in tree.names} == FILES
    tree.close()


def test_writing_gives_the_digest(tmp_path: Path) -> None:
    """The writer learns what it wrote, whatever the pieces."""
    with create_target(tmp_path / "tree") as out:
        digest = out.write("a", (b"al", b"", b"pha"))

    assert digest == "8ed3f6ad685b959ead7022518e1af76cd816f8e8ec7ccdda1ed4018e8f2223f8"


def test_zip_is_the_same_each_time(tmp_path: Path) -> None:
    """Neither the clock nor a compressor's version shows in a zip."""
    first, second = (_write(tmp_path / name).read_bytes() for name in ("1.zip", "2.zip"))

    assert first == second
    with zipfile.ZipFile(tmp_path / "1.zip") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}


def test_target_must_be_new(tmp_path: Path) -> None:
    """A folder with something in it, a file, or a zip that is there is refused untouched."""
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("keep")
    (tmp_path / "file").write_text("keep")
    (tmp_path / "there.zip").write_text("keep")
    for name in ("full", "file", "there.zip"):
        with pytest.raises(TargetNotEmptyError), create_target(tmp_path / name):
            pytest.fail("a target that is not empty was opened")

    assert (tmp_path / "there.zip").read_text() == "keep"
    assert [each.name for each in (tmp_path / "full").iterdir()] == ["mine"]


def test_empty_folder_may_be_a_target(tmp_path: Path) -> None:
    """A folder that somebody made beforehand is fine while it is empty."""
    (tmp_path / "tree").mkdir()

    assert open_tree(_write(tmp_path / "tree")).names == set(FILES)


def test_unfinished_zip_is_removed(tmp_path: Path) -> None:
    """Half a zip is not left to be mistaken for a whole one."""
    with pytest.raises(ZeroDivisionError), create_target(tmp_path / "tree.zip") as out:
        out.write("a", (bytes([1 // count]) for count in (1, 0)))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["tree", "tree.zip"])
def test_file_that_is_not_there_is_missing(tmp_path: Path, name: str) -> None:
    """Only what was listed can be opened, whatever is asked for."""
    tree = open_tree(_write(tmp_path / name))
    for absent in ("z", "../a", "b", str(tmp_path / "tree" / "a")):
        with pytest.raises(PartMissingError):
            read_file(tree, absent, 100)
    tree.close()


def test_nothing_where_a_tree_should_be(tmp_path: Path) -> None:
    """A path without anything is missing; a file that is no zip is malformed."""
    (tmp_path / "note").write_text("no zip")
    with pytest.raises(PartMissingError):
        open_tree(tmp_path / "absent")
    with pytest.raises(FileTreeMalformedError):
        open_tree(tmp_path / "note")


@pytest.mark.parametrize("name", ["tree", "tree.zip"])
def test_file_larger_than_its_kind_is_refused(tmp_path: Path, name: str) -> None:
    """No more is read than a file of that kind can have."""
    tree = open_tree(_write(tmp_path / name))

    assert read_file(tree, "a", 5) == b"alpha"
    with pytest.raises(FileTooLargeError):
        read_file(tree, "a", 4)
    tree.close()


def test_lines_are_read_one_by_one(tmp_path: Path) -> None:
    """Each line ends in a newline, the last one too, and none is too long."""
    tree = open_tree(_write(tmp_path / "tree"))

    assert list(read_lines(tree, "b/c", 5)) == [b"gamma", b"delta"]
    assert list(read_lines(tree, "b/d/e", 5)) == []
    with pytest.raises(FileTooLargeError):
        list(read_lines(tree, "b/c", 4))
    with pytest.raises(FileTooLargeError):
        list(read_lines(tree, "b/c", 3))
    with pytest.raises(FileTreeMalformedError):
        list(read_lines(tree, "a", 5))


def test_links_and_devices_are_refused(tmp_path: Path) -> None:
    """A link in a folder could show a file of the reader's own machine."""
    (tmp_path / "secret").write_text("secret")
    makers: dict[str, Callable[[Path], None]] = {
        "file": lambda path: path.symlink_to(tmp_path / "secret"),
        "folder": lambda path: path.symlink_to(tmp_path),
        "pipe": os.mkfifo,
    }
    for name, make in makers.items():
        folder = _write(tmp_path / name)
        make(folder / "b" / "strange")
        with pytest.raises(FilePathError):
            open_tree(folder)


@pytest.mark.parametrize(
    "name",
    ["/a", "../a", "b/../../a", "..", "a//b", "./a", "a\\..\\b", "C:\\a"],
)
def test_zip_name_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    """Nothing is extracted, but such a name says that somebody tried."""
    with pytest.raises(FilePathError):
        open_tree(_zip_of(tmp_path / "tree.zip", (name, b"")))


def test_zip_name_that_is_empty_is_refused(tmp_path: Path) -> None:
    """A file has a name."""
    path = _zip_of(tmp_path / "tree.zip", ("a", b""))
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02")
    raw[at + 28], raw[at + 30] = 0, 1  # the name's one byte is said to be an extra field
    path.write_bytes(raw)

    with pytest.raises(FilePathError):
        open_tree(path)


def test_zip_name_cut_at_a_null_is_refused(tmp_path: Path) -> None:
    """The name in the list and the name in use are one."""
    path = _zip_of(tmp_path / "tree.zip", ("aXb", b""))
    path.write_bytes(path.read_bytes().replace(b"aXb", b"a\0b"))

    with pytest.raises(FilePathError):
        open_tree(path)


def test_zip_with_a_link_is_refused(tmp_path: Path) -> None:
    """A link in a zip is no file of an export."""
    link = zipfile.ZipInfo("a")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16

    with pytest.raises(FilePathError):
        open_tree(_zip_of(tmp_path / "tree.zip", (link, b"/etc/passwd")))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zip_with_one_name_twice_is_refused(tmp_path: Path) -> None:
    """Two readers would otherwise see two different files."""
    with pytest.raises(FileTreeMalformedError):
        open_tree(_zip_of(tmp_path / "tree.zip", ("a", b"1"), ("a", b"2")))


def test_zip_may_be_packed_again(tmp_path: Path) -> None:
    """A folder that was zipped by hand, compressed and with folders listed, is read too."""
    path = tmp_path / "tree.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.mkdir("b")
        for name, raw in FILES.items():
            archive.writestr(name, raw * 100)
    tree = open_tree(path)

    assert {name: read_file(tree, name, 5_000) for name in tree.names} == {
        name: raw * 100 for name, raw in FILES.items()
    }
    tree.close()


def test_zip_with_odd_compression_is_refused(tmp_path: Path) -> None:
    """Stored and deflated are enough; others need code that an auditor may not have."""
    path = tmp_path / "tree.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a", b"alpha")

    with pytest.raises(FileTreeMalformedError):
        open_tree(path)


def test_encrypted_zip_is_refused(tmp_path: Path) -> None:
    """Evidence is read by anybody who holds it."""
    path = _zip_of(tmp_path / "tree.zip", ("a", b"alpha"))
    raw = bytearray(path.read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(raw)

    with pytest.raises(FileTreeMalformedError):
        open_tree(path)


def test_zip_that_swells_is_stopped(tmp_path: Path) -> None:
    """A megabyte of zeros, said to be five bytes, is read for five bytes at most."""
    path = tmp_path / "tree.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", bytes(1_000_000))
    raw = bytearray(path.read_bytes())
    at = raw.index(b"PK\x01\x02") + 24
    raw[at : at + 4] = struct.pack("<L", 5)
    path.write_bytes(raw)
    tree = open_tree(path)

    with pytest.raises(FileDamagedError):
        read_file(tree, "a", 100)
    tree.close()


def test_damaged_zip_is_found(tmp_path: Path) -> None:
    """A byte changed in a member does not match its check sum."""
    path = _write(tmp_path / "tree.zip")
    path.write_bytes(path.read_bytes().replace(b"alpha", b"alphb"))
    tree = open_tree(path)

    with pytest.raises(FileDamagedError):
        read_file(tree, "a", 100)
    tree.close()


@pytest.fixture(name="spoilt", scope="module")
def _spoilt(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, Path]:
    """Give a good zip's bytes, and a place for a spoilt one."""
    folder = tmp_path_factory.mktemp("spoilt")
    return _write(folder / "good.zip").read_bytes(), folder / "bad.zip"


@given(at=st.integers(0, 10_000), value=st.integers(0, 255), cut=st.integers(0, 40))
def test_any_byte_of_a_zip_may_be_wrong(
    spoilt: tuple[bytes, Path], at: int, value: int, cut: int
) -> None:
    """Whatever is changed or cut off: the files, or a named error."""
    good, path = spoilt
    raw = bytearray(good[: len(good) - cut])
    raw[at % len(raw)] = value
    path.write_bytes(raw)
    try:
        with closing(ZipTree(path)) as tree:
            found = {name: read_file(tree, name, 100) for name in tree.names}
    except LedgerError:
        return

    assert all(raw in FILES.values() for raw in found.values())


def test_chunks_make_up_the_file(tmp_path: Path) -> None:
    """A large document is copied in pieces."""
    (tmp_path / "document").write_bytes(bytes(200_000))

    assert b"".join(read_chunks(tmp_path / "document")) == bytes(200_000)
