"""Write the F4 vectors: python tests/vectors/generate_entry.py."""

import json
from pathlib import Path

FOLDER = Path(__file__).parent / "F4-entry"
ENV, STREAM = "a" * 64, "b" * 64

Case = dict[str, str | None]


def _entry(*, at: str = "2026-11-21T14:03:08.123Z", env: str = ENV, seq: object = 3) -> str:
    members = {"at": at, "env": env, "seq": seq, "stream": STREAM}
    return json.dumps(members, sort_keys=True, separators=(",", ":"))


def cases() -> dict[str, Case]:
    """Return every case by its name."""
    base = _entry()
    accepted = {
        "third-of-its-stream": (base, "a stream is named by its first statement"),
        "first-of-its-stream": (_entry(env=STREAM, seq=1), "the first names itself"),
        "midnight": (_entry(at="2026-11-21T00:00:00.000Z"), "three digits, be they zeros"),
        "largest-position": (_entry(seq=2**53 - 1), "2^53-1"),
    }
    refused = {
        "empty": ("", "nothing"),
        "trailing-newline": (base + "\n", "nothing behind"),
        "space": (base.replace(",", ", "), "no spaces"),
        "other-order": (json.dumps({"seq": 3, "env": ENV, "at": "x", "stream": STREAM}), "sorted"),
        "extra-member": (base[:-1] + ',"x":1}', "four members"),
        "missing-member": (base.replace(f',"stream":"{STREAM}"', ""), "four members"),
        "repeated-member": (base[:-1] + f',"stream":"{STREAM}"}}', "four members"),
        "upper-case-hex": (_entry(env="A" * 64), "lower case"),
        "short-hex": (_entry(env="a" * 63), "64 digits"),
        "prefixed-hex": (_entry(env="sha256:" + ENV), "bare"),
        "position-zero": (_entry(seq=0), "counted from 1"),
        "position-negative": (_entry(seq=-1), "counted from 1"),
        "position-leading-zero": (base.replace(":3", ":03"), "one spelling"),
        "position-text": (_entry(seq="3"), "a number"),
        "position-float": (_entry(seq=3.0), "an integer"),
        "position-too-large": (_entry(seq=2**53), "2^53"),
        "position-enormous": (_entry(seq=10**16), "17 digits"),
        "whole-seconds": (_entry(at="2026-11-21T14:03:08Z"), "milliseconds"),
        "microseconds": (_entry(at="2026-11-21T14:03:08.123456Z"), "milliseconds"),
        "offset": (_entry(at="2026-11-21T14:03:08.123+00:00"), "Z"),
        "no-zone": (_entry(at="2026-11-21T14:03:08.123"), "Z"),
        "no-such-day": (_entry(at="2026-02-30T14:03:08.123Z"), "a day of the calendar"),
        "no-such-hour": (_entry(at="2026-11-21T24:00:00.000Z"), "an hour of the day"),
        "year-zero": (_entry(at="0000-11-21T14:03:08.123Z"), "a year of the calendar"),
        "other-digits": (base.replace("14:03", "١٤:03"), "ASCII"),
        "first-names-another": (_entry(seq=1), "the first of a stream names itself"),
        "later-names-itself": (_entry(env=STREAM, seq=2), "only the first does"),
    }
    made: dict[str, Case] = {
        name: {"entry": text, "code": None, "why": why} for name, (text, why) in accepted.items()
    }
    for name, (text, why) in refused.items():
        made[f"{name}_fail"] = {"entry": text, "code": "entry-malformed", "why": why}
    return made


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "entries.json").write_text(json.dumps(cases(), indent=1) + "\n")
