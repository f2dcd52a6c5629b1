"""ssh-agent as a signer: the key stays where it is (draft-ietf-sshm-ssh-agent).

    request   u32 length ‖ 11                                    list identities
    answer    u32 length ‖ 12 ‖ u32 count ‖ (blob, comment)…
    request   u32 length ‖ 13 ‖ blob ‖ message ‖ u32 flags       sign
    answer    u32 length ‖ 14 ‖ signature blob

The agent signs the same bytes as a key file would. What it gives back is checked
before anyone relies on it.
"""

import socket
from dataclasses import dataclass
from typing import Final

from ledger.errors import LedgerError, MalformedError, NotRecordedError, RefusedError
from ledger.evidence.keys import (
    KeyId,
    PublicKey,
    check_signature,
    normalise_p256,
    p256_order,
)
from ledger.evidence.openssh import (
    ed25519_name,
    format_parts,
    format_public_blob,
    p256_name,
    parse_parts,
    parse_public_blob,
)

answer_bytes_max: Final = 262_144  # as OpenSSH's own client
timeout_seconds: Final = 60  # a person may have to touch a card
_length_size: Final = 4
_list_request: Final = b"\x0b"
_list_answer: Final = b"\x0c"
_sign_request: Final = b"\x0d"
_sign_answer: Final = b"\x0e"
_no_flags: Final = bytes(4)


class AgentUnavailableError(RefusedError):
    """An agent listens on the socket that SSH_AUTH_SOCK names."""

    code = "agent-unavailable"
    message = "no ssh-agent answers at {path}"


class AgentRefusedError(RefusedError):
    """The agent does what it is asked; a locked one, or a person, may refuse."""

    code = "agent-refused"
    message = "the ssh-agent refused"


class AgentMalformedError(MalformedError):
    """An agent's answer has the form that its protocol says."""

    code = "agent-malformed"
    message = "the ssh-agent's answer does not parse: {problem}"


class AgentKeyMissingError(NotRecordedError):
    """The agent holds the key that is asked for."""

    code = "agent-key-missing"
    message = "the ssh-agent does not hold the key {kid}"


@dataclass(frozen=True, kw_only=True, slots=True)
class AgentSigner:
    """Signs with one key of an agent."""

    public: PublicKey
    comment: str
    path: str

    def sign(self, message: bytes) -> bytes:
        """Return the 64 bytes of the signature, checked.

        Raises:
            AgentUnavailableError: It does not answer.
            AgentRefusedError: It will not sign.
            AgentMalformedError: Its answer does not parse.
            SignatureInvalidError: What it answered is no signature by the key.
        """
        request = _sign_request + format_parts(format_public_blob(self.public), message)
        answer = _ask(self.path, request + _no_flags, _sign_answer)
        signature = _parse_signature(self.public, answer)
        check_signature(self.public, message, signature)
        return signature


def list_agent_signers(path: str) -> tuple[AgentSigner, ...]:
    """Return a signer for each key of the agent that can sign statements.

    Raises:
        AgentUnavailableError: It does not answer.
        AgentRefusedError: It will not say.
        AgentMalformedError: Its answer does not parse.
    """
    answer = _ask(path, _list_request, _list_answer)
    parts = _parse_parts(answer[_length_size:])
    if len(parts) != 2 * int.from_bytes(answer[:_length_size], "big"):
        raise AgentMalformedError(problem="another number of keys than it says")
    signers = []
    for blob, comment in zip(parts[::2], parts[1::2], strict=True):
        try:
            public = parse_public_blob(blob)
        except MalformedError:
            continue  # of another kind (RSA, a certificate): not for us
        name = comment.decode("utf-8", "replace")
        signers.append(AgentSigner(public=public, comment=name, path=path))
    return tuple(signers)


def find_agent_signer(path: str, kid: KeyId) -> AgentSigner:
    """Return the signer for one key of the agent.

    Raises:
        AgentKeyMissingError: The agent does not hold it.
        LedgerError: As ``list_agent_signers``.
    """
    for signer in list_agent_signers(path):
        if signer.public.kid == kid:
            return signer
    raise AgentKeyMissingError(kid=kid)


def _ask(path: str, request: bytes, expected: bytes) -> bytes:
    """Return the answer's contents, if it is of the expected kind."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(timeout_seconds)
            connection.connect(path)
            connection.sendall(format_parts(request))
            size = int.from_bytes(_receive(connection, _length_size), "big")
            if not 0 < size <= answer_bytes_max:
                raise AgentMalformedError(problem=f"{size} bytes, at most {answer_bytes_max}")
            answer = _receive(connection, size)
    except OSError as error:
        raise AgentUnavailableError(path=path) from error
    if answer[:1] != expected:
        raise AgentRefusedError
    return answer[1:]


def _receive(connection: socket.socket, size: int) -> bytes:
    received = b""
    while len(received) < size:
        more = connection.recv(size - len(received))
        if not more:
            raise AgentMalformedError(problem="it ends early")
        received += more
    return received


def _parse_signature(public: PublicKey, answer: bytes) -> bytes:
    """Return the 64 bytes that the agent's nested blobs carry."""
    blobs = _parse_parts(answer)
    parts = _parse_parts(blobs[0]) if len(blobs) == 1 else ()
    match public.alg, parts:
        case "Ed25519", (name, signature) if name == ed25519_name:
            return signature
        case "ES256", (name, pair) if name == p256_name:
            return _parse_pair(pair)
        case _:
            raise AgentMalformedError(problem="no signature of the key's kind")


def _parse_pair(pair: bytes) -> bytes:
    """Return r and s as 64 bytes (RFC 5656 3.1.2: two integers with sign)."""
    numbers = [int.from_bytes(part, "big", signed=True) for part in _parse_parts(pair)]
    match numbers:
        case [r, s] if 0 < r < p256_order and 0 < s < p256_order:
            return normalise_p256(r, s)
        case _:
            raise AgentMalformedError(problem="not two integers")


def _parse_parts(blob: bytes) -> tuple[bytes, ...]:
    try:
        return parse_parts(blob)
    except LedgerError as error:
        raise AgentMalformedError(problem=str(error)) from error
