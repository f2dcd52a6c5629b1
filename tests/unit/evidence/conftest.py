"""What the evidence tests need from the machine."""

import shutil
import subprocess


def _has_openssl_3() -> bool:
    """Whether VERIFY.md can be followed here: LibreSSL and OpenSSL 1 lack -rawin."""
    path = shutil.which("openssl")
    if path is None:
        return False
    finished = subprocess.run([path, "version"], check=False, capture_output=True, text=True)
    return finished.stdout.startswith("OpenSSL 3")


collect_ignore = [] if _has_openssl_3() else ["test_guide_in_a_shell.py"]
