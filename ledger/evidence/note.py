"""Signed notes and the keys that check them: C2SP signed-note, tlog-cosignature.

    This is an example message.
                                                              an empty line, then
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq...     one line for each key

A key is written as a vkey, ``<name>+<key id>+<base64(type, public key)>``. Two
types sign our log: 0x01, Ed25519 over the text; 0x06, ML-DSA-44 over the tree
head that the text spells, with the time in front (F5).
"""

import re
from binascii import Error, a2b_base64, b2a_base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NoReturn

from ledger.errors import MalformedError, UnverifiedError
from ledger.evidence.keys import (
    LogSigner,
    SignatureInvalidError,
    check_log_public,
    check_log_signature,
    ed25519_algorithm,
)
from ledger.evidence.merkle import HASH_BYTES, Hash

NOTE_BYTES_MAX = 1_000_000  # sixteen post-quantum lines and more
SIGNATURES_MAX = 100
_KEY_ID_BYTES = 4
_TIME_BYTES = 8
_NAME_BYTES_MAX = 255  # what the u8 length of a cosigned name can say
_TIME_MAX = 2**63 - 1  # tlog-cosignature: a timestamp fits a signed integer
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,17}")
_KEY_ID = re.compile(r"[0-9a-f]{8}")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SUBTREE_LABEL = b"subtree/v1\n\x00"


class NoteMalformedError(MalformedError):
    """A note is text, an empty line and signature lines, and nothing else."""

    code = "note-malformed"
    message = "not a signed note: {problem}"


class VKeyMalformedError(MalformedError):
    """A vkey is name, key id and key; the id is computed from the others."""

    code = "vkey-malformed"
    message = "not a verifier key: {problem}"


class VKeysAmbiguousError(MalformedError):
    """A name and key id stand for one key."""

    code = "vkeys-ambiguous"
    message = "two verifier keys share the name and key id {vkey}"


class TreeHeadMalformedError(MalformedError):
    """A tree head is three lines: origin, decimal size, base64 root."""

    code = "tree-head-malformed"
    message = "not a tree head: {problem}"


class NoteUnsignedError(UnverifiedError):
    """At least one of the known keys signed the note."""

    code = "note-unsigned"
    message = "none of the known keys signed this note"


class NoteSignatureError(UnverifiedError):
    """A line that carries a known key's name and id holds under that key."""

    code = "note-signature-invalid"
    message = "the line of {vkey} does not hold"


@dataclass(frozen=True, kw_only=True, slots=True)
class VKey:
    """Who may sign a note, and how; ``parse_vkey`` and ``vkey_of`` make it."""

    name: str
    algorithm: int
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which a line names this key."""
        named = self.name.encode() + b"\n" + bytes([self.algorithm])
        return sha256(named + self.public).digest()[:_KEY_ID_BYTES]

    @property
    def label(self) -> str:
        """Name and key id, for people: a vkey without the key."""
        return f"{self.name}+{self.key_id.hex()}"


@dataclass(frozen=True, kw_only=True, slots=True)
class NoteLine:
    """A line that held: whose it is, and when it was made if it says so."""

    vkey: VKey
    signed_at_seconds: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A note that a known key signed; ``open_note`` is its only source."""

    text: str
    lines: tuple[NoteLine, ...]


# --- spelling: one for each value ---------------------------------------------------


def format_base64(raw: bytes) -> str:
    """Spell bytes in padded base64 (RFC 4648 4)."""
    return b2a_base64(raw, newline=False).decode()


def parse_base64(text: str) -> bytes | None:
    """Read padded base64, or give None: other spellings, junk and spare bits are none."""
    try:
        raw = a2b_base64(text, strict_mode=True)
    except (Error, ValueError):
        return None
    return raw if format_base64(raw) == text else None


def parse_decimal(text: str) -> int | None:
    """Read a count, or give None: signs, leading zeros and 19 digits are none."""
    return int(text) if _DECIMAL.fullmatch(text) else None


