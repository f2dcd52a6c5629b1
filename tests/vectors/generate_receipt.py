"""Write the F7 vectors: python tests/vectors/generate_receipt.py.

The checkpoint in ``base.json`` is made once, because ML-DSA-44 signatures differ
each time; a new base means new vectors. The rest is put together by hand, from
RFC 6962, C2SP tlog-proof and fixed keys.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from tests.vectors import generate_commitment as f8
from tests.vectors import generate_statement as f3

FOLDER = Path(__file__).parent / "F7-receipt"
ORIGIN = "countersign.example/score"
SECONDS = 1_795_269_788
PLACE = "@CHECKPOINT@"  # stands for the base's, which is long
LEAF_INDEX, TREE_SIZE = 4, 7

Case = dict[str, object]
Base = dict[str, object]


def _hash(*parts: bytes) -> bytes:
    return sha256(b"".join(parts)).digest()


def _statement() -> str:
    opening = f8._opening("comment", "Too late for us.")
    sealed = [{"commitment": f8._commitment(opening), "path": "comment"}]
    return f3._token(f3._payload(f3._with(sealed=sealed)))


def _entry(statement: str) -> str:
    members = {
        "at": "2026-11-21T14:03:08.123Z",
        "env": sha256(statement.encode()).hexdigest(),
        "seq": 3,
        "stream": "b" * 64,
    }
    return json.dumps(members, sort_keys=True, separators=(",", ":"))


def _leaves() -> list[bytes]:
    leaves = [_hash(b"\x00", bytes([number])) for number in range(TREE_SIZE)]
    leaves[LEAF_INDEX] = _hash(b"\x00", _entry(_statement()).encode())
    return leaves


def _tree() -> tuple[list[bytes], bytes]:
    """Return the path of leaf 4 of 7, and the root: drawn by hand (RFC 6962 2.1)."""
    leaves = _leaves()
    left, right = (_hash(b"\x01", *leaves[at : at + 2]) for at in (0, 2))
    four = _hash(b"\x01", left, right)
    pair = _hash(b"\x01", leaves[4], leaves[5])
    three = _hash(b"\x01", pair, leaves[6])
    return [leaves[5], leaves[6], four], _hash(b"\x01", four, three)


def _line(kind: int, public: bytes, blob: bytes) -> tuple[str, str]:
    """Return the signature line and the vkey."""
    key_id = _hash(ORIGIN.encode(), b"\n", bytes([kind]), public)[:4]
    vkey = f"{ORIGIN}+{key_id.hex()}+{b64encode(bytes([kind]) + public).decode()}"
    return f"— {ORIGIN} {b64encode(key_id + blob).decode()}\n", vkey


def make_base() -> Base:
    """Sign the checkpoint with both keys of a log."""
    _, root = _tree()
    text = f"{ORIGIN}\n{TREE_SIZE}\n{b64encode(root).decode()}\n"
    log = f3.Ed25519(9)
    classic = _line(1, log.private.public_key().public_bytes_raw(), log.sign(text.encode()))
    private = MLDSA44PrivateKey.generate()
    stamp, name = SECONDS.to_bytes(8, "big"), bytes([len(ORIGIN)]) + ORIGIN.encode()
    head = bytes(8) + TREE_SIZE.to_bytes(8, "big") + root
    signature = private.sign(b"subtree/v1\n\x00" + name + stamp + name + head)
    quantum = _line(6, private.public_key().public_bytes_raw(), stamp + signature)
    return {
        "checkpoint": f"{text}\n{classic[0]}{quantum[0]}",
        "vkeys": [classic[1], quantum[1]],
    }


def _proof(checkpoint: str, *, index: str = str(LEAF_INDEX), extra: str = "") -> str:
    path, _ = _tree()
    lines = "".join(f"{b64encode(one).decode()}\n" for one in path)
    return f"c2sp.org/tlog-proof@v1\n{extra}index {index}\n{lines}\n{checkpoint}"


def _receipt(checkpoint: str) -> dict[str, object]:
    statement = _statement()
    return {
        "statement": statement,
        "key": f3.KEY.jwk,
        "entry": _entry(statement),
        "proof": _proof(checkpoint),
        "openings": [f8._opening("comment", "Too late for us.")],
    }


def _spelled(receipt: object) -> str:
    return json.dumps(receipt, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _case(receipt: object, code: str | None, why: str) -> Case:
    text = receipt if isinstance(receipt, str) else _spelled(receipt)
    return {"receipt": text, "code": code, "why": why}


def _member_cases(receipt: dict[str, object]) -> Iterator[tuple[str, Case]]:
    other = f3._token(f3._payload(f3._with(meaning="rejection")))
    for name, members, code, why in (
        ("other-statement", {"statement": other}, "receipt-entry", "not the one in the log"),
        ("other-key", {"key": f3.OTHER.jwk}, "key-mismatch", "the thumbprint is the key id"),
        ("no-key", {"key": {}}, "jwk-malformed", "a key is there"),
        (
            "entry-changed",
            {"entry": str(receipt["entry"]).replace("3Z", "4Z")},
            "inclusion-unproven",
            "-",
        ),
        ("entry-no-entry", {"entry": "{}"}, "entry-malformed", "four members"),
        ("proof-no-proof", {"proof": ""}, "proof-malformed", "a proof is there"),
        ("openings-null", {"openings": None}, "receipt-malformed", "an array"),
        ("unknown-member", {"extra": 1}, "receipt-malformed", "five members"),
        (
            "opening-other-value",
            {"openings": [f8._opening("comment", "Fine.")]},
            "opening-mismatch",
            "not what was sealed",
        ),
        (
            "opening-unknown",
            {"openings": [f8._opening("reason", "x")]},
            "opening-unknown",
            "nothing is sealed there",
        ),
        ("opening-twice", {"openings": receipt["openings"] * 2}, "opening-duplicate", "once"),  # type: ignore[operator]
        ("opening-malformed", {"openings": ["?"]}, "opening-malformed", "base64url"),
    ):
        yield f"{name}_fail", _case({**receipt, **members}, code, why)
    for member in receipt:
        fewer = {name: value for name, value in receipt.items() if name != member}
        yield f"without-{member}_fail", _case(fewer, "receipt-malformed", "five members")


def _proof_cases(receipt: dict[str, object], checkpoint: str) -> Iterator[tuple[str, Case]]:
    path, _ = _tree()
    texts = [b64encode(one).decode() for one in path]
    proof, bad, unproven = str(receipt["proof"]), "proof-malformed", "inclusion-unproven"
    classic, quantum = checkpoint.partition("\n\n")[2].splitlines(keepends=True)
    for name, text, code, why in (
        ("index-plus-1", _proof(checkpoint, index="5"), unproven, "another place"),
        ("index-at-size", _proof(checkpoint, index="7"), "leaf-outside-tree", "no such place"),
        ("index-leading-zero", _proof(checkpoint, index="04"), bad, "one spelling"),
        ("index-sign", _proof(checkpoint, index="+4"), bad, "one spelling"),
        ("index-negative", _proof(checkpoint, index="-4"), bad, "counted from 0"),
        ("index-missing", proof.replace("index 4\n", ""), bad, "an index is there"),
        ("index-word", proof.replace("index", "leaf"), bad, "this word"),
        ("first-line", proof.replace("@v1", "@v2"), bad, "this version"),
        ("carriage-return", proof.replace("\n", "\r\n"), bad, "line feeds alone"),
        ("hash-removed", proof.replace(texts[1] + "\n", ""), "proof-length", "one too few"),
        ("hash-added", proof.replace(texts[1], f"{texts[1]}\n{texts[1]}"), "proof-length", "-"),
        (
            "hashes-swapped",
            proof.replace("\n".join(texts[:2]), "\n".join(texts[1::-1])),
            unproven,
            "-",
        ),
        ("hash-short", proof.replace(texts[0], b64encode(path[0][:31]).decode()), bad, "32 bytes"),
        ("hash-padding", proof.replace(texts[0], texts[0].rstrip("=")), bad, "padded base64"),
        ("hash-junk", proof.replace(texts[0], texts[0][:-2] + " ="), bad, "base64"),
        ("too-many-hashes", proof.replace(texts[0], "\n".join(texts[:1] * 64)), bad, "63 at most"),
        ("no-empty-line", proof.replace("\n\n", "\n"), bad, "an empty line"),
        ("no-checkpoint", proof.partition("\n\n")[0] + "\n\n", bad, "a checkpoint"),
        ("extra-twice", _proof(checkpoint, extra="extra AA==\nextra AA==\n"), bad, "once"),
        ("extra-behind-index", proof.replace("index 4\n", "index 4\nextra AA==\n"), bad, "before"),
        ("extra-junk", _proof(checkpoint, extra="extra A\n"), bad, "base64"),
        ("extra-word", _proof(checkpoint, extra="extras AA==\n"), bad, "this word"),
        ("size-changed", proof.replace(f"\n{TREE_SIZE}\n", "\n8\n"), "note-signature-invalid", "-"),
        ("classic-line-removed", proof.replace(classic, ""), "log-key-missing", "both keys sign"),
        ("quantum-line-removed", proof.replace(quantum, ""), "log-key-missing", "both keys sign"),
        ("no-lines", proof.replace(classic + quantum, ""), "note-malformed", "unsigned"),
    ):
        yield f"{name}_fail", _case({**receipt, "proof": text}, code, why)


def cases(base: Base) -> dict[str, Case]:
    """Return every case by its name."""
    checkpoint = str(base["checkpoint"])
    receipt = _receipt(checkpoint)
    spelled = _spelled(receipt)
    extra = {**receipt, "proof": _proof(checkpoint, extra="extra AA==\n")}
    made = {
        "happy-path": _case(receipt, None, "signed, included, opened"),
        "no-openings": _case({**receipt, "openings": []}, None, "withheld or erased"),
        "extra-line": _case(extra, None, "readers accept it, nothing vouches for it"),
        "trailing-newline_fail": _case(spelled + "\n", "json-not-canonical", "nothing behind"),
        "space_fail": _case(spelled.replace('":"', '": "', 1), "json-not-canonical", "no spaces"),
        "no-json_fail": _case("receipt", "json-malformed", "JSON"),
        "array_fail": _case([receipt], "receipt-malformed", "an object"),
    }
    made |= dict(_member_cases(receipt)) | dict(_proof_cases(receipt, checkpoint))
    for case in made.values():
        case["receipt"] = str(case["receipt"]).replace(_spelled(checkpoint)[1:-1], PLACE)
    return made


def fill(receipt: str, base: Base) -> str:
    """Return the receipt with the base's checkpoint in its place."""
    return receipt.replace(PLACE, _spelled(base["checkpoint"])[1:-1])


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    found = FOLDER / "base.json"
    if not found.exists():
        found.write_text(json.dumps(make_base(), indent=1) + "\n")
    written = cases(json.loads(found.read_text()))
    (FOLDER / "receipts.json").write_text(json.dumps(written, indent=1) + "\n")
