"""Signed notes: C2SP's form, one spelling for each value, no line taken on trust."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import LedgerError, MalformedError
from ledger.evidence.curve25519 import PointMalformedError
from ledger.evidence.keys import (
    PublicKeyMalformedError,
    ed25519_algorithm,
    generate_log_signer,
    mldsa44_algorithm,
)
from ledger.evidence.note import (
    NOTE_BYTES_MAX,
    NoteMalformedError,
    NoteSignatureError,
    NoteUnsignedError,
    TreeHeadMalformedError,
    VKey,
    VKeyMalformedError,
    VKeysAmbiguousError,
    format_base64,
    format_vkey,
    open_note,
    parse_base64,
    parse_decimal,
    parse_tree_head,
    parse_vkey,
    sign_note,
    vkey_of,
)

AT = datetime(2026, 11, 21, 14, 3, 8, tzinfo=UTC)
NAME = "countersign.example/score"
ED25519 = generate_log_signer(ed25519_algorithm)
ML_DSA = generate_log_signer(mldsa44_algorithm)
HEAD = f"{NAME}\n7\n{format_base64(bytes(32))}\n"

# The example of golang/mod's sumdb/note, which FORMATS F7 repeats.
KNOWN_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
KNOWN_TEXT = "This is an example message.\n"
KNOWN_LINE = (
    "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3"
    "mFXmRKuwHjG1Yu72IneyaQM=\n"
)


def test_known_note_opens_under_the_known_key() -> None:
    """A note that Go's implementation signed is one of ours."""
    note = open_note(f"{KNOWN_TEXT}\n{KNOWN_LINE}", [parse_vkey(KNOWN_VKEY)])

    assert note.text == KNOWN_TEXT
    assert [line.vkey.label for line in note.lines] == ["example.com/foo+530d903a"]


def test_known_note_fails_with_one_letter_changed() -> None:
    """A signature covers each letter of the text."""
    spoilt = f"{KNOWN_TEXT}\n{KNOWN_LINE}".replace("example message", "Example message")

    with pytest.raises(NoteSignatureError):
        open_note(spoilt, [parse_vkey(KNOWN_VKEY)])


def test_vkey_comes_back_from_its_text() -> None:
    """A vkey has one spelling, whose base64 may have plus signs of its own."""
    for signer in (ED25519, ML_DSA):
        vkey = vkey_of(NAME, signer)

        assert parse_vkey(format_vkey(vkey)) == vkey
    assert format_vkey(parse_vkey(KNOWN_VKEY)) == KNOWN_VKEY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com\u2003foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com\x01foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com\ud800foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        f"{'a' * 256}+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2l",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k\n",
        "example.com/foo+530d903a+",
    ],
)
def test_other_spelling_of_a_vkey_is_refused(text: str) -> None:
    """Name, id and key each have one form, and the id is that of name and key."""
    with pytest.raises(VKeyMalformedError):
        parse_vkey(text)


def test_vkey_of_an_unknown_type_is_refused() -> None:
    """Only 0x01 and 0x06 sign our log, with keys of their own lengths."""
    for algorithm, public in ((0x02, ED25519.public), (0x01, bytes(31)), (0x06, bytes(1311))):
        text = format_vkey(VKey(name=NAME, algorithm=algorithm, public=public))
        with pytest.raises(PublicKeyMalformedError):
            parse_vkey(text)


def test_vkey_that_fits_every_message_is_refused() -> None:
    """The identity point as a key would let anyone sign."""
    identity = VKey(name=NAME, algorithm=0x01, public=b"\x01" + bytes(31))

    with pytest.raises(PointMalformedError):
        parse_vkey(format_vkey(identity))


def test_both_kinds_of_line_hold() -> None:
    """Ed25519 has no time of its own, ML-DSA-44 carries it."""
    vkeys = [vkey_of(NAME, ED25519), vkey_of(NAME, ML_DSA)]
    note = open_note(sign_note(HEAD, NAME, [ED25519, ML_DSA], AT), vkeys)

    assert note.text == HEAD
    assert [(line.vkey, line.signed_at_seconds) for line in note.lines] == [
        (vkeys[0], None),
        (vkeys[1], int(AT.timestamp())),
    ]


