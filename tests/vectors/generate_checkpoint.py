"""Write the F5 vectors: python tests/vectors/generate_checkpoint.py.

The signed checkpoint in ``base.json`` is made once, from bytes laid out by hand
after C2SP tlog-cosignature: ML-DSA-44 signatures differ each time, so a new base
means new vectors. Every other case is the base with one thing changed.
"""

import json
from base64 import b64encode
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

FOLDER = Path(__file__).parent / "F5-checkpoint"
ORIGIN = "countersign.example/score"
SIZE = 8
ROOT = bytes.fromhex("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328")
SECONDS = 1_795_269_788

Case = dict[str, object]
Base = dict[str, str]


def _key_id(name: str, kind: int, public: bytes) -> bytes:
    """SHA-256(name ‖ newline ‖ type ‖ key)[:4]."""
    return sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


def _vkey(name: str, kind: int, public: bytes) -> str:
    """name+id+base64(type ‖ key)."""
    encoded = b64encode(bytes([kind]) + public).decode()
    return f"{name}+{_key_id(name, kind, public).hex()}+{encoded}"


def _ed25519(name: str, text: str) -> tuple[str, str]:
    """Sign a text with a fresh Ed25519 key: line and vkey."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    blob = _key_id(name, 1, public) + private.sign(text.encode())
    return f"— {name} {b64encode(blob).decode()}\n", _vkey(name, 1, public)


def _ml_dsa(name: str) -> tuple[str, str]:
    """Cosign the base's tree head with a fresh ML-DSA-44 key: line and vkey."""
    private = MLDSA44PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    seconds = SECONDS.to_bytes(8, "big")
    message = b"subtree/v1\n\x00" + bytes([len(name)]) + name.encode() + seconds
    message += bytes([len(ORIGIN)]) + ORIGIN.encode()
    message += (0).to_bytes(8, "big") + SIZE.to_bytes(8, "big") + ROOT
    blob = _key_id(name, 6, public) + seconds + private.sign(message)
    return f"— {name} {b64encode(blob).decode()}\n", _vkey(name, 6, public)


def make_base() -> Base:
    """Sign one checkpoint: by the log with both keys, by a witness, and by another log."""
    text = f"{ORIGIN}\n{SIZE}\n{b64encode(ROOT).decode()}\n"
    extended = f"{text}an extension line\n"
    base = {"text": text, "extended": extended}
    base["ed25519_line"], base["ed25519_vkey"] = _ed25519(ORIGIN, text)
    base["ml_dsa_line"], base["ml_dsa_vkey"] = _ml_dsa(ORIGIN)
    base["witness_line"], base["witness_vkey"] = _ml_dsa("witness.example/w1")
    base["foreign_line"], base["foreign_vkey"] = _ed25519("other.example/log", text)
    base["extended_line"], base["extended_vkey"] = _ed25519(ORIGIN, extended)
    for name, spoilt in _heads(text).items():
        base[f"{name}_line"], base[f"{name}_vkey"] = _ed25519(ORIGIN, spoilt)
    return base


def _heads(text: str) -> dict[str, str]:
    """Name texts that are signed well and are no checkpoints."""
    origin, size, root, _ = text.split("\n")
    return {
        "size-leading-zero": f"{origin}\n0{size}\n{root}\n",
        "size-sign": f"{origin}\n+{size}\n{root}\n",
        "size-empty": f"{origin}\n\n{root}\n",
        "size-underscore": f"{origin}\n1_0\n{root}\n",
        "size-20-digits": f"{origin}\n{'9' * 20}\n{root}\n",
        "root-unpadded": f"{origin}\n{size}\n{root.rstrip('=')}\n",
        "root-spare-bits": f"{origin}\n{size}\n{root[:-2]}h=\n",
        "root-31-bytes": f"{origin}\n{size}\n{b64encode(ROOT[:31]).decode()}\n",
        "root-hex": f"{origin}\n{size}\n{ROOT.hex()}\n",
        "root-missing": f"{origin}\n{size}\n",
        "origin-empty": f"\n{size}\n{root}\n",
        "origin-space": f"{origin} x\n{size}\n{root}\n",
        "origin-plus": f"{origin}+x\n{size}\n{root}\n",
    }


