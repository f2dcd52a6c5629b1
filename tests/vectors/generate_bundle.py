"""Write the F9 vectors: python tests/vectors/generate_bundle.py.

The bundle in ``base.json`` is made once, each file laid out by hand from FORMATS,
not by the module under test. Every case is that bundle with one thing changed.
"""

import json
from base64 import b64decode, b64encode, urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

FOLDER = Path(__file__).parent / "F9-bundle"
ORIGIN = "countersign.example/score"
LEDGER = "sha256:" + "ab" * 32
DOCUMENT = b"%PDF-1.7 minutes"

Case = dict[str, object]
Base = dict[str, str]
Change = tuple[str, dict[str, bytes], tuple[str, ...], list[str]]


def _url(raw: bytes) -> str:
    """Base64url without padding."""
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _json(value: object) -> bytes:
    """RFC 8785 on the subset of F1."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _key_files() -> tuple[Ed25519PrivateKey, str, bytes]:
    """Make a member's key: itself, its id, its JWK."""
    private = Ed25519PrivateKey.generate()
    x = _url(private.public_key().public_bytes_raw())
    jwk = _json({"crv": "Ed25519", "kty": "OKP", "x": x})
    return private, _url(sha256(jwk).digest()), jwk


def _statement(private: Ed25519PrivateKey, kid: str, opening: str) -> bytes:
    """Sign a ballot whose comment is sealed."""
    commitment = _url(sha256(opening.encode()).digest())
    typ = "vnd.countersign.statement.v1+json"
    header = f'{{"alg":"Ed25519","kid":"{kid}","typ":"{typ}"}}'.encode()
    payload = _json(
        {
            "after": None,
            "base": None,
            "body": {"choice": "for"},
            "documents": [
                {
                    "media_type": "application/pdf",
                    "name": "minutes.pdf",
                    "sha256": sha256(DOCUMENT).hexdigest(),
                    "size": len(DOCUMENT),
                }
            ],
            "id": "01930000-0000-7000-8000-000000000001",
            "kind": "ballot.cast.v1",
            "ledger": LEDGER,
            "meaning": "approval",
            "reason": None,
            "sealed": [{"commitment": commitment, "path": "comment"}],
            "seen": None,
            "signed_at": "2026-11-21T14:03:08Z",
            "signer": {"capacity": "member", "party": "sponsor", "person": "ines"},
            "stream": "decision/jsc/2026-014",
            "subject": None,
        }
    )
    signing_input = f"{_url(header)}.{_url(payload)}".encode()
    return signing_input + b"." + _url(private.sign(signing_input)).encode()


def _log(env: str) -> dict[str, bytes]:
    """Lay out a log of two entries: the statement, and one of a stream not for this reader."""
    entries = [
        _json({"at": "2026-11-21T14:03:08.123Z", "env": each, "seq": 1, "stream": each})
        for each in (env, "cd" * 32)
    ]
    leaves = [sha256(b"\x00" + entry).digest() for entry in entries]
    root = b64encode(sha256(b"\x01" + leaves[0] + leaves[1]).digest()).decode()
    text = f"{ORIGIN}\n2\n{root}\n"
    private = Ed25519PrivateKey.generate()
    typed = b"\x01" + private.public_key().public_bytes_raw()
    key_id = sha256(ORIGIN.encode() + b"\n" + typed).digest()[:4]
    line = b64encode(key_id + private.sign(text.encode())).decode()
    return {
        "checkpoint": f"{text}\n— {ORIGIN} {line}\n".encode(),
        "vkeys.txt": f"{ORIGIN}+{key_id.hex()}+{b64encode(typed).decode()}\n".encode(),
        "tile/0/000.p/2": b"".join(leaves),
        "tile/entries/000.p/2": b"".join(
            len(entry).to_bytes(2, "big") + entry for entry in entries
        ),
    }


def make_base() -> Base:
    """Lay out one party's bundle, each file in base64."""
    private, kid, jwk = _key_files()
    opening = _url(_json([_url(bytes(range(16))), "comment", "in favour"]))
    compact = _statement(private, kid, opening)
    env = sha256(compact).hexdigest()
    files = {
        **_log(env),
        f"statements/{env}.jws": compact,
        "openings.jsonl": _json({"env": env, "opening": opening}) + b"\n",
        f"documents/{sha256(DOCUMENT).hexdigest()}": DOCUMENT,
        f"keys/{kid}.jwk": jwk,
        "VERIFY.md": b"# How to check this bundle\n",
    }
    listed = ("VERIFY.md", "checkpoint", "openings.jsonl", "vkeys.txt")
    files["MANIFEST.json"] = _json(
        {
            "documents": 1,
            "files": [{"name": name, "sha256": sha256(files[name]).hexdigest()} for name in listed],
            "format": "countersign-bundle-v1",
            "keys": 1,
            "ledger": LEDGER,
            "openings": 1,
            "origin": ORIGIN,
            "reader": "party/sponsor",
            "size": 2,
            "statements": 1,
        }
    )
    return {name: b64encode(raw).decode() for name, raw in files.items()}