def test_ml_dsa_line_covers_time_and_name() -> None:
    """Another time in front, or the key under another name, is not what was signed."""
    vkey = vkey_of(NAME, ML_DSA)
    text, _, line = sign_note(HEAD, NAME, [ML_DSA], AT).partition("\n\n")
    blob = bytearray(parse_base64(line.split(" ")[2].strip()) or b"")
    blob[11] ^= 1
    later = f"{text}\n\n— {NAME} {format_base64(bytes(blob))}\n"
    other = VKey(name="other.example", algorithm=vkey.algorithm, public=vkey.public)
    blob[11] ^= 1
    renamed = f"{text}\n\n— {other.name} {format_base64(other.key_id + bytes(blob[4:]))}\n"

    for raw, known in ((later, vkey), (renamed, other)):
        with pytest.raises(NoteSignatureError):
            open_note(raw, [known])


def test_ml_dsa_time_fits_a_signed_integer() -> None:
    """tlog-cosignature: a timestamp never exceeds 2^63 - 1."""
    vkey = vkey_of(NAME, ML_DSA)
    blob = vkey.key_id + b"\xff" * 8 + bytes(2420)

    with pytest.raises(NoteSignatureError):
        open_note(f"{HEAD}\n— {NAME} {format_base64(blob)}\n", [vkey])


@pytest.mark.parametrize("size", [1, 8, 63, 64, 65, 2427, 2428, 2429])
def test_line_of_another_length_does_not_hold(size: int) -> None:
    """A blob too short for its signature is a failed line, not a crash."""
    for signer in (ED25519, ML_DSA):
        vkey = vkey_of(NAME, signer)
        line = f"— {NAME} {format_base64(vkey.key_id + bytes(size))}\n"
        with pytest.raises(NoteSignatureError):
            open_note(f"{HEAD}\n{line}", [vkey])


def test_ml_dsa_signs_tree_heads_only() -> None:
    """Its message has room for origin, size and root, and for nothing else."""
    with pytest.raises(TreeHeadMalformedError):
        sign_note("a text\n", NAME, [ML_DSA], AT)


def test_lines_of_unknown_keys_are_ignored() -> None:
    """A witness may add a line; so may a stranger who shares our name or key id."""
    vkey = vkey_of(NAME, ED25519)
    stranger = generate_log_signer(ed25519_algorithm)
    raw = sign_note(HEAD, NAME, [ED25519], AT)
    raw += sign_note(HEAD, NAME, [stranger], AT).rpartition("\n\n")[2]
    raw += f"— other.example {format_base64(vkey.key_id + bytes(64))}\n"

    assert [line.vkey for line in open_note(raw, [vkey]).lines] == [vkey]


def test_note_without_a_known_line_is_refused() -> None:
    """Signed by somebody is not signed."""
    raw = sign_note(HEAD, NAME, [ED25519], AT)
    for vkeys in ([], [vkey_of(NAME, ML_DSA)], [vkey_of("other.example", ED25519)]):
        with pytest.raises(NoteUnsignedError):
            open_note(raw, vkeys)


def test_each_line_of_a_known_key_must_hold() -> None:
    """A key's second line is checked too, whichever comes first."""
    vkey = vkey_of(NAME, ED25519)
    good = sign_note(HEAD, NAME, [ED25519], AT)
    bad = f"— {NAME} {format_base64(vkey.key_id + bytes(64))}\n"
    line = good.rpartition("\n\n")[2]
    assert len(open_note(good + line, [vkey]).lines) == 2
    for raw in (good + bad, f"{HEAD}\n{bad}{line}"):
        with pytest.raises(NoteSignatureError):
            open_note(raw, [vkey])


def test_two_keys_of_one_name_and_id_are_refused() -> None:
    """The id is four bytes: a colliding pair must not be told apart by chance."""
    vkey = vkey_of(NAME, ED25519)

    class Colliding(VKey):
        @property
        def key_id(self) -> bytes:
            return vkey.key_id

    other = Colliding(name=NAME, algorithm=0x01, public=generate_log_signer(0x01).public)
    raw = sign_note(HEAD, NAME, [ED25519], AT)
    assert len(open_note(raw, [vkey, vkey]).lines) == 1
    with pytest.raises(VKeysAmbiguousError):
        open_note(raw, [vkey, other])


