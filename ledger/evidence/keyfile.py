"""Key files: OpenSSH private keys that nobody else can read (FORMATS F2).

    -----BEGIN OPENSSH PRIVATE KEY-----          mode 0600; ssh-keygen makes them too
    b3BlbnNzaC1rZXktdjEAAAAA…
    -----END OPENSSH PRIVATE KEY-----

A file that a group or the world can read is refused: whoever read it could sign
as its owner. No file is ever written over.
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from ledger.errors import MalformedError, NotRecordedError, RefusedError
from ledger.evidence.keys import (
    LogSigner,
    MemorySigner,
    format_log_private,
    format_private,
    parse_log_private,
    parse_private,
)

key_file_bytes_max: Final = 65_536
_others: Final = stat.S_IRWXG | stat.S_IRWXO
_private_mode: Final = 0o600


class KeyFileMissingError(NotRecordedError):
    """A key file is where the path says."""

    code = "key-file-missing"
    message = "there is no key file {path}"


class KeyFileExposedError(RefusedError):
    """A key file is readable by its owner alone (mode 0600)."""

    code = "key-file-exposed"
    message = "{path} has mode {mode}: others can get at it; chmod 600 it"


class KeyFileExistsError(RefusedError):
    """A key file is never written over."""

    code = "key-file-exists"
    message = "{path} is there already"


class KeyFileMalformedError(MalformedError):
    """A key file is a regular file of limited size."""

    code = "key-file-malformed"
    message = "{path} is no key file: {problem}"


def load_signer(path: Path, passphrase: bytes | None = None) -> MemorySigner:
    """Return the signer of an OpenSSH key file.

    Raises:
        KeyFileMissingError: There is none.
        KeyFileExposedError: Others can read or write it.
        KeyFileMalformedError: It is no regular file, or too large.
        PassphraseError: It is locked, and this does not open it.
        PrivateKeyMalformedError: It holds no Ed25519 or P-256 private key.
    """
    return parse_private(_read_private(path), passphrase)


def save_signer(path: Path, signer: MemorySigner, passphrase: bytes | None = None) -> None:
    """Write the key to a new file of mode 0600, locked if there is a passphrase.

    Raises:
        KeyFileExistsError: Something is there already, be it a dangling link.
        KeyFileMissingError: There is no folder for it.
        KeyFileMalformedError: No file can be made there.
    """
    _write_private(path, format_private(signer, passphrase))


def load_log_signer(path: Path) -> LogSigner:
    """Return the signer of a log's PKCS #8 key file.

    Raises:
        KeyFileMissingError: There is none.
        KeyFileExposedError: Others can read or write it.
        KeyFileMalformedError: It is no regular file, or too large.
        PrivateKeyMalformedError: It holds no Ed25519 or ML-DSA-44 private key.
    """
    return parse_log_private(_read_private(path))


def save_log_signer(path: Path, signer: LogSigner) -> None:
    """Write a log's key to a new file of mode 0600.

    Raises:
        KeyFileExistsError: Something is there already, be it a dangling link.
        KeyFileMissingError: There is no folder for it.
        KeyFileMalformedError: No file can be made there.
    """
    _write_private(path, format_log_private(signer))


def _read_private(path: Path) -> bytes:
    with _opened(path) as descriptor:
        # The open file is judged, not the path, which could change meanwhile.
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise KeyFileMalformedError(path=str(path), problem="no regular file")
        if found.st_mode & _others:
            mode = f"{stat.S_IMODE(found.st_mode):04o}"
            raise KeyFileExposedError(path=str(path), mode=mode)
        text = os.read(descriptor, key_file_bytes_max + 1)
    if len(text) > key_file_bytes_max:
        raise KeyFileMalformedError(path=str(path), problem=f"over {key_file_bytes_max} bytes")
    return text


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    try:
        # Without blocking, so that a pipe in place of a file cannot hold us.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise KeyFileMissingError(path=str(path)) from error
    except OSError as error:
        raise KeyFileMalformedError(path=str(path), problem=str(error.strerror)) from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _write_private(path: Path, text: bytes) -> None:
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags, _private_mode)
    except FileExistsError as error:
        raise KeyFileExistsError(path=str(path)) from error
    except FileNotFoundError as error:
        raise KeyFileMissingError(path=str(path)) from error
    except OSError as error:
        raise KeyFileMalformedError(path=str(path), problem=str(error.strerror)) from error
    with os.fdopen(descriptor, "wb") as file:
        file.write(text)
        file.flush()
        os.fsync(descriptor)