def _refused(base: Base) -> dict[str, Change]:
    """Name the changes after which there is no bundle: why, replaced, removed, code."""
    manifest = b64decode(base["MANIFEST.json"])

    def edited(old: bytes, new: bytes) -> dict[str, bytes]:
        return {"MANIFEST.json": manifest.replace(old, new)}

    return {
        "manifest-lost": ("unfinished", {}, ("MANIFEST.json",), ["part-missing"]),
        "checkpoint-lost": ("no log", {}, ("checkpoint",), ["part-missing"]),
        "vkeys-lost": ("no log", {}, ("vkeys.txt",), ["part-missing"]),
        "manifest-spaced": (
            "one spelling",
            edited(b'"keys":1', b'"keys": 1'),
            (),
            ["json-not-canonical"],
        ),
        "manifest-unknown-member": (
            "nothing is passed over",
            edited(b'"keys":1', b'"keys":1,"more":1'),
            (),
            ["body-malformed"],
        ),
        "manifest-count-text": (
            "7 is not '7'",
            edited(b'"keys":1', b'"keys":"1"'),
            (),
            ["body-malformed"],
        ),
        "manifest-format-v2": (
            "another format",
            edited(b"bundle-v1", b"bundle-v2"),
            (),
            ["body-malformed"],
        ),
        "manifest-reader": (
            "no such reader",
            edited(b"party/sponsor", b"everyone!"),
            (),
            ["body-malformed"],
        ),
        "checkpoint-unsigned": ("no note", {"checkpoint": b"a\n1\n"}, (), ["note-malformed"]),
    }


def _faulty(base: Base) -> dict[str, Change]:
    """Name the changes that are told as faults: why, replaced, removed, codes."""
    statement, document, key = (
        next(name for name in base if name.startswith(folder))
        for folder in ("statements/", "documents/", "keys/")
    )
    manifest, altered = b64decode(base["MANIFEST.json"]), "bundle-file-altered"
    other_size = {"MANIFEST.json": manifest.replace(b'"size":2', b'"size":3')}
    other_origin = {"MANIFEST.json": manifest.replace(b"example/score", b"example/other")}
    line = b64decode(base["openings.jsonl"])
    return {
        "statement-lost": ("counted", {}, (statement,), ["bundle-count"]),
        "statement-added": (
            "counted, and not what it is called",
            {f"statements/{'0' * 64}.jws": b""},
            (),
            ["bundle-count", altered],
        ),
        "statement-altered": ("its name", {statement: b"e30.e30.AA"}, (), [altered]),
        "document-lost": ("counted", {}, (document,), ["bundle-count"]),
        "document-altered": ("its name", {document: b"other"}, (), [altered]),
        "key-lost": ("counted", {}, (key,), ["bundle-count"]),
        "key-altered": ("no JWK", {key: b"x"}, (), ["json-malformed"]),
        "openings-lost": ("always there", {}, ("openings.jsonl",), ["part-missing"] * 2),
        "openings-emptied": (
            "counted and listed",
            {"openings.jsonl": b""},
            (),
            ["bundle-count", altered],
        ),
        "opening-cut": (
            "each line ends",
            {"openings.jsonl": line[:-1]},
            (),
            ["file-tree-malformed", altered],
        ),
        "opening-without-statement": (
            "each line names its statement",
            {"openings.jsonl": b"{}\n"},
            (),
            ["body-malformed", altered],
        ),
        "guide-altered": ("listed", {"VERIFY.md": b"trust me"}, (), [altered]),
        "guide-lost": ("listed", {}, ("VERIFY.md",), ["part-missing"]),
        "tile-lost": ("the whole log", {}, ("tile/0/000.p/2",), ["part-missing"]),
        "entries-lost": ("the whole log", {}, ("tile/entries/000.p/2",), ["part-missing"]),
        "manifest-size": ("beside another log", other_size, (), ["bundle-manifest-mismatch"]),
        "manifest-origin": ("beside another log", other_origin, (), ["bundle-manifest-mismatch"]),
        "stranger-at-the-top": ("not ours", {"notes.txt": b""}, (), ["file-unexpected"]),
        "stranger-statement": ("no digest", {"statements/a.jws": b""}, (), ["file-unexpected"]),
        "stranger-upper-case": (
            "one spelling",
            {f"statements/{'A' * 64}.jws": b""},
            (),
            ["file-unexpected"],
        ),
        "stranger-tile": ("narrower", {"tile/0/000.p/1": b""}, (), ["file-unexpected"]),
    }


def _case(change: Change, *, is_refused: bool) -> Case:
    """Lay out one case."""
    why, replaced, removed, codes = change
    return {
        "why": why,
        "replaced": {name: b64encode(raw).decode() for name, raw in replaced.items()},
        "removed": list(removed),
        "refusal": codes[0] if is_refused else None,
        "faults": [] if is_refused else codes,
    }


def cases(base: Base) -> dict[str, Case]:
    """Give every case by name."""
    refused, faulty = _refused(base), _faulty(base)
    return {
        "happy-path": _case(("as laid out", {}, (), []), is_refused=False),
        **{f"{name}_fail": _case(change, is_refused=True) for name, change in refused.items()},
        **{f"{name}_fail": _case(change, is_refused=False) for name, change in faulty.items()},
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    base_path = FOLDER / "base.json"
    if not base_path.exists():
        base_path.write_text(json.dumps(make_base(), indent=1) + "\n")
    by_name = cases(json.loads(base_path.read_text()))
    (FOLDER / "bundles.json").write_text(json.dumps(by_name, indent=1) + "\n")
