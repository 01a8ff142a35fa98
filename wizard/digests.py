"""Digests of what is kept in files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from typing import Protocol


class _Digest(Protocol):
    def hexdigest(self) -> str: ...


_sha256: Callable[[bytes], _Digest]
_blake2s: Callable[..., _Digest]

# Python has digests of its own, which `hashlib` takes where OpenSSL's are missing. Those of OpenSSL take 2 ms and up to
# 4 MB to load, to save 3 ms for 1 MB; `hashlib` alone takes 1 ms, for five other digests.
try:
    _sha256 = import_module("_sha2" if sys.version_info >= (3, 12) else "_sha256").sha256
    _blake2s = import_module("_blake2").blake2s
except ImportError:  # the Python of some distributions has OpenSSL's alone
    from hashlib import blake2s as _blake2s, sha256 as _sha256


def sha256_hex(content: bytes) -> str:
    """Return the SHA-256 of the content, in hex."""
    return _sha256(content).hexdigest()


def blake2s_hex(content: bytes, size: int) -> str:
    """Return the BLAKE2s of the content in so many bytes, in hex."""
    return _blake2s(content, digest_size=size).hexdigest()
