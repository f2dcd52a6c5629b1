"""Write the F2 vectors: python tests/vectors/generate_keys.py.

The Ed25519 cases are computed here in affine coordinates with Fermat inverses, a
second implementation of the curve beside the one under test.
"""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from pathlib import Path

FOLDER = Path(__file__).parent / "F2-keys"

P = 2**255 - 19
D = -121665 * pow(121666, P - 2, P) % P
I = pow(2, (P - 1) // 4, P)  # noqa: E741 - the root of minus one has this name
BASE_Y = 4 * pow(5, P - 2, P) % P
RFC8037_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
P256_X = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU"  # RFC 7515 A.3
P256_Y = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"

Case = dict[str, object]
Point = tuple[int, int]


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def _root(y: int, sign: int) -> int:
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if x * x % P != square:
        x = x * I % P
    return x if x & 1 == sign else (P - x) % P


def _add(one: Point, other: Point) -> Point:
    product = D * one[0] * other[0] * one[1] * other[1] % P
    x = (one[0] * other[1] + one[1] * other[0]) * pow(1 + product, P - 2, P) % P
    y = (one[1] * other[1] + one[0] * other[0]) * pow(1 - product, P - 2, P) % P
    return x, y


def _encode(point: Point) -> bytes:
    return (point[1] | (point[0] & 1) << 255).to_bytes(32, "little")


def _torsion() -> list[Point]:
    """Return the eight points whose order divides 8."""
    y = next(y for y in _order_eight_ys() if y is not None)
    generator = (_root(y, 0), y)
    points = [(0, 1)]
    for _ in range(7):
        points.append(_add(points[-1], generator))
    return points


def _order_eight_ys() -> list[int | None]:
    """Solve doubling to (i, 0): d y^4 + 2 y^2 - 1 = 0 on the curve."""
    found: list[int | None] = []
    discriminant = pow(1 + D, (P + 3) // 8, P)
    if discriminant * discriminant % P != (1 + D) % P:
        discriminant = discriminant * I % P
    for square in ((-1 + s * discriminant) * pow(D, P - 2, P) % P for s in (1, -1)):
        y = pow(square, (P + 3) // 8, P)
        candidates = (y, y * I % P)
        found.extend(y if y * y % P == square else None for y in candidates)
    return found


def _ed25519(raw: bytes) -> dict[str, object]:
    return {"crv": "Ed25519", "kty": "OKP", "x": _text(raw)}


def _point_cases() -> dict[str, Case]:
    base = (_root(BASE_Y, 0), BASE_Y)
    made: dict[str, Case] = {}
    for index, point in enumerate(_torsion()):
        made[f"small-order-{index}_fail"] = {
            "jwk": _ed25519(_encode(point)),
            "code": "key-small-order",
            "why": "anybody can sign under it",
        }
        if index:
            made[f"mixed-order-{index}_fail"] = {
                "jwk": _ed25519(_encode(_add(base, point))),
                "code": "key-mixed-order",
                "why": "verifiers with and without cofactor disagree",
            }
    for name, number, code, why in (
        ("y-is-p", P, "key-not-canonical", "a second spelling of y = 0"),
        ("y-is-p-plus-1", P + 1, "key-not-canonical", "a second spelling of the neutral point"),
        ("y-is-largest", 2**255 - 1, "key-not-canonical", "a second spelling of y = 18"),
        ("sign-on-zero-x", 1 | 1 << 255, "key-not-canonical", "minus zero"),
        ("sign-on-other-zero-x", (P - 1) | 1 << 255, "key-not-canonical", "minus zero"),
        ("off-curve", 2, "key-point-off-curve", "no point has y = 2"),
    ):
        raw = number.to_bytes(32, "little")
        made[f"{name}_fail"] = {"jwk": _ed25519(raw), "code": code, "why": why}
    return made


def _jwk_cases() -> dict[str, Case]:
    okp: dict[str, object] = {"crv": "Ed25519", "kty": "OKP", "x": RFC8037_X}
    ec: dict[str, object] = {"crv": "P-256", "kty": "EC", "x": P256_X, "y": P256_Y}
    bad = "jwk-malformed"
    return {
        "rfc-8037-ed25519": {"jwk": okp, "code": None, "why": "RFC 8037 A.2"},
        "rfc-7515-p256": {"jwk": ec, "code": None, "why": "RFC 7515 A.3"},
        "extra-member_fail": {"jwk": {**okp, "use": "sig"}, "code": bad, "why": "no member more"},
        "private-member_fail": {"jwk": {**okp, "d": RFC8037_X}, "code": bad, "why": "a secret"},
        "missing-y_fail": {
            "jwk": {name: text for name, text in ec.items() if name != "y"},
            "code": bad,
            "why": "half a point",
        },
        "other-curve_fail": {"jwk": {**okp, "crv": "X25519"}, "code": bad, "why": "signs nothing"},
        "mixed-types_fail": {"jwk": {**okp, "kty": "EC"}, "code": bad, "why": "no such key"},
        "number_fail": {"jwk": {**okp, "x": 1}, "code": bad, "why": "text is demanded"},
        "padded_fail": {"jwk": {**okp, "x": RFC8037_X + "="}, "code": bad, "why": "no padding"},
        "spare-bits_fail": {"jwk": {**okp, "x": RFC8037_X[:-1] + "p"}, "code": bad, "why": "spare"},
        "not-ascii_fail": {"jwk": {**okp, "x": RFC8037_X[:-1] + "é"}, "code": bad, "why": "junk"},
        "lone-surrogate_fail": {"jwk": {**okp, "x": "\ud800"}, "code": bad, "why": "no text"},
        "too-short_fail": {"jwk": {**okp, "x": _text(bytes(31))}, "code": bad, "why": "31 bytes"},
        "too-long_fail": {"jwk": {**okp, "x": _text(bytes(33))}, "code": bad, "why": "33 bytes"},
        "p256-off-curve_fail": {
            "jwk": {**ec, "y": P256_X},
            "code": "key-off-curve",
            "why": "invalid-curve attack",
        },
        "p256-zero_fail": {
            "jwk": {**ec, "x": _text(bytes(32)), "y": _text(bytes(32))},
            "code": "key-off-curve",
            "why": "no point at all",
        },
    }


def cases() -> dict[str, Case]:
    """Return every case by its name, with the key id where the key is accepted."""
    made = _jwk_cases() | _point_cases()
    for case in made.values():
        text = json.dumps(case["jwk"], sort_keys=True, separators=(",", ":"))
        case["kid"] = _text(sha256(text.encode()).digest()) if case["code"] is None else None
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "keys.json").write_text(json.dumps(cases(), indent=1) + "\n")
