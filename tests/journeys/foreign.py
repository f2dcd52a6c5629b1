"""A verifier written from the standards alone: nothing of ours is imported here.

RFC 6962 (tree, proofs), C2SP tlog-tiles, signed-note and tlog-proof, RFC 7515
and RFC 7638 (JWS, thumbprints), RFC 9901 (digests of sealed values). Whoever
ports it to another language has an afternoon of work.
"""

import json
from base64 import b64decode, urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = b"\x01"


def unpadded(text: str) -> bytes:
    """Read base64url without padding (RFC 7515 2)."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def hash_leaf(entry: bytes) -> bytes:
    """Hash a leaf (RFC 6962 2.1)."""
    return sha256(b"\x00" + entry).digest()


def hash_node(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into one (RFC 6962 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def root_of(leaves: list[bytes]) -> bytes:
    """Return the root over leaf hashes, by the definition itself (RFC 6962 2.1)."""
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return hash_node(root_of(leaves[:split]), root_of(leaves[split:]))


def root_from_proof(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes:
    """Return the root to which an inclusion proof leads (RFC 9162 2.1.3.2)."""
    node, last = index, size - 1
    for sibling in proof:
        assert last > 0, "the proof is too long"
        if node % 2 or node == last:
            leaf = hash_node(sibling, leaf)
            while node % 2 == 0:
                node, last = node >> 1, last >> 1
        else:
            leaf = hash_node(leaf, sibling)
        node, last = node >> 1, last >> 1
    assert last == 0, "the proof is too short"
    return leaf


def number_path(number: int) -> str:
    """Write a tile's number in groups of three digits (C2SP tlog-tiles)."""
    groups = [f"{number % 1000:03d}"]
    while number >= 1000:
        number //= 1000
        groups.insert(0, f"x{number % 1000:03d}")
    return "/".join(groups)


def tile_files(folder: Path, level: str, count: int) -> list[bytes]:
    """Return the tiles of a level that hold so many items."""
    found = []
    for number in range((count + 255) // 256):
        width = min(256, count - 256 * number)
        partial = "" if width == 256 else f".p/{width}"
        found.append((folder / f"tile/{level}/{number_path(number)}{partial}").read_bytes())
    return found


def read_entries(folder: Path, size: int) -> list[bytes]:
    """Return the entries of a log's folder (C2SP tlog-tiles, bundles of u16 lengths)."""
    entries = []
    rest = b"".join(tile_files(folder, "entries", size))
    while rest:
        length = int.from_bytes(rest[:2], "big")
        entries.append(rest[2 : 2 + length])
        rest = rest[2 + length :]
    return entries


def read_leaves(folder: Path, size: int) -> list[bytes]:
    """Return the leaf hashes that a log's folder keeps in its tiles of level 0."""
    return [
        tile[at : at + 32]
        for tile in tile_files(folder, "0", size)
        for at in range(0, len(tile), 32)
    ]


def open_note(note: str, vkey: str) -> tuple[str, int, bytes]:
    """Return origin, size and root, once the Ed25519 line holds (C2SP signed-note, checkpoint)."""
    name, key_id, key = vkey.split("+", 2)
    raw = b64decode(key)
    assert raw[:1] == ED25519
    text, signatures = note.split("\n\n")
    text += "\n"
    expected = sha256(name.encode() + b"\n" + raw).digest()[:4]
    assert expected.hex() == key_id
    blobs = [
        b64decode(line.rpartition(" ")[2])
        for line in signatures.splitlines()
        if line.startswith(f"— {name} ")
    ]
    (blob,) = (blob for blob in blobs if blob[:4] == expected)
    Ed25519PublicKey.from_public_bytes(raw[1:]).verify(blob[4:], text.encode())
    origin, size, root = text.splitlines()
    return origin, int(size), b64decode(root)


def open_jws(compact: str, jwk: dict[str, str]) -> dict[str, Any]:
    """Return a statement's payload, once its signature holds under the key it names."""
    header, payload, signature = compact.split(".")
    members = json.loads(unpadded(header))
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()
    thumbprint = urlsafe_b64encode(sha256(canonical).digest()).rstrip(b"=").decode()
    assert (members["alg"], members["kid"]) == ("Ed25519", thumbprint)
    key = Ed25519PublicKey.from_public_bytes(unpadded(jwk["x"]))
    key.verify(unpadded(signature), f"{header}.{payload}".encode())
    claims: dict[str, Any] = json.loads(unpadded(payload))
    return claims


def open_value(opening: str) -> tuple[str, str, Any]:
    """Return the commitment that an opening fits, its path, and the value (RFC 9901 4.2.3)."""
    commitment = urlsafe_b64encode(sha256(opening.encode()).digest()).rstrip(b"=").decode()
    _, path, value = json.loads(unpadded(opening))
    return commitment, path, value


def check_receipt(raw: bytes, vkey: str) -> dict[str, Any]:
    """Return what a receipt's statement says, once its place in the log is proved."""
    receipt = json.loads(raw)
    claims = open_jws(receipt["statement"], receipt["key"])
    entry = json.loads(receipt["entry"])
    assert sha256(receipt["statement"].encode()).hexdigest() == entry["env"]
    head, _, checkpoint = receipt["proof"].partition("\n\n")
    version, index, *hashes = head.splitlines()
    assert version == "c2sp.org/tlog-proof@v1"
    _, size, root = open_note(checkpoint, vkey)
    leaf = hash_leaf(receipt["entry"].encode())
    proof = [b64decode(line) for line in hashes]
    assert root_from_proof(leaf, int(index.removeprefix("index ")), size, proof) == root
    return claims
