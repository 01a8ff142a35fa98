"""Digests of what is kept in files."""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module

from wizard.optional_modules import hide_modules

_OWN_MODULE = "_sha2" if sys.version_info >= (3, 12) else "_sha256"
with suppress(ImportError):  # the Python of some distributions has OpenSSL's alone
    import_module(_OWN_MODULE)

# Python has digests of its own. Those of OpenSSL take 2 ms and up to 4 MB to load, to save 3 ms for 1 MB.
with hide_modules(*(["_hashlib"] if _OWN_MODULE in sys.modules else [])):
    import hashlib


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of the content, in hex."""
    return hashlib.sha256(content).hexdigest()


def blake2s_hex(content: bytes, size: int) -> str:
    """Return the BLAKE2s of the content in so many bytes, in hex."""
    return hashlib.blake2s(content, digest_size=size).hexdigest()