def _good(base: Base) -> Iterator[tuple[str, Case]]:
    """Give the checkpoints that are accepted."""
    text, ed25519, ml_dsa = base["text"], base["ed25519_line"], base["ml_dsa_line"]
    witness = base["witness_line"]
    both = [base["ed25519_vkey"], base["ml_dsa_vkey"]]
    yield "happy-path", _case(f"{text}\n{ed25519}{ml_dsa}", both, why="both keys of the log")
    yield "lines-swapped", _case(f"{text}\n{ml_dsa}{ed25519}", both, why="lines have no order")
    yield "witness-unknown", _case(f"{text}\n{ed25519}{ml_dsa}{witness}", both, why="ignored")
    yield (
        "witness-known",
        _case(
            f"{text}\n{ed25519}{ml_dsa}{witness}",
            [*both, base["witness_vkey"]],
            why="a witness's line is held to its own key and name",
        ),
    )
    yield (
        "one-line-is-enough",
        _case(f"{text}\n{ed25519}", both, demand_all=False, why="as any C2SP client takes it"),
    )


def _bad(base: Base) -> Iterator[tuple[str, Case]]:
    """Give the checkpoints that are refused, each for one change."""
    text, ed25519, ml_dsa = base["text"], base["ed25519_line"], base["ml_dsa_line"]
    both = [base["ed25519_vkey"], base["ml_dsa_vkey"]]
    origin, _, root, _ = text.split("\n")
    lines = ed25519 + ml_dsa
    spoils = {
        "ml-dsa-dropped": (text + "\n" + ed25519, "log-key-missing"),
        "ed25519-dropped": (text + "\n" + ml_dsa, "log-key-missing"),
        "both-dropped": (text + "\n" + base["witness_line"], "note-unsigned"),
        "size-plus-1": (f"{origin}\n{SIZE + 1}\n{root}\n\n{lines}", "note-signature-invalid"),
        "root-changed": (f"{origin}\n{SIZE}\nA{root[1:]}\n\n{lines}", "note-signature-invalid"),
        "origin-changed": (f"{origin}x\n{SIZE}\n{root}\n\n{lines}", "note-signature-invalid"),
        "empty-line-missing": (text + lines, "note-malformed"),
        "crlf": ((text + "\n" + lines).replace("\n", "\r\n"), "note-malformed"),
        "trailing-text": (f"{text}\n{lines}more\n", "note-malformed"),
        "no-last-newline": (f"{text}\n{lines}"[:-1], "note-malformed"),
        "hyphen-for-dash": (f"{text}\n{lines}".replace("—", "-"), "note-malformed"),
    }
    for name, (spoilt, code) in spoils.items():
        yield f"{name}_fail", _case(spoilt, both, code=code, why=name.replace("-", " "))
    yield (
        "foreign-log_fail",
        _case(
            f"{text}\n{base['foreign_line']}",
            [base["foreign_vkey"]],
            code="origin-mismatch",
            why="another log's key cannot speak for this origin",
        ),
    )
    heads = {"extended": base["extended"], **_heads(text)}
    for name, head in heads.items():
        yield (
            f"{name}_fail",
            _case(
                f"{head}\n{base[f'{name}_line']}",
                [base[f"{name}_vkey"]],
                code="tree-head-malformed",
                why=f"signed well, but {name.replace('-', ' ')}",
            ),
        )


def _case(
    text: str, vkeys: list[str], *, why: str, demand_all: bool = True, code: str | None = None
) -> Case:
    """Lay out one case; ``code`` names the refusal."""
    return {"why": why, "code": code, "demand_all": demand_all, "vkeys": vkeys, "text": text}


def cases(base: Base) -> dict[str, Case]:
    """Give every case by name."""
    return dict([*_good(base), *_bad(base)])


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    base_path = FOLDER / "base.json"
    if not base_path.exists():
        base_path.write_text(json.dumps(make_base(), indent=1) + "\n")
    by_name = cases(json.loads(base_path.read_text()))
    (FOLDER / "checkpoints.json").write_text(json.dumps(by_name, indent=1) + "\n")
