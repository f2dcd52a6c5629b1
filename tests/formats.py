"""The examples of FORMATS.md, drawn from the test vectors by ``python -m tests.regenerate``."""

import base64
import json
import re
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from tests.sources import ROOT

FORMATS = ROOT / "ledger" / "FORMATS.md"
VECTORS = ROOT / "tests" / "vectors"
MARKED = re.compile(
    r"<!-- example: (?P<name>[a-z]+) -->\n```(?P<tag>\w*)\n(?P<text>.*?)```", re.DOTALL
)
WIDTH_MAX = 98


def format_formats() -> str:
    """Draw FORMATS.md: the prose as it stands, each marked example anew."""
    drawn = examples()

    def fill(match: re.Match[str]) -> str:
        text = drawn[match["name"]].rstrip("\n")
        return f"<!-- example: {match['name']} -->\n```{match['tag']}\n{text}\n```"

    return MARKED.sub(fill, FORMATS.read_text(encoding="utf-8"))


def examples() -> dict[str, str]:
    """Return every example by its name."""
    bundle = {name: base64.b64decode(raw) for name, raw in _load("F9-bundle/base.json").items()}
    statement = next(raw for name, raw in bundle.items() if name.startswith("statements/"))
    key = next(raw for name, raw in bundle.items() if name.startswith("keys/"))
    opening = json.loads(bundle["openings.jsonl"])["opening"]
    return {
        "canonical": '{"amount":{"currency":"EUR","minor":125000},"title":"Étude SCORE"}',
        "key": key.decode(),
        "kid": _base64url(sha256(key).digest()),
        **_statement(statement.decode()),
        "entry": _load("F4-entry/entries.json")["third-of-its-stream"]["entry"],
        **_checkpoint(),
        "tiles": _tiles(),
        "proof": _proof(),
        "opening": _opening(opening),
        "bundle": "\n".join(sorted(_shortened(name) for name in bundle)),
    }


def _load(name: str) -> Any:
    return json.loads((VECTORS / name).read_text(encoding="utf-8"))


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _unbase64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _wrapped(text: str) -> str:
    """Break a long line for print; the format itself has no breaks."""
    return "\n".join(text[at : at + WIDTH_MAX] for at in range(0, len(text), WIDTH_MAX))


def _statement(compact: str) -> Mapping[str, str]:
    header, payload, _ = compact.split(".")
    return {
        "statement": _wrapped(compact),
        "header": _unbase64url(header).decode(),
        "payload": _wrapped(_unbase64url(payload).decode()),
        "digest": f"sha256:{sha256(compact.encode()).hexdigest()}",
    }


def _checkpoint() -> Mapping[str, str]:
    base = _load("F5-checkpoint/base.json")
    lines = (base["ed25519_line"], _cut(base["ml_dsa_line"]))
    keys = (base["ed25519_vkey"], _cut(base["ml_dsa_vkey"]))
    return {
        "checkpoint": "\n".join((base["text"], *(line.rstrip("\n") for line in lines))),
        "vkeys": "\n".join(keys),
    }


def _cut(text: str) -> str:
    """Cut what is too long to print: an ML-DSA-44 key has 1 312 bytes, a signature 2 420."""
    return text if len(text) <= WIDTH_MAX else f"{text[: WIDTH_MAX - 1]}…"


def _tiles() -> str:
    paths = _load("F6-tiles/paths.json").values()
    shown = [each for each in paths if "level" in each][:8]
    width = max(len(each["path"]) for each in shown)
    return "\n".join(f"{each['path']:<{width}}  {each['why']}" for each in shown)


def _proof() -> str:
    receipt = json.loads(_load("F7-receipt/receipts.json")["happy-path"]["receipt"])
    checkpoint = _load("F7-receipt/base.json")["checkpoint"].splitlines()
    proof = receipt["proof"].replace("@CHECKPOINT@", "\n".join(map(_cut, checkpoint)))
    return str(proof)


def _opening(text: str) -> str:
    commitment = _base64url(sha256(text.encode()).digest())
    return (
        f"value       {_unbase64url(text).decode()}\nopening     {text}\ncommitment  {commitment}"
    )


def _shortened(name: str) -> str:
    """Shorten a digest in a name, for print."""
    return re.sub(r"[0-9a-f]{64}", "<digest>", re.sub(r"keys/.{43}", "keys/<kid>", name))
