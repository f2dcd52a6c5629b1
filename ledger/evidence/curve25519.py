"""Whether bytes are an Ed25519 point that binds a signer (RFC 8032 5.1).

Libraries accept the eight points of small order: under those, one signature
verifies many messages. Points of mixed order let verifiers disagree. Plain
integers and affine-free formulas, so that an auditor can port it; a few
milliseconds, paid once a key.
"""

from typing import Final

from ledger.errors import MalformedError

_p: Final = 2**255 - 19
_order: Final = 2**252 + 27742317777372353535851937790883648493
_d: Final = -121665 * pow(121666, -1, _p) % _p
_root_of_minus_one: Final = pow(2, (_p - 1) // 4, _p)

_Point = tuple[int, int, int, int]  # X, Y, Z, T with x = X/Z, y = Y/Z, xy = T/Z
_neutral: Final[_Point] = (0, 1, 1, 0)


class PointMalformedError(MalformedError):
    """An Ed25519 public key is a canonical point of the prime-order group."""

    code = "key-point-malformed"
    message = "the point is no sound Ed25519 key"


class PointNotCanonicalError(PointMalformedError):
    """A point has one spelling: y below p, no sign on a zero x."""

    code = "key-not-canonical"
    message = "the point has another, single spelling"


class PointOffCurveError(PointMalformedError):
    """The y coordinate belongs to a point."""

    code = "key-point-off-curve"
    message = "no point of the curve has this y"


class SmallOrderError(PointMalformedError):
    """Under a point of small order anybody can sign."""

    code = "key-small-order"
    message = "the point has small order"


class MixedOrderError(PointMalformedError):
    """A point with a small-order part makes verifiers disagree."""

    code = "key-mixed-order"
    message = "the point is outside of the prime-order group"


def check_point(raw: bytes) -> None:
    """Return if the 32 bytes spell a point of prime order, canonically.

    Raises:
        PointMalformedError: One of the four above, by what is wrong.
    """
    point = _decompress(raw)
    if _is_neutral(_multiply(8, point)):
        raise SmallOrderError
    if not _is_neutral(_multiply(_order, point)):
        raise MixedOrderError


def _decompress(raw: bytes) -> _Point:
    bits = int.from_bytes(raw, "little")
    sign, y = bits >> 255, bits & (2**255 - 1)
    if y >= _p:
        raise PointNotCanonicalError
    u, v = (y * y - 1) % _p, (_d * y * y + 1) % _p
    # RFC 8032 5.1.3: x = u v^3 (u v^7)^((p-5)/8) is a root of u/v or of -u/v.
    x = u * pow(v, 3, _p) * pow(u * pow(v, 7, _p), (_p - 5) // 8, _p) % _p
    if v * x * x % _p == -u % _p:
        x = x * _root_of_minus_one % _p
    if v * x * x % _p != u:
        raise PointOffCurveError
    if x == 0 and sign:
        raise PointNotCanonicalError
    if x & 1 != sign:
        x = _p - x
    return (x, y, 1, x * y % _p)


def _add(left: _Point, right: _Point) -> _Point:
    """Return the sum (RFC 8032 5.1.4); complete on this curve."""
    a = (left[1] - left[0]) * (right[1] - right[0]) % _p
    b = (left[1] + left[0]) * (right[1] + right[0]) % _p
    c = 2 * left[3] * right[3] * _d % _p
    d = 2 * left[2] * right[2] % _p
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % _p, g * h % _p, f * g % _p, e * h % _p)


def _double(point: _Point) -> _Point:
    """Return the point added to itself, which is cheaper (RFC 8032 5.1.4)."""
    x, y, z, _ = point
    a, b = x * x % _p, y * y % _p
    h = a + b
    e, g = h - (x + y) ** 2 % _p, a - b
    f = 2 * z * z % _p + g
    return (e * f % _p, g * h % _p, f * g % _p, e * h % _p)


def _multiply(scalar: int, point: _Point) -> _Point:
    total = _neutral
    for bit in f"{scalar:b}":
        total = _double(total)
        if bit == "1":
            total = _add(total, point)
    return total


def _is_neutral(point: _Point) -> bool:
    return point[0] == 0 and (point[1] - point[2]) % _p == 0
