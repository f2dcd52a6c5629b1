"""Write the F8 vectors: python tests/vectors/generate_commitment.py."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "F8-commitment"
SALT = bytes(range(16))

Case = dict[str, object]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _opening(*members: object, salt: str = _text(SALT)) -> str:
    text = json.dumps([salt, *members], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return _text(text.encode())


def _commitment(opening: str) -> str:
    return _text(sha256(opening.encode("ascii", "replace")).digest())


def _openings() -> dict[str, tuple[str, str | None, str]]:
    base = _opening("comment", "Too late for us.")
    bad = "opening-malformed"
    raw = f'["{_text(SALT)}","comment","x"]'
    return {
        "text": (base, None, "a comment"),
        "not-ascii": (_opening("name", "Élodie 😀"), None, "UTF-8 inside"),
        "object": (_opening("roots/0/name", {"given": "Ada"}), None, "any canonical value"),
        "null": (_opening("roots/10/name", None), None, "a value like others"),
        "empty_fail": ("", bad, "nothing"),
        "padded_fail": (base + "=", bad, "no padding"),
        "newline_fail": (base + "\n", bad, "nothing behind"),
        "space_fail": (_text(raw.replace(",", ", ").encode()), bad, "canonical JSON"),
        "float_fail": (_opening("comment", 1.0), bad, "canonical JSON"),
        "escaped_fail": (_text(raw.replace("x", "\\u0078").encode()), bad, "canonical JSON"),
        "object-outside_fail": (_text(b'{"a":1}'), bad, "an array"),
        "two-members_fail": (_opening("comment"), bad, "three members"),
        "four-members_fail": (_opening("comment", "x", "y"), bad, "three members"),
        "number-path_fail": (_opening(1, "x"), bad, "a path is text"),
        "empty-path_fail": (_opening("", "x"), bad, "a member first"),
        "index-first_fail": (_opening("0/name", "x"), bad, "a member first"),
        "leading-slash_fail": (_opening("/comment", "x"), bad, "from the body inward"),
        "leading-zero_fail": (_opening("roots/00/name", "x"), bad, "one spelling"),
        "path-newline_fail": (_opening("comment\n", "x"), bad, "nothing behind"),
        "number-salt_fail": (_text(b'[1,"comment","x"]'), bad, "a salt is text"),
        "short-salt_fail": (_opening("comment", "x", salt=_text(SALT[:15])), bad, "16 bytes"),
        "long-salt_fail": (_opening("comment", "x", salt=_text(SALT * 2)), bad, "16 bytes"),
        "padded-salt_fail": (_opening("comment", "x", salt=_text(SALT) + "=="), bad, "no padding"),
        "spare-bits-salt_fail": (_opening("comment", "x", salt="A" * 21 + "B"), bad, "spare bits"),
    }


def cases() -> dict[str, Case]:
    """Return every case by its name, with the commitment to each opening."""
    return {
        name: {"opening": text, "commitment": _commitment(text), "code": code, "why": why}
        for name, (text, code, why) in _openings().items()
    }


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "openings.json").write_text(json.dumps(cases(), indent=1) + "\n")
