"""Lets the library's recorder cases be imported without the cipher that they do not use.

``eventsourcing.tests.persistence`` imports its AES cipher at the top, which needs
a library that nothing here needs. Only cases of ciphers would use it.
"""

import sys
from types import ModuleType

_cipher = ModuleType("eventsourcing.cipher")
_cipher.AESCipher = None  # type: ignore[attr-defined]
sys.modules.setdefault("eventsourcing.cipher", _cipher)
