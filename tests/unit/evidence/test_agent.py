"""ssh-agent: asked in its own protocol, believed in nothing."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError
from ledger.evidence.agent import (
    AgentKeyMissingError,
    AgentMalformedError,
    AgentRefusedError,
    AgentSigner,
    AgentUnavailableError,
    find_agent_signer,
    list_agent_signers,
)
from ledger.evidence.keyfile import save_signer
from ledger.evidence.keys import (
    KeyId,
    MemorySigner,
    P256Signer,
    SignatureInvalidError,
    check_signature,
    generate_signer,
    p256_order,
)
from ledger.evidence.openssh import (
    SshBlobMalformedError,
    format_parts,
    format_public_blob,
    format_public_line,
    parse_parts,
    parse_public_blob,
)

SIGNERS = (generate_signer("Ed25519"), generate_signer("ES256"))
MESSAGE = b"the signing input"
RSA = format_parts(b"ssh-rsa", b"\x01\x00\x01", b"\x7f" * 256)

Answer = Callable[[bytes], bytes]


def integer(number: int) -> bytes:
    """Spell an integer with its sign (RFC 4251 5)."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def sign_as_agent(signer: MemorySigner, message: bytes, *, higher: bool = False) -> bytes:
    """Sign as OpenSSH spells signatures."""
    signature = signer.sign(message)
    if not isinstance(signer, P256Signer):
        return format_parts(b"ssh-ed25519", signature)
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    pair = format_parts(integer(r), integer(p256_order - s if higher else s))
    return format_parts(b"ecdsa-sha2-nistp256", pair)


def identities(*blobs: bytes, count: int | None = None) -> bytes:
    """Spell an agent's list of keys."""
    parts = [part for blob in blobs for part in (blob, b"ada \xff")]
    number = len(blobs) if count is None else count
    return b"\x0c" + number.to_bytes(4, "big") + format_parts(*parts)


def honest(request: bytes) -> bytes:
    """Answer as an agent that holds both keys, and one that is not for us."""
    if request == b"\x0b":
        return identities(RSA, *(format_public_blob(signer.public) for signer in SIGNERS))
    blob, message, _ = *parse_parts(request[1:-4]), request[-4:]
    signer = next(one for one in SIGNERS if format_public_blob(one.public) == blob)
    return b"\x0e" + format_parts(sign_as_agent(signer, message, higher=True))


def receive(connection: socket.socket) -> bytes:
    """Read one request."""
    with connection.makefile("rb") as file:
        return file.read(int.from_bytes(file.read(4), "big"))


