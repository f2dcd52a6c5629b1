"""Write the F1 vectors: python tests/vectors/generate_canonical.py.

Bytes are in hex, because many of them are no text, as pieces with a count, because
some are long. ``code`` is null where a
reader must accept, and the code of the refusal where it must not.
"""

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

LONG_RUN = 40
FOLDER = Path(__file__).parent / "F1-canonical"

Piece = tuple[str, int]  # bytes in hex, and how often they stand there
Case = dict[str, str | list[Piece] | None]


def _accepted() -> Iterator[tuple[str, bytes, str]]:
    yield "empty-object", b"{}", "the smallest object"
    yield "sorted", b'{"a":1,"b":[true,false,null]}', "members by name, no spaces"
    yield "largest-integer", b'{"n":9007199254740991}', "2^53-1"
    yield "smallest-integer", b'{"n":-9007199254740991}', "-(2^53-1)"
    yield "raw-non-ascii", '{"t":"Étude 😀"}'.encode(), "only what must be escaped is"
    yield "raw-separators", '{"t":"\u2028\u2029\x7f"}'.encode(), "legal in JSON as they are"
    yield "short-escapes", rb'{"t":"\b\t\n\f\r\"\\"}', "the seven short escapes"
    yield "long-escape", rb'{"t":"\u001f"}', "lower-case hexadecimal"
    yield "solidus", b'{"t":"/"}', "a solidus is not escaped"
    yield "looks-like-json", rb'{"t":"{\"A\":1.0,\"b\":[[[[[[[[[[[[[["}', "inside of a string"
    yield "longest-name", b'{"' + b"a" * 64 + b'":0}', "64 characters"
    yield "twelve-levels", b'{"a":' + b"[" * 11 + b"]" * 11 + b"}", "as deep as may be"
    yield "most-bytes", b'{"t":"' + b"x" * 65_528 + b'"}', "65 536 bytes"
    yield "many-brackets", b'{"a":[' + b"[]," * 20 + b"[]]}", "wide is not deep"


def _no_json() -> Iterator[tuple[str, bytes, str, str]]:
    no_json = "json-malformed"
    yield "empty", b"", no_json, "no value at all"
    yield "byte-order-mark", b"\xef\xbb\xbf{}", no_json, "UTF-8 without a mark"
    yield "truncated", b'{"a":1', no_json, "not closed"
    yield "two-values", b"{}{}", no_json, "one value"
    yield "not-a-number", b'{"a":NaN}', no_json, "JSON has none"
    yield "infinity", b'{"a":-Infinity}', no_json, "JSON has none"
    yield "exponent-overflow", b'{"a":1e400}', no_json, "no number of any machine"
    yield "leading-zero", b'{"a":01}', no_json, "not JSON's grammar"
    yield "plus-sign", b'{"a":+1}', no_json, "not JSON's grammar"
    yield "trailing-comma", b'{"a":1,}', no_json, "not JSON's grammar"
    yield "single-quotes", b"{'a':1}", no_json, "not JSON's grammar"
    yield "raw-newline-in-string", b'{"a":"\n"}', no_json, "control characters are escaped"
    yield "invalid-utf-8", b'{"a":"\xff"}', no_json, "not UTF-8"
    yield "overlong-utf-8", b'{"a":"\xc0\xaf"}', no_json, "not UTF-8"
    yield "surrogate-in-utf-8", b'{"a":"\xed\xa0\x80"}', no_json, "half a pair"
    yield "lone-surrogate-escape", rb'{"a":"\ud800"}', no_json, "half a pair"
    yield "bottomless", b"[" * 60_000, no_json, "must not exhaust the stack"
    yield "integer-enormous", b'{"a":' + b"9" * 5_000 + b"}", no_json, "never converted"
    yield "array-outside", b"[1]", no_json, "an object is demanded"
    yield "string-outside", b'"a"', no_json, "an object is demanded"