def test_text_may_have_empty_lines() -> None:
    """The last empty line separates, so a text may have its own."""
    text = "a\n\nb\n"
    raw = sign_note(text, NAME, [ED25519], AT)

    assert open_note(raw, [vkey_of(NAME, ED25519)]).text == text


BLOB = format_base64(bytes(68))


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "text\n",
        "text\n\n",
        f"text\n— a {BLOB}\n",
        f"text\n\n— a {BLOB}",
        f"text\n\n— a {BLOB}\n\n",
        f"text\n\n— a {BLOB}\ntrailing\n",
        f"text\n\n- a {BLOB}\n",
        f"text\n\n—a {BLOB}\n",
        f"text\n\n—  {BLOB}\n",
        f"text\n\n— a  {BLOB}\n",
        f"text\n\n— a {BLOB} \n",
        f"text\n\n— a+b {BLOB}\n",
        f"text\n\n— a\u00a0b {BLOB}\n",
        f"text\n\n— a {BLOB[:-1]}\n",
        f"text\n\n— a {BLOB.rstrip('=')}\n",
        f"text\n\n— a {format_base64(bytes(4))}\n",
        "text\n\n— a !!!!\n",
        "text\n\n— a \n",
        f"te\rxt\n\n— a {BLOB}\n",
        f"te\txt\n\n— a {BLOB}\n",
        f"te\0xt\n\n— a {BLOB}\n",
        f"te\x1fxt\n\n— a {BLOB}\n",
        f"te\ud800xt\n\n— a {BLOB}\n",
        "text\n\n" + f"— a {BLOB}\n" * 101,
        "text" * NOTE_BYTES_MAX + f"\n\n— a {BLOB}\n",
    ],
)
def test_other_form_of_a_note_is_refused(raw: str) -> None:
    """Text, one empty line, signature lines; no other control, nothing after."""
    with pytest.raises(NoteMalformedError):
        open_note(raw, [vkey_of(NAME, ED25519)])


def test_nothing_is_signed_that_no_reader_takes() -> None:
    """The writer holds itself to the reader's rules."""
    for text in ("", "no newline", "tab\t\n", "\ud800\n"):
        with pytest.raises(NoteMalformedError):
            sign_note(text, NAME, [ED25519], AT)
    for name in ("", "a b", "a+b", "a" * 256):
        with pytest.raises(VKeyMalformedError):
            sign_note("text\n", name, [ED25519], AT)


@pytest.mark.parametrize("text", ["", "-1", "+1", "01", "1_0", " 1", "1\n", "1" * 19, "٣", "1.0"])
def test_count_has_one_spelling(text: str) -> None:
    """What ``int`` would take is not yet a count."""
    assert parse_decimal(text) is None


@given(st.integers(0, 10**18 - 1))
def test_count_comes_back(count: int) -> None:
    """Up to 18 digits."""
    assert parse_decimal(str(count)) == count


@given(st.binary(max_size=40))
def test_base64_comes_back(raw: bytes) -> None:
    """Padded base64 loses nothing."""
    assert parse_base64(format_base64(raw)) == raw


@pytest.mark.parametrize(
    "text", ["A", "AA", "AA=", "AB==", "AA==\n", "AA==AA==", "A A=", "_-==", "é"]
)
def test_base64_has_one_spelling(text: str) -> None:
    """Missing padding, spare bits, junk and the URL alphabet are refused."""
    assert parse_base64(text) is None


@given(raw=st.text(max_size=80))
def test_random_text_is_never_a_note(raw: str) -> None:
    """Whatever comes in, a named error goes out."""
    with pytest.raises(LedgerError):
        open_note(raw, [vkey_of(NAME, ED25519)])
    with pytest.raises(MalformedError):
        parse_vkey(raw)
    with pytest.raises(TreeHeadMalformedError):
        parse_tree_head(raw)