@contextmanager
def agent(*answers: Answer, raw: bool = False) -> Iterator[str]:
    """Serve one answer a connection on a socket in a folder of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener,
    ):
        path = str(Path(folder) / "agent")
        listener.bind(path)
        listener.listen()

        def serve() -> None:
            for answer in answers:
                connection, _ = listener.accept()
                with connection:
                    said = answer(receive(connection))
                    connection.sendall(said if raw else format_parts(said))

        thread = Thread(target=serve)
        thread.start()
        try:
            yield path
        finally:
            thread.join()


def ask(*answers: Answer, raw: bool = False) -> tuple[AgentSigner, ...]:
    """List the keys of a fake agent."""
    with agent(*answers, raw=raw) as path:
        return list_agent_signers(path)


@pytest.mark.parametrize("signer", SIGNERS, ids=["Ed25519", "ES256"])
def test_an_agent_signs_like_a_key_file(signer: MemorySigner) -> None:
    """Its signature holds under the key, the lower s taken."""
    with agent(honest, honest) as path:
        signature = find_agent_signer(path, signer.public.kid).sign(MESSAGE)

    check_signature(signer.public, MESSAGE, signature)


def test_keys_of_other_kinds_are_left_out() -> None:
    """An RSA key signs no statement."""
    found = [(signer.public, signer.comment) for signer in ask(honest)]

    assert found == [(signer.public, "ada �") for signer in SIGNERS]


def test_an_empty_agent_has_no_keys() -> None:
    """Nothing was added to it."""
    assert ask(lambda _: identities()) == ()


def test_a_key_that_the_agent_lacks_is_named() -> None:
    """It was not added, or it is another one."""
    with agent(honest) as path, pytest.raises(AgentKeyMissingError):
        find_agent_signer(path, KeyId("A" * 43))


def test_no_agent_is_named(tmp_path: Path) -> None:
    """SSH_AUTH_SOCK may name a socket that is gone."""
    with pytest.raises(AgentUnavailableError):
        list_agent_signers(str(tmp_path / "gone"))


BAD_LISTS: dict[str, tuple[Sequence[bytes], type[LedgerError], bool]] = {
    "failure": ([b"\x05"], AgentRefusedError, False),
    "another answer": ([b"\x0e"], AgentRefusedError, False),
    "too few keys": ([identities(RSA, count=2)], AgentMalformedError, False),
    "too many keys": ([identities(RSA, RSA, count=1)], AgentMalformedError, False),
    "half a key": ([b"\x0c\0\0\0\1" + format_parts(RSA)], AgentMalformedError, False),
    "part too long": ([b"\x0c\0\0\0\1\0\0\0\7abc"], AgentMalformedError, False),
    "part too short": ([b"\x0c\0\0\0\1\0\0"], AgentMalformedError, False),
    "no length": ([b""], AgentMalformedError, True),
    "ends early": ([b"\0\0\0\7\x0c"], AgentMalformedError, True),
    "empty": ([bytes(4)], AgentMalformedError, True),
    "too large": ([b"\xff" * 4], AgentMalformedError, True),
}


@pytest.mark.parametrize("name", BAD_LISTS)
def test_a_bad_list_is_refused(name: str) -> None:
    """Whatever the agent says, it is one of our errors."""
    answers, error, raw = BAD_LISTS[name]
    with pytest.raises(error):
        ask(*((lambda _, said=said: said) for said in answers), raw=raw)


ED25519, P256 = SIGNERS
BAD_SIGNATURES: dict[str, tuple[MemorySigner, bytes, type[LedgerError]]] = {
    "refusal": (ED25519, b"\x05", AgentRefusedError),
    "nothing": (ED25519, b"\x0e", AgentMalformedError),
    "two blobs": (ED25519, b"\x0e" + format_parts(b"", b""), AgentMalformedError),
    "three parts": (
        ED25519,
        b"\x0e" + format_parts(format_parts(b"ssh-ed25519", bytes(64), b"")),
        AgentMalformedError,
    ),
    "another algorithm": (
        ED25519,
        b"\x0e" + format_parts(sign_as_agent(P256, MESSAGE)),
        AgentMalformedError,
    ),
    "another algorithm, too": (
        P256,
        b"\x0e" + format_parts(sign_as_agent(ED25519, MESSAGE)),
        AgentMalformedError,
    ),
    "other bytes": (
        ED25519,
        b"\x0e" + format_parts(sign_as_agent(ED25519, b"another text")),
        SignatureInvalidError,
    ),
    "one integer": (
        P256,
        b"\x0e" + format_parts(format_parts(b"ecdsa-sha2-nistp256", format_parts(b"\x01"))),
        AgentMalformedError,
    ),
    "negative": (
        P256,
        b"\x0e"
        + format_parts(format_parts(b"ecdsa-sha2-nistp256", format_parts(b"\x80", b"\x01"))),
        AgentMalformedError,
    ),
    "out of range": (
        P256,
        b"\x0e"
        + format_parts(
            format_parts(b"ecdsa-sha2-nistp256", format_parts(b"\x01", integer(p256_order)))
        ),
        AgentMalformedError,
    ),
}


@pytest.mark.parametrize("name", BAD_SIGNATURES)
def test_a_bad_signature_is_refused(name: str) -> None:
    """What the agent gives back is checked before anyone relies on it."""
    signer, said, error = BAD_SIGNATURES[name]
    with agent(lambda _: said) as path, pytest.raises(error):
        AgentSigner(public=signer.public, comment="", path=path).sign(MESSAGE)


@given(st.lists(st.binary(max_size=9), max_size=5))
def test_parts_come_back(parts: list[bytes]) -> None:
    """Any parts survive their blob."""
    assert parse_parts(format_parts(*parts)) == tuple(parts)


@pytest.mark.parametrize("signer", SIGNERS, ids=["Ed25519", "ES256"])
def test_a_public_key_survives_its_blob(signer: MemorySigner) -> None:
    """OpenSSH's spelling says as much as a JWK."""
    assert parse_public_blob(format_public_blob(signer.public)) == signer.public


@pytest.mark.parametrize(
    "blob",
    [
        b"",
        RSA,
        format_parts(b"ssh-ed25519", bytes(31)),
        format_parts(b"ecdsa-sha2-nistp256", b"nistp256", b"\x02" + bytes(32)),
        format_parts(b"ecdsa-sha2-nistp256", b"nistp256", b"\x02" + bytes(64)),
        format_parts(b"ecdsa-sha2-nistp384", b"nistp384", b"\x04" + bytes(96)),
    ],
)
def test_other_blobs_are_refused(blob: bytes) -> None:
    """Only plain Ed25519 and uncompressed P-256 sign statements."""
    with pytest.raises(SshBlobMalformedError):
        parse_public_blob(blob)


@pytest.mark.parametrize(
    ("signer", "name"), [(SIGNERS[0], "ssh-ed25519"), (SIGNERS[1], "ecdsa-sha2-nistp256")]
)
def test_a_public_line_names_its_kind(signer: MemorySigner, name: str) -> None:
    """Name, blob and comment stand in one line."""
    found = format_public_line(signer.public, "ada@sponsor").split(" ")

    assert (found[0], found[2]) == (name, "ada@sponsor\n")


AGENT, ADD = shutil.which("ssh-agent") or "", shutil.which("ssh-add") or ""


if AGENT and ADD:  # where OpenSSH is there

    @pytest.mark.parametrize("signer", SIGNERS)
    def test_a_real_agent_signs(tmp_path: Path, signer: MemorySigner) -> None:
        """OpenSSH's agent takes our key file and signs for it."""
        save_signer(tmp_path / "key", signer)
        with tempfile.TemporaryDirectory() as folder:
            path = f"{folder}/agent"
            with subprocess.Popen([AGENT, "-D", "-a", path], stdout=subprocess.DEVNULL) as running:
                try:
                    deadline = time.monotonic() + 10
                    while not Path(path).exists() and time.monotonic() < deadline:
                        time.sleep(0.01)
                    subprocess.run(
                        [ADD, "-q", str(tmp_path / "key")],
                        env={**os.environ, "SSH_AUTH_SOCK": path},
                        check=True,
                    )
                    signature = find_agent_signer(path, signer.public.kid).sign(MESSAGE)
                finally:
                    running.terminate()

        check_signature(signer.public, MESSAGE, signature)