def _misspelled() -> Iterator[tuple[str, bytes, str, str]]:
    spelled = "json-not-canonical"
    yield "trailing-newline", b"{}\n", spelled, "nothing behind"
    yield "leading-space", b" {}", spelled, "nothing before"
    yield "space-after-colon", b'{"a": 1}', spelled, "no spaces"
    yield "unsorted", b'{"b":1,"a":2}', spelled, "members by name"
    yield "repeated-member", b'{"a":1,"a":2}', spelled, "which one was signed?"
    yield "repeated-same", b'{"a":1,"a":1}', spelled, "even with one value"
    yield "escaped-solidus", rb'{"a":"\/"}', spelled, "an escape without need"
    yield "escaped-letter", rb'{"a":"\u0061"}', spelled, "an escape without need"
    yield "escaped-pair", rb'{"a":"\ud83d\ude00"}', spelled, "an escape without need"
    yield "upper-case-escape", rb'{"a":"\u001F"}', spelled, "lower-case hexadecimal"
    yield "long-newline-escape", rb'{"a":"\u000a"}', spelled, "the short escape exists"
    yield "escaped-delete", rb'{"a":"\u007f"}', spelled, "an escape without need"


def _outside_of_the_subset() -> Iterator[tuple[str, bytes, str, str]]:
    number, name = "json-number", "json-member-name"
    yield "fraction", b'{"a":1.5}', number, "no floats"
    yield "whole-fraction", b'{"a":1.0}', number, "no floats, be they whole"
    yield "exponent", b'{"a":1e2}', number, "no floats, be they whole"
    yield "upper-exponent", b'{"a":1E2}', number, "no floats, be they whole"
    yield "minus-zero", b'{"a":-0}', number, "0 is the one spelling"
    yield "integer-too-large", b'{"a":9007199254740992}', number, "2^53"
    yield "integer-too-small", b'{"a":[-9007199254740992]}', number, "-(2^53)"
    yield "integer-of-forty-digits", b'{"a":' + b"9" * 40 + b"}", number, "beyond any register"
    yield "upper-case-name", b'{"A":1}', name, "lower case"
    yield "empty-name", b'{"":1}', name, "not empty"
    yield "name-with-digit-first", b'{"1a":1}', name, "a letter or underscore first"
    yield "name-with-hyphen", b'{"a-b":1}', name, "no hyphens"
    yield "name-not-ascii", '{"é":1}'.encode(), name, "ASCII"
    yield "name-with-escape", rb'{"a\n":1}', name, "no escapes"
    yield "name-too-long", b'{"' + b"a" * 65 + b'":0}', name, "65 characters"
    yield "name-inside", b'{"a":[{"B":1}]}', name, "at any depth"
    deep = b'{"a":' + b"[" * 12 + b"]" * 12 + b"}"
    yield "thirteen-levels", deep, "json-too-deep", "twelve at most"
    mixed = b'{"a":[' * 6 + b"{}" + b"]}" * 6
    yield "thirteen-mixed-levels", mixed, "json-too-deep", "objects and arrays together"
    large = b'{"t":"' + b"x" * 65_529 + b'"}'
    yield "one-byte-too-many", large, "json-too-large", "65 537 bytes"


def pieces(raw: bytes) -> list[Piece]:
    """Return the bytes as pieces, long runs of one byte counted."""
    found: list[Piece] = []
    short = b""
    for byte, run in groupby(raw):
        count = len(list(run))
        if count < LONG_RUN:
            short += bytes([byte]) * count
            continue
        found.extend([(short.hex(), 1), (bytes([byte]).hex(), count)])
        short = b""
    return [*found, (short.hex(), 1)]


def join(found: list[Piece]) -> bytes:
    """Return the bytes that the pieces stand for."""
    return b"".join(bytes.fromhex(piece) * count for piece, count in found)


def cases() -> dict[str, Case]:
    """Return every case by its name."""
    made: dict[str, Case] = {}
    for name, raw, why in _accepted():
        made[name] = {"bytes": pieces(raw), "code": None, "why": why}
    for name, raw, code, why in (*_no_json(), *_misspelled(), *_outside_of_the_subset()):
        made[f"{name}_fail"] = {"bytes": pieces(raw), "code": code, "why": why}
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "canonical.json").write_text(json.dumps(cases(), indent=1) + "\n")
