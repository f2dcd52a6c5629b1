"""VERIFY.md: how to check an evidence bundle with tools that we did not write (F9).

A test runs every shell block of the text, in order, against a real bundle.
"""

from typing import Final

_TEXT: Final = r"""# How to check this bundle

You hold a signed governance history, or the part of it that was meant for you. You need not trust
whoever sent it. The quickest way, if you have Countersign:

```
countersign verify . --id @LEDGER@
```

`@LEDGER@` is the ledger's id as this bundle states it. Compare it, and the lines of `vkeys.txt`,
with what you were given on paper: a bundle can prove that it is whole and signed, but not that it
is about the ledger that you mean.

Without Countersign, everything below works with a POSIX shell and OpenSSL 3. Run it in this folder
(unpack it first if it came as a zip).

## What is here

| file | what it is | what proves it |
|---|---|---|
| `checkpoint` | head of the log `@ORIGIN@`: @SIZE@ entries | the keys in `vkeys.txt` |
| `tile/entries/…` | entries: time, digest of the statement, position | the root in `checkpoint` |
| `tile/0/…`, `tile/1/…` | hashes of the entries and of what lies above them | the same root |
| `statements/<digest>.jws` | signed statements (JWS, RFC 7515) | the name is the SHA-256; the key |
| `keys/<key id>.jwk` | public keys of the signers | the name is the thumbprint (RFC 7638) |
| `openings.jsonl` | values of sealed fields | SHA-256 is listed in the signed statement |
| `documents/<digest>` | attachments | SHA-256 is the name and is listed in a signed statement |
| `MANIFEST.json` | what the sender meant to include | nothing: it shows what got lost |

A digest in the log whose statement is not here belongs to a matter that was not meant for you.

## Two helpers

```sh
unbase64url() { tr -d '\n' | tr '_-' '/+' | awk '{ while (length($0) % 4) $0 = $0 "="; print }' |
  openssl base64 -d -A; }
work=$(mktemp -d)
```

## 1. The log's own signature

The text up to the empty line is signed by the first key of `vkeys.txt` (Ed25519).

```sh
sed '/^$/,$d' checkpoint > "$work/head"
vkey=$(head -n 1 vkeys.txt)
key=${vkey#*+}; key=${key#*+}
line=$(sed -n 's/^— [^ ]* \([A-Za-z0-9+/]\{91\}=\)$/\1/p' checkpoint | head -n 1)
{ printf '\060\052\060\005\006\003\053\145\160\003\041\000'
  printf %s "$key" | openssl base64 -d -A | tail -c 32; } > "$work/log.der"
printf %s "$line" | openssl base64 -d -A | tail -c 64 > "$work/log.sig"
openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/log.der" -rawin \
  -in "$work/head" -sigfile "$work/log.sig"
```

It prints `Signature Verified Successfully`. The longer line below it is ML-DSA-44, for the day when
Ed25519 no longer holds (C2SP tlog-cosignature); `countersign verify` demands both.

## 2. One statement

Put the digest of any file in `statements/` here:

```sh
E=@EXAMPLE@
F=statements/$E.jws
test "$(openssl dgst -sha256 -r "$F" | cut -c 1-64)" = "$E" && echo "the name is the digest"
cut -d . -f 1 "$F" | unbase64url; echo
cut -d . -f 2 "$F" | unbase64url; echo
```

The first line names the key, the second is what was signed: `kind` says which act, `stream` in
which matter, `signer` who in which capacity, `meaning` and `reason` what they meant by it.

```sh
kid=$(cut -d . -f 1 "$F" | unbase64url | sed 's/.*"kid":"\([^"]*\)".*/\1/')
jwk=keys/$kid.jwk
thumbprint=$(openssl dgst -sha256 -binary "$jwk" | openssl base64 -A | tr '/+' '_-' | tr -d =)
test "$thumbprint" = "$kid" &&
  echo "the key is the one that the statement names"
x=$(sed 's/.*"x":"\([^"]*\)".*/\1/' "$jwk")
cut -d . -f 1,2 "$F" | tr -d '\n' > "$work/signed"
cut -d . -f 3 "$F" | unbase64url > "$work/raw.sig"
if grep -q '"crv":"Ed25519"' "$jwk"; then
  { printf '\060\052\060\005\006\003\053\145\160\003\041\000'
    printf %s "$x" | unbase64url; } > "$work/key.der"
  openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin \
    -in "$work/signed" -sigfile "$work/raw.sig"
else
  y=$(sed 's/.*"y":"\([^"]*\)".*/\1/' "$jwk")
  { printf '\060\131\060\023\006\007\052\206\110\316\075\002\001'
    printf '\006\010\052\206\110\316\075\003\001\007\003\102\000\004'
    printf %s "$x" | unbase64url; printf %s "$y" | unbase64url; } > "$work/key.der"
  hex=$(od -An -v -tx1 "$work/raw.sig" | tr -d ' \n')
  printf 'asn1=SEQUENCE:rs\n[rs]\nr=INTEGER:0x%s\ns=INTEGER:0x%s\n' \
    "$(printf %s "$hex" | cut -c 1-64)" "$(printf %s "$hex" | cut -c 65-128)" > "$work/asn1"
  openssl asn1parse -genconf "$work/asn1" -noout -out "$work/der.sig"
  openssl dgst -sha256 -verify "$work/key.der" -keyform DER \
    -signature "$work/der.sig" "$work/signed"
fi
```

It prints `Signature Verified Successfully`, or `Verified OK` for a P-256 key. Whether that key was
enrolled for that person, and whether the rules allowed the act, `countersign verify` replays.

## 3. Its place in the log

Its entry names it by digest; the entry's hash, with a zero byte in front (RFC 6962), stands in
the tiles. The line number minus one, plus 256 for each tile before, is the entry's index.

```sh
entry=$(find tile/entries -type f -exec cat {} + |
  LC_ALL=C grep -ao "{[^{}]*\"env\":\"$E\"[^{}]*}")
echo "$entry"
leaf=$({ printf '\000'; printf %s "$entry"; } | openssl dgst -sha256 -r | cut -c 1-64)
find tile/0 -type f | sort | while read -r tile; do
  od -An -v -tx1 "$tile" | tr -d ' \n' | fold -w 64 | grep -n "$leaf" | sed "s|^|$tile |"
done
```

## 4. The whole log

Any client for C2SP tlog-tiles can read this folder as a log's prefix: point it at `checkpoint`,
`tile/` and the first line of `vkeys.txt`. Or recompute the root with Python's standard library:

```sh
python3 - <<'PROGRAM'
import base64, hashlib, pathlib

def root(hashes):
    if len(hashes) < 2:
        return hashes[0] if hashes else hashlib.sha256(b"").digest()
    middle = 1 << (len(hashes) - 1).bit_length() - 1
    return hashlib.sha256(b"\x01" + root(hashes[:middle]) + root(hashes[middle:])).digest()

def place(path):
    return int("".join(c for c in str(path).split(".p")[0].split("entries")[1] if c.isdigit()))

leaves = []
files = [path for path in pathlib.Path("tile/entries").rglob("*") if path.is_file()]
for path in sorted(files, key=place):
    raw = path.read_bytes()
    while raw:
        length = int.from_bytes(raw[:2], "big")
        leaves.append(hashlib.sha256(b"\x00" + raw[2 : 2 + length]).digest())
        raw = raw[2 + length :]
_, size, signed = open("checkpoint", encoding="utf-8").read().split("\n")[:3]
assert len(leaves) == int(size), "the log does not have the size that was signed"
assert root(leaves) == base64.b64decode(signed), "the entries do not give the root that was signed"
print(len(leaves), "entries give the signed root", signed)
PROGRAM
```
"""


def format_guide(*, ledger: str, origin: str, size: int, example: str) -> str:
    """Give the text for one bundle, with a statement of it as the example."""
    values = {
        "@LEDGER@": ledger,
        "@ORIGIN@": origin,
        "@SIZE@": str(size),
        "@EXAMPLE@": example or "DIGEST",
    }
    text = _TEXT
    for mark, value in values.items():
        text = text.replace(mark, value)
    return text