def _is_name(text: str, *, bytes_max: int = NOTE_BYTES_MAX) -> bool:
    """Whether a key may have this name: no plus, no space of any script, no control."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError:
        return False
    has_space = any(character.isspace() for character in text)
    return 0 < size <= bytes_max and not has_space and not _CONTROL.search(text) and "+" not in text


# --- verifier keys -----------------------------------------------------------------


def vkey_of(name: str, signer: LogSigner) -> VKey:
    """Give the verifier key under which a log signer's lines hold.

    Raises:
        VKeyMalformedError: No key may have this name.
    """
    if not _is_name(name, bytes_max=_NAME_BYTES_MAX):
        raise VKeyMalformedError(problem=f"{name!r} is no name of a key")
    return VKey(name=name, algorithm=signer.algorithm, public=signer.public)


def format_vkey(vkey: VKey) -> str:
    """Spell a verifier key, as auditors keep it on paper."""
    return f"{vkey.label}+{format_base64(bytes([vkey.algorithm]) + vkey.public)}"


def parse_vkey(text: str) -> VKey:
    """Read a verifier key and check that it is one.

    Raises:
        VKeyMalformedError: Its form is not that of a vkey, or its id is not its own.
        PublicKeyMalformedError: Its type is neither 0x01 nor 0x06.
        PointMalformedError: An Ed25519 point does not bind a signer.
    """
    parts = text.split("+", 2)  # base64 has plus signs of its own
    if len(parts) != 3:  # noqa: PLR2004 - name, id, key
        raise VKeyMalformedError(problem="it is not name+id+key")
    name, key_id, encoded = parts
    if not _is_name(name, bytes_max=_NAME_BYTES_MAX):
        raise VKeyMalformedError(problem="it has no name that a key may have")
    if not _KEY_ID.fullmatch(key_id):
        raise VKeyMalformedError(problem="its id is not 8 lowercase hex digits")
    raw = parse_base64(encoded)
    if not raw:
        raise VKeyMalformedError(problem="its key is not canonical padded base64")
    vkey = VKey(name=name, algorithm=raw[0], public=raw[1:])
    if vkey.key_id.hex() != key_id:
        raise VKeyMalformedError(problem="its id is not that of its name and key")
    check_log_public(vkey.algorithm, vkey.public)
    return vkey


# --- tree heads and what a line signs -----------------------------------------------


def format_tree_head(origin: str, size: int, root: Hash) -> str:
    """Spell a tree head: the text of a checkpoint (C2SP tlog-checkpoint)."""
    return f"{origin}\n{size}\n{format_base64(root)}\n"


def parse_tree_head(text: str) -> tuple[str, int, Hash]:
    """Read origin, size and root; extension lines are refused, for 0x06 signs none.

    Raises:
        TreeHeadMalformedError: It is not exactly such three lines.
    """

    def refuse(problem: str) -> NoReturn:
        raise TreeHeadMalformedError(problem=problem)

    lines = text.split("\n")
    if len(lines) != 4 or lines[3]:  # noqa: PLR2004 - three lines and what follows the last
        refuse("it has another number of lines than three")
    origin, size_text, root_text, _ = lines
    size, root = parse_decimal(size_text), parse_base64(root_text)
    if not _is_name(origin, bytes_max=_NAME_BYTES_MAX):
        refuse("its origin is not a schema-less URL")
    if size is None:
        refuse("its size is not a plain decimal")
    if root is None or len(root) != HASH_BYTES:
        refuse("its root is not 32 bytes in canonical padded base64")
    return origin, size, Hash(root)


def _signed_bytes(vkey: VKey, text: str, signed_at_seconds: int) -> bytes:
    """Give what a key's line signs: the text, or the tree head that it spells.

    For ML-DSA-44, with start 0 and end = size (C2SP tlog-cosignature):
    label[12] ‖ u8 length ‖ cosigner ‖ u64 time ‖ u8 length ‖ origin ‖ u64 start
    ‖ u64 end ‖ root[32].
    """
    if vkey.algorithm == ed25519_algorithm:
        return text.encode()
    origin, size, root = parse_tree_head(text)
    return b"".join(
        (
            _SUBTREE_LABEL,
            _length_and(vkey.name),
            signed_at_seconds.to_bytes(8, "big"),
            _length_and(origin),
            (0).to_bytes(8, "big"),
            size.to_bytes(8, "big"),
            root,
        )
    )


def _length_and(name: str) -> bytes:
    """Give u8 length ‖ name; names are at most 255 bytes."""
    raw = name.encode()
    return bytes([len(raw)]) + raw


# --- notes -----------------------------------------------------------------------


def sign_note(text: str, name: str, signers: Sequence[LogSigner], at: datetime) -> str:
    """Sign a text with each key, a line each, in the order given.

    Raises:
        NoteMalformedError: The text cannot stand in a note.
        TreeHeadMalformedError: An ML-DSA-44 key signs tree heads only.
        VKeyMalformedError: No key may have this name.
    """
    _demand_text(text)
    return f"{text}\n" + "".join(_format_line(text, name, signer, at) for signer in signers)


def _format_line(text: str, name: str, signer: LogSigner, at: datetime) -> str:
    """Sign a text with one key."""
    vkey = vkey_of(name, signer)
    seconds = int(at.timestamp())
    blob = signer.sign(_signed_bytes(vkey, text, seconds))
    if vkey.algorithm != ed25519_algorithm:
        blob = seconds.to_bytes(_TIME_BYTES, "big") + blob
    return f"— {name} {format_base64(vkey.key_id + blob)}\n"


def open_note(raw: str, vkeys: Sequence[VKey]) -> Note:
    """Read a note and check each line of a key that is known.

    Lines of unknown keys are ignored, also if they share a name or an id (but
    not both) with a known one; each line of a known key must hold.

    Raises:
        NoteMalformedError: It is not text, an empty line and signature lines.
        VKeysAmbiguousError: Two different keys share a name and an id.
        NoteSignatureError: A known key's line does not hold.
        NoteUnsignedError: No line is of a known key.
        TreeHeadMalformedError: A known ML-DSA-44 key's text is no tree head.
    """
    known = _known(vkeys)
    text, signatures = _parse_note(raw)
    lines = tuple(
        _open_line(known[name, blob[:_KEY_ID_BYTES]], text, blob[_KEY_ID_BYTES:])
        for name, blob in signatures
        if (name, blob[:_KEY_ID_BYTES]) in known
    )
    if not lines:
        raise NoteUnsignedError
    return Note(text=text, lines=lines)


def _known(vkeys: Sequence[VKey]) -> dict[tuple[str, bytes], VKey]:
    """Map what a line says to the key that it means."""
    known: dict[tuple[str, bytes], VKey] = {}
    for vkey in vkeys:
        if known.setdefault((vkey.name, vkey.key_id), vkey) != vkey:
            raise VKeysAmbiguousError(vkey=vkey.label)
    return known


def _open_line(vkey: VKey, text: str, blob: bytes) -> NoteLine:
    """Check one line of a known key."""
    seconds = None
    if vkey.algorithm != ed25519_algorithm:
        seconds, blob = int.from_bytes(blob[:_TIME_BYTES], "big"), blob[_TIME_BYTES:]
        if seconds > _TIME_MAX:
            raise NoteSignatureError(vkey=vkey.label)
    message = _signed_bytes(vkey, text, seconds or 0)
    try:
        check_log_signature(vkey.algorithm, vkey.public, message, blob)
    except SignatureInvalidError as error:
        raise NoteSignatureError(vkey=vkey.label) from error
    return NoteLine(vkey=vkey, signed_at_seconds=seconds)


def _demand_text(text: str) -> None:
    """Accept what a note may hold: UTF-8, newline its only control, ending in one."""
    try:
        size = len(text.encode())
    except UnicodeEncodeError as error:
        raise NoteMalformedError(problem="UTF-8 cannot say it") from error
    if size > NOTE_BYTES_MAX:
        raise NoteMalformedError(problem=f"it is longer than {NOTE_BYTES_MAX} bytes")
    if _CONTROL.search(text):
        raise NoteMalformedError(problem="it has control characters")
    if not text.endswith("\n"):
        raise NoteMalformedError(problem="it does not end in a newline")


def _parse_note(raw: str) -> tuple[str, list[tuple[str, bytes]]]:
    """Split a note at its last empty line; give text, and name and blob of each line."""
    _demand_text(raw)
    head, separator, tail = raw.rpartition("\n\n")
    if not separator or not tail:
        raise NoteMalformedError(problem="no signatures follow its last empty line")
    lines = tail.removesuffix("\n").split("\n")
    if len(lines) > SIGNATURES_MAX:
        raise NoteMalformedError(problem=f"it has more than {SIGNATURES_MAX} signatures")
    return f"{head}\n", [_parse_line(line) for line in lines]


def _parse_line(line: str) -> tuple[str, bytes]:
    """Read one signature line: em dash, name, base64(key id ‖ signature)."""
    dash, _, rest = line.partition(" ")
    name, _, encoded = rest.partition(" ")
    blob = parse_base64(encoded)
    if dash != "—" or not _is_name(name) or not blob or len(blob) <= _KEY_ID_BYTES:
        raise NoteMalformedError(problem="a signature line is not — name base64")
    return name, blob
